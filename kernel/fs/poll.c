/* SPDX-License-Identifier: MIT */
/* poll() and select(). */
#include "fs/poll.h"
#include "call/handlers.h"
#include "lib/assert.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/thread.h"

#define SMALL_COUNT 16u

/* What poll() or select() looks at, and how long it waits. */
struct poll_request {
	struct pollfd *fds;
	uint32_t count;
	int64_t deadline; /* 0: do not wait */
	unsigned always;  /* events that count without being asked for */
	bool masked;	  /* wait with mask as the signal mask */
	fl_sigset_t mask;
};

/* Reads a timeout; NULL waits for ever.  0, -EFAULT or -EINVAL. */
static int decode_timeout(struct uaddr from, int64_t *deadline)
{
	struct fl_timespec t;
	int64_t ns;
	int error;

	*deadline = WAIT_FOREVER;
	if (uaddr_is_null(from))
		return 0;
	if (copy_from_user(&t, from, sizeof(t)) < 0)
		return -EFAULT;
	if (t.tv_sec == 0 && t.tv_nsec == 0) {
		*deadline = 0;
		return 0;
	}
	error = timespec_to_ns(&t, &ns);
	if (error < 0)
		return error;
	if (__builtin_add_overflow(clock_monotonic(), ns, deadline))
		*deadline = WAIT_FOREVER;
	*deadline = wait_resumed(*deadline);
	return 0;
}

/* Reads the signal mask to wait with, if there is one: 0 or -EFAULT. */
static int decode_mask(struct uaddr from, struct poll_request *r)
{
	r->masked = !uaddr_is_null(from);
	if (r->masked && copy_from_user(&r->mask, from, sizeof(r->mask)) < 0)
		return -EFAULT;
	return 0;
}

/* Reads how long to wait, and with which mask: 0 or -errno. */
static int decode_wait(struct poll_request *r, struct uaddr timeout,
		       struct uaddr mask)
{
	int error = decode_timeout(timeout, &r->deadline);

	return error < 0 ? error : decode_mask(mask, r);
}

/* Sets revents of each; returns how many are not 0. */
static uint32_t look(const struct poll_request *r)
{
	struct pollfd *fds = r->fds;
	uint32_t ready = 0;

	for (uint32_t i = 0; i < r->count; i++) {
		struct file *f;
		unsigned events = POLLNVAL;

		fds[i].revents = 0;
		if (fds[i].fd < 0)
			continue;
		f = file_peek(fds[i].fd);
		if (f)
			events = file_poll(f, NULL) &
				 ((unsigned short)fds[i].events | r->always);
		fds[i].revents = events;
		ready += events != 0;
	}
	return ready;
}

/* Enters the queues of all files, which are held: 0 or -ENOMEM. */
static int poll_set_init(struct poll_set *set, const struct poll_request *r)
{
	set->queues = set->count = 0;
	set->waiters =
	    kmalloc_raw(r->count * POLL_QUEUES * sizeof(*set->waiters));
	set->files = kmalloc_raw(r->count * sizeof(*set->files));
	if (r->count > 0 && (!set->waiters || !set->files)) {
		kfree(set->waiters);
		kfree(set->files);
		return -ENOMEM;
	}
	for (uint32_t i = 0; i < r->count; i++) {
		struct file *f = file_get(r->fds[i].fd);

		if (!f)
			continue;
		set->files[set->count++] = f;
		file_poll(f, set);
	}
	return 0;
}

static void poll_set_done(struct poll_set *set)
{
	KASSERT(set->queues <= set->count * POLL_QUEUES);
	for (uint32_t i = 0; i < set->queues; i++)
		wait_leave(&set->waiters[i]);
	for (uint32_t i = 0; i < set->count; i++)
		file_release(set->files[i]);
	kfree(set->waiters);
	kfree(set->files);
}

/*
 * In each turn: enters all queues, looks, and sleeps if nothing is ready.
 * Returns how many are ready, 0 at the deadline, -ERESTART or -ENOMEM.
 */
