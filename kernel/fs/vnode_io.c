/* SPDX-License-Identifier: MIT */
/* Contents of regular files: copies between buffers and pages. */
#include "fs/file.h"
#include "fs/io.h"
#include "fs/vnode.h"
#include "lib/string.h"
#include "mm/limits.h"
#include "proc/sched.h"
#include "proc/thread.h"
#include "proc/wait.h"

/* Is a before b, or the same? */
static bool is_before(const struct fl_timespec *a, const struct fl_timespec *b)
{
	if (a->tv_sec != b->tv_sec)
		return a->tv_sec < b->tv_sec;
	return a->tv_nsec <= b->tv_nsec;
}

/*
 * The access time moves with the first read after a change, and not again
 * before the next change.  This answers whether a file was read since it was
 * written, and most reads need not look at the clock.
 */
void vnode_mark_read(struct vnode *v)
{
	if ((is_before(&v->atime, &v->mtime) ||
	     is_before(&v->atime, &v->ctime)) &&
	    !vnode_is_read_only(v))
		v->atime = vnode_now();
}

/* Copies n bytes within one page; a missing page reads as zeros. */
static int read_page(struct vnode *v, struct io *io, uint64_t at, size_t n)
{
	struct frame *f = object_lookup(&v->memory, at >> PAGE_SHIFT);

	if (!f)
		return io_clear(io, n);
	return io_put(io, (char *)frame_address(f) + (at & PAGE_MASK), n);
}

/* How many of the next `left' bytes lie in the page of position at. */
static inline size_t part_in_page(uint64_t at, size_t left)
{
	size_t n = PAGE_SIZE - (at & PAGE_MASK);

	return MIN(n, left);
}

/*
 * Counts n more bytes as copied, and lets others run after each COPY_SLICE.
 * True: a signal is pending, and the call ends with the bytes copied so far.
 */
static inline bool slice_ends(size_t *slice, size_t n)
{
	*slice += n;
	if (*slice < COPY_SLICE)
		return false;
	*slice = 0;
	return sched_checkpoint();
}

static ssize_t read_pages(struct vnode *v, struct io *io, uint64_t *offset)
{
	size_t done = 0, slice = 0;
	uint64_t at = *offset;
	int error = 0;

	while (io->left > 0 && at < v->memory.size) {
		size_t n = part_in_page(at, io->left);

		n = MIN(n, v->memory.size - at);
		error = read_page(v, io, at, n);
		if (error < 0)
			break;
		at += n;
		done += n;
		if (slice_ends(&slice, n))
			break;
	}
	*offset = at;
	return done > 0 ? (ssize_t)done : error;
}

ssize_t vnode_read_io(struct vnode *v, struct io *io, uint64_t *offset)
{
	may_wait();
	ssize_t done;

	if (io->left == 0)
		return 0; /* POSIX read(): "and have no other results" */
	vnode_mark_read(v);
	/* A short read has no checkpoint in the middle. */
	if (io->left < COPY_SLICE && !vnode_is_between(v, offset))
		return read_pages(v, io, offset);
	mutex_lock(&v->lock);
	KASSERT(!v->read_at);
	v->read_at = offset;
	done = read_pages(v, io, offset);
	v->read_at = NULL;
	mutex_unlock(&v->lock);
	return done;
}

ssize_t vnode_read(struct vnode *v, void *to, size_t n, uint64_t offset)
{
	may_wait();
	struct io io;

	io_init_kernel(&io, to, n);
	return vnode_read_io(v, &io, &offset);
}

/*
 * To be called when the contents change.  A set-user-ID file with other
 * contents is another program, which must not run with the rights of the owner.
 */
static void contents_changed(struct vnode *v)
{
	vnode_touch(v);
	if (v->mode & (S_ISUID | S_ISGID) && !cred_is_superuser(cred_current()))
		v->mode &= ~(S_ISUID | (v->mode & 010 ? S_ISGID : 0));
}

static int vnode_page(struct object *o, const struct page_request *q,
		      struct frame **f)
{
	if (q->write)
		contents_changed(container_of(o, struct vnode, memory));
	return object_kept_page(o, q, f);
}

static void last_reference_gone(struct object *o)
{
	struct vnode *v = container_of(o, struct vnode, memory);

	KASSERT(list_empty(&o->mappings) && o->writers == 0);
	v->ops->destroy(v);
}

const struct object_ops vnode_object_ops = {
	.name = "file",
	.page = vnode_page,
	.release = last_reference_gone,
};

/*
 * Writes to a page that is missing.  The page is filled before the object gets
 * it, so that only what the write leaves out need be cleared.
 */
static int write_new_page(struct vnode *v, struct io *io, uint64_t at, size_t n)
{
	uint32_t from = at & PAGE_MASK;
	struct frame *f;
	char *page;
	int error;

	if (v->ops->reserve && v->ops->reserve() == 0)
		return -ENOSPC;
	f = frame_alloc_raw(0);
	if (!f)
		return -ENOSPC;
	page = frame_address(f);
	memset(page, 0, from);
	error = io_get(io, page + from, n);
	if (error < 0)
		goto fail;
	memset(page + from + n, 0, PAGE_SIZE - from - n);
	error = -ENOSPC;
	if (object_insert(&v->memory, at >> PAGE_SHIFT, f) < 0)
		goto fail;
	return 0;
fail:
	frame_release(f);
	return error;
}

static int write_page(struct vnode *v, struct io *io, uint64_t at, size_t n)
{
	struct frame *f = object_lookup(&v->memory, at >> PAGE_SHIFT);

	if (!f)
		return write_new_page(v, io, at, n);
	return io_get(io, (char *)frame_address(f) + (at & PAGE_MASK), n);
}

/* Zeros behind the end, in the last page: a mapping may have written there. */
static void clear_tail(struct vnode *v)
{
	uint32_t from = v->memory.size & PAGE_MASK;
	uint32_t index = v->memory.size >> PAGE_SHIFT;
	struct frame *f;

	if (from == 0)
		return;
	f = object_lookup(&v->memory, index);
	if (f)
		memset((char *)frame_address(f) + from, 0, PAGE_SIZE - from);
}

int vnode_memory(struct file *f, uint32_t first, uint32_t count,
		 struct object **o)
{
	struct vnode *v = f->vnode;

	(void)first;
	(void)count;
	clear_tail(v);
	if (f->can & FILE_READ)
		vnode_mark_read(v);
	*o = object_hold(&v->memory);
	return 0;
}

ssize_t vnode_write_io(struct vnode *v, struct io *io, uint64_t *offset)
{
	may_wait();
	size_t done = 0, slice = 0;
	uint64_t at = *offset;
	int error = 0;

	KASSERT(mutex_is_mine(&v->lock));
	if (at > v->memory.size)
		clear_tail(v); /* the gap reads as zeros */
	while (io->left > 0) {
		size_t n = part_in_page(at, io->left);

		error = write_page(v, io, at, n);
		if (error < 0)
			break;
		at += n;
		if (at > v->memory.size)
			v->memory.size = at;
		done += n;
		if (slice_ends(&slice, n))
			break;
	}
	if (done == 0)
		return error;
	*offset = at;
	contents_changed(v);
	return done;
}

int vnode_truncate(struct vnode *v, uint64_t size)
{
	if (size > FILE_SIZE_MAX)
		return -EFBIG;
	if (size > v->memory.size)
		clear_tail(v); /* the gap reads as zeros */
	if (size != v->memory.size)
		object_resize(&v->memory, size);
	contents_changed(v);
	return 0;
}
