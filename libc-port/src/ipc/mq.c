/* SPDX-License-Identifier: MIT */
/* Message queues; their descriptors are those of files. */
#include <errno.h>
#include <faultline/calls.h>
#include <limits.h>
#include <mqueue.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

/* A name starts with the one slash it has; the kernel takes the rest. */
static const char *check(const char *name)
{
	size_t n = strlen(name);

	errno = 0;
	if (*name != '/' || n == 1)
		errno = EINVAL;
	else if (n - 1 > NAME_MAX)
		errno = ENAMETOOLONG;
	else if (strchr(name + 1, '/'))
		errno = EACCES;
	return errno ? NULL : name + 1;
}

mqd_t mq_open(const char *given, int flags, ...)
{
	int saved = errno;
	const char *name = check(given);
	struct mq_attr *attr = NULL;
	mode_t mode = 0;
	va_list rest;

	if (!name)
		return (mqd_t)-1;
	errno = saved;
	va_start(rest, flags);
	if (flags & O_CREAT) {
		mode = va_arg(rest, mode_t);
		attr = va_arg(rest, struct mq_attr *);
	}
	va_end(rest);
	*ARG1 = (unsigned)name;
	*ARG2 = flags;
	*ARG3 = mode;
	*ARG4 = (unsigned)attr;
	return fl_result(*CALL_MQ_OPEN);
}

int mq_unlink(const char *given)
{
	int saved = errno;
	const char *name = check(given);

	if (!name) {
		if (errno == EINVAL)
			errno = ENOENT;
		return -1;
	}
	errno = saved;
	*ARG1 = (unsigned)name;
	return fl_result(*CALL_MQ_UNLINK);
}

static int attributes(mqd_t mq, const struct mq_attr *new, struct mq_attr *old)
{
	*ARG1 = mq;
	*ARG2 = (unsigned)new;
	*ARG3 = (unsigned)old;
	return fl_result(*CALL_MQ_ATTR);
}

int mq_getattr(mqd_t mq, struct mq_attr *attr)
{
	return attributes(mq, NULL, attr);
}

int mq_setattr(mqd_t mq, const struct mq_attr *__restrict new,
	       struct mq_attr *__restrict old)
{
	return attributes(mq, new, old);
}

int mq_close(mqd_t mq)
{
	int saved = errno;

	/* Whoever closes is not told any more. */
	if (attributes(mq, NULL, NULL) < 0)
		return -1;
	mq_notify(mq, NULL);
	errno = saved;
	return close(mq);
}

int mq_timedsend(mqd_t mq, const char *data, size_t length, unsigned priority,
		 const struct timespec *end)
{
	*ARG1 = mq;
	*ARG2 = (unsigned)data;
	*ARG3 = length;
	*ARG4 = priority;
	*ARG5 = (unsigned)end;
	return fl_result(*CALL_MQ_SEND);
}

int mq_send(mqd_t mq, const char *data, size_t length, unsigned priority)
{
	return mq_timedsend(mq, data, length, priority, NULL);
}

ssize_t mq_timedreceive(mqd_t mq, char *__restrict data, size_t length,
			unsigned *__restrict priority,
			const struct timespec *__restrict end)
{
	*ARG1 = mq;
	*ARG2 = (unsigned)data;
	*ARG3 = length;
	*ARG4 = (unsigned)priority;
	*ARG5 = (unsigned)end;
	return fl_result(*CALL_MQ_RECEIVE);
}

ssize_t mq_receive(mqd_t mq, char *data, size_t length, unsigned *priority)
{
	return mq_timedreceive(mq, data, length, priority, NULL);
}
