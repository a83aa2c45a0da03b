/* SPDX-License-Identifier: MIT */
/* Timers; the kernel has them, a helper thread may tell (SIGEV_THREAD). */
#include "../internal/notify.h"
#include <errno.h>
#include <faultline/time.h>
#include <time.h>

static struct __notifier *notifiers[FL_TIMER_MAX];

int timer_create(clockid_t clock, struct sigevent *__restrict event,
		 timer_t *__restrict timer)
{
	struct __notifier *n = NULL;
	struct fl_notify to;
	int id, error = 0;

	if (event)
		error = __notify_start(event, &to, &n, 0);
	if (error) {
		errno = EAGAIN;
		return -1;
	}
	*ARG1 = clock;
	*ARG2 = (unsigned)(event ? &to : NULL);
	*ARG3 = (unsigned)&id;
	if (fl_result(fl_call(CALL_TIMER_CREATE)) < 0) {
		if (n)
			__notify_stop(n);
		return -1;
	}
	notifiers[id] = n;
	*timer = (timer_t)id;
	return 0;
}

int timer_delete(timer_t timer)
{
	unsigned id = (unsigned)timer;

	*ARG1 = id;
	if (fl_result(fl_call(CALL_TIMER_DELETE)) < 0)
		return -1;
	if (notifiers[id])
		__notify_stop(notifiers[id]);
	notifiers[id] = NULL;
	return 0;
}

int timer_settime(timer_t timer, int flags,
		  const struct itimerspec *__restrict new,
		  struct itimerspec *__restrict old)
{
	*ARG1 = (unsigned)timer;
	*ARG2 = flags;
	*ARG3 = (unsigned)new;
	*ARG4 = (unsigned)old;
	return fl_result(*CALL_TIMER_SETTIME);
}

int timer_gettime(timer_t timer, struct itimerspec *now)
{
	*ARG1 = (unsigned)timer;
	*ARG2 = (unsigned)now;
	return fl_result(*CALL_TIMER_GETTIME);
}

int timer_getoverrun(timer_t timer)
{
	*ARG1 = (unsigned)timer;
	return fl_result(*CALL_TIMER_GETOVERRUN);
}
