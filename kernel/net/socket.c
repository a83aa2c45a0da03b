/* SPDX-License-Identifier: MIT */
/* Sockets as such, and as open files. */
#include "net/socket.h"
#include "fs/io.h"
#include "fs/poll.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/group.h"
#include "proc/process.h"
#include "proc/wait.h"
#include <faultline/ioctl.h>

static struct slab_cache socket_cache =
    SLAB_CACHE_INIT(socket_cache, "socket", struct socket);

void socket_take_cred(struct socket *s)
{
	s->cred =
	    (struct fl_ucred){ process_current()->pid, cred_current()->euid,
			       cred_current()->egid };
}

struct socket *socket_create(int domain, int type)
{
	struct socket *s = slab_alloc(&socket_cache);

	if (!s)
		return NULL;
	s->references = 1;
	s->type = type;
	s->domain = domain == AF_INET ? &inet_domain : &local_domain;
	s->is_open = s->accepted = true;
	s->receive_size = s->send_size = FL_SOCKET_BUFFER;
	s->name.family = domain;
	s->name.length = domain == AF_INET ? sizeof(struct fl_sockaddr_in)
					   : sizeof(s->name.family);
	socket_take_cred(s);
	s->peer_cred = (struct fl_ucred){ 0, -1u, -1u };
	list_init(&s->sender_link);
	list_init(&s->senders);
	list_init(&s->packets);
	list_init(&s->backlog);
	list_init(&s->backlog_link);
	list_init(&s->port);
	list_init(&s->travelling);
	wait_queue_init(&s->readable);
	wait_queue_init(&s->writable);
	wait_queue_init(&s->space);
	return s;
}

void socket_release(struct socket *s)
{
	if (--s->references > 0)
		return;
	KASSERT(!s->is_open && !s->peer && list_empty(&s->packets));
	slab_free(&socket_cache, s);
}

/* Tells s's peer that s is closed, and ends the connection. */
static void leave_peer(struct socket *s)
{
	struct socket *peer = s->peer;

	if (!peer)
		return;
	KASSERT(peer->peer == s);
	s->peer = NULL;
	peer->peer = NULL;
	if (!list_empty(&s->packets) || !s->accepted)
		peer->error = ECONNRESET; /* its bytes are lost */
	wait_wake_all(&peer->readable);
	wait_wake_all(&peer->writable);
}

/* The datagram sockets connected to s get an error when they send next. */
static void leave_senders(struct socket *s)
{
	while (!list_empty(&s->senders)) {
		struct socket *sender =
		    list_first(&s->senders, struct socket, sender_link);

		KASSERT(sender->peer == s);
		list_remove(&sender->sender_link);
		list_init(&sender->sender_link);
		sender->peer = NULL;
		wait_wake_all(&sender->writable);
	}
}

static void close_backlog(struct socket *s)
{
	while (!list_empty(&s->backlog)) {
		struct socket *c =
		    list_first(&s->backlog, struct socket, backlog_link);

		KASSERT(!c->accepted && list_empty(&c->backlog));
		list_remove(&c->backlog_link);
		list_init(&c->backlog_link);
		socket_close(c);
	}
}

void socket_close(struct socket *s)
{
	KASSERT(s->is_open && s->references > 0);
	s->is_open = false;
	if (s->type == SOCK_DGRAM)
		socket_disconnect(s);
	else
		leave_peer(s);
	leave_senders(s);
	close_backlog(s);
	packets_drop(s);
	s->domain->unbind(s);
	wait_wake_all(&s->space);
	socket_release(s);
}

int socket_take_error(struct socket *s)
{
	int error = s->error;

	s->error = 0;
	return -error;
}

int64_t socket_deadline(int64_t time)
{
	return wait_resumed(time ? clock_monotonic() + time : WAIT_FOREVER);
}

