/* SPDX-License-Identifier: MIT */
/* The calls about message queues. */
#include "call/handlers.h"
#include "ipc/mqueue.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/ptimer.h"

/* 0, -EINVAL for an empty name, -ENAMETOOLONG or -EFAULT. */
static int copy_name(char *to, struct uaddr from)
{
	ssize_t n = copy_string_from_user(to, from, FL_NAME_MAX + 1);

	if (n < 0)
		return (int)n;
	return n == 0 ? -EINVAL : 0;
}

long sys_mq_open(struct uaddr user_name, int flags, uint32_t mode,
		 struct uaddr user_attr)
{
	char name[FL_NAME_MAX + 1];
	struct fl_mq_attr attr;
	struct file *f;
	int error = copy_name(name, user_name);

	if (error)
		return error;
	if (!uaddr_is_null(user_attr) &&
	    copy_from_user(&attr, user_attr, sizeof(attr)) != 0)
		return -EFAULT;
	error = fd_can_install(0);
	if (!error)
		error =
		    mqueue_open(name, flags, mode,
				uaddr_is_null(user_attr) ? NULL : &attr, &f);
	return error ? error : fd_install(f, 0, true);
}

long sys_mq_unlink(struct uaddr user_name)
{
	char name[FL_NAME_MAX + 1];
	int error = copy_name(name, user_name);

	return error ? error : mqueue_unlink(name);
}

/*
 * Reads the end of a wait, a time of the real-time clock, and stores it as a
 * deadline: WAIT_FOREVER if end is NULL.  Later settings of the clock do not
 * count.
 */
