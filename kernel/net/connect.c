/* SPDX-License-Identifier: MIT */
/* How sockets come together and part. */
#include "lib/assert.h"
#include "net/socket.h"
#include "proc/wait.h"

void socket_pair(struct socket *a, struct socket *b)
{
	struct socket *both[2] = { a, b };

	for (int i = 0; i < 2; i++) {
		struct socket *s = both[i], *peer = both[1 - i];

		KASSERT(!s->peer && s->type == peer->type);
		s->peer = peer;
		s->peer_name = peer->name;
		s->peer_cred = peer->cred;
		if (s->type == SOCK_DGRAM)
			list_push_back(&peer->senders, &s->sender_link);
		else
			s->state = SOCKET_CONNECTED;
	}
}

int socket_listen(struct socket *s, int backlog)
{
	int error = 0;

	if (s->type == SOCK_DGRAM)
		return -EOPNOTSUPP;
	if (s->state == SOCKET_CONNECTED)
		return -EINVAL;
	if (!socket_is_inet(s) && !s->vnode)
		return -EINVAL; /* POSIX: EDESTADDRREQ; Linux: this */
	if (socket_is_inet(s))
		error = s->domain->name(s);
	if (error == 0 && socket_is_inet(s))
		error = inet_check_listen(s);
	if (error < 0)
		return error;
	socket_take_cred(s);
	s->backlog_size = MIN((uint32_t)MAX(backlog, 0), SOMAXCONN) + 1;
	s->state = SOCKET_LISTENING;
	wait_wake_all(&s->space);
	return 0;
}

void socket_disconnect(struct socket *s)
{
	if (s->peer)
		list_remove(&s->sender_link);
	list_init(&s->sender_link);
	s->peer = NULL;
	s->peer_name.length = 0;
}

/* Inet: both ends have an address from now on, instead of 0 for any. */
static void set_peer_name(struct socket *s, const struct socket_name *to)
{
	s->peer_name = *to;
	if (!socket_is_inet(s))
		return;
	s->peer_name.in.sin_addr = inet_address(to);
	if (s->name.in.sin_addr == 0)
		s->name.in.sin_addr = s->peer_name.in.sin_addr;
}

/*
 * A datagram socket leaves its peer for another, or for none.  Those that look
 * for room in its old peer's queue, and those that it takes nothing from now,
 * look again.
 */
static void change_peer(struct socket *s)
{
	socket_disconnect(s);
	wait_wake_all(&s->writable);
	socket_tell_senders(s);
}

static int connect_datagrams(struct socket *s, const struct socket_name *to)
{
	struct socket *there = NULL;
	int error = 0;

	if (to->family == AF_UNSPEC) {
		change_peer(s);
		return 0;
	}
	if (socket_is_inet(s))
		error = inet_check(to);
	else
		error = s->domain->find(s, to, &there);
	if (error == 0)
		error = s->domain->name(s);
	if (error == 0 && there && there->peer && there->peer != s)
		error = -EPERM; /* it takes datagrams only from its peer */
	if (error == 0) {
		change_peer(s);
		set_peer_name(s, to);
	}
	if (error == 0 && there) {
		KASSERT(list_empty(&s->sender_link));
		s->peer = there;
		list_push_back(&there->senders, &s->sender_link);
	}
	if (there)
		socket_release(there);
	return error;
}

/* Makes the other end of s's connection to l, and adds it to l's backlog. */
static int enter_backlog(struct socket *l, struct socket *s)
{
	struct socket *end =
	    socket_create(socket_is_inet(l) ? AF_INET : AF_UNIX, l->type);

	if (!end)
		return -ENOMEM;
	KASSERT(l->is_open && l->state == SOCKET_LISTENING);
	KASSERT(s->state == SOCKET_NEW && !s->peer);
	end->accepted = false;
	end->name = l->name;
	if (socket_is_inet(l))
		end->name.in.sin_addr = s->peer_name.in.sin_addr;
	end->cred = l->cred;
	end->receive_size = l->receive_size;
	end->options = l->options;
	socket_take_cred(s); /* of the program that connects */
	socket_pair(s, end);
	list_push_back(&l->backlog, &end->backlog_link);
	l->waiting++;
	wait_wake_all(&l->readable);
	return 0;
}

