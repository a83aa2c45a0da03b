/* SPDX-License-Identifier: MIT */
/* Sending and receiving: packets in the queues of sockets. */
#include "fs/io.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "net/socket.h"
#include "proc/signal.h"
#include "proc/thread.h"
#include "proc/wait.h"

/* Bytes of a stream that one packet has room for, at least and at most. */
#define PIECE	  496u
#define PIECE_MAX 16384u

static bool is_stream(const struct socket *s)
{
	return s->type == SOCK_STREAM;
}

/*
 * What p adds to the queue besides its bytes.  A packet of a stream adds
 * nothing, since further bytes are added to it, unless it carries files.
 */
static uint32_t overhead_of(const struct socket *to, const struct packet *p)
{
	if (is_stream(to) && !p->passed)
		return 0;
	return sizeof(*p) + (is_stream(to) ? p->size : 0) +
	       (p->passed ? p->passed->room * sizeof(p->passed->files[0]) : 0);
}

static void packet_free(struct packet *p)
{
	passed_drop(p->passed);
	kfree(p);
}

static void put_in(struct socket *to, struct packet *p)
{
	p->overhead = overhead_of(to, p);
	to->queued += p->overhead;
	list_push_back(&to->packets, &p->link);
	if (p->passed)
		passed_enter(p->passed);
}

static void take_out(struct socket *s, struct packet *p)
{
	KASSERT(s->queued >= p->overhead);
	list_remove(&p->link);
	s->queued -= p->overhead;
	if (p->passed)
		passed_leave(p->passed);
}

void packets_drop(struct socket *s)
{
	while (!list_empty(&s->packets)) {
		struct packet *p = list_first(&s->packets, struct packet, link);

		take_out(s, p);
		packet_free(p);
		arch_poll_interrupts();
	}
	s->queued = 0;
}

/* --- Sending. --- */

/* SIGPIPE, unless MSG_NOSIGNAL, and -EPIPE. */
static ssize_t broken(const struct transfer *t)
{
	if (!(t->flags & MSG_NOSIGNAL))
		signal_send_thread(current, SIGPIPE, NULL);
	return -EPIPE;
}

/* A packet with the sender's name and room for n bytes.  from may be NULL. */
static struct packet *packet_alloc(const struct socket_name *from, uint32_t n)
{
	uint32_t name =
	    from && from->length > sizeof(from->family) ? from->length : 0;
	struct packet *p =
	    frames_for_files() ? kmalloc_raw(sizeof(*p) + name + n) : NULL;

	if (!p)
		return NULL;
	p->head = p->tail = p->name_length = name;
	p->size = name + n;
	p->passed = NULL;
	if (name > 0)
		memcpy(p->data, from->bytes, name);
	return p;
}

/* The last packet of a stream, if bytes may be added to it. */
static struct packet *open_packet(const struct socket *to)
{
	struct packet *p;

	if (list_empty(&to->packets))
		return NULL;
	p = list_last(&to->packets, struct packet, link);
	return p->passed || p->tail == p->size ? NULL : p;
}

/* Adds up to n bytes of a stream to to's queue; returns how many, or -errno. */
static ssize_t append(struct socket *to, struct transfer *t, uint32_t n)
{
	struct packet *p = t->passed ? NULL : open_packet(to);
	bool is_new = !p;
	int error;

	if (is_new)
		p = packet_alloc(NULL, MAX(MIN(n, PIECE_MAX), PIECE));
	if (!p)
		return -ENOBUFS;
	n = MIN(n, p->size - p->tail);
	error = io_get(t->io, p->data + p->tail, n);
	if (error < 0) {
		if (is_new)
			packet_free(p);
		return error;
	}
	KASSERT(p->tail + n <= p->size);
	p->tail += n;
	to->queued += n;
	if (is_new) {
		p->passed = t->passed;
		t->passed = NULL;
		put_in(to, p);
	}
	wait_wake_all(&to->readable);
	return n;
}

