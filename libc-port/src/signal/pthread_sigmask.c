/* SPDX-License-Identifier: MIT */
/*
 * Blocks and unblocks signals of this thread; fails with the error's number.
 * The signal that cancels is not the program's to block.
 */
#include "../internal/libc.h"
#include <signal.h>

int pthread_sigmask(int how, const sigset_t *__restrict set,
		    sigset_t *__restrict old)
{
	sigset_t mask = 0;

	if (set)
		mask = *set & ~(1ull << (FL_SIGCANCEL - 1));
	*ARG1 = how;
	*ARG2 = (unsigned)(set ? &mask : NULL);
	*ARG3 = (unsigned)old;
	return fl_call(CALL_SIGPROCMASK) < 0 ? *ERRNO : 0;
}
