/* SPDX-License-Identifier: MIT */
/* The calls that send and receive through sockets. */
#include "call/handlers.h"
#include "fs/io.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "net/internal.h"

#define SMALL_VECTOR 8

/* A message, read from a program. */
struct message {
	struct fl_msghdr header;
	struct fl_iovec small[SMALL_VECTOR], *vector;
	struct io io;
	struct transfer transfer;
};

static void message_done(struct message *m)
{
	if (m->vector != m->small)
		kfree(m->vector);
	passed_drop(m->transfer.passed);
}

/*
 * Reads the header and the vector.  message_done() must follow, also after an
 * error.
 */
static int message_read(struct message *m, struct uaddr from)
{
	int count;
	long total;

	m->vector = m->small;
	memset(&m->transfer, 0, sizeof(m->transfer));
	m->transfer.io = &m->io;
	if (copy_from_user(&m->header, from, sizeof(m->header)) < 0)
		return -EFAULT;
	count = m->header.msg_iovlen;
	if (count < 0 || count > FL_IOV_MAX)
		return -EMSGSIZE;
	if (count > SMALL_VECTOR) {
		m->vector = kmalloc_raw(count * sizeof(*m->vector));
		if (!m->vector) {
			m->vector = m->small;
			return -ENOMEM;
		}
	}
	total = io_get_vector(m->vector, uaddr(m->header.msg_iov), count);
	if (total >= 0)
		io_init_vector(&m->io, m->vector, total);
	return MIN(total, 0);
}

static int flags_of(const struct file *f, int flags)
{
	return f->flags & O_NONBLOCK ? flags | MSG_DONTWAIT : flags;
}

/*
 * Reads one header of the control data at *at, of which *left bytes are there.
 * Stores where its descriptors are, and how many.  *at and *left go on to the
 * next header.  0 or -errno.
 */
static int next_control(struct uaddr *at, uint32_t *left, struct uaddr *fds,
			uint32_t *count)
{
	struct fl_cmsghdr c;
	uint32_t bytes, whole;

	if (copy_from_user(&c, *at, sizeof(c)) < 0)
		return -EFAULT;
	if (c.cmsg_len < sizeof(c) || c.cmsg_len > *left ||
	    c.cmsg_level != SOL_SOCKET || c.cmsg_type != SCM_RIGHTS)
		return -EINVAL;
	bytes = c.cmsg_len - sizeof(c);
	*fds = uaddr_add(*at, sizeof(c));
	*count = bytes / sizeof(int);
	whole = (c.cmsg_len + 3) & ~3u;
	*left -= MIN(whole, *left);
	*at = uaddr_add(*at, whole);
	return *count <= FL_SCM_MAX_FD ? 0 : -EINVAL;
}

/*
 * Reads the descriptors in the control data.  They may be in any number of
 * headers, but are together at most FL_SCM_MAX_FD.
 */
static int read_control(struct message *m)
{
	struct passed_files *r = m->transfer.passed = NULL;
	struct uaddr at = uaddr(m->header.msg_control), fds;
	uint32_t left = m->header.msg_controllen, count;
	uint32_t room = MIN(left / sizeof(int), (uint32_t)FL_SCM_MAX_FD);
	int error = 0;

	if (m->header.msg_control == 0)
		return 0;
	while (error == 0 && left >= sizeof(struct fl_cmsghdr)) {
		error = next_control(&at, &left, &fds, &count);
		if (error < 0 || count == 0)
			continue;
		if (!r)
			r = m->transfer.passed = passed_alloc(room);
		if (!r)
			return -ENOBUFS;
		if (count > r->room - r->count)
			return -EINVAL;
		error = passed_take(r, fds, count);
	}
	return error;
}

static int read_destination(struct message *m)
{
	if (m->header.msg_name == 0 || m->header.msg_namelen == 0)
		return 0;
	return name_from_user(&m->transfer.name, uaddr(m->header.msg_name),
			      m->header.msg_namelen);
}

long sys_sendmsg(int fd, struct uaddr message, int flags)
{
	struct message m;
	struct socket *s;
	struct file *f;
	long result = socket_get(fd, &f, &s);

	if (result < 0)
		return result;
	result = message_read(&m, message);
	m.transfer.flags = flags_of(f, flags);
	if (result == 0)
		result = read_destination(&m);
	if (result == 0)
		result = read_control(&m);
	if (result == 0)
		result = socket_send(s, &m.transfer);
	message_done(&m);
	socket_put(f);
	return result;
}

