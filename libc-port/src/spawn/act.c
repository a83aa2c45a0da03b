/* SPDX-License-Identifier: MIT */
/*
 * The file actions of posix_spawn(), as few batches: one for up to 64 calls.
 * Where there is no batch(), they are done one by one.
 */
#include "spawn.h"
#include <errno.h>
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <fcntl.h>
#include <unistd.h>

#define MOST 5 /* calls of one action */

struct plan {
	struct fl_batch calls[FL_BATCH_MAX];
	const struct action *of[FL_BATCH_MAX]; /* what each call is for */
	unsigned count;
};

/* --- One by one. --- */

/* What open() gave gets the number that was asked for. */
static int move(int fd, int to)
{
	if (fd < 0 || fd == to)
		return fd;
	if (dup2(fd, to) < 0)
		return -1;
	return close(fd);
}

static int act(const struct action *a)
{
	switch (a->what) {
	case ACTION_CLOSE:
		return close(a->fd);
	case ACTION_DUP:
		if (a->from == a->fd)
			return fcntl(a->fd, F_SETFD, 0);
		return dup2(a->from, a->fd);
	case ACTION_CHDIR:
		return chdir(a->path);
	case ACTION_OPEN:
		return move(open(a->path, a->flags, a->mode), a->fd);
	}
	return -1;
}

/* --- In batches. --- */

/* Adds a call; if from is not NULL, its first argument is that one's result. */
static struct fl_batch *add(struct plan *p, const struct action *a,
			    unsigned slot, const struct fl_batch *from,
			    unsigned arg1, unsigned arg2, unsigned arg3)
{
	struct fl_batch *b = &p->calls[p->count];

	p->of[p->count++] = a;
	*b = (struct fl_batch){
		.slot = slot,
		.flags = FL_BATCH_STOP,
		.arg = { arg1, arg2, arg3 },
	};
	if (from)
		b->from[0] = (unsigned char)(from - p->calls + 1);
	return b;
}

/*
 * open() may give the very number that is asked for, and then that must not
 * be closed.  So the file goes over a spare number above it.
 */
static void add_open(struct plan *p, const struct action *a)
{
	struct fl_batch *file, *spare;

	file = add(p, a, FL_CALL_OPEN, NULL, (unsigned)a->path,
		   (unsigned)a->flags, a->mode);
	spare = add(p, a, FL_CALL_FCNTL, file, 0, F_DUPFD_CLOEXEC,
		    (unsigned)a->fd + 1);
	add(p, a, FL_CALL_CLOSE, file, 0, 0, 0);
	add(p, a, FL_CALL_DUP3, spare, 0, (unsigned)a->fd,
	    (unsigned)a->flags & O_CLOEXEC);
	add(p, a, FL_CALL_CLOSE, spare, 0, 0, 0);
}

static void add_action(struct plan *p, const struct action *a)
{
	unsigned fd = (unsigned)a->fd;

	switch (a->what) {
	case ACTION_CLOSE:
		add(p, a, FL_CALL_CLOSE, NULL, fd, 0, 0);
		break;
	case ACTION_DUP:
		if (a->from == a->fd)
			add(p, a, FL_CALL_FCNTL, NULL, fd, F_SETFD, 0);
		else
			add(p, a, FL_CALL_DUP3, NULL, (unsigned)a->from, fd, 0);
		break;
	case ACTION_CHDIR:
		add(p, a, FL_CALL_CHDIR, NULL, (unsigned)a->path, 0, 0);
		break;
	case ACTION_OPEN:
		add_open(p, a);
		break;
	}
}

/* As many actions as fit; returns the first that does not. */
static const struct action *make_plan(struct plan *p, const struct action *a)
{
	p->count = 0;
	for (; a && p->count + MOST <= FL_BATCH_MAX; a = a->next)
		add_action(p, a);
	return a;
}

/*
 * The calls from next on are to be made by a batch of their own, where those
 * from first on were one: what earlier calls gave is put in its place.
 */
static void settle(struct plan *p, unsigned first, unsigned next)
{
	for (unsigned i = next; i < p->count; i++) {
		struct fl_batch *b = &p->calls[i];
		unsigned from = first + b->from[0]; /* and 1 */

		if (b->from[0] == 0)
			continue;
		if (from > next) {
			b->from[0] = (unsigned char)(from - next);
			continue;
		}
		b->arg[0] = (unsigned)p->calls[from - 1].result;
		b->from[0] = 0;
	}
}

/*
 * Makes the plan's calls; a stop of the process may end a batch early.  Gives
 * how many succeeded, or -1: there is no batch().
 */
static int perform(struct plan *p)
{
	unsigned done = 0;

	while (done < p->count) {
		int n = batch(p->calls + done, p->count - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && done == 0)
			return -1;
		if (n < 0) {
			p->calls[done].errnum = errno;
			return (int)done;
		}
		if (p->calls[done + (unsigned)n - 1].errnum)
			return (int)done + n - 1;
		settle(p, done, done + (unsigned)n);
		done += (unsigned)n;
	}
	return (int)done;
}

/*
 * The call that ended a plan: the next action, or NULL for a failure.  Only
 * want of a spare number is none: it was not asked for.
 */
static const struct action *recover(const struct plan *p, unsigned failed)
{
	const struct action *a = p->of[failed];

	if (a->what != ACTION_OPEN || p->calls[failed].slot != FL_CALL_FCNTL) {
		errno = p->calls[failed].errnum;
		return NULL;
	}
	return move(p->calls[failed - 1].result, a->fd) < 0 ? NULL : a;
}

int __spawn_act(const struct action *a)
{
	const struct action *next;
	struct plan p;

	while (a) {
		int done;

		next = make_plan(&p, a);
		done = perform(&p);
		if (done < 0) {
			if (act(a) < 0)
				return -1;
			next = a->next;
		} else if ((unsigned)done < p.count) {
			a = recover(&p, (unsigned)done);
			if (!a)
				return -1;
			next = a->next;
		}
		a = next;
	}
	return 0;
}
