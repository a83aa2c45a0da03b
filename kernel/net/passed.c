/* SPDX-License-Identifier: MIT */
/*
 * Open files sent with a packet (SCM_RIGHTS).
 *
 * A socket's file may lie in the queue of a socket, even of itself.  So there
 * can be cycles: sockets that only packets hold, and these packets lie in the
 * queues of the same sockets.  passed_collect() finds such stranded sockets,
 * and empties their queues.
 */
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "net/socket.h"

/* The local sockets whose files packets hold: of struct socket. */
static struct list travelling = LIST_INIT(travelling);

/*
 * The local socket of a file, or NULL.  Other files cannot hold files in
 * packets.
 */
static struct socket *traveller(const struct file *f)
{
	struct socket *s = socket_of(f);

	return s && !socket_is_inet(s) ? s : NULL;
}

/* Will packets alone hold f once the caller has given up its reference? */
static bool may_strand(const struct file *f)
{
	const struct socket *s = traveller(f);

	return s && s->in_flight > 0 && f->references == s->in_flight + 1;
}

struct passed_files *passed_alloc(uint32_t room)
{
	struct passed_files *r = NULL;

	if (frames_for_files())
		r = kmalloc_raw(sizeof(*r) + room * sizeof(*r->files));
	if (!r)
		return NULL;
	list_init(&r->link);
	r->count = 0;
	r->room = room;
	return r;
}

int passed_take(struct passed_files *r, struct uaddr fds, uint32_t count)
{
	uint32_t fd;

	for (uint32_t i = 0; i < count; i++) {
		struct file *f;

		KASSERT(r->count < r->room);
		if (user_load(uaddr_add(fds, i * sizeof(fd)), &fd) < 0)
			return -EFAULT;
		f = file_get(fd);
		if (!f)
			return -EBADF;
		r->files[r->count++] = f;
	}
	return 0;
}

/*
 * Releasing a file may free a socket, whose packets are then dropped, which may
 * release further files, and so on.  A program could make that recursion as
 * deep as it likes.  So the outer call keeps a list of what is to be dropped,
 * and inner calls only add to it.
 */
void passed_drop(struct passed_files *r)
{
	static struct list dropped = LIST_INIT(dropped);
	static bool dropping;
	bool strands = false;

	if (!r)
		return;
	list_push_back(&dropped, &r->link);
	if (dropping)
		return;
	dropping = true;
	while (!list_empty(&dropped)) {
		r = list_first(&dropped, struct passed_files, link);
		list_remove(&r->link);
		for (uint32_t i = 0; i < r->count; i++) {
			strands |= may_strand(r->files[i]);
			file_release(r->files[i]);
		}
		kfree(r);
		arch_poll_interrupts();
	}
	dropping = false;
	if (strands)
		passed_collect();
}

void socket_put(struct file *f)
{
	bool strands = may_strand(f);

	file_release(f);
	if (strands)
		passed_collect();
}

void passed_enter(struct passed_files *r)
{
	for (uint32_t i = 0; i < r->count; i++) {
		struct socket *s = traveller(r->files[i]);

		if (s && s->in_flight++ == 0) {
			s->file = r->files[i];
			list_push_back(&travelling, &s->travelling);
		}
	}
}

void passed_leave(struct passed_files *r)
{
	for (uint32_t i = 0; i < r->count; i++) {
		struct socket *s = traveller(r->files[i]);

		if (!s)
			continue;
		KASSERT(s->in_flight > 0 && s->file == r->files[i]);
		if (--s->in_flight == 0)
			list_remove(&s->travelling);
	}
}

/* --- Cycles. --- */

/* Do packets alone hold s? */
static bool only_travels(const struct socket *s)
{
	KASSERT(s->in_flight > 0 && s->file->references >= s->in_flight);
	return s->file->references == s->in_flight;
}

/* Calls visit for each travelling socket that a packet in s's queue holds. */
static void for_each_in_queue(struct socket *s, struct list *reached,
			      void (*visit)(struct socket *s, struct list *l))
{
	list_for_each (link, &s->packets) {
		const struct packet *p = list_entry(link, struct packet, link);

		for (uint32_t i = 0; p->passed && i < p->passed->count; i++) {
			struct socket *t = traveller(p->passed->files[i]);

			if (t)
				visit(t, reached);
		}
	}
	arch_poll_interrupts();
}

/* The same for s and the connections in its backlog, which end with it. */
static void for_each_inside(struct socket *s, struct list *reached,
			    void (*visit)(struct socket *s, struct list *l))
{
	for_each_in_queue(s, reached, visit);
	list_for_each (link, &s->backlog)
		for_each_in_queue(list_entry(link, struct socket, backlog_link),
				  reached, visit);
}

static void count_inside(struct socket *s, struct list *unused)
{
	(void)unused;
	s->held_inside++;
}

/* s is not stranded: moves it to the list reached. */
static void reach(struct socket *s, struct list *reached)
{
	if (!s->stranded)
		return;
	s->stranded = false;
	list_remove(&s->travelling);
	list_push_back(reached, &s->travelling);
}

/*
 * A socket is stranded if packets alone hold it, and all of these packets lie
 * in the queues of stranded sockets.
 *
 * First all sockets that packets alone hold are candidates.  For each we count
 * how often packets in the queues of candidates hold it.  A candidate that
 * other packets hold as well is reached, and so is all that the queue of a
 * reached socket holds.  The candidates that are left are moved to the list
 * stranded.
 */
static void find_stranded(struct list *stranded)
{
	struct list reached_sockets, *reached = &reached_sockets;

	list_init(reached);
	list_init(stranded);
	list_for_each (link, &travelling) {
		struct socket *s = list_entry(link, struct socket, travelling);

		s->held_inside = 0;
		s->stranded = only_travels(s);
	}
	list_for_each (link, &travelling) {
		struct socket *s = list_entry(link, struct socket, travelling);

		if (s->stranded)
			for_each_inside(s, NULL, count_inside);
	}
	list_for_each_safe (link, &travelling) {
		struct socket *s = list_entry(link, struct socket, travelling);

		if (s->stranded && s->held_inside < s->in_flight)
			reach(s, reached);
		else if (!s->stranded) {
			list_remove(&s->travelling);
			list_push_back(reached, &s->travelling);
		}
	}
	list_for_each (link, reached) /* reach() adds to its end */
		for_each_inside(list_entry(link, struct socket, travelling),
				reached, reach);
	list_splice(stranded, &travelling);
	list_splice(&travelling, reached);
}

void passed_collect(void)
{
	static bool collecting;
	struct list stranded;

	if (collecting || list_empty(&travelling))
		return;
	collecting = true;
	find_stranded(&stranded);
	/* A socket is freed when the last packet that holds it is dropped. */
	while (!list_empty(&stranded)) {
		struct socket *s =
		    list_first(&stranded, struct socket, travelling);
		struct file *f = file_hold(s->file);

		list_remove(&s->travelling);
		list_push_back(&travelling, &s->travelling);
		list_for_each (link, &s->backlog)
			packets_drop(
			    list_entry(link, struct socket, backlog_link));
		packets_drop(s);
		file_release(f);
		arch_poll_interrupts();
	}
	collecting = false;
}
