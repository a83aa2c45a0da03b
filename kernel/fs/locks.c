/* SPDX-License-Identifier: MIT */
/*
 * Record locks of processes and flock() locks of open files, in one list per
 * vnode.  Nothing waits in the middle of a change of the list.  A thread that
 * has waited looks at all of the list again.
 */
#include "fs/locks.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "mm/slab.h"
#include "proc/process.h"
#include "proc/wait.h"
#include <faultline/fcntl.h>

/* Bytes from start to end, both included. */
struct range_lock {
	struct list link;
	struct account *account; /* which it is charged to */
	const void *owner;	 /* a file_table, or for flock() an open file */
	bool whole;		 /* made by flock() */
	short type;		 /* F_RDLCK, F_WRLCK */
	int pid;
	uint64_t start, end;
	/* Only in a request for a record lock: what fd was at the start. */
	const struct file *file;
	int fd;
};

/*
 * held is sorted by start.  Two record locks of one owner never overlap, nor do
 * two flock() locks.
 */
struct lock_list {
	struct list held;
	struct wait_queue wait;
};

/*
 * A thread that waits for a lock: an edge from the owner that the lock would
 * have to an owner that is in its way.
 */
struct lock_wait {
	struct list link;
	const void *owner;
	const void *blocker;
};

#define BUCKETS 64

static struct list lock_waits[BUCKETS]; /* by owner */

/* The bucket that has the waits of owner, among others. */
static struct list *waits_of(const void *owner)
{
	struct list *l = &lock_waits[(uintptr_t)owner / 64 % BUCKETS];

	if (!l->next)
		list_init(l);
	return l;
}

/*
 * A lock is not charged as kept memory, since it ends with its process or its
 * open file.  Locks are counted, because one process may have many.
 */
static struct range_lock *lock_alloc(void)
{
	struct account *a = account_current();
	struct range_lock *l;

	if (account_charge(a, ACCOUNT_LOCKS) < 0)
		return NULL;
	l = kmalloc_raw(sizeof(*l));
	if (l)
		l->account = a;
	else
		account_uncharge(a, ACCOUNT_LOCKS);
	return l;
}

/* Copies all but the account. */
static void lock_copy(struct range_lock *to, const struct range_lock *from)
{
	struct account *a = to->account;

	*to = *from;
	to->account = a;
}

static void lock_free(struct range_lock *l) /* may be NULL */
{
	struct account *a = l ? l->account : NULL;

	kfree(l);
	if (a)
		account_uncharge(a, ACCOUNT_LOCKS);
}

/* The locks of v, whose list is made if it has none; NULL: no memory. */
static struct lock_list *list_of(struct vnode *v)
{
	struct lock_list *all = v->locks;

	if (all)
		return all;
	all = kmalloc_kept_with(sizeof(*all), v);
	if (!all)
		return NULL;
	list_init(&all->held);
	wait_queue_init(&all->wait);
	v->locks = all;
	return all;
}

static struct range_lock *find_conflict(const struct lock_list *all,
					const struct range_lock *want)
{
	list_for_each (link, &all->held) {
		struct range_lock *l =
		    list_entry(link, struct range_lock, link);

		if (l->owner != want->owner && l->whole == want->whole &&
		    l->start <= want->end && want->start <= l->end &&
		    (l->type == F_WRLCK || want->type == F_WRLCK))
			return l;
	}
	return NULL;
}

/* Puts l in its place in the list, which is sorted by start. */
static void insert(struct lock_list *all, struct range_lock *l)
{
	struct list *at = &all->held;

	KASSERT(l->start <= l->end && l->type != F_UNLCK);
	list_for_each (link, &all->held) {
		at = link;
		if (list_entry(link, struct range_lock, link)->start > l->start)
			goto found;
	}
	at = &all->held;
found:
	list_push_back(at, &l->link);
}

static void drop(struct range_lock *l)
{
	list_remove(&l->link);
	lock_free(l);
}

/*
 * Takes the owner's locks out of [want->start, want->end].  A lock that
 * sticks out on both sides is split: *spare becomes its upper part, and is NULL
 * then.
 */
