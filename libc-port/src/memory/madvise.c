/* SPDX-License-Identifier: MIT */
/* Says how memory will be used. */
#include <faultline/calls.h>
#include <sys/mman.h>

int madvise(void *where, size_t length, int advice)
{
	*ARG1 = (unsigned)where;
	*ARG2 = length;
	*ARG3 = advice;
	return fl_result(*CALL_MADVISE);
}
