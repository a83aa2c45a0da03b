/* SPDX-License-Identifier: MIT */
/* Maps memory or a file; the kernel takes the offset as a page number. */
#include <errno.h>
#include <faultline/calls.h>
#include <sys/mman.h>

void *mmap(void *where, size_t length, int prot, int flags, int fd,
	   off_t offset)
{
	if (offset & (FL_PAGE_SIZE - 1) || offset < 0 ||
	    offset >> 12 > 0xffffffffll) {
		errno = offset >> 44 ? EOVERFLOW : EINVAL;
		return MAP_FAILED;
	}
	*ARG1 = (unsigned)where;
	*ARG2 = length;
	*ARG3 = prot;
	*ARG4 = flags;
	*ARG5 = fd;
	*ARG6 = offset >> 12;
	return (void *)fl_result(*CALL_MMAP);
}