/* May s, of the same domain as l, connect to l?  0 or -errno. */
static int check_listener(const struct socket *s, const struct socket *l)
{
	if (l->type != s->type)
		return -EPROTOTYPE;
	if (!l->is_open || l->state != SOCKET_LISTENING || l->shut_read)
		return -ECONNREFUSED;
	return 0;
}

/*
 * Waits for room in l's backlog only.  The connection is complete then, before
 * the other program calls accept().
 */
static int connect_to(struct socket *s, struct socket *l,
		      const struct socket_name *to, bool nonblocking)
{
	int64_t deadline = socket_deadline(s->send_time);
	int error = check_listener(s, l);

	while (error == 0 && l->waiting >= l->backlog_size) {
		error = socket_wait(&l->space, nonblocking, deadline);
		if (error == 0)
			error = check_listener(s, l);
		if (error == 0 && s->state != SOCKET_NEW)
			error = -EISCONN; /* another thread was first */
	}
	if (error < 0)
		return error;
	set_peer_name(s, to);
	error = enter_backlog(l, s);
	if (error < 0)
		s->peer_name.length = 0;
	return error;
}

int socket_connect(struct socket *s, const struct socket_name *to,
		   bool nonblocking)
{
	may_wait();
	struct socket *l;
	int error;

	if (s->type == SOCK_DGRAM)
		return connect_datagrams(s, to);
	if (s->state != SOCKET_NEW)
		return s->state == SOCKET_CONNECTED ? -EISCONN : -EINVAL;
	error = s->domain->find(s, to, &l);
	if (error < 0)
		return error;
	error = s->domain->name(s);
	if (error == 0)
		error = connect_to(s, l, to, nonblocking);
	socket_release(l);
	return error;
}

int socket_await(struct socket *s, bool nonblocking)
{
	may_wait();
	int64_t deadline = socket_deadline(s->receive_time);
	int error;

	if (s->type == SOCK_DGRAM)
		return -EOPNOTSUPP;
	if (s->state != SOCKET_LISTENING)
		return -EINVAL;
	while (s->waiting == 0) {
		if (s->shut_read)
			return -EINVAL;
		error = socket_wait(&s->readable, nonblocking, deadline);
		if (error < 0)
			return error;
	}
	return 0;
}

struct file *socket_accept(struct socket *s, int flags, struct socket **made)
{
	struct socket *c = list_first(&s->backlog, struct socket, backlog_link);
	struct file *f;

	KASSERT(s->waiting > 0 && !list_empty(&s->backlog));
	KASSERT(c->is_open && !c->accepted);
	f = socket_file(c, flags);
	if (!f)
		return NULL;
	list_remove(&c->backlog_link);
	list_init(&c->backlog_link);
	s->waiting--;
	c->accepted = true;
	wait_wake_all(&s->space);
	*made = c;
	return f;
}

int socket_shutdown(struct socket *s, int how)
{
	struct socket *peer = s->peer;

	if (how < SHUT_RD || how > SHUT_RDWR)
		return -EINVAL;
	if (s->peer_name.length == 0 && s->state != SOCKET_LISTENING)
		return -ENOTCONN;
	if (how != SHUT_WR)
		s->shut_read = true;
	if (how != SHUT_RD)
		s->shut_write = true;
	wait_wake_all(&s->readable);
	wait_wake_all(&s->writable);
	socket_tell_senders(s);
	/* The other end has no more to read, or s's own senders wait there. */
	if (peer)
		wait_wake_all(s->type == SOCK_DGRAM ? &peer->space
						    : &peer->readable);
	return 0;
}