/* May s send to its peer?  0 or -errno. */
static ssize_t check_connection(const struct socket *s,
				const struct transfer *t)
{
	if (s->state != SOCKET_CONNECTED)
		return -ENOTCONN;
	if (s->shut_write || !s->peer ||
	    (s->peer->shut_read && !socket_is_inet(s)))
		return broken(t);
	return t->passed && socket_is_inet(s) ? -EINVAL : 0;
}

/*
 * Inet: the peer is gone, which the first send after that only finds out.  What
 * it sends is lost; the next one gets EPIPE.
 */
static ssize_t send_to_nobody(struct socket *s, const struct transfer *t)
{
	ssize_t error = socket_take_error(s);

	s->peer_gone = true;
	return error < 0 ? error : (ssize_t)t->io->left;
}

static ssize_t send_stream(struct socket *s, struct transfer *t)
{
	int64_t deadline = socket_deadline(s->send_time);
	size_t done = 0;
	ssize_t n;

	if (socket_is_inet(s) && s->state == SOCKET_CONNECTED && !s->peer &&
	    !s->shut_write && !s->peer_gone)
		return send_to_nobody(s, t);
	n = check_connection(s, t);
	while (n >= 0 && t->io->left > 0) {
		uint32_t room = socket_room(s->peer);

		if (room > 0) {
			n = append(s->peer, t, MIN(room, t->io->left));
			done += MAX(n, 0);
			continue;
		}
		n = socket_wait(&s->writable, t->flags & MSG_DONTWAIT,
				deadline);
		if (n == 0)
			n = check_connection(s, t);
	}
	return done > 0 ? (ssize_t)done : n;
}

/* Makes a packet of all of t's bytes and files.  from may be NULL. */
static ssize_t make_packet(const struct socket *s,
			   const struct socket_name *from, struct transfer *t,
			   struct packet **made)
{
	size_t n = t->io->left;
	struct packet *p;

	if (n > MIN(s->send_size, FL_SOCKET_DATA))
		return -EMSGSIZE;
	p = packet_alloc(from, n);
	if (!p)
		return -ENOBUFS;
	if (io_get(t->io, p->data + p->head, n) < 0) {
		packet_free(p);
		return -EFAULT;
	}
	p->tail += n;
	KASSERT(p->tail == p->size);
	p->passed = t->passed;
	t->passed = NULL;
	*made = p;
	return n;
}

static void put_packet(struct socket *to, struct packet *p)
{
	KASSERT(to->is_open && to->references > 0);
	to->queued += p->tail - p->head;
	put_in(to, p);
	wait_wake_all(&to->readable);
}

static bool has_room_for(const struct socket *to, const struct packet *p)
{
	return to->queued == 0 ||
	       socket_room(to) >= overhead_of(to, p) + p->tail - p->head;
}

static ssize_t send_record(struct socket *s, struct transfer *t)
{
	int64_t deadline = socket_deadline(s->send_time);
	struct packet *p;
	ssize_t error = check_connection(s, t), n;

	if (error < 0)
		return error;
	n = make_packet(s, NULL, t, &p);
	if (n < 0)
		return n;
	while (error == 0 && !has_room_for(s->peer, p)) {
		error = socket_wait(&s->writable, t->flags & MSG_DONTWAIT,
				    deadline);
		if (error == 0)
			error = check_connection(s, t);
	}
	if (error < 0) {
		packet_free(p);
		return error;
	}
	put_packet(s->peer, p);
	return n;
}

/* Does the datagram socket to take what s, with the name from, sends? */
static ssize_t check_receiver(const struct socket *s,
			      const struct socket_name *from,
			      const struct socket *to)
{
	if (!to->is_open)
		return -ECONNREFUSED;
	if (to->shut_read)
		return -EPIPE;
	if (socket_is_inet(to))
		return to->peer_name.length == 0 ||
			       inet_name_is(from, &to->peer_name)
			   ? 0
			   : -ECONNREFUSED;
	return !to->peer || to->peer == s ? 0 : -EPERM;
}

