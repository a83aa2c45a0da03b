/* SPDX-License-Identifier: MIT */
/* System V message queues. */
#include "call/handlers.h"
#include "ipc/sysv.h"
#include "lib/assert.h"
#include "lib/list.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/wait.h"

struct sysv_message {
	struct list link;
	struct account *account; /* that it is charged to */
	int type;
	uint32_t size;
	char data[];
};

struct sysv_queue {
	struct sysv_object object;
	struct fl_msqid_ds ds;
	struct list messages;
	struct wait_queue senders, receivers;
};

static struct sysv_message *message_alloc(size_t size)
{
	struct account *a = account_current();
	struct sysv_message *m;

	if (account_charge(a, ACCOUNT_MESSAGES) != 0)
		return NULL;
	m = kmalloc_kept_raw(sizeof(*m) + size);
	if (m)
		m->account = a;
	else
		account_uncharge(a, ACCOUNT_MESSAGES);
	return m;
}

static void message_free(struct sysv_message *m)
{
	struct account *a = m->account;

	kfree(m);
	account_uncharge(a, ACCOUNT_MESSAGES);
}

static void destroy(struct sysv_object *o)
{
	struct sysv_queue *q = container_of(o, struct sysv_queue, object);

	KASSERT(list_empty(&q->senders.waiters));
	KASSERT(list_empty(&q->receivers.waiters));
	list_for_each_safe (link, &q->messages) {
		message_free(list_entry(link, struct sysv_message, link));
		arch_poll_interrupts();
	}
	kfree(q);
}

static struct sysv_table queues = { .kind = ACCOUNT_MESSAGE_QUEUES,
				    .destroy = destroy };

static long long now(void)
{
	return clock_realtime() / NSEC_PER_SEC;
}

long sys_msgget(int key, int flags)
{
	struct sysv_object *o;
	struct sysv_queue *q;
	int id, error = sysv_get(&queues, key, flags, &o);

	if (error || o)
		return error ? error : o->id;
	q = kmalloc_kept(sizeof(*q));
	if (!q)
		return -ENOSPC;
	q->ds.msg_qbytes = FL_MSGMNB;
	q->ds.msg_ctime = now();
	list_init(&q->messages);
	wait_queue_init(&q->senders);
	wait_queue_init(&q->receivers);
	id = sysv_enter(&queues, &q->object, key, flags);
	if (id < 0)
		kfree(q);
	return id;
}

static int set(struct sysv_queue *q, const struct fl_msqid_ds *ds)
{
	if (ds->msg_qbytes > FL_MSGMNB && !cred_is_superuser(cred_current()))
		return -EPERM;
	sysv_set_perm(&q->object, &ds->msg_perm);
	q->ds.msg_qbytes = ds->msg_qbytes;
	q->ds.msg_ctime = now();
	/* There may be room now, and some may have lost their access. */
	wait_wake_all(&q->senders);
	wait_wake_all(&q->receivers);
	return 0;
}

static void remove_queue(struct sysv_queue *q)
{
	wait_wake_all(&q->senders);
	wait_wake_all(&q->receivers);
	sysv_remove(&queues, &q->object);
}

long sys_msgctl(int id, int command, struct uaddr buf)
{
	struct fl_msqid_ds ds;
	struct sysv_object *o;
	struct sysv_queue *q;
	int error;

	if (command == IPC_SET && copy_from_user(&ds, buf, sizeof(ds)) != 0)
		return -EFAULT;
	if (command == IPC_STAT)
		error = sysv_find(&queues, id, SYSV_READ, &o);
	else if (command == IPC_SET || command == IPC_RMID)
		error = sysv_find_own(&queues, id, &o);
	else
		error = -EINVAL;
	if (error)
		return error;
	q = container_of(o, struct sysv_queue, object);
	if (command == IPC_SET)
		return set(q, &ds);
	if (command == IPC_RMID) {
		remove_queue(q);
		return 0;
	}
	ds = q->ds;
	ds.msg_perm = o->perm;
	return copy_to_user(buf, &ds, sizeof(ds));
}

/*
 * Waits in one of q's wait queues.  Returns 0 after a wake.  -EIDRM: q was
 * removed, and must not be used any more; -EACCES: the caller may not use it as
 * in want (SYSV_READ, SYSV_WRITE) any more; -ERESTART.
 */
