/* SPDX-License-Identifier: MIT */
/* poll() and select(). */
#include "fs/poll.h"

#include "call/handlers.h"
#include "lib/string.h"
#include "mm/slab.h"
#include "mm/uaccess.h"
#include "proc/clock.h"
#include "proc/process.h"

#define SMALL_COUNT 16u

/* One request of either call: what to look at, and how long. */
struct poll_request {
	struct pollfd *fds;
	uint32_t count;
	int64_t deadline; /* 0: do not wait */
	unsigned always;  /* events that count without being asked for */
	bool masked;	  /* the signal mask was replaced */
};

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
	return 0;
}

static int replace_mask(struct uaddr from, bool *masked)
{
	fl_sigset_t mask;

	*masked = false;
	if (uaddr_is_null(from))
		return 0;
	if (copy_from_user(&mask, from, sizeof(mask)) < 0)
		return -EFAULT;
	current->saved_blocked = current->blocked;
	current->restore_blocked = true;
	current->blocked = mask & ~(SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP));
	*masked = true;
	return 0;
}

/* An interrupted call leaves the mask to the delivery of its signal. */
static long restore_mask(bool masked, long result)
{
	if (!masked)
		return result;
	if (result == -EINTR) {
		current->attention |= ATTENTION_SIGNAL;
		return result;
	}
	current->blocked = current->saved_blocked;
	current->restore_blocked = false;
	return result;
}

/* Looks at each; the number that have something to tell. */
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

static int poll_set_init(struct poll_set *set, const struct poll_request *r)
{
	set->queues = set->count = 0;
	set->waiters = kmalloc(r->count * POLL_QUEUES * sizeof(*set->waiters));
	set->files = kmalloc(r->count * sizeof(*set->files));
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
	for (uint32_t i = 0; i < set->queues; i++)
		wait_leave(&set->waiters[i]);
	for (uint32_t i = 0; i < set->count; i++)
		file_release(set->files[i]);
	kfree(set->waiters);
	kfree(set->files);
}

/* Enters all queues, looks again, sleeps; until something is ready. */
static long wait_until_ready(struct poll_request *r)
{
	struct poll_set set;
	uint32_t ready;
	int error;

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
	return error == -ERESTART ? -EINTR : error;
}

/* The whole of either call once its arguments are decoded. */
static long do_poll(struct poll_request *r)
{
	long ready = look(r);

	if (ready > 0 || r->deadline == 0)
		return ready;
	if (signal_is_pending())
		return -EINTR;
	return wait_until_ready(r);
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
	result = decode_timeout(timeout, &r.deadline);
	if (result < 0)
		return result;
	if (count > SMALL_COUNT) {
		r.fds = kmalloc(size);
		if (!r.fds)
			return -ENOMEM;
	}
	result = -EFAULT;
	if (copy_from_user(r.fds, fds, size) < 0)
		goto out;
	result = replace_mask(mask, &r.masked);
	if (result < 0)
		goto out;
	result = restore_mask(r.masked, do_poll(&r));
	if (result >= 0 && copy_to_user(fds, r.fds, size) < 0)
		result = -EFAULT;
out:
	if (r.fds != small)
		kfree(r.fds);
	return result;
}

#define SET_WORDS (FL_FD_SETSIZE / 32)

/* The three sets of select(), as it gets them and as it returns them. */
struct select_sets {
	uint32_t words;
	struct uaddr user[3]; /* read, write, exceptional */
	uint32_t set[3][SET_WORDS];
};

/* Which events put a descriptor in a set; key tells that it was asked. */
static const struct {
	unsigned short key, tells;
} select_events[3] = {
	{ POLLIN, POLLIN | POLLHUP | POLLERR },
	{ POLLOUT, POLLOUT | POLLERR },
	{ POLLPRI, POLLPRI },
};

