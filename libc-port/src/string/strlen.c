/* SPDX-License-Identifier: MIT */
/* The length of a string. */
#include "word.h"
#include <string.h>

size_t strlen(const char *s)
{
	const char *p = s;
	const word *w;

	for (; !ALIGNED(p); p++)
		if (!*p)
			return p - s;
	/* An aligned word lies in one page: its bytes after the NUL can be
	 * read. */
	for (w = (const word *)p; !HAS_ZERO(*w); w++)
		;
	for (p = (const char *)w; *p; p++)
		;
	return p - s;
}