int socket_wait(struct wait_queue *q, bool nonblocking, int64_t deadline)
{
	int error;

	if (nonblocking)
		return -EAGAIN;
	error = wait_on(q, deadline);
	if (error == -ERESTART && deadline != WAIT_FOREVER)
		return wait_interrupted(deadline);
	return error == -ETIMEDOUT ? -EAGAIN : error;
}

static ssize_t file_receive(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct transfer t = { .io = io };
	ssize_t n;

	(void)offset;
	if (f->flags & O_NONBLOCK)
		t.flags |= MSG_DONTWAIT;
	if (io->left == 0)
		return 0;
	n = socket_receive(f->object, &t);
	passed_drop(t.passed); /* read() cannot return them */
	return n;
}

static ssize_t file_send(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct transfer t = { .io = io };

	(void)offset;
	if (f->flags & O_NONBLOCK)
		t.flags |= MSG_DONTWAIT;
	return socket_send(f->object, &t);
}

/*
 * Would s wait to send something, because its peer has less room than that many
 * bytes?  It does not wait in order to fail.
 */
static bool send_would_wait(const struct socket *s, uint32_t room)
{
	const struct socket *to = s->peer;

	if (!to || s->shut_write || socket_room(to) >= room)
		return false;
	return socket_is_inet(s) ||
	       (!to->shut_read && (!to->peer || to->peer == s));
}

static unsigned stream_events(const struct socket *s)
{
	const struct socket *peer = s->peer;
	bool ended = !peer || peer->shut_write || s->shut_read;
	/* An inet stream learns that its peer is gone only when it sends. */
	bool gone = socket_is_inet(s) ? s->peer_gone : !peer;

	if (s->state == SOCKET_LISTENING)
		return s->waiting > 0 ? POLLIN | POLLRDNORM : 0;
	if (s->state == SOCKET_NEW)
		return POLLOUT | POLLWRNORM | POLLHUP;
	return (ended ? POLLIN | POLLRDNORM : 0) |
	       (ended && (gone || s->shut_write) ? POLLHUP : 0) |
	       (send_would_wait(s, FL_PIPE_BUF) ? 0 : POLLOUT | POLLWRNORM);
}

static unsigned socket_poll(struct file *f, struct poll_set *set)
{
	struct socket *s = f->object;
	unsigned events = 0;

	if (s->type != SOCK_DGRAM)
		events = stream_events(s);
	else if (!send_would_wait(s, 1))
		events = POLLOUT | POLLWRNORM;
	if (!list_empty(&s->packets) || s->shut_read)
		events |= POLLIN | POLLRDNORM;
	if (s->error)
		events |= POLLERR;
	poll_add(set, &s->readable);
	poll_add(set, &s->writable);
	return events;
}

static long socket_ioctl(struct file *f, unsigned request, uint32_t arg)
{
	struct socket *s = f->object;
	uint32_t n = 0;

	switch (request) {
	case FIONREAD:
		if (s->state == SOCKET_LISTENING)
			return -EINVAL;
		list_for_each (link, &s->packets) {
			const struct packet *p =
			    list_entry(link, struct packet, link);

			n += p->tail - p->head;
			if (s->type != SOCK_STREAM)
				break; /* one packet is read at a time */
		}
		return user_store(uaddr(arg), n);
	case SIOCATMARK:
		return user_store(uaddr(arg), 0);
	}
	return -ENOTTY;
}

static void file_gone(struct file *f)
{
	socket_close(f->object);
}

static const struct file_ops socket_ops = {
	.read = file_receive,
	.write = file_send,
	.poll = socket_poll,
	.ioctl = socket_ioctl,
	.put = socket_put,
	.release = file_gone,
};

struct socket *socket_of(const struct file *f)
{
	return f->ops == &socket_ops ? f->object : NULL;
}

struct file *socket_file(struct socket *s, int flags)
{
	struct file *f =
	    file_alloc(&socket_ops, O_RDWR | (flags & SOCK_NONBLOCK));

	if (!f)
		return NULL;
	f->can = FILE_READ | FILE_WRITE;
	f->object = s;
	return f;
}
