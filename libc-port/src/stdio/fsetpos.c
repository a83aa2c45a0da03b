/* SPDX-License-Identifier: MIT */
/* Goes back to where fgetpos() was. */
#include <stdio.h>

int fsetpos(FILE *stream, const fpos_t *position)
{
	return fseeko(stream, *position, SEEK_SET);
}