static long wait_until_ready(struct poll_request *r)
{
	struct poll_set set;
	uint32_t ready;
	int error;

	may_wait();
	do {
		current->woken = false; /* there may be no queue to enter */
		error = poll_set_init(&set, r);
		if (error < 0)
			return error;
		ready = look(r);
		if (ready == 0)
			error = wait_block(r->deadline);
		poll_set_done(&set);
		if (ready == 0)
			ready = look(r);
	} while (ready == 0 && error == 0);
	if (ready > 0 || error == -ETIMEDOUT)
		return ready;
	return error == -ERESTART ? wait_interrupted(r->deadline) : error;
}

static void replace_mask(fl_sigset_t mask)
{
	current->saved_blocked = current->blocked;
	current->restore_blocked = true;
	signal_set_blocked(mask);
}

/* If the call was interrupted, signal_deliver() restores the mask. */
static void restore_mask(long result)
{
	if (result == -ERESTART) {
		current->attention |= ATTENTION_SIGNAL;
		return;
	}
	current->restore_blocked = false;
	signal_set_blocked(current->saved_blocked);
}

/* Waits with the request's mask.  Nothing was ready at first. */
static long wait_under_mask(struct poll_request *r)
{
	long result;

	if (r->masked)
		replace_mask(r->mask);
	result = signal_is_pending() ? wait_interrupted(r->deadline)
				     : wait_until_ready(r);
	if (r->masked)
		restore_mask(result);
	return result;
}

static long do_poll(struct poll_request *r)
{
	long ready = look(r);

	return ready > 0 || r->deadline == 0 ? ready : wait_under_mask(r);
}

long sys_poll(struct uaddr fds, unsigned count, struct uaddr timeout,
	      struct uaddr mask)
{
	struct pollfd small[SMALL_COUNT];
	struct poll_request r = { .fds = small,
				  .count = count,
				  .always = POLLERR | POLLHUP };
	size_t size = count * sizeof(*r.fds);
	long result;

	if (count > FL_OPEN_MAX)
		return -EINVAL;
	result = decode_wait(&r, timeout, mask);
	if (result < 0)
		return result;
	if (count > SMALL_COUNT) {
		r.fds = kmalloc_raw(size);
		if (!r.fds)
			return -ENOMEM;
	}
	result = -EFAULT;
	if (copy_from_user(r.fds, fds, size) < 0)
		goto out;
	result = do_poll(&r);
	if (result >= 0 && copy_to_user(fds, r.fds, size) < 0)
		result = -EFAULT;
out:
	if (r.fds != small)
		kfree(r.fds);
	return result;
}

#define SET_WORDS (FL_FD_SETSIZE / 32)

/* The events that put a descriptor into each of select()'s sets. */
#define TELLS_READ   (POLLIN | POLLHUP | POLLERR)
#define TELLS_WRITE  (POLLOUT | POLLERR)
#define TELLS_EXCEPT POLLPRI

enum { READ, WRITE, EXCEPT, SETS };

struct select_sets {
	uint32_t words;		 /* of each set, that are used */
	struct uaddr user[SETS]; /* or NULL */
	uint32_t asked[SETS][SET_WORDS];
	uint32_t ready[SETS][SET_WORDS];
};

static int get_sets(struct select_sets *s, uint32_t nfds)
{
	s->words = (nfds + 31) / 32;
	for (int k = 0; k < SETS; k++) {
		struct uaddr from = s->user[k];
		uint32_t *asked = s->asked[k];

		for (uint32_t w = 0; w < s->words; w++, from.value += 4) {
			if (uaddr_is_null(s->user[k]))
				asked[w] = 0;
			else if (user_load(from, &asked[w]) < 0)
				return -EFAULT;
		}
		if (nfds % 32)
			asked[s->words - 1] &= (1u << nfds % 32) - 1;
	}
	return 0;
}

