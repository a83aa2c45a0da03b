/* SPDX-License-Identifier: MIT */
/*
 * Cancelling threads: a signal ends the thread if it finds it at a call
 * that may wait, which its instruction pointer tells.
 */
#include "thread.h"
#include <errno.h>
#include <signal.h>

#define MOV_EAX_MOFFS 0xa1
#define MOV_REG_MEM   0x8b

static int is_waiting_slot(unsigned address)
{
	if (address < FL_CALL_PAGES || address >= FL_CALL_PAGES_END)
		return 0;
	/* Threads' own waiting (condition variables, join) looks for itself. */
	return (address - FL_CALL_PAGES) / FL_PAGE_SIZE != FL_GROUP_THREAD;
}

/* Has the program, just before or at this place, a load of a slot that waits?
 */
static int at_waiting_call(const unsigned char *eip)
{
	int i;

	for (i = 0; i <= 5; i += 5)
		if (eip[-i] == MOV_EAX_MOFFS &&
		    is_waiting_slot(*(const unsigned *)(eip - i + 1)))
			return 1;
	/* A ModRM byte of 00 reg 101: an absolute address follows. */
	for (i = 0; i <= 6; i += 6)
		if (eip[-i] == MOV_REG_MEM && (eip[1 - i] & 0xc7) == 0x05 &&
		    is_waiting_slot(*(const unsigned *)(eip - i + 2)))
			return 1;
	return 0;
}

static void on_cancel(int sig, siginfo_t *info, void *context)
{
	struct __pthread *self = thread_self();
	ucontext_t *uc = context;
	const unsigned char *eip = (void *)uc->uc_mcontext.eip;

	(void)sig;
	(void)info;
	if (!self->cancel_pending || self->cancel_disabled)
		return;
	if (self->cancel_async || at_waiting_call(eip))
		pthread_exit(PTHREAD_CANCELED);
}

int pthread_cancel(pthread_t t)
{
	struct sigaction action = { 0 };

	action.sa_sigaction = on_cancel;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGCANCEL, &action, NULL);
	t->cancel_pending = 1;
	if (t == thread_self()) {
		if (t->cancel_async)
			pthread_testcancel();
		return 0;
	}
	return pthread_kill(t, SIGCANCEL);
}

void pthread_testcancel(void)
{
	struct __pthread *self = thread_self();

	if (self->cancel_pending && !self->cancel_disabled)
		pthread_exit(PTHREAD_CANCELED);
}

int pthread_setcancelstate(int state, int *old)
{
	struct __pthread *self = thread_self();

	if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE)
		return EINVAL;
	if (old)
		*old = self->cancel_disabled;
	self->cancel_disabled = state;
	if (self->cancel_async)
		pthread_testcancel();
	return 0;
}

int pthread_setcanceltype(int type, int *old)
{
	struct __pthread *self = thread_self();

	if (type != PTHREAD_CANCEL_DEFERRED &&
	    type != PTHREAD_CANCEL_ASYNCHRONOUS)
		return EINVAL;
	if (old)
		*old = self->cancel_async;
	self->cancel_async = type;
	if (type)
		pthread_testcancel();
	return 0;
}
