/* SPDX-License-Identifier: MIT */
/* Open files; reading and writing regular ones. */
#include "fs/file.h"
#include <faultline/fcntl.h>

#include "fs/internal.h"
#include "fs/io.h"
#include "fs/locks.h"
#include "mm/limits.h"
#include "mm/slab.h"
#include "proc/thread.h"
#include "proc/wait.h"

static struct slab_cache file_cache =
    SLAB_CACHE_INIT(file_cache, "file", struct file);

struct file *file_alloc(const struct file_ops *ops, uint32_t flags)
{
	static uint32_t last_ino;
	struct account *a = account_current();
	struct file *f;

	if (account_charge(a, ACCOUNT_FILES) < 0)
		return NULL;
	f = slab_alloc_raw(&file_cache);
	if (!f) {
		account_uncharge(a, ACCOUNT_FILES);
		return NULL;
	}
	f->references = 1;
	f->account = a;
	f->flags = flags;
	f->can = 0;
	f->flocked = false;
	f->ops = ops;
	f->offset = 0;
	f->ino = ++last_ino;
	f->vnode = NULL;
	f->object = NULL;
	return f;
}

void file_destroy(struct file *f)
{
	struct vnode *v = f->vnode;
	struct account *a = f->account;

	KASSERT(f->references == 0);
	if (f->flocked)
		locks_release_flock(f);
	if (f->ops->release)
		f->ops->release(f);
	if (v) {
		if ((f->can & FILE_WRITE) && vnode_is_regular(v))
			vnode_remove_writer(v);
		vnode_release(v);
	}
	slab_free(&file_cache, f);
	account_uncharge(a, ACCOUNT_FILES);
}

ssize_t file_read(struct file *f, struct io *io)
{
	may_wait();
	if (!f->ops->read)
		return f->vnode && vnode_is_directory(f->vnode) ? -EISDIR
								: -EINVAL;
	return f->ops->read(f, io, &f->offset);
}

ssize_t file_write(struct file *f, struct io *io)
{
	may_wait();
	if (!f->ops->write)
		return -EINVAL;
	return f->ops->write(f, io, &f->offset);
}

ssize_t file_write_kernel(struct file *f, const void *from, size_t n)
{
	may_wait();
	struct io io;

	if (!(f->can & FILE_WRITE))
		return -EBADF;
	io_init_kernel(&io, from, n);
	return file_write(f, &io);
}

static ssize_t regular_read(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	return vnode_read_io(f->vnode, io, offset);
}

/* Cuts io to what RLIMIT_FSIZE and FILE_SIZE_MAX allow: 0 or -EFBIG. */
static int apply_limits(struct io *io, uint64_t offset)
{
	uint64_t limit = current->subject->limits[RLIMIT_FSIZE].rlim_cur;
	bool own = limit < FILE_SIZE_MAX;

	if (!own)
		limit = FILE_SIZE_MAX;
	if (offset + io->left <= limit || io->left == 0)
		return 0;
	if (offset >= limit) {
		if (own)
			signal_send_thread(current, SIGXFSZ, NULL);
		return -EFBIG;
	}
	KASSERT(limit - offset < io->left);
	io->left = limit - offset;
	if (io->length > io->left)
		io->length = io->left;
	return 0;
}

int file_check_length(uint64_t length)
{
	if (length > FILE_SIZE_MAX)
		return -EFBIG;
	if (length > current->subject->limits[RLIMIT_FSIZE].rlim_cur) {
		signal_send_thread(current, SIGXFSZ, NULL);
		return -EFBIG;
	}
	return 0;
}

static ssize_t regular_write(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct vnode *v = f->vnode;
	ssize_t done;

	KASSERT(f->references > 0 && vnode_is_regular(v));
	mutex_lock(&v->lock);
	if ((f->flags & O_APPEND) && offset == &f->offset)
		*offset = vnode_size(v);
	done = apply_limits(io, *offset);
	if (done == 0 && io->left > 0)
		done = vnode_write_io(v, io, offset);
	mutex_unlock(&v->lock);
	return done;
}

const struct file_ops regular_file_ops = {
	.read = regular_read,
	.write = regular_write,
	.memory = vnode_memory,
};

static void directory_release(struct file *f)
{
	if (f->object)
		f->vnode->ops->dir_closed(f);
}

static long long directory_lseek(struct file *f, long long offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += f->offset;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset < 0)
		return -EINVAL;
	f->offset = offset;
	return offset;
}

const struct file_ops directory_file_ops = {
	.lseek = directory_lseek,
	.release = directory_release,
};

/* O_PATH: the file stands for a place in the tree, and has no contents. */
const struct file_ops path_file_ops = { .read = NULL };
