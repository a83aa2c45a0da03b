/* SPDX-License-Identifier: MIT */
/*
 * Memory at an address that is a multiple of a power of two; fails with the
 * error's number.
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

int posix_memalign(void **where, size_t align, size_t size)
{
	int saved = errno;
	void *p;

	if (align < sizeof(void *) || align & (align - 1))
		return EINVAL;
	p = memalign(align, size);
	errno = saved;
	if (!p)
		return ENOMEM;
	*where = p;
	return 0;
}
