/* SPDX-License-Identifier: MIT */
/* Where a stream is, however far that may be. */
#include <stdio.h>

int fgetpos(FILE *restrict stream, fpos_t *restrict position)
{
	off_t at = ftello(stream);

	if (at < 0)
		return -1;
	*position = at;
	return 0;
}
