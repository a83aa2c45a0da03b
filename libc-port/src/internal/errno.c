/* SPDX-License-Identifier: MIT */
/* Where errno is: in the thread's own state. */
#include <errno.h>
#include <reent.h>

int *__errno(void)
{
	return &_REENT->_errno;
}