static int get_sets(struct select_sets *s, int nfds, const struct uaddr user[3])
{
	uint32_t last;

	s->words = (nfds + 31u) / 32;
	last = nfds % 32 ? (1u << nfds % 32) - 1 : ~0u;
	for (int k = 0; k < 3; k++) {
		s->user[k] = user[k];
		if (uaddr_is_null(user[k])) {
			memset(s->set[k], 0, s->words * 4);
			continue;
		}
		if (copy_from_user(s->set[k], user[k], s->words * 4) < 0)
			return -EFAULT;
		if (s->words > 0)
			s->set[k][s->words - 1] &= last;
	}
	return 0;
}

static uint32_t count_fds(const struct select_sets *s)
{
	uint32_t n = 0;

	for (uint32_t w = 0; w < s->words; w++)
		for (uint32_t bits = s->set[0][w] | s->set[1][w] | s->set[2][w];
		     bits; bits &= bits - 1)
			n++;
	return n;
}

static int list_fds(const struct select_sets *s, struct pollfd *fds)
{
	for (uint32_t w = 0; w < s->words; w++) {
		uint32_t bits = s->set[0][w] | s->set[1][w] | s->set[2][w];

		for (; bits; bits &= bits - 1, fds++) {
			int b = __builtin_ctz(bits);

			fds->fd = w * 32 + b;
			fds->events = 0;
			if (s->set[0][w] >> b & 1)
				fds->events |= select_events[0].tells;
			if (s->set[1][w] >> b & 1)
				fds->events |= select_events[1].tells;
			if (s->set[2][w] >> b & 1)
				fds->events |= select_events[2].tells;
			if (!file_peek(fds->fd))
				return -EBADF;
		}
	}
	return 0;
}

/* Fills the sets with what is ready; the number of bits. */
static long store_sets(struct select_sets *s, const struct pollfd *fds,
		       uint32_t count)
{
	long bits = 0;

	for (int k = 0; k < 3; k++)
		memset(s->set[k], 0, s->words * 4);
	for (uint32_t i = 0; i < count; i++) {
		if (fds[i].revents == 0)
			continue;
		for (int k = 0; k < 3; k++) {
			if (!(fds[i].events & select_events[k].key) ||
			    !(fds[i].revents & select_events[k].tells))
				continue;
			s->set[k][fds[i].fd / 32] |= 1u << fds[i].fd % 32;
			bits++;
		}
	}
	for (int k = 0; k < 3; k++)
		if (!uaddr_is_null(s->user[k]) &&
		    copy_to_user(s->user[k], s->set[k], s->words * 4) < 0)
			return -EFAULT;
	return bits;
}

static long select_listed(struct poll_request *r, struct select_sets *s,
			  struct uaddr mask)
{
	long result = list_fds(s, r->fds);

	if (result < 0)
		return result;
	result = replace_mask(mask, &r->masked);
	if (result < 0)
		return result;
	result = restore_mask(r->masked, do_poll(r));
	return result < 0 ? result : store_sets(s, r->fds, r->count);
}

long sys_select(int nfds, struct uaddr rd, struct uaddr wr, struct uaddr ex,
		struct uaddr timeout, struct uaddr mask)
{
	struct pollfd small[SMALL_COUNT];
	struct poll_request r = { .fds = small };
	struct select_sets sets;
	struct uaddr user[3] = { rd, wr, ex };
	long result;

	if (nfds < 0 || nfds > FL_FD_SETSIZE)
		return -EINVAL;
	result = decode_timeout(timeout, &r.deadline);
	if (result < 0)
		return result;
	result = get_sets(&sets, nfds, user);
	if (result < 0)
		return result;
	r.count = count_fds(&sets);
	if (r.count > SMALL_COUNT) {
		r.fds = kmalloc(r.count * sizeof(*r.fds));
		if (!r.fds)
			return -ENOMEM;
	}
	result = select_listed(&r, &sets, mask);
	if (r.fds != small)
		kfree(r.fds);
	return result;
}
