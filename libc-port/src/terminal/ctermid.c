/* SPDX-License-Identifier: MIT */
/* The name of the controlling terminal, whichever it is. */
#include <string.h>
#include <unistd.h>

char *ctermid(char *buf)
{
	static char name[L_ctermid];

	return strcpy(buf ? buf : name, "/dev/tty");
}