static void cut_out(struct lock_list *all, const struct range_lock *want,
		    struct range_lock **spare)
{
	list_for_each_safe (link, &all->held) {
		struct range_lock *l =
		    list_entry(link, struct range_lock, link);
		struct range_lock *upper;

		if (l->owner != want->owner || l->whole != want->whole ||
		    l->start > want->end || want->start > l->end)
			continue;
		if (l->start < want->start && l->end > want->end) {
			upper = *spare;
			KASSERT(upper); /* must_split() has seen l */
			*spare = NULL;
			lock_copy(upper, l);
			upper->start = want->end + 1;
			l->end = want->start - 1;
			insert(all, upper);
			return;
		}
		if (l->start < want->start) {
			l->end = want->start - 1;
		} else if (l->end > want->end) {
			l->start = want->end + 1;
			list_remove(&l->link);
			insert(all, l);
		} else {
			drop(l);
		}
	}
}

/* Joins l with its owner's neighbours of the same type. */
static void merge(struct lock_list *all, struct range_lock *l)
{
	list_for_each_safe (link, &all->held) {
		struct range_lock *o =
		    list_entry(link, struct range_lock, link);

		if (o == l || o->owner != l->owner || o->type != l->type ||
		    o->whole != l->whole)
			continue;
		if (o->end + 1 == l->start) {
			l->start = o->start;
			drop(o);
		} else if (l->end + 1 == o->start) {
			l->end = o->end;
			drop(o);
		}
	}
	list_remove(&l->link);
	insert(all, l);
}

/* Does the owner have a lock that sticks out of want on both sides? */
static bool must_split(const struct lock_list *all,
		       const struct range_lock *want)
{
	list_for_each (link, &all->held) {
		const struct range_lock *l =
		    list_entry(link, struct range_lock, link);

		if (l->owner == want->owner && l->whole == want->whole &&
		    l->start < want->start && l->end > want->end)
			return true;
	}
	return false;
}

/*
 * Sets or clears want, with which nothing conflicts: 0 or -ENOLCK.  All memory
 * is allocated before anything changes.  To give up all of a lock needs none.
 */
static int apply(struct lock_list *all, const struct range_lock *want)
{
	bool split = must_split(all, want);
	struct range_lock *spare = split ? lock_alloc() : NULL;
	struct range_lock *l = NULL;

	if (split && !spare)
		return -ENOLCK;
	if (want->type != F_UNLCK) {
		l = lock_alloc();
		if (!l) {
			lock_free(spare);
			return -ENOLCK;
		}
		lock_copy(l, want);
	}
	cut_out(all, want, &spare);
	KASSERT(!spare); /* the list is as must_split() saw it */
	if (l) {
		insert(all, l);
		merge(all, l);
	}
	wait_wake_all(&all->wait);
	return 0;
}

/*
 * Would it close a circle if owner waited for blocker?  A process whose threads
 * wait for several locks is followed along one of them only.
 */
static bool is_deadlock(const void *owner, const void *blocker)
{
	for (int turns = 0; turns < 1000; turns++) {
		const void *next = NULL;

		if (blocker == owner)
			return true;
		list_for_each (link, waits_of(blocker)) {
			struct lock_wait *w =
			    list_entry(link, struct lock_wait, link);

			if (w->owner == blocker)
				next = w->blocker;
		}
		if (!next)
			return false;
		blocker = next;
		arch_poll_interrupts(); /* nothing else runs: the graph stays */
	}
	return false;
}

/* Waits once for a change of the list: 0, -EDEADLK or -ERESTART. */
static int wait_for(struct lock_list *all, const struct range_lock *want,
		    const struct range_lock *other)
{
	struct lock_wait wait = { .owner = want->owner,
				  .blocker = other->owner };
	int error;

	if (!want->whole && is_deadlock(want->owner, other->owner))
		return -EDEADLK;
	list_push_back(waits_of(want->owner), &wait.link);
	error = wait_on(&all->wait, WAIT_FOREVER);
	list_remove(&wait.link);
	return error;
}

/* May wait if block says so; the list may have changed after each wait. */
static int set_lock(struct vnode *v, const struct range_lock *want, bool block)
{
	struct lock_list *all = list_of(v);
	struct range_lock *other;
	int error;

	if (!all)
		return -ENOLCK;
	if (block)
		may_wait();
	while (want->type != F_UNLCK && (other = find_conflict(all, want))) {
		if (!block)
			return -EAGAIN;
		error = wait_for(all, want, other);
		if (error < 0)
			return error;
	}
	if (!want->whole && file_peek(want->fd) != want->file)
		return -EBADF; /* a close of fd has come first: see locks.h */
	return apply(all, want);
}

