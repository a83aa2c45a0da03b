/* SPDX-License-Identifier: MIT */
/* Memory is never paged out: locking it is nothing to do. */
#include <errno.h>
#include <sys/mman.h>

int mlock(const void *where, size_t length)
{
	(void)where;
	(void)length;
	return 0;
}

int munlock(const void *where, size_t length)
{
	(void)where;
	(void)length;
	return 0;
}

int mlockall(int flags)
{
	if (flags && !(flags & ~(MCL_CURRENT | MCL_FUTURE)))
		return 0;
	errno = EINVAL;
	return -1;
}

int munlockall(void)
{
	return 0;
}
