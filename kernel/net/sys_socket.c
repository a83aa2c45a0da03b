/* SPDX-License-Identifier: MIT */
/* The calls about sockets, but for those that send and receive. */
#include "call/handlers.h"
#include "machine/uaccess.h"
#include "net/internal.h"

int socket_get(int fd, struct file **f, struct socket **s)
{
	*f = file_get(fd);
	if (!*f)
		return -EBADF;
	*s = socket_of(*f);
	if (*s)
		return 0;
	file_release(*f);
	return -ENOTSOCK;
}

int name_from_user(struct socket_name *n, struct uaddr from, uint32_t length)
{
	if (length < sizeof(n->family) || length > sizeof(n->bytes))
		return -EINVAL;
	n->length = length;
	return copy_from_user(n->bytes, from, length);
}

int name_to_user(const struct socket_name *n, struct uaddr to,
		 struct uaddr length)
{
	uint32_t room;

	if (uaddr_is_null(to))
		return 0;
	if (user_load(length, &room) < 0)
		return -EFAULT;
	if ((int)room < 0)
		return -EINVAL;
	if (copy_to_user(to, n->bytes, MIN(room, n->length)) < 0)
		return -EFAULT;
	return user_store(length, n->length);
}

/* Is there such a kind of socket?  0 or -errno. */
static int check_kind(int domain, int type, int protocol)
{
	int flags = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
	bool is_stream = flags == SOCK_STREAM;

	if (domain != AF_UNIX && domain != AF_INET)
		return -EAFNOSUPPORT;
	if (flags != SOCK_STREAM && flags != SOCK_DGRAM &&
	    (flags != SOCK_SEQPACKET || domain != AF_UNIX))
		return -ESOCKTNOSUPPORT;
	if (protocol == 0 || (domain == AF_UNIX && protocol == AF_UNIX))
		return 0;
	if (domain == AF_INET &&
	    protocol == (is_stream ? IPPROTO_TCP : IPPROTO_UDP))
		return 0;
	return -EPROTONOSUPPORT;
}

static struct file *new_file(int domain, int type, struct socket **s)
{
	struct file *f;

	*s = socket_create(domain, type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC));
	f = *s ? socket_file(*s, type) : NULL;
	if (*s && !f)
		socket_close(*s);
	return f;
}

long sys_socket(int domain, int type, int protocol)
{
	int error = check_kind(domain, type, protocol);
	struct socket *s;
	struct file *f;

	if (error == 0)
		error = fd_can_install(0);
	if (error < 0)
		return error;
	f = new_file(domain, type, &s);
	return f ? fd_install(f, 0, type & SOCK_CLOEXEC) : -ENFILE;
}

long sys_socketpair(int domain, int type, int protocol, struct uaddr pair)
{
	int error = check_kind(domain, type, protocol);
	struct file *files[2];
	struct socket *s[2];

	if (error < 0)
		return error;
	if (domain != AF_UNIX)
		return -EOPNOTSUPP;
	files[0] = new_file(domain, type, &s[0]);
	if (!files[0])
		return -ENFILE;
	files[1] = new_file(domain, type, &s[1]);
	if (!files[1]) {
		file_release(files[0]);
		return -ENFILE;
	}
	socket_pair(s[0], s[1]);
	return fd_install_pair(files, pair, type & SOCK_CLOEXEC);
}

long sys_bind(int fd, struct uaddr addr, size_t length)
{
	struct socket_name n;
	struct socket *s;
	struct file *f;
	int error = socket_get(fd, &f, &s);

	if (error < 0)
		return error;
	error = name_from_user(&n, addr, length);
	if (error == 0)
		error = s->domain->bind(s, &n);
	socket_put(f);
	return error;
}

/*
 * Runs an operation that takes a socket and a number.  It is inlined, so that
 * the call graph has a call of each operation by its name.
 */