long sys_sendto(int fd, struct uaddr data, size_t size, int flags,
		uint32_t addr, size_t length)
{
	struct transfer t = { .passed = NULL };
	struct socket *s;
	struct file *f;
	struct io io;
	long result = socket_get(fd, &f, &s);

	if (result < 0)
		return result;
	io_init(&io, data, size);
	t.io = &io;
	t.flags = flags_of(f, flags);
	if (addr != 0 && length > 0)
		result = name_from_user(&t.name, uaddr(addr), length);
	if (result == 0)
		result = socket_send(s, &t);
	socket_put(f);
	return result;
}

/* The result of a receive of n bytes: with MSG_TRUNC, the datagram's length. */
static long received(const struct transfer *t, int flags, ssize_t n)
{
	return n >= 0 && (flags & MSG_TRUNC) ? (long)t->whole : n;
}

long sys_recvfrom(int fd, struct uaddr data, size_t size, int flags,
		  uint32_t addr, uint32_t length)
{
	struct transfer t = { .passed = NULL };
	struct socket *s;
	struct file *f;
	struct io io;
	long result = socket_get(fd, &f, &s), error = 0;

	if (result < 0)
		return result;
	io_init(&io, data, size);
	t.io = &io;
	t.flags = flags_of(f, flags);
	result = socket_receive(s, &t);
	if (result >= 0)
		error = name_to_user(&t.name, uaddr(addr), uaddr(length));
	passed_drop(t.passed); /* recvfrom() cannot return them */
	socket_put(f);
	return error < 0 ? error : received(&t, flags, result);
}

/* Gives descriptors to the open files that fit; else MSG_CTRUNC is set. */
static int write_control(struct message *m, int flags)
{
	struct passed_files *r = m->transfer.passed;
	uint32_t room = m->header.msg_controllen, count = 0;
	struct fl_cmsghdr c = { .cmsg_level = SOL_SOCKET,
				.cmsg_type = SCM_RIGHTS };
	struct uaddr at = uaddr(m->header.msg_control);
	int error = 0;

	m->header.msg_controllen = 0;
	if (!r)
		return 0;
	if (m->header.msg_control && room >= sizeof(c) + sizeof(int))
		room = (room - sizeof(c)) / sizeof(int);
	else
		room = 0;
	while (error == 0 && count < MIN(room, r->count)) {
		int fd = fd_install(file_hold(r->files[count]), 0,
				    flags & MSG_CMSG_CLOEXEC);

		if (fd < 0)
			break;
		error = user_store(
		    uaddr_add(at, sizeof(c) + count * sizeof(int)), fd);
		count++;
	}
	if (count < r->count)
		m->header.msg_flags |= MSG_CTRUNC;
	if (count == 0 || error < 0)
		return error;
	c.cmsg_len = sizeof(c) + count * sizeof(int);
	m->header.msg_controllen = c.cmsg_len;
	return copy_to_user(at, &c, sizeof(c));
}

/* Writes as much of the sender's name as fits, and its length to the header. */
static int write_name(struct message *m)
{
	struct socket_name *n = &m->transfer.name;
	uint32_t room = m->header.msg_namelen;

	m->header.msg_namelen = n->length;
	if (m->header.msg_name == 0)
		return 0;
	return copy_to_user(uaddr(m->header.msg_name), n->bytes,
			    MIN(room, n->length));
}

long sys_recvmsg(int fd, struct uaddr message, int flags)
{
	struct message m;
	struct socket *s;
	struct file *f;
	long result = socket_get(fd, &f, &s);
	int error;

	if (result < 0)
		return result;
	result = message_read(&m, message);
	m.transfer.flags = flags_of(f, flags);
	if (result == 0)
		result = socket_receive(s, &m.transfer);
	if (result < 0)
		goto out;
	m.header.msg_flags = m.transfer.result_flags;
	error = write_name(&m);
	if (error == 0)
		error = write_control(&m, flags);
	if (error == 0)
		error = copy_to_user(message, &m.header, sizeof(m.header));
	result = error < 0 ? error : received(&m.transfer, flags, result);
out:
	message_done(&m);
	socket_put(f);
	return result;
}
