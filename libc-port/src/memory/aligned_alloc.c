/* SPDX-License-Identifier: MIT */
/* Any power of two is an alignment (C17); posix_memalign() is more choosy. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

void *aligned_alloc(size_t align, size_t size)
{
	void *p = NULL;

	if (align != 0 && align < sizeof(void *) && !(align & (align - 1)))
		align = sizeof(void *);
	errno = posix_memalign(&p, align, size) ?: errno;
	return p;
}
