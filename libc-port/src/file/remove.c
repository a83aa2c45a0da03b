/* SPDX-License-Identifier: MIT */
/* Removes a name, whatever it names. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

int remove(const char *path)
{
	if (unlink(path) == 0)
		return 0;
	return errno == EISDIR || errno == EPERM ? rmdir(path) : -1;
}