/* Inet datagrams are lost if there is no room; local senders wait for room. */
static ssize_t deliver(struct socket *s, struct socket *to, struct transfer *t)
{
	int64_t deadline = socket_deadline(s->send_time);
	struct socket_name from = s->name;
	struct packet *p;
	ssize_t error, n;

	if (socket_is_inet(s) && from.in.sin_addr == 0)
		from.in.sin_addr = inet_address(&to->name);
	error = check_receiver(s, &from, to);
	if (error == 0 && t->passed && socket_is_inet(s))
		error = -EINVAL;
	if (error < 0)
		return error;
	n = make_packet(s, &from, t, &p);
	if (n < 0)
		return n;
	while (error == 0 && !has_room_for(to, p)) {
		if (socket_is_inet(s)) {
			packet_free(p);
			return n;
		}
		error =
		    socket_wait(&to->space, t->flags & MSG_DONTWAIT, deadline);
		if (error == 0)
			error = s->shut_write ? -EPIPE
					      : check_receiver(s, &from, to);
	}
	if (error < 0) {
		packet_free(p);
		return error;
	}
	put_packet(to, p);
	return n;
}

/*
 * The socket, held, that gets a datagram sent without an address.  0 or -errno.
 */
static int find_peer(struct socket *s, struct socket **to)
{
	if (s->peer_name.length == 0)
		return socket_is_inet(s) ? -EDESTADDRREQ : -ENOTCONN;
	if (socket_is_inet(s))
		return s->domain->find(s, &s->peer_name, to);
	if (!s->peer) { /* it was closed */
		s->peer_name.length = 0;
		return -ECONNREFUSED;
	}
	*to = socket_hold(s->peer);
	return 0;
}

static ssize_t send_to_name(struct socket *s, struct transfer *t)
{
	struct socket *to;
	ssize_t n;

	n = t->name.length > 0 ? s->domain->find(s, &t->name, &to)
			       : find_peer(s, &to);
	if (n < 0)
		return n;
	n = s->domain->name(s);
	if (n == 0)
		n = to->type == SOCK_DGRAM ? deliver(s, to, t) : -EPROTOTYPE;
	socket_release(to);
	return n == -EPIPE ? broken(t) : n;
}

static ssize_t send_datagram(struct socket *s, struct transfer *t)
{
	size_t n = t->io->left;
	ssize_t result;

	if (s->shut_write)
		return broken(t);
	result = socket_take_error(s);
	if (result < 0)
		return result;
	result = send_to_name(s, t);
	if (result != -ECONNREFUSED || !socket_is_inet(s))
		return result;
	/*
	 * Nobody is there.  An inet socket gets the error with its next call.
	 */
	if (t->name.length == 0)
		s->error = ECONNREFUSED;
	return n > FL_SOCKET_DATA ? -EMSGSIZE : (ssize_t)n;
}

ssize_t socket_send(struct socket *s, struct transfer *t)
{
	may_wait();
	if (t->flags & MSG_OOB)
		return -EOPNOTSUPP;
	if (s->type == SOCK_DGRAM)
		return send_datagram(s, t);
	if (t->name.length > 0 && s->state == SOCKET_CONNECTED &&
	    !socket_is_inet(s))
		return -EISCONN;
	return is_stream(s) ? send_stream(s, t) : send_record(s, t);
}

/* --- Receiving. --- */

void socket_tell_senders(struct socket *s)
{
	wait_wake_all(&s->space);
	if (s->type != SOCK_DGRAM) {
		if (s->peer)
			wait_wake_all(&s->peer->writable);
		return;
	}
	list_for_each (link, &s->senders)
		wait_wake_all(
		    &list_entry(link, struct socket, sender_link)->writable);
}

/*
 * Waits for a packet.  1: there is one; 0: there will be none any more; or
 * -errno.
 */
static ssize_t wait_for_packet(struct socket *s, struct transfer *t,
			       int64_t deadline)
{
	int error;

	while (list_empty(&s->packets)) {
		error = socket_take_error(s);
		if (error < 0)
			return error;
		if (s->shut_read)
			return 0;
		if (s->type != SOCK_DGRAM && (!s->peer || s->peer->shut_write))
			return 0;
		error = socket_wait(&s->readable, t->flags & MSG_DONTWAIT,
				    deadline);
		if (error < 0)
			return error;
	}
	return 1;
}

