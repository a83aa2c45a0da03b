/* SPDX-License-Identifier: MIT */
/* Message queues by name, and their open files. */
#include "ipc/mqueue.h"
#include "fs/poll.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "mm/slab.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/signal.h"
#include "proc/table.h"

#define BUCKETS		     64
#define DEFAULT_MESSAGES     10
#define DEFAULT_MESSAGE_SIZE 8192

static struct list names[BUCKETS];

static uint32_t hash_of(const char *name)
{
	uint32_t hash = NAME_HASH_START;

	while (*name)
		hash = NAME_HASH_STEP(hash, *name++);
	return hash;
}

static struct list *bucket_of(uint32_t hash)
{
	struct list *b = &names[hash % BUCKETS];

	if (!b->next)
		list_init(b);
	return b;
}

static struct mqueue *find(const char *name)
{
	uint32_t hash = hash_of(name);
	struct list *bucket = bucket_of(hash);

	list_for_each (link, bucket) {
		struct mqueue *q = list_entry(link, struct mqueue, link);

		if (q->hash == hash && strcmp(q->name, name) == 0)
			return q;
	}
	return NULL;
}

struct message *message_alloc(size_t length)
{
	struct account *a = account_current();
	struct message *m;

	if (account_charge(a, ACCOUNT_MESSAGES) != 0)
		return NULL;
	m = kmalloc_kept_raw(sizeof(*m) + length);
	if (m)
		m->account = a;
	else
		account_uncharge(a, ACCOUNT_MESSAGES);
	return m;
}

void message_free(struct message *m)
{
	struct account *a = m->account;

	kfree(m);
	account_uncharge(a, ACCOUNT_MESSAGES);
}

static void release(struct mqueue *q)
{
	struct account *a = q->account;

	KASSERT(q->references > 0);
	if (--q->references > 0)
		return;
	KASSERT(list_empty(&q->senders.waiters));
	KASSERT(list_empty(&q->receivers.waiters));
	KASSERT(list_empty(&q->pollers.waiters));
	mqueue_stop_telling(q);
	list_for_each_safe (link, &q->messages)
		message_free(list_entry(link, struct message, link));
	kfree(q);
	account_uncharge(a, ACCOUNT_QUEUES);
}

static void file_gone(struct file *f)
{
	release(f->object);
}

static unsigned mqueue_poll(struct file *f, struct poll_set *set)
{
	struct mqueue *q = f->object;
	unsigned events = 0;

	poll_add(set, &q->pollers);
	if (q->count > 0)
		events |= POLLIN | POLLRDNORM;
	if (q->count < q->max_messages)
		events |= POLLOUT | POLLWRNORM;
	return events;
}

static const struct file_ops mqueue_ops = {
	.poll = mqueue_poll,
	.release = file_gone,
};

struct mqueue *mqueue_of(const struct file *f)
{
	return f->ops == &mqueue_ops ? f->object : NULL;
}

static int check_attributes(const struct fl_mq_attr *a)
{
	if (a->mq_maxmsg <= 0 || a->mq_maxmsg > FL_MQ_MAXMSG ||
	    a->mq_msgsize <= 0 || a->mq_msgsize > FL_MQ_MSGSIZE)
		return -EINVAL;
	return 0;
}

static int create(const char *name, uint32_t mode, const struct fl_mq_attr *a,
		  struct mqueue **made)
{
	struct account *account = account_current();
	const struct cred *c = cred_current();
	struct mqueue *q;

	if (a && check_attributes(a) != 0)
		return -EINVAL;
	if (account_charge(account, ACCOUNT_QUEUES) != 0)
		return -ENOSPC;
	q = kmalloc_kept(sizeof(*q) + strlen(name) + 1);
	if (!q) {
		account_uncharge(account, ACCOUNT_QUEUES);
		return -ENOSPC;
	}
	q->references = 1;
	q->account = account;
	q->mode = mode & 0777 & ~current->subject->fs->umask;
	q->uid = c->euid;
	q->gid = c->egid;
	q->max_messages = a ? (uint32_t)a->mq_maxmsg : DEFAULT_MESSAGES;
	q->message_size = a ? (uint32_t)a->mq_msgsize : DEFAULT_MESSAGE_SIZE;
	list_init(&q->messages);
	list_init(&q->told_link);
	wait_queue_init(&q->receivers);
	wait_queue_init(&q->senders);
	wait_queue_init(&q->pollers);
	q->hash = hash_of(name);
	memcpy(q->name, name, strlen(name) + 1);
	list_push_front(bucket_of(q->hash), &q->link);
	*made = q;
	return 0;
}

