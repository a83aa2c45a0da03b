/* SPDX-License-Identifier: MIT */
/* The thread's own state, for code that asks by a function. */
#include <reent.h>

__thread struct _reent *__thread_reent;

#undef __getreent
struct _reent *__getreent(void)
{
	return __thread_reent;
}