static int read_end(struct uaddr end, int64_t *deadline)
{
	struct fl_timespec t;
	int64_t ns;

	*deadline = WAIT_FOREVER;
	if (uaddr_is_null(end))
		return 0;
	if (copy_from_user(&t, end, sizeof(t)) != 0)
		return -EFAULT;
	if (t.tv_nsec < 0 || t.tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	if (t.tv_sec < 0)
		t.tv_sec = 0;
	if (timespec_to_ns(&t, &ns) != 0)
		return -EINVAL;
	*deadline = MAX(ns - clock_realtime(), 0);
	*deadline = MIN(*deadline, INT64_MAX / 2) + clock_monotonic();
	return 0;
}

/*
 * Waits in queue until end.  -EAGAIN: f does not want to wait.  end is not
 * read, and so not checked, if no wait is needed (POSIX mq_send()).
 */
static int wait_at(struct file *f, struct wait_queue *queue, struct uaddr end)
{
	int64_t deadline;
	int error;

	if (f->flags & O_NONBLOCK)
		return -EAGAIN;
	error = read_end(end, &deadline);
	if (!error)
		error = wait_on(queue, deadline);
	/* A call with a time fails after a handler, even with SA_RESTART. */
	return error == -ERESTART && !uaddr_is_null(end)
		   ? wait_interrupted(deadline)
		   : error;
}

/* Adds m behind the messages of its priority and before those of lower ones. */
static void insert(struct mqueue *q, struct message *m)
{
	struct list *after = q->messages.prev;

	while (after != &q->messages &&
	       list_entry(after, struct message, link)->priority < m->priority)
		after = after->prev;
	list_insert_after(after, &m->link);
	if (q->count++ == 0)
		mqueue_tell(q);
	wait_wake_best(&q->receivers);
	wait_wake_all(&q->pollers);
}

static int send(struct file *f, struct message *m, struct uaddr end)
{
	struct mqueue *q = f->object;
	int error;

	while (q->count >= q->max_messages) {
		error = wait_at(f, &q->senders, end);
		if (error)
			return error;
	}
	insert(q, m);
	return 0;
}

/* The open file of a queue, held, that can be used as in can.  0 or -EBADF. */
static int get(int mqd, unsigned can, struct file **f)
{
	*f = file_get(mqd);
	if (*f && mqueue_of(*f) && ((*f)->can & can) == can)
		return 0;
	file_release(*f);
	return -EBADF;
}

long sys_mq_send(int mqd, struct uaddr data, size_t length, uint32_t priority,
		 struct uaddr end)
{
	struct message *m;
	struct file *f;
	int error = get(mqd, FILE_WRITE, &f);

	if (error)
		return error;
	if (priority >= FL_MQ_PRIO_MAX)
		error = -EINVAL;
	else if (length > mqueue_of(f)->message_size)
		error = -EMSGSIZE;
	if (error)
		goto out;
	error = -ENOMEM;
	m = message_alloc(length);
	if (!m)
		goto out;
	m->length = length;
	m->priority = priority;
	error = copy_from_user(m->data, data, length);
	if (!error)
		error = send(f, m, end);
	if (error)
		message_free(m);
out:
	file_release(f);
	return error;
}

/* A message is removed only after it was copied to the program. */
static long receive(struct file *f, struct uaddr data, struct uaddr priority,
		    struct uaddr end)
{
	struct mqueue *q = f->object;
	struct message *m;
	long length;
	int error;

	while (q->count == 0) {
		error = wait_at(f, &q->receivers, end);
		if (error)
			return error;
	}
	m = list_first(&q->messages, struct message, link);
	length = (long)m->length;
	if (copy_to_user(data, m->data, m->length) != 0 ||
	    (!uaddr_is_null(priority) &&
	     user_store(priority, m->priority) != 0)) {
		wait_wake_best(&q->receivers); /* another may take it */
		return -EFAULT;
	}
	list_remove(&m->link);
	q->count--;
	wait_wake_best(&q->senders);
	wait_wake_all(&q->pollers);
	message_free(m);
	return length;
}

long sys_mq_receive(int mqd, struct uaddr data, size_t length,
		    struct uaddr priority, struct uaddr end)
{
	struct file *f;
	long result = get(mqd, FILE_READ, &f);

	if (result)
		return result;
	if (length < mqueue_of(f)->message_size)
		result = -EMSGSIZE;
	else if (touch_user(data, mqueue_of(f)->message_size) != 0 ||
		 (!uaddr_is_null(priority) && touch_user(priority, 4) != 0))
		result = -EFAULT;
	else
		result = receive(f, data, priority, end);
	file_release(f);
	return result;
}

/* mq_notify(): n is NULL to end the notification.  -EBUSY: there is one. */
static int ask(struct mqueue *q, const struct fl_notify *n)
{
	struct process *p = process_current();

	if (!n) {
		if (q->told != p)
			return -EINVAL;
		mqueue_stop_telling(q);
		return 0;
	}
	if (q->told)
		return -EBUSY;
	q->told = p;
	q->notify = *n;
	list_push_back(&p->told_queues, &q->told_link);
	return 0;
}

long sys_mq_notify(int mqd, struct uaddr event)
{
	struct fl_notify n;
	struct file *f;
	int error = 0;

	if (!uaddr_is_null(event)) {
		if (copy_from_user(&n, event, sizeof(n)) != 0)
			return -EFAULT;
		/* Signal 0 is allowed, as in kill(): no signal is sent. */
		error = n.signo == 0 && n.how == FL_NOTIFY_SIGNAL
			    ? 0
			    : notify_check(&n);
	}
	if (error)
		return error;
	error = get(mqd, 0, &f);
	if (error)
		return error;
	error = ask(f->object, uaddr_is_null(event) ? NULL : &n);
	file_release(f);
	return error;
}

long sys_mq_attr(int mqd, struct uaddr new, struct uaddr old)
{
	struct fl_mq_attr before, after;
	const struct mqueue *q;
	struct file *f;
	int error = 0;

	if (!uaddr_is_null(new) &&
	    copy_from_user(&after, new, sizeof(after)) != 0)
		return -EFAULT;
	error = get(mqd, 0, &f);
	if (error)
		return error;
	q = mqueue_of(f);
	before = (struct fl_mq_attr){
		.mq_flags = f->flags & O_NONBLOCK,
		.mq_maxmsg = (long)q->max_messages,
		.mq_msgsize = (long)q->message_size,
		.mq_curmsgs = (long)q->count,
	};
	if (!uaddr_is_null(old))
		error = copy_to_user(old, &before, sizeof(before));
	if (!error && !uaddr_is_null(new))
		f->flags = (f->flags & ~O_NONBLOCK) |
			   ((uint32_t)after.mq_flags & O_NONBLOCK);
	file_release(f);
	return error;
}
