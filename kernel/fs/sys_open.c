/* SPDX-License-Identifier: MIT */
/* Calls that make descriptors: open, pipe, dup, and close. */
#include "call/handlers.h"
#include "fs/file.h"
#include "fs/internal.h"
#include "fs/pipe.h"

long sys_openat(int dirfd, struct uaddr path, int flags, unsigned mode)
{
	struct file *f;
	int error = fd_can_install(0);

	if (error < 0)
		return error;
	error = vfs_open_user(dirfd, path, flags, mode, &f);
	if (error < 0)
		return error;
	return fd_install(f, 0, flags & O_CLOEXEC);
}

long sys_open(struct uaddr path, int flags, unsigned mode)
{
	return sys_openat(AT_FDCWD, path, flags, mode);
}

long sys_close(int fd)
{
	return fd_close(fd);
}

long sys_dup(int fd)
{
	struct file *f = file_get(fd);

	return f ? fd_install(f, 0, false) : -EBADF;
}

long sys_dup3(int fd, int to, int flags)
{
	struct file *f = file_get(fd);

	if (!f)
		return -EBADF;
	if ((flags & ~O_CLOEXEC) == 0 && to != fd)
		return fd_replace(to, f, flags & O_CLOEXEC);
	file_release(f);
	return flags & ~O_CLOEXEC ? -EINVAL : fd;
}

long sys_pipe2(struct uaddr pair, int flags)
{
	struct file *ends[2];
	int error;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK))
		return -EINVAL;
	error = pipe_create(flags, ends);
	if (error < 0)
		return error;
	return fd_install_pair(ends, pair, flags & O_CLOEXEC);
}