static int put_sets(const struct select_sets *s)
{
	for (int k = 0; k < SETS; k++) {
		struct uaddr to = s->user[k];

		if (uaddr_is_null(to))
			continue;
		for (uint32_t w = 0; w < s->words; w++, to.value += 4)
			if (user_store(to, s->ready[k][w]) < 0)
				return -EFAULT;
	}
	return 0;
}

static uint32_t asked_in(const struct select_sets *s, uint32_t w)
{
	return s->asked[READ][w] | s->asked[WRITE][w] | s->asked[EXCEPT][w];
}

static uint32_t count_bits(uint32_t bits)
{
	uint32_t n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

/* Fills the ready sets; returns how many bits they have, or -EBADF. */
static long look_at_sets(struct select_sets *s)
{
	long count = 0;

	for (uint32_t w = 0; w < s->words; w++) {
		uint32_t rd = 0, wr = 0, ex = 0;

		for (uint32_t bits = asked_in(s, w); bits; bits &= bits - 1) {
			uint32_t bit = bits & -bits;
			struct file *f = file_peek(w * 32 + __builtin_ctz(bit));
			unsigned events;

			if (!f)
				return -EBADF;
			events = file_poll(f, NULL);
			rd |= events & TELLS_READ ? bit : 0;
			wr |= events & TELLS_WRITE ? bit : 0;
			ex |= events & TELLS_EXCEPT ? bit : 0;
		}
		s->ready[READ][w] = rd & s->asked[READ][w];
		s->ready[WRITE][w] = wr & s->asked[WRITE][w];
		s->ready[EXCEPT][w] = ex & s->asked[EXCEPT][w];
		for (int k = 0; k < SETS; k++)
			count += count_bits(s->ready[k][w]);
	}
	return count;
}

static uint32_t count_fds(const struct select_sets *s)
{
	uint32_t n = 0;

	for (uint32_t w = 0; w < s->words; w++)
		n += count_bits(asked_in(s, w));
	return n;
}

/* Makes of the sets what poll() would be asked. */
static void list_fds(const struct select_sets *s, struct pollfd *fds)
{
	for (uint32_t w = 0; w < s->words; w++) {
		uint32_t bits = asked_in(s, w);

		for (; bits; bits &= bits - 1, fds++) {
			int b = __builtin_ctz(bits);

			fds->fd = w * 32 + b;
			fds->events = 0;
			if (s->asked[READ][w] >> b & 1)
				fds->events |= TELLS_READ;
			if (s->asked[WRITE][w] >> b & 1)
				fds->events |= TELLS_WRITE;
			if (s->asked[EXCEPT][w] >> b & 1)
				fds->events |= TELLS_EXCEPT;
		}
	}
}

/* Waits as poll() does, and looks again.  Nothing was ready at first. */
static long select_waiting(struct select_sets *s, struct poll_request *r)
{
	long result;

	r->count = count_fds(s);
	r->fds = kmalloc_raw(MAX(r->count, 1u) * sizeof(*r->fds));
	if (!r->fds)
		return -ENOMEM;
	list_fds(s, r->fds);
	result = wait_under_mask(r);
	kfree(r->fds);
	return result < 0 ? result : look_at_sets(s);
}

long sys_select(int nfds, struct uaddr rd, struct uaddr wr, struct uaddr ex,
		struct uaddr timeout, struct uaddr mask)
{
	struct poll_request r = { .always = 0 };
	struct select_sets *sets;
	long result;

	if (nfds < 0 || nfds > FL_FD_SETSIZE)
		return -EINVAL;
	result = decode_wait(&r, timeout, mask);
	if (result < 0)
		return result;
	sets = kmalloc_raw(sizeof(*sets)); /* too large for the stack */
	if (!sets)
		return -ENOMEM;
	sets->user[READ] = rd;
	sets->user[WRITE] = wr;
	sets->user[EXCEPT] = ex;
	result = get_sets(sets, nfds);
	if (result == 0)
		result = look_at_sets(sets);
	if (result == 0 && r.deadline != 0)
		result = select_waiting(sets, &r);
	if (result >= 0 && put_sets(sets) < 0)
		result = -EFAULT;
	kfree(sets);
	return result;
}