/*
 * Copies n bytes of p->data from index from on to the program; p stays as it
 * is.
 */
static ssize_t copy_out(struct packet *p, struct transfer *t, uint32_t from,
			uint32_t n)
{
	return n > 0 ? io_put(t->io, p->data + from, n) : 0;
}

static void hand_over(struct packet *p, struct transfer *t)
{
	KASSERT(!t->passed);
	t->passed = p->passed;
	p->passed = NULL;
}

static ssize_t receive_packet(struct socket *s, struct transfer *t)
{
	ssize_t n = wait_for_packet(s, t, socket_deadline(s->receive_time));
	bool peek = t->flags & MSG_PEEK;
	struct packet *p;

	if (n <= 0)
		return n;
	p = list_first(&s->packets, struct packet, link);
	t->whole = p->tail - p->head;
	n = MIN(t->io->left, t->whole);
	if (copy_out(p, t, p->head, n) < 0)
		return -EFAULT;
	if ((size_t)n < t->whole)
		t->result_flags |= MSG_TRUNC;
	if (s->type == SOCK_SEQPACKET)
		t->result_flags |= MSG_EOR;
	t->name.length = p->name_length;
	memcpy(t->name.bytes, p->data, p->name_length);
	if (peek)
		return n;
	take_out(s, p);
	KASSERT(s->queued >= t->whole);
	s->queued -= t->whole;
	hand_over(p, t);
	packet_free(p);
	socket_tell_senders(s);
	return n;
}

/*
 * Takes bytes of a stream that are there, as many as fit.  It ends with the
 * first packet that carries open files.  Returns how many; done tells the
 * number of bytes taken before by the same call.
 */
static ssize_t take_stream(struct socket *s, struct transfer *t, size_t done)
{
	bool peek = t->flags & MSG_PEEK;
	size_t before = done;

	list_for_each_safe (link, &s->packets) {
		struct packet *p = list_entry(link, struct packet, link);
		uint32_t n = MIN(p->tail - p->head, t->io->left);

		if (t->io->left == 0 || t->passed)
			break;
		if (copy_out(p, t, p->head, n) < 0)
			return done > before ? (ssize_t)(done - before)
					     : -EFAULT;
		done += n;
		if (peek)
			continue;
		KASSERT(p->head + n <= p->tail && s->queued >= n);
		p->head += n;
		s->queued -= n;
		if (p->passed) {
			passed_leave(p->passed);
			hand_over(p, t);
		}
		if (p->head == p->tail) {
			take_out(s, p);
			packet_free(p);
		}
	}
	if (!peek && (s->queued == 0 || socket_room(s) >= FL_PIPE_BUF))
		socket_tell_senders(s);
	return done - before;
}

static ssize_t receive_stream(struct socket *s, struct transfer *t)
{
	int64_t deadline = socket_deadline(s->receive_time);
	bool all = (t->flags & (MSG_WAITALL | MSG_PEEK)) == MSG_WAITALL;
	size_t done = 0;
	ssize_t n;

	if (s->state != SOCKET_CONNECTED)
		return socket_is_inet(s) ? -ENOTCONN : -EINVAL;
	do {
		n = wait_for_packet(s, t, deadline);
		if (n > 0)
			n = take_stream(s, t, done);
		if (n <= 0)
			break;
		done += n;
	} while (all && t->io->left > 0 && !t->passed);
	return done > 0 ? (ssize_t)done : n;
}

ssize_t socket_receive(struct socket *s, struct transfer *t)
{
	may_wait();
	ssize_t n;

	if (t->flags & MSG_OOB)
		return socket_is_inet(s) ? -EINVAL : -EOPNOTSUPP;
	if (s->type == SOCK_SEQPACKET && s->state != SOCKET_CONNECTED)
		return -ENOTCONN;
	if (is_stream(s)) {
		n = receive_stream(s, t);
		t->whole = MAX(n, 0);
		return n;
	}
	return receive_packet(s, t);
}
