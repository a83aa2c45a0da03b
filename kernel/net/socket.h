/* SPDX-License-Identifier: MIT */
/*
 * Sockets.  Both ends of a connection are on this machine, so a socket sends by
 * putting packets into the queue of another, without a protocol.
 *
 * As in the file system (fs/vnode.h), a step that does not wait is atomic, so
 * sockets have no lock of their own.
 */
#ifndef KERNEL_NET_SOCKET_H
#define KERNEL_NET_SOCKET_H

#include "fs/file.h"
#include "lib/list.h"
#include "proc/wait.h"
#include <faultline/socket.h>

/* An address as programs have it, of length bytes.  0: there is none. */
struct socket_name {
	uint32_t length;
	union {
		uint16_t family;
		struct fl_sockaddr_in in;
		struct {
			uint16_t family;
			char path[FL_SUN_PATH]; /* perhaps without a NUL */
		} un;
		char bytes[FL_SOCKET_NAME];
	};
};

/* Open files that are sent with a packet (passed.c). */
struct passed_files {
	struct list link;     /* in the list of passed_drop(), or alone */
	uint32_t count, room; /* of files[]: used, and in all */
	struct file *files[]; /* held */
};

/* A datagram, a record, or some bytes of a stream. */
struct packet {
	struct list link;     /* in the receiver's packets */
	uint32_t head, tail;  /* of data[], what is to be read, past the name */
	uint32_t size;	      /* of data[] */
	uint32_t overhead;    /* what it adds to queued besides its bytes */
	uint32_t name_length; /* 0: it has none */
	struct passed_files *passed; /* or NULL */
	char data[];		     /* the sender's name, then the bytes */
};

struct socket;

/*
 * What differs between the domains AF_UNIX and AF_INET.  All return 0 or
 * -errno, and do not wait.
 */
struct socket_domain {
	/* Gives s the name n; it must have none. */
	int (*bind)(struct socket *s, const struct socket_name *n);
	/* Finds the socket, held, with a name, for s to send or connect to. */
	int (*find)(struct socket *s, const struct socket_name *n,
		    struct socket **found);
	/* Gives s, which is to send or to listen, a name if it needs one. */
	int (*name)(struct socket *s);
	/* s is closed: gives up its name. */
	void (*unbind)(struct socket *s);
};

enum socket_state {
	SOCKET_NEW,
	SOCKET_LISTENING,
	SOCKET_CONNECTED, /* of streams and records: has had a peer */
};

struct socket {
	uint32_t references; /* of its file or a backlog, and in calls */
	uint8_t type;	     /* SOCK_ */
	enum socket_state state;
	bool is_open; /* has a file, or is in a backlog */
	bool shut_read, shut_write;
	bool accepted;	/* it is in no backlog, or no more */
	bool peer_gone; /* inet streams: it has sent after its peer was gone */
	int error;	/* SO_ERROR, positive; reading it clears it */
	const struct socket_domain *domain;
	struct socket_name name, peer_name;
	struct fl_ucred cred, peer_cred;

	/*
	 * The socket that gets what this one sends; NULL when that is closed.
	 * Two connected streams or record sockets are each other's peers.  A
	 * datagram socket is in its peer's list senders.
	 */
	struct socket *peer;
	struct list sender_link, senders;

	struct list packets; /* to be read */
	uint32_t queued;     /* their bytes and overhead: up to receive_size */

	/* Of a local socket that packets hold (passed.c). */
	uint32_t in_flight;	/* how many times packets hold its file */
	struct file *file;	/* its file, if in_flight is not 0 */
	struct list travelling; /* in the list of passed.c, or alone */
	uint32_t held_inside; /* in find_stranded(): by packets of candidates */
	bool stranded;	      /* in find_stranded(): a candidate */

	struct list backlog, backlog_link; /* connections to accept */
	uint32_t waiting, backlog_size; /* length of backlog, and its limit */

	struct wait_queue readable; /* it has packets, connections, or an end */
	struct wait_queue writable; /* its peer has room, or is gone */
	struct wait_queue space; /* it has room for datagrams or connections */

	/* Options. */
	uint32_t options;		  /* bits by SO_ number */
	uint32_t receive_size, send_size; /* bytes: SO_RCVBUF, SO_SNDBUF */
	int64_t receive_time, send_time;  /* ns, 0: for ever */
	struct fl_linger linger;

	struct vnode *vnode; /* local: the file that is its name, held */
	struct list port;    /* inet: in the table of ports, or alone */
	struct account *port_account; /* that a port is charged to, or NULL */
};

/* --- socket.c: sockets as such, and as open files. --- */

/*
 * Makes a socket of a known domain and type, with one reference.  NULL: no
 * memory.
 */
struct socket *socket_create(int domain, int type);

/*
 * Makes an open file for s, and takes the caller's reference over.  NULL: no
 * memory, and s is as it was.  flags: SOCK_NONBLOCK.
 */
struct file *socket_file(struct socket *s, int flags);

/* The socket of an open file, or NULL if it is of another kind. */
struct socket *socket_of(const struct file *f);

/* Gives up a reference; the last one frees the closed socket. */
void socket_release(struct socket *s);

/*
 * The file or the backlog that had s is gone: ends its connection, drops its
 * packets and its name, and gives up the reference.
 */
