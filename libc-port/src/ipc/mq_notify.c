/* SPDX-License-Identifier: MIT */
/* Asks to be told once when a message comes to an empty queue. */
#include "../internal/notify.h"
#include <errno.h>
#include <mqueue.h>

static int ask(mqd_t mq, const struct fl_notify *to)
{
	*ARG1 = mq;
	*ARG2 = (unsigned)to;
	return fl_result(fl_call(CALL_MQ_NOTIFY));
}

int mq_notify(mqd_t mq, const struct sigevent *event)
{
	struct __notifier *n;
	struct fl_notify to;
	int error;

	if (!event) {
		error = ask(mq, NULL) < 0 ? errno : 0;
		if (error == EINVAL) /* nothing to end */
			return 0;
		return error ? -1 : 0;
	}
	error = __notify_start(event, &to, &n, 1);
	if (error) {
		errno = error;
		return -1;
	}
	if (ask(mq, &to) == 0)
		return 0;
	error = errno;
	if (n)
		__notify_stop(n);
	errno = error;
	return -1;
}