/*
 * Decodes l_whence, l_start and l_len: a negative length reaches backwards, and
 * 0 to the end of any file (POSIX fcntl()).
 */
static int decode_range(const struct file *f, const struct flock *l,
			struct range_lock *want)
{
	long long base = 0, start, end;

	if (l->l_whence == SEEK_CUR)
		base = f->offset;
	else if (l->l_whence == SEEK_END)
		base = vnode_size(f->vnode);
	else if (l->l_whence != SEEK_SET)
		return -EINVAL;
	if (__builtin_add_overflow(base, l->l_start, &start))
		return -EOVERFLOW;
	end = INT64_MAX;
	if (l->l_len > 0) {
		if (__builtin_add_overflow(start, l->l_len - 1, &end))
			return -EOVERFLOW;
	} else if (l->l_len < 0) {
		end = start - 1;
		if (__builtin_add_overflow(start, l->l_len, &start))
			return -EOVERFLOW;
	}
	if (start < 0)
		return -EINVAL;
	want->start = start;
	want->end = end;
	return 0;
}

/* The answer to F_GETLK: the lock l, or that there is none. */
static void describe(const struct range_lock *l, struct flock *to)
{
	if (!l) {
		to->l_type = F_UNLCK;
		return;
	}
	to->l_type = l->type;
	to->l_whence = 0;
	to->l_start = l->start;
	to->l_len = l->end == INT64_MAX ? 0 : l->end - l->start + 1;
	to->l_pid = l->pid;
}

int locks_fcntl(struct file *f, int fd, int cmd, struct flock *l)
{
	may_wait();
	struct range_lock want = { .owner = current->subject->files,
				   .type = l->l_type,
				   .pid = process_current()->pid,
				   .file = f,
				   .fd = fd };
	int error;

	if (!f->vnode || (f->flags & O_PATH))
		return -EBADF;
	if (l->l_type != F_RDLCK && l->l_type != F_WRLCK &&
	    l->l_type != F_UNLCK)
		return -EINVAL;
	error = decode_range(f, l, &want);
	if (error < 0)
		return error;
	if (cmd == F_GETLK) {
		if (l->l_type == F_UNLCK)
			return -EINVAL;
		describe(f->vnode->locks ? find_conflict(f->vnode->locks, &want)
					 : NULL,
			 l);
		return 0;
	}
	if ((l->l_type == F_RDLCK && !(f->can & FILE_READ)) ||
	    (l->l_type == F_WRLCK && !(f->can & FILE_WRITE)))
		return -EBADF;
	return set_lock(f->vnode, &want, cmd == F_SETLKW);
}

int locks_flock(struct file *f, int operation)
{
	may_wait();
	struct range_lock want = { .owner = f,
				   .whole = true,
				   .pid = process_current()->pid,
				   .end = INT64_MAX };

	switch (operation & ~LOCK_NB) {
	case LOCK_SH:
		want.type = F_RDLCK;
		break;
	case LOCK_EX:
		want.type = F_WRLCK;
		break;
	case LOCK_UN:
		want.type = F_UNLCK;
		break;
	default:
		return -EINVAL;
	}
	if (!f->vnode)
		return -EBADF;
	f->flocked = true;
	return set_lock(f->vnode, &want, !(operation & LOCK_NB));
}

static void release_owner(struct lock_list *all, const void *owner)
{
	bool any = false;

	list_for_each_safe (link, &all->held) {
		struct range_lock *l =
		    list_entry(link, struct range_lock, link);

		if (l->owner == owner) {
			drop(l);
			any = true;
		}
	}
	if (any)
		wait_wake_all(&all->wait);
}

void locks_release_records(struct vnode *v, const struct file_table *t)
{
	release_owner(v->locks, t);
}

void locks_release_flock(struct file *f)
{
	if (f->vnode->locks)
		release_owner(f->vnode->locks, f);
}

void locks_destroy(struct vnode *v)
{
	KASSERT(!v->locks || list_empty(&v->locks->held));
	KASSERT(!v->locks || list_empty(&v->locks->wait.waiters));
	kfree(v->locks);
}
