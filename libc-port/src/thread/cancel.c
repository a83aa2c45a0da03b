/* SPDX-License-Identifier: MIT */
/*
 * Cancelling threads.  The thread page says whether and how a thread may be
 * cancelled; the kernel then ends calls that wait with ECANCELED, which
 * fl_result() understands.  Asynchronous cancelling is a signal.
 */
#include "thread.h"
#include <errno.h>
#include <signal.h>

static void on_cancel(int sig)
{
	(void)sig;
	if (*CANCEL & FL_CANCEL_ASYNC)
		pthread_testcancel();
}

int pthread_cancel(pthread_t t)
{
	struct sigaction action = { 0 };
	int tid = t == thread_self() ? (int)*TID : t->tid;

	action.sa_handler = on_cancel;
	sigaction(FL_SIGCANCEL, &action, NULL);
	if (tid == 0)
		return ESRCH;
	*ARG1 = tid;
	if (fl_call(CALL_THREAD_CANCEL) < 0)
		return *ERRNO;
	if (t == thread_self() && *CANCEL & FL_CANCEL_ASYNC)
		pthread_testcancel();
	return 0;
}

void pthread_testcancel(void)
{
	if (__is_cancelled())
		pthread_exit(PTHREAD_CANCELED);
}

/* One instruction: PENDING may come in between from elsewhere. */
static void set(unsigned bit, int on)
{
	if (on)
		__sync_fetch_and_or(CANCEL, bit);
	else
		__sync_fetch_and_and(CANCEL, ~bit);
}

int pthread_setcancelstate(int state, int *old)
{
	if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE)
		return EINVAL;
	if (old)
		*old = *CANCEL & FL_CANCEL_DISABLED ? PTHREAD_CANCEL_DISABLE
						    : PTHREAD_CANCEL_ENABLE;
	set(FL_CANCEL_DISABLED, state == PTHREAD_CANCEL_DISABLE);
	if (*CANCEL & FL_CANCEL_ASYNC)
		pthread_testcancel();
	return 0;
}

int pthread_setcanceltype(int type, int *old)
{
	if (type != PTHREAD_CANCEL_DEFERRED &&
	    type != PTHREAD_CANCEL_ASYNCHRONOUS)
		return EINVAL;
	if (old)
		*old = *CANCEL & FL_CANCEL_ASYNC ? PTHREAD_CANCEL_ASYNCHRONOUS
						 : PTHREAD_CANCEL_DEFERRED;
	set(FL_CANCEL_ASYNC, type == PTHREAD_CANCEL_ASYNCHRONOUS);
	if (type == PTHREAD_CANCEL_ASYNCHRONOUS)
		pthread_testcancel();
	return 0;
}
