/* SPDX-License-Identifier: MIT */
/* Calls that control descriptors: fcntl, ioctl, flock, isatty. */
#include "call/handlers.h"
#include "dev/tty.h"
#include "fs/file.h"
#include "fs/locks.h"
#include "machine/uaccess.h"
#include "proc/thread.h"
#include <faultline/ioctl.h>

#define SETTABLE_FLAGS (O_APPEND | O_NONBLOCK)

static long record_lock(int fd, int cmd, struct uaddr arg)
{
	struct file *f;
	struct flock l;
	long result;

	if (copy_from_user(&l, arg, sizeof(l)) < 0)
		return -EFAULT;
	f = file_get(fd);
	result = locks_fcntl(f, fd, cmd, &l);
	file_release(f);
	if (result == 0 && cmd == F_GETLK)
		result = copy_to_user(arg, &l, sizeof(l));
	return result;
}

static long duplicate(int fd, uint32_t from, bool cloexec)
{
	if (from >= current->subject->limits[RLIMIT_NOFILE].rlim_cur ||
	    from >= FL_OPEN_MAX)
		return -EINVAL;
	return fd_install(file_get(fd), from, cloexec);
}

long sys_fcntl(int fd, int cmd, uint32_t arg)
{
	struct file *f = file_peek(fd);

	if (!f)
		return -EBADF;
	switch (cmd) {
	case F_DUPFD:
		return duplicate(fd, arg, false);
	case F_DUPFD_CLOEXEC:
		return duplicate(fd, arg, true);
	case F_GETFD:
		return fd_get_cloexec(fd) ? FD_CLOEXEC : 0;
	case F_SETFD:
		fd_set_cloexec(fd, arg & FD_CLOEXEC);
		return 0;
	case F_GETFL:
		return f->flags;
	case F_SETFL:
		f->flags =
		    (f->flags & ~SETTABLE_FLAGS) | (arg & SETTABLE_FLAGS);
		return 0;
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		return record_lock(fd, cmd, uaddr(arg));
	default:
		return -EINVAL;
	}
}

static long set_nonblocking(struct file *f, struct uaddr arg)
{
	uint32_t on;

	if (user_load(arg, &on) < 0)
		return -EFAULT;
	f->flags = on ? f->flags | O_NONBLOCK : f->flags & ~O_NONBLOCK;
	return 0;
}

/* FIONREAD: the bytes of a regular file from its offset on. */
static long bytes_left(struct file *f, struct uaddr arg)
{
	uint64_t size = vnode_size(f->vnode);
	uint64_t left = f->offset < size ? size - f->offset : 0;

	return user_store(arg, MIN(left, INT32_MAX));
}

long sys_ioctl(int fd, unsigned request, uint32_t arg)
{
	struct file *f = file_get(fd);
	long result = -ENOTTY;

	if (!f)
		return -EBADF;
	if (f->flags & O_PATH)
		result = -EBADF;
	else if (request == FIONBIO)
		result = set_nonblocking(f, uaddr(arg));
	else if (f->ops->ioctl)
		result = f->ops->ioctl(f, request, arg);
	else if (request == FIONREAD && f->vnode && vnode_is_regular(f->vnode))
		result = bytes_left(f, uaddr(arg));
	file_release(f);
	return result;
}

long sys_flock(int fd, int operation)
{
	struct file *f = file_get(fd);
	long result;

	if (!f)
		return -EBADF;
	result = f->flags & O_PATH ? -EBADF : locks_flock(f, operation);
	file_release(f);
	return result;
}

long sys_isatty(int fd)
{
	struct file *f = file_peek(fd);

	if (!f)
		return -EBADF;
	return file_is_tty(f) ? 1 : -ENOTTY;
}