static int check_access(const struct mqueue *q, int flags)
{
	const struct cred *c = cred_current();
	uint32_t mode = q->mode, want = 0;

	if ((flags & O_ACCMODE) != O_WRONLY)
		want |= MAY_READ;
	if ((flags & O_ACCMODE) != O_RDONLY)
		want |= MAY_WRITE;
	if (cred_is_superuser(c))
		return 0;
	if (c->euid == q->uid)
		mode >>= 6;
	else if (cred_in_group(c, q->gid))
		mode >>= 3;
	return (mode & want) == want ? 0 : -EACCES;
}

static int open_queue(struct mqueue *q, int flags, struct file **out)
{
	struct file *f =
	    file_alloc(&mqueue_ops, flags & (O_ACCMODE | O_NONBLOCK));

	if (!f)
		return -ENFILE;
	KASSERT(q->references > 0);
	q->references++;
	f->object = q;
	if ((flags & O_ACCMODE) != O_WRONLY)
		f->can |= FILE_READ;
	if ((flags & O_ACCMODE) != O_RDONLY)
		f->can |= FILE_WRITE;
	*out = f;
	return 0;
}

int mqueue_open(const char *name, int flags, uint32_t mode,
		const struct fl_mq_attr *attr, struct file **out)
{
	struct mqueue *q = find(name);
	bool made = false;
	int error = 0;

	if ((flags & O_ACCMODE) == O_ACCMODE)
		return -EINVAL;
	if (q) {
		if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
			return -EEXIST;
		error = check_access(q, flags);
	} else if (flags & O_CREAT) {
		error = create(name, mode, attr, &q);
		made = true;
	} else {
		error = -ENOENT;
	}
	if (!error) {
		error = open_queue(q, flags, out);
		if (error && made)
			mqueue_unlink(name);
	}
	return error;
}

int mqueue_unlink(const char *name)
{
	struct mqueue *q = find(name);
	const struct cred *c = cred_current();

	if (!q)
		return -ENOENT;
	if (!cred_is_superuser(c) && c->euid != q->uid)
		return -EACCES;
	list_remove(&q->link);
	release(q);
	return 0;
}

void mqueue_stop_telling(struct mqueue *q)
{
	KASSERT((!q->told) == list_empty(&q->told_link));
	q->told = NULL;
	list_remove(&q->told_link);
}

void mqueue_tell(struct mqueue *q)
{
	struct process *p = q->told;
	struct fl_siginfo info = {
		.si_signo = q->notify.signo,
		.si_code = SI_MESGQ,
		.si_pid = process_current()->pid,
		.si_uid = cred_current()->uid,
		.si_value = q->notify.value,
	};
	struct thread *t;

	if (!p || !list_empty(&q->receivers.waiters))
		return;
	mqueue_stop_telling(q);
	if (q->notify.how == FL_NOTIFY_SIGNAL && q->notify.signo != 0)
		signal_send_process(p, q->notify.signo, &info);
	else if (q->notify.how == FL_NOTIFY_THREAD) {
		t = thread_find(q->notify.tid);
		if (t && t->process == p)
			signal_send_thread(t, q->notify.signo, &info);
	}
}

/* Ends all of p's notifications. */
static void stop_telling(struct process *p)
{
	while (!list_empty(&p->told_queues))
		mqueue_stop_telling(
		    list_first(&p->told_queues, struct mqueue, told_link));
}

static void stop_telling_at_exec(struct process *p, bool secure)
{
	(void)secure;
	stop_telling(p);
}

LIFECYCLE_HOOK(MESSAGE_QUEUES, .exec = stop_telling_at_exec,
	       .exit = stop_telling);
