/* SPDX-License-Identifier: MIT */
/* "NAME=value" for the environment; as with glibc, "NAME" takes it away. */
#include <reent.h>
#include <stdlib.h>
#include <string.h>

int putenv(char *text)
{
	return strchr(text, '=') ? _putenv_r(_REENT, text) : unsetenv(text);
}
