/* SPDX-License-Identifier: MIT */
/* The name this session's user logged in with. */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int getlogin_r(char *name, size_t size)
{
	const char *login = getenv("LOGNAME");
	struct passwd *p;

	if (!login && (p = getpwuid(getuid())))
		login = p->pw_name;
	if (!login)
		return ENXIO;
	if (strlen(login) >= size)
		return ERANGE;
	strcpy(name, login);
	return 0;
}

char *getlogin(void)
{
	static char name[256];
	int error = getlogin_r(name, sizeof(name));

	if (error == 0)
		return name;
	errno = error;
	return NULL;
}
