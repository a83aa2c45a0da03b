/* SPDX-License-Identifier: MIT */
/*
 * Sockets.  Both ends of each are on this machine, so a socket sends by
 * putting packets into the queue of another: there is no protocol between.
 *
 * As in the file system (fs/vnode.h), a step that does not wait is atomic:
 * sockets have no lock of their own.
 */
#ifndef KERNEL_NET_SOCKET_H
#define KERNEL_NET_SOCKET_H

#include "fs/file.h"
#include "lib/list.h"
#include "proc/wait.h"
#include <faultline/socket.h>

/* An address as programs have it; length 0: none. */
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

/* Open files under way with a packet (passed.c). */
struct passed_files {
	struct list link; /* of those to be dropped */
	uint32_t count, room;
	struct file *files[]; /* held */
};

/* A datagram, a record, or some bytes of a stream. */
struct packet {
	struct list link;
	uint32_t head, tail; /* bytes to be read; head is past the name */
	uint32_t size;	     /* of data[] */
	uint32_t overhead;   /* that it counts for beside its bytes */
	uint32_t name_length;
	struct passed_files *passed; /* or NULL */
	char data[];		     /* the sender's name, then the bytes */
};

struct socket;

/* What differs between domains. */
struct socket_domain {
	int (*bind)(struct socket *s, const struct socket_name *n);
	/* The socket with the name, for s to send or connect to, held. */
	int (*find)(struct socket *s, const struct socket_name *n,
		    struct socket **found);
	/* Gives s, which is to send or to listen, a name if it needs one. */
	int (*name)(struct socket *s);
	void (*unbind)(struct socket *s);
};

enum socket_state {
	SOCKET_NEW,
	SOCKET_LISTENING,
	SOCKET_CONNECTED, /* of streams and records: has had a peer */
};

struct socket {
	uint32_t references; /* its file, a backlog, who waits at it */
	uint8_t type;	     /* SOCK_ */
	enum socket_state state;
	bool is_open; /* has a file, or is in a backlog */
	bool shut_read, shut_write;
	bool accepted;	/* not, or no more, in a backlog */
	bool peer_gone; /* and a stream of the internet knows it */
	int error;	/* SO_ERROR, which reading it clears */
	const struct socket_domain *domain;
	struct socket_name name, peer_name;
	struct fl_ucred cred, peer_cred;

	/*
	 * Who gets what is sent here; NULL when that one is gone.  Streams
	 * and records have each other; a datagram socket is one of its
	 * peer's senders.
	 */
	struct socket *peer;
	struct list sender_link, senders;

	struct list packets; /* to be read */
	uint32_t queued;     /* their bytes and overhead: up to receive_size */

	/* Of a local socket that packets hold (passed.c). */
	uint32_t in_flight; /* how often packets hold its file */
	struct file *file;
	struct list travelling;
	uint32_t held_inside; /* by packets of sockets that may be stranded */
	bool stranded;	      /* only while circles are looked for */

	struct list backlog, backlog_link; /* connections to accept */
	uint32_t waiting, backlog_size;

	struct wait_queue readable; /* packets, connections, ends */
	struct wait_queue writable; /* its peer has room, or is gone */
	struct wait_queue space;    /* here, for senders and connections */

	/* Options. */
	uint32_t options; /* bits by SO_ number */
	uint32_t receive_size, send_size;
	int64_t receive_time, send_time; /* ns, 0: for ever */
	struct fl_linger linger;

	struct vnode *vnode;	      /* local: held, names it */
	struct list port;	      /* inet: in the table of ports */
	struct account *port_account; /* that a port is charged to, or NULL */
};

/* --- socket.c: sockets as such, and as open files. --- */

/* One reference.  NULL: no memory. */
struct socket *socket_create(int domain, int type);
/* An open file for s, whose reference it takes over in any case. */
struct file *socket_file(struct socket *s, int flags);
struct socket *socket_of(const struct file *f); /* NULL: another kind */
void socket_release(struct socket *s);
void socket_close(struct socket *s); /* nobody has it open any more */

/* Who uses s now is whom its peer will see (SO_PEERCRED). */
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

static inline uint32_t socket_room(const struct socket *s)
{
	return s->queued < s->receive_size ? s->receive_size - s->queued : 0;
}

/* What is pending, which is told once: 0 or -errno. */
int socket_take_error(struct socket *s);
/*
 * A time from now as a deadline, or the one that the call had before it was
 * interrupted: a call that waits asks once, at its start.
 */
int64_t socket_deadline(int64_t time);
/* Waits unless it must not; -EAGAIN then, or when time is up.  May wait. */
int socket_wait(struct wait_queue *q, bool nonblocking, int64_t deadline);

/* --- connect.c --- */

int socket_listen(struct socket *s, int backlog);
/* These two may wait. */
int socket_connect(struct socket *s, const struct socket_name *to,
		   bool nonblocking);
int socket_accept(struct socket *s, bool nonblocking, struct socket **made);
void socket_pair(struct socket *a, struct socket *b);
void socket_disconnect(struct socket *s); /* a datagram socket */
int socket_shutdown(struct socket *s, int how);

/* --- transfer.c --- */

/* One sendmsg() or recvmsg(), decoded. */
struct transfer {
	struct io *io;
	int flags; /* MSG_, with MSG_DONTWAIT for O_NONBLOCK */
	/* send: where to, if length is not 0; receive: from whom */
	struct socket_name name;
	struct passed_files *passed; /* handed over, or NULL */
	int result_flags;	     /* receive: MSG_TRUNC, MSG_EOR */
	size_t whole;		     /* receive: of a datagram, cut or not */
};

/* Both may wait. */
ssize_t socket_send(struct socket *s, struct transfer *t);
ssize_t socket_receive(struct socket *s, struct transfer *t);
void packets_drop(struct socket *s);

/* --- passed.c --- */

/* Room for so many open files; NULL: no memory. */
struct passed_files *passed_alloc(uint32_t room);
/* Adds those of count descriptors: 0, -EFAULT or -EBADF. */
int passed_take(struct passed_files *r, struct uaddr fds, uint32_t count);
void passed_drop(struct passed_files *r); /* may be NULL */
/* They enter or leave the queue of a local socket. */
void passed_enter(struct passed_files *r);
void passed_leave(struct passed_files *r);
/* Frees the sockets that nothing but packets in their own queues holds. */
void passed_collect(void);
/* Gives up a reference to a socket's file, which may leave such sockets. */
void socket_put(struct file *f);

/* --- options.c --- */

int socket_get_option(struct socket *s, int level, int name, void *value,
		      uint32_t *length);
int socket_set_option(struct socket *s, int level, int name, const void *value,
		      uint32_t length);

/* local.c, inet.c */
extern const struct socket_domain local_domain, inet_domain;
/* Its address, this machine's where it is any. */
int inet_check(const struct socket_name *n); /* 0 or -errno: is it here? */
/* -EADDRINUSE: another one listens where s wants to. */
int inet_check_listen(const struct socket *s);
uint32_t inet_address(const struct socket_name *n);
bool inet_name_is(const struct socket_name *a, const struct socket_name *b);

#endif