static int wait_for(struct sysv_queue *q, struct wait_queue *queue,
		    unsigned want)
{
	int error, denied;

	KASSERT(!q->object.removed && q->object.references > 0);
	q->object.references++;
	error = wait_on(queue, WAIT_FOREVER);
	denied = sysv_check(&q->object, want);
	if (denied == -EIDRM || !error)
		error = denied;
	sysv_release(&queues, &q->object);
	/* The calls fail after a handler, even with SA_RESTART. */
	return error == -ERESTART ? wait_interrupted(WAIT_FOREVER) : error;
}

/*
 * The number of messages has the same limit as their bytes.  Otherwise there
 * could be any number of messages without bytes.
 */
static bool is_room(const struct sysv_queue *q, const struct sysv_message *m)
{
	return q->ds.msg_cbytes + m->size <= q->ds.msg_qbytes &&
	       q->ds.msg_qnum < q->ds.msg_qbytes;
}

static int send(struct sysv_queue *q, struct sysv_message *m, int flags)
{
	int error;

	while (!is_room(q, m)) {
		if (flags & IPC_NOWAIT)
			return -EAGAIN;
		error = wait_for(q, &q->senders, SYSV_WRITE);
		if (error)
			return error;
	}
	KASSERT(!q->object.removed);
	list_push_back(&q->messages, &m->link);
	q->ds.msg_cbytes += m->size;
	q->ds.msg_qnum++;
	q->ds.msg_lspid = process_current()->pid;
	q->ds.msg_stime = now();
	wait_wake_all(&q->receivers);
	return 0;
}

long sys_msgsnd(int id, struct uaddr data, size_t size, int flags)
{
	struct sysv_message *m;
	struct sysv_object *o;
	uint32_t type;
	int error = sysv_find(&queues, id, SYSV_WRITE, &o);

	if (error)
		return error;
	if (user_load(data, &type) != 0)
		return -EFAULT;
	if ((int)type < 1 || size > FL_MSGMAX)
		return -EINVAL;
	m = message_alloc(size);
	if (!m)
		return -ENOMEM;
	m->type = (int)type;
	m->size = size;
	error = copy_from_user(m->data, uaddr_add(data, 4), size);
	if (!error)
		error =
		    send(container_of(o, struct sysv_queue, object), m, flags);
	if (error)
		message_free(m);
	return error;
}

/*
 * Returns the message for msgrcv()'s type, or NULL.  0: the first one;
 * positive: the first of that type; negative: the first of the lowest type up
 * to -type, which is more than an int can hold for INT_MIN.
 */
static struct sysv_message *choose(struct sysv_queue *q, int type)
{
	struct sysv_message *best = NULL;
	uint32_t highest = -(uint32_t)type;

	list_for_each (link, &q->messages) {
		struct sysv_message *m =
		    list_entry(link, struct sysv_message, link);

		if (type == 0 || m->type == type)
			return m;
		if (type < 0 && (uint32_t)m->type <= highest &&
		    (!best || m->type < best->type))
			best = m;
	}
	return best;
}

/* A message is removed only after it was copied to the program. */
static long receive(struct sysv_queue *q, struct uaddr data, size_t size,
		    int type, int flags)
{
	struct sysv_message *m;
	int error;

	while (!(m = choose(q, type))) {
		if (flags & IPC_NOWAIT)
			return -ENOMSG;
		error = wait_for(q, &q->receivers, SYSV_READ);
		if (error)
			return error;
	}
	if (m->size > size && !(flags & MSG_NOERROR))
		return -E2BIG;
	size = MIN(size, m->size);
	if (copy_to_user(uaddr_add(data, 4), m->data, size) != 0 ||
	    user_store(data, (uint32_t)m->type) != 0)
		return -EFAULT;
	KASSERT(q->ds.msg_cbytes >= m->size && q->ds.msg_qnum > 0);
	list_remove(&m->link);
	q->ds.msg_cbytes -= m->size;
	q->ds.msg_qnum--;
	q->ds.msg_lrpid = process_current()->pid;
	q->ds.msg_rtime = now();
	wait_wake_all(&q->senders);
	message_free(m);
	return (long)size;
}

long sys_msgrcv(int id, struct uaddr data, size_t size, int type, int flags)
{
	struct sysv_object *o;
	int error = sysv_find(&queues, id, SYSV_READ, &o);

	if (error)
		return error;
	if (size > INT32_MAX)
		return -EINVAL;
	/* A bad address is an error at once, not after a long wait. */
	if (touch_user(data, 4 + MIN(size, FL_MSGMAX)) != 0)
		return -EFAULT;
	return receive(container_of(o, struct sysv_queue, object), data, size,
		       type, flags);
}
