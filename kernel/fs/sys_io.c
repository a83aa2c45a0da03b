/* SPDX-License-Identifier: MIT */
/* Calls that read, write and seek, and others on open files. */
#include "call/door.h"
#include "call/handlers.h"
#include "fs/file.h"
#include "fs/internal.h"
#include "fs/io.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/thread.h"
#include <faultline/fcntl.h>

/* Reads or writes, as `right' says, and releases f. */
static inline long transfer(struct file *f, struct io *io, uint64_t *offset,
			    uint8_t right)
{
	long result;

	if (!(f->can & right))
		result = -EBADF;
	else if (right == FILE_READ)
		result = f->ops->read ? f->ops->read(f, io, offset)
				      : file_read(f, io);
	else
		result = f->ops->write ? f->ops->write(f, io, offset) : -EINVAL;
	file_release(f);
	return result;
}

long sys_read(int fd, struct uaddr buf, size_t count)
{
	struct file *f = file_get(fd);
	struct io io;

	if (!f)
		return -EBADF;
	io_init(&io, buf, count);
	return transfer(f, &io, &f->offset, FILE_READ);
}

long sys_write(int fd, struct uaddr buf, size_t count)
{
	struct file *f = file_get(fd);
	struct io io;

	if (!f)
		return -EBADF;
	io_init(&io, buf, count);
	return transfer(f, &io, &f->offset, FILE_WRITE);
}

static long transfer_at(int fd, struct uaddr buf, size_t count,
			long long offset, uint8_t right)
{
	uint64_t at = offset;
	struct file *f;
	struct io io;

	if (offset < 0)
		return -EINVAL;
	f = file_get(fd);
	if (!f)
		return -EBADF;
	if (!(f->can & FILE_SEEK)) {
		file_release(f);
		return f->can ? -ESPIPE : -EBADF;
	}
	io_init(&io, buf, count);
	return transfer(f, &io, &at, right);
}

long sys_pread(int fd, struct uaddr buf, size_t count, long long offset)
{
	return transfer_at(fd, buf, count, offset, FILE_READ);
}

long sys_pwrite(int fd, struct uaddr buf, size_t count, long long offset)
{
	return transfer_at(fd, buf, count, offset, FILE_WRITE);
}

#define SMALL_VECTOR 8

static long transfer_vector(int fd, struct uaddr iov, int count, uint8_t right)
{
	struct fl_iovec small[SMALL_VECTOR], *vec = small;
	struct file *f;
	struct io io;
	long result;

	if (count < 0 || count > FL_IOV_MAX)
		return -EINVAL;
	if (count > SMALL_VECTOR) {
		vec = kmalloc_raw(count * sizeof(*vec));
		if (!vec)
			return -ENOMEM;
	}
	result = io_get_vector(vec, iov, count);
	if (result < 0)
		goto out;
	io_init_vector(&io, vec, result);
	f = file_get(fd);
	result = f ? transfer(f, &io, &f->offset, right) : -EBADF;
out:
	if (vec != small)
		kfree(vec);
	return result;
}

long sys_readv(int fd, struct uaddr iov, int count)
{
	return transfer_vector(fd, iov, count, FILE_READ);
}

long sys_writev(int fd, struct uaddr iov, int count)
{
	return transfer_vector(fd, iov, count, FILE_WRITE);
}

/* For files whose length is their vnode's, such as regular ones. */
static long long seek(struct file *f, long long offset, int whence)
{
	long long base = 0, to; /* base is not negative */

	if (whence == SEEK_CUR)
		base = f->offset;
	else if (whence == SEEK_END)
		base = vnode_size(f->vnode);
	else if (whence != SEEK_SET)
		return -EINVAL;
	to = (long long)((uint64_t)base + (uint64_t)offset);
	if (to < 0)
		return offset > 0 ? -EOVERFLOW : -EINVAL;
	f->offset = to;
	return to;
}

/*
 * The same while another thread reads or writes at f's offset, or may: that
 * call would set the offset again when it ends.
 */
static long long seek_after(struct file *f, long long offset, int whence)
{
	long long result;

	file_hold(f);
	mutex_lock(&f->vnode->lock);
	result = seek(f, offset, whence);
	mutex_unlock(&f->vnode->lock);
	file_release(f);
	return result;
}

long long sys_lseek(int fd, long long offset, int whence)
{
	struct file *f = file_peek(fd);

	if (!f || (f->flags & O_PATH))
		return -EBADF;
	if (f->ops->lseek)
		return f->ops->lseek(f, offset, whence);
	if (!(f->can & FILE_SEEK))
		return -ESPIPE;
	/* A call that is under way in f holds it. */
	if (f->references > 1 && vnode_is_between(f->vnode, &f->offset))
		return seek_after(f, offset, whence);
	return seek(f, offset, whence);
}

/*
 * The short way (call/door.h) of the most frequent form: SEEK_SET within the
 * first 2 GB of a regular file.
 */
long sys_lseek_quick(call_args *args)
{
	uint32_t low = args[1], high = args[2];
	int fd = (int)args[0], whence = (int)args[3];
	struct file *f = file_peek(fd);

	if (!f || f->ops != &regular_file_ops ||
	    (whence | (int)high | (int)(low >> 31)) != 0 ||
	    !mutex_is_free(&f->vnode->lock))
		return call_wide(sys_lseek(fd, call_offset(low, high), whence));
	f->offset = low;
	current->page->result_hi = 0;
	return (long)low;
}

long sys_ftruncate(int fd, long long length)
{
	struct file *f = file_get(fd);
	long result = -EINVAL;

	if (!f)
		return -EBADF;
	if ((f->can & FILE_WRITE) && length >= 0 && f->vnode &&
	    vnode_is_regular(f->vnode)) {
		result = file_check_length(length);
		mutex_lock(&f->vnode->lock);
		if (result == 0)
			result = vnode_truncate(f->vnode, length);
		mutex_unlock(&f->vnode->lock);
	}
	file_release(f);
	return result;
}

long sys_fsync(int fd)
{
	struct file *f = file_peek(fd);

	if (!f)
		return -EBADF;
	return f->vnode && (vnode_is_regular(f->vnode) ||
			    vnode_is_directory(f->vnode))
		   ? 0
		   : -EINVAL;
}

long sys_sync(void)
{
	return 0; /* all file systems live in memory */
}

long sys_getdents(int fd, struct uaddr buf, size_t size)
{
	struct file *f = file_get(fd);
	struct io io;
	long result;

	if (!f || !(f->can & FILE_READ))
		result = -EBADF;
	else if (!f->vnode || !vnode_is_directory(f->vnode))
		result = -ENOTDIR;
	else if (f->vnode->nlink == 0)
		result = 0;
	else {
		io_init(&io, buf, size);
		result = f->vnode->ops->readdir(f, &io, &f->offset);
		if (result >= 0)
			vnode_mark_read(f->vnode);
	}
	file_release(f);
	return result;
}