static inline __attribute__((always_inline)) long with_socket(
    int fd, int (*operation)(struct socket *, int), int number)
{
	struct socket *s;
	struct file *f;
	int error = socket_get(fd, &f, &s);

	if (error < 0)
		return error;
	error = operation(s, number);
	socket_put(f);
	return error;
}

long sys_listen(int fd, int backlog)
{
	return with_socket(fd, socket_listen, backlog);
}

long sys_shutdown(int fd, int how)
{
	return with_socket(fd, socket_shutdown, how);
}

/*
 * The connection stays in the backlog until there is a descriptor and a file
 * for it.  Nothing waits after socket_await().
 */
static long accept_file(struct file *f, struct socket *s, int flags,
			struct uaddr addr, struct uaddr length)
{
	struct socket *c;
	struct file *made;
	int error = fd_can_install(0);

	if (error == 0)
		error = socket_await(s, f->flags & O_NONBLOCK);
	if (error == 0)
		error = fd_can_install(0);
	if (error < 0)
		return error;
	made = socket_accept(s, flags, &c);
	if (!made)
		return -ENFILE;
	error = name_to_user(&c->peer_name, addr, length);
	if (error < 0) {
		file_release(made);
		return error;
	}
	return fd_install(made, 0, flags & SOCK_CLOEXEC);
}

long sys_accept4(int fd, uint32_t addr, uint32_t length, int flags)
{
	struct socket *s;
	struct file *f;
	long result;

	if (flags & ~(SOCK_NONBLOCK | SOCK_CLOEXEC))
		return -EINVAL;
	result = socket_get(fd, &f, &s);
	if (result < 0)
		return result;
	result = accept_file(f, s, flags, uaddr(addr), uaddr(length));
	socket_put(f);
	return result;
}

long sys_connect(int fd, struct uaddr addr, size_t length)
{
	struct socket_name n;
	struct socket *s;
	struct file *f;
	int error = socket_get(fd, &f, &s);

	if (error < 0)
		return error;
	error = name_from_user(&n, addr, length);
	if (error == 0)
		error = socket_connect(s, &n, f->flags & O_NONBLOCK);
	socket_put(f);
	return error;
}

static long get_name(int fd, bool of_peer, uint32_t addr, uint32_t length)
{
	const struct socket_name *n;
	struct socket *s;
	struct file *f;
	int error = socket_get(fd, &f, &s);

	if (error < 0)
		return error;
	n = of_peer ? &s->peer_name : &s->name;
	error = of_peer && n->length == 0
		    ? -ENOTCONN
		    : name_to_user(n, uaddr(addr), uaddr(length));
	socket_put(f);
	return error;
}

long sys_getsockname(int fd, uint32_t addr, uint32_t length)
{
	return get_name(fd, false, addr, length);
}

long sys_getpeername(int fd, uint32_t addr, uint32_t length)
{
	return get_name(fd, true, addr, length);
}

long sys_getsockopt(int fd, int level, int name, uint32_t value,
		    uint32_t length)
{
	char bytes[OPTION_MAX];
	struct socket *s;
	struct file *f;
	uint32_t n;
	int error = socket_get(fd, &f, &s);

	if (error < 0)
		return error;
	error = user_load(uaddr(length), &n);
	if (error == 0 && (int)n < 0)
		error = -EINVAL;
	n = MIN(n, sizeof(bytes));
	if (error == 0)
		error = socket_get_option(s, level, name, bytes, &n);
	if (error == 0)
		error = copy_to_user(uaddr(value), bytes, n);
	if (error == 0)
		error = user_store(uaddr(length), n);
	socket_put(f);
	return error;
}

long sys_setsockopt(int fd, int level, int name, struct uaddr value,
		    size_t length)
{
	char bytes[OPTION_MAX];
	struct socket *s;
	struct file *f;
	int error = socket_get(fd, &f, &s);

	if (error < 0)
		return error;
	length = MIN(length, sizeof(bytes));
	error = copy_from_user(bytes, value, length);
	if (error == 0)
		error = socket_set_option(s, level, name, bytes, length);
	socket_put(f);
	return error;
}