void socket_close(struct socket *s);

/* The running process is the one that s's peer will see (SO_PEERCRED). */
void socket_take_cred(struct socket *s);

static inline struct socket *socket_hold(struct socket *s)
{
	s->references++;
	return s;
}

static inline bool socket_is_inet(const struct socket *s)
{
	extern const struct socket_domain inet_domain;

	return s->domain == &inet_domain;
}

static inline bool socket_has_option(const struct socket *s, int option)
{
	return s->options & 1u << option;
}

/* How many bytes more s's queue may hold. */
static inline uint32_t socket_room(const struct socket *s)
{
	return s->queued < s->receive_size ? s->receive_size - s->queued : 0;
}

/* Returns the pending error, as 0 or -errno, and clears it. */
int socket_take_error(struct socket *s);

/*
 * Returns the deadline of a call that may wait for time ns (0: for ever).  If
 * the call runs again after a stop, it is the deadline that it had, so it must
 * ask for it once, at its start (wait_resumed()).
 */
int64_t socket_deadline(int64_t time);

/*
 * Waits in q as wait_on() does.  -EAGAIN: nonblocking, or the time is up;
 * -ERESTART.  May wait.
 */
int socket_wait(struct wait_queue *q, bool nonblocking, int64_t deadline);

/* --- connect.c --- */

/*
 * What the calls of these names do, for a socket whose file the caller holds.
 * They return 0, or the -errno that POSIX has for the call.  socket_connect()
 * may wait.
 */
int socket_listen(struct socket *s, int backlog);
int socket_connect(struct socket *s, const struct socket_name *to,
		   bool nonblocking);
/*
 * accept() in two steps: waits for a connection, and takes the one that has
 * waited longest.  0 or -errno; and an open file for its socket *made, or NULL:
 * no memory, and it goes on waiting.  socket_await() may wait.
 */
int socket_await(struct socket *s, bool nonblocking);
struct file *socket_accept(struct socket *s, int flags, struct socket **made);
/* Connects two new sockets of one type with each other. */
void socket_pair(struct socket *a, struct socket *b);
/* Ends a datagram socket's connection, if it has one. */
void socket_disconnect(struct socket *s);
int socket_shutdown(struct socket *s, int how);

/* --- transfer.c --- */

/* One sendmsg() or recvmsg(), decoded. */
struct transfer {
	struct io *io;
	int flags; /* MSG_*; also MSG_DONTWAIT for O_NONBLOCK */
	/* Send: the destination, if it has a length.  Receive: the sender. */
	struct socket_name name;
	struct passed_files *passed; /* files to send, or received; or NULL */
	int result_flags;	     /* receive: MSG_TRUNC, MSG_EOR */
	size_t whole; /* receive: bytes of the datagram, cut or not */
};

/*
 * Send or receive what *t says.  Return the number of bytes, or the -errno that
 * POSIX has for sendmsg() and recvmsg().  What is left in t->passed is the
 * caller's to drop.  Both may wait.
 */
ssize_t socket_send(struct socket *s, struct transfer *t);
ssize_t socket_receive(struct socket *s, struct transfer *t);

/*
 * s's queue has room again, or s does not take any more what it took before:
 * wakes those that send or connect to s, and those that poll for that.
 */
void socket_tell_senders(struct socket *s);

/* Frees all packets in s's queue. */
void packets_drop(struct socket *s);

/* --- passed.c --- */

/* Makes a list with room for so many open files.  NULL: no memory. */
struct passed_files *passed_alloc(uint32_t room);
/* Adds the files of count descriptors at fds, held.  0, -EFAULT or -EBADF. */
int passed_take(struct passed_files *r, struct uaddr fds, uint32_t count);
/* Releases the files and frees r, which may be NULL and must be in no queue. */
void passed_drop(struct passed_files *r);
/* A packet with r has entered, or leaves, the queue of a local socket. */
void passed_enter(struct passed_files *r);
void passed_leave(struct passed_files *r);
/* Frees the sockets that only packets in their own queues hold. */
void passed_collect(void);
/*
 * Gives up a reference to a socket's file, and frees such sockets if need be.
 */
void socket_put(struct file *f);

/* --- options.c --- */

/*
 * getsockopt() and setsockopt().  value has length bytes in the kernel.
 * *length becomes the number of bytes stored, and never grows.  0 or -errno:
 * -ENOPROTOOPT, -EOPNOTSUPP, -EINVAL if length is too short, -EDOM for a bad
 * time.
 */
int socket_get_option(struct socket *s, int level, int name, void *value,
		      uint32_t *length);
int socket_set_option(struct socket *s, int level, int name, const void *value,
		      uint32_t length);

/* local.c, inet.c */
extern const struct socket_domain local_domain, inet_domain;
/* Is n an address of this machine?  0, -EINVAL, -EAFNOSUPPORT, -ENETUNREACH. */
int inet_check(const struct socket_name *n);
/* 0, or -EADDRINUSE: another socket listens at s's name. */
int inet_check_listen(const struct socket *s);
/* n's address in network order; 127.0.0.1 if that is 0, for any. */
uint32_t inet_address(const struct socket_name *n);
/* Are the addresses and ports equal? */
bool inet_name_is(const struct socket_name *a, const struct socket_name *b);

#endif
