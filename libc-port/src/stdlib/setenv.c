/* SPDX-License-Identifier: MIT */
/* A variable of the environment; a name is not empty and has no '='. */
#include <errno.h>
#include <reent.h>
#include <stdlib.h>
#include <string.h>

static int good(const char *name)
{
	if (name && *name && !strchr(name, '='))
		return 1;
	errno = EINVAL;
	return 0;
}

int setenv(const char *name, const char *value, int replace)
{
	return good(name) ? _setenv_r(_REENT, name, value, replace) : -1;
}

int unsetenv(const char *name)
{
	return good(name) ? _unsetenv_r(_REENT, name) : -1;
}
