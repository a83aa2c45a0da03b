/* SPDX-License-Identifier: MIT */
/* Helper threads for SIGEV_THREAD. */
#include "notify.h"
#include <errno.h>
#include <stdlib.h>

struct __notifier {
	void (*function)(union sigval);
	union sigval value;
	int once;
	volatile int tid; /* of the helper, once it waits */
	volatile int stop;
};

static void *call_function(void *arg)
{
	struct __notifier copy = *(struct __notifier *)arg;

	free(arg);
	copy.function(copy.value);
	return NULL;
}

/*
 * The helper calls the function itself.  What the function does to its
 * thread (exit, cancel) then is the helper's end, which is its right.
 */
static void *help(void *arg)
{
	struct __notifier *n = arg;
	siginfo_t info;
	sigset_t set = 1ull << (SIGNOTIFY - 1);

	n->tid = *TID;
	__futex_wake(&n->tid, 1);
	do {
		while (sigtimedwait(&set, &info, NULL) != SIGNOTIFY)
			;
		if (!n->stop)
			n->function(n->value);
	} while (!n->stop && !n->once);
	free(n);
	return NULL;
}

static int start_thread(const pthread_attr_t *given, void *(*function)(void *),
			void *arg)
{
	pthread_attr_t attr;
	sigset_t all, old;
	pthread_t thread;
	int error;

	if (given)
		attr = *given;
	else
		pthread_attr_init(&attr);
	attr.__detached = PTHREAD_CREATE_DETACHED;
	sigfillset(&all);
	all |= 1ull << (SIGNOTIFY - 1);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	error = pthread_create(&thread, &attr, function, arg);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return error;
}

int __notify_start(const struct sigevent *event, struct fl_notify *to,
		   struct __notifier **n, int once)
{
	int error;

	*n = NULL;
	*to = (struct fl_notify){ event->sigev_notify, event->sigev_signo,
				  (unsigned)event->sigev_value.sival_ptr, 0 };
	if (event->sigev_notify != SIGEV_THREAD)
		return 0;
	*n = calloc(1, sizeof(**n));
	if (!*n)
		return ENOMEM;
	(*n)->function = event->sigev_notify_function;
	(*n)->value = event->sigev_value;
	(*n)->once = once;
	error = start_thread(event->sigev_notify_attributes, help, *n);
	if (error) {
		free(*n);
		return error;
	}
	while ((*n)->tid == 0)
		__futex_wait(&(*n)->tid, 0, NULL);
	to->how = FL_NOTIFY_THREAD;
	to->signo = SIGNOTIFY;
	to->tid = (*n)->tid;
	return 0;
}

void __notify_stop(struct __notifier *n)
{
	n->stop = 1;
	*ARG1 = FACTS->pid;
	*ARG2 = n->tid;
	*ARG3 = SIGNOTIFY;
	(void)fl_call(CALL_TGKILL);
}

void __notify_now(const struct sigevent *event, int code)
{
	struct __notifier *n;

	if (event->sigev_notify == SIGEV_SIGNAL) {
		*ARG1 = event->sigev_signo;
		*ARG2 = (unsigned)event->sigev_value.sival_ptr;
		*ARG3 = code;
		(void)fl_call(CALL_SIGNAL_SELF);
	} else if (event->sigev_notify == SIGEV_THREAD) {
		n = calloc(1, sizeof(*n));
		if (!n)
			return;
		n->function = event->sigev_notify_function;
		n->value = event->sigev_value;
		if (start_thread(event->sigev_notify_attributes, call_function,
				 n) != 0)
			free(n);
	}
}
