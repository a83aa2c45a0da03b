/* SPDX-License-Identifier: MIT */
/* realpath() by its GNU name. */
#include <stdlib.h>

char *canonicalize_file_name(const char *path)
{
	return realpath(path, NULL);
}
