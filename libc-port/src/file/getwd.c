/* SPDX-License-Identifier: MIT */
/* Path of the working directory. */
#include <limits.h>
#include <unistd.h>

char *getwd(char *buf)
{
	return getcwd(buf, PATH_MAX);
}
