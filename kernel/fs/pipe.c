/* SPDX-License-Identifier: MIT */
/* Pipes and FIFOs. */
#include "fs/pipe.h"

#include "fs/io.h"
#include "fs/poll.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "proc/sched.h"
#include "proc/thread.h"
#include "proc/wait.h"
#include <faultline/ioctl.h>

static struct slab_cache pipe_cache =
    SLAB_CACHE_INIT(pipe_cache, "pipe", struct pipe);

/*
 * A pipe has a page from the start, and never gives its last one back, so that
 * a byte can be written to an empty pipe however short memory is.
 */
static struct pipe *pipe_alloc(void)
{
	struct pipe *p = slab_alloc(&pipe_cache);
	struct frame *f = p && !frames_are_scarce() ? frame_alloc_raw(0) : NULL;

	if (!f) {
		if (p)
			slab_free(&pipe_cache, p);
		return NULL;
	}
	p->spare = frame_address(f);
	wait_queue_init(&p->read_wait);
	wait_queue_init(&p->write_wait);
	list_init(&p->passed);
	return p;
}

static void pipe_release(struct pipe *p)
{
	KASSERT(p->references > 0);
	if (--p->references > 0)
		return;
	KASSERT(list_empty(&p->read_wait.waiters));
	KASSERT(list_empty(&p->write_wait.waiters));
	pipe_drop_passed(p);
	for (uint32_t i = 0; i < PIPE_PAGES; i++)
		if (p->pages[i])
			frame_release(frame_of(p->pages[i]));
	if (p->spare)
		frame_release(frame_of(p->spare));
	slab_free(&pipe_cache, p);
}

/*
 * A page for more bytes, or NULL.  The first page of an empty pipe may come
 * from the reserve that files otherwise leave to programs; further ones may
 * not.
 */
static void *page_take(struct pipe *p, bool first)
{
	void *page = p->spare;
	bool may = first ? !frames_are_scarce() : frames_for_files() > 0;
	struct frame *f;

	if (page) {
		p->spare = NULL;
		return page;
	}
	f = may ? frame_alloc_raw(0) : NULL;
	return f ? frame_address(f) : NULL;
}

/* Gives up the page of a slot, whose bytes have all been read. */
static void page_give_back(struct pipe *p, uint32_t slot)
{
	KASSERT(slot < PIPE_PAGES && p->pages[slot]);
	if (p->spare)
		frame_release(frame_of(p->pages[slot]));
	else
		p->spare = p->pages[slot];
	p->pages[slot] = NULL;
}

ssize_t pipe_take(struct pipe *p, struct io *io)
{
	size_t done = 0;

	KASSERT(p->head - p->tail <= PIPE_SIZE);
	while (io->left > 0 && p->head != p->tail) {
		uint32_t slot = p->tail / PAGE_SIZE % PIPE_PAGES;
		uint32_t from = p->tail & PAGE_MASK;
		size_t n = MIN(PAGE_SIZE - from, p->head - p->tail);

		n = MIN(n, io->left);
		if (io_put(io, (char *)p->pages[slot] + from, n) < 0)
			return done > 0 ? (ssize_t)done : -EFAULT;
		p->tail += n;
		done += n;
		/* If the ring was full, the head is in this page again. */
		if ((p->tail & PAGE_MASK) == 0 &&
		    p->head - p->tail <= PIPE_SIZE - PAGE_SIZE)
			page_give_back(p, slot);
	}
	if (p->head == p->tail && (p->tail & PAGE_MASK) != 0) {
		/* The pipe is empty: the next bytes start a page. */
		page_give_back(p, p->tail / PAGE_SIZE % PIPE_PAGES);
		p->head = p->tail = 0;
	}
	return done;
}

/*
 * p->head moves only at the end, so that a write of at most PIPE_BUF bytes that
 * fails in the middle leaves none of its bytes behind (POSIX write()).
 */
ssize_t pipe_fill(struct pipe *p, struct io *io, uint32_t n)
{
	uint32_t head = p->head;
	ssize_t error = 0;

	KASSERT(n <= PIPE_SIZE - (p->head - p->tail));
	while (n > 0) {
		uint32_t slot = head / PAGE_SIZE % PIPE_PAGES;
		uint32_t from = head & PAGE_MASK;
		uint32_t part = MIN(PAGE_SIZE - from, n);

		if (!p->pages[slot])
			p->pages[slot] = page_take(p, p->head == p->tail);
		if (!p->pages[slot]) {
			error = -ENOMEM;
			break;
		}
		error = io_get(io, (char *)p->pages[slot] + from, part);
		if (error < 0)
			break;
		head += part;
		n -= part;
	}
	if (error < 0 && (head - p->head) + n <= FL_PIPE_BUF)
		return error; /* new pages stay in their slots */
	n = head - p->head;
	p->head = head;
	return n > 0 ? (ssize_t)n : error;
}

static ssize_t pipe_read(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct pipe *p = f->object;
	ssize_t done;
	int error;

	(void)offset;
	if (io->left == 0)
		return 0;
	while (p->head == p->tail) {
		if (p->writers == 0)
			return 0;
		if (f->flags & O_NONBLOCK)
			return -EAGAIN;
		error = wait_on(&p->read_wait, WAIT_FOREVER);
		if (error < 0)
			return error;
	}
	done = pipe_take(p, io);
	if (done > 0 && f->vnode)
		vnode_mark_read(f->vnode);
	if (!list_empty(&p->write_wait.waiters) &&
	    PIPE_SIZE - (p->head - p->tail) >= p->wanted) {
		p->wanted = PIPE_SIZE;
		wait_wake_all(&p->write_wait);
	}
	return done;
}

/* Writing fails, because nobody reads. */
static ssize_t broken(void)
{
	signal_send_thread(current, SIGPIPE, NULL);
	return -EPIPE;
}

/*
 * Waits once for room.  Half of the ring is enough for a write that may be
 * split, and `left' bytes for one that may not, or that has fewer left.
 */
static int wait_for_room(struct pipe *p, size_t left)
{
	uint32_t need = MIN(left, PIPE_SIZE / 2);

	if (list_empty(&p->write_wait.waiters) || need < p->wanted)
		p->wanted = need;
	return wait_on(&p->write_wait, WAIT_FOREVER);
}

static ssize_t pipe_write(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct pipe *p = f->object;
	bool atomic = io->left <= FL_PIPE_BUF;
	size_t done = 0;
	ssize_t n = 0;

	(void)offset;
	while (io->left > 0) {
		uint32_t room = PIPE_SIZE - (p->head - p->tail);
		bool was_empty = p->head == p->tail;

		if (p->readers == 0) {
			n = broken();
			break;
		}
		if (room > 0 && (!atomic || room >= io->left)) {
			n = pipe_fill(p, io, MIN(room, io->left));
			if (was_empty && p->head != p->tail)
				wait_wake_all(&p->read_wait);
			if (n < 0)
				break;
			done += n;
			continue;
		}
		n = -EAGAIN;
		if (f->flags & O_NONBLOCK)
			break;
		n = wait_for_room(p, io->left);
		if (n < 0)
			break;
	}
	if (done == 0)
		return n;
	if (f->vnode)
		vnode_touch(f->vnode);
	return done;
}

/*
 * The offset of a reader's file is the number of opens for writing when it was
 * opened, less 1 if there was a writer.  Until another writer comes, a reader
 * that has never had one sees no hang-up.
 */
static bool is_hung_up(const struct file *f, const struct pipe *p)
{
	return p->writers == 0 && p->opened_for_writing != (uint32_t)f->offset;
}

static unsigned pipe_poll(struct file *f, struct poll_set *set)
{
	struct pipe *p = f->object;
	unsigned events = 0;

	if (f->can & FILE_READ) {
		if (p->head != p->tail)
			events |= POLLIN | POLLRDNORM;
		if (is_hung_up(f, p))
			events |= POLLHUP;
		if (p->passed_count > 0)
			events |= POLLPRI;
		poll_add(set, &p->read_wait);
	}
	if (f->can & FILE_WRITE) {
		uint32_t room = PIPE_SIZE - (p->head - p->tail);

		if (p->readers == 0)
			events |= POLLERR;
		if (room >= FL_PIPE_BUF)
			events |= POLLOUT | POLLWRNORM;
		if (set && list_empty(&p->write_wait.waiters))
			p->wanted = PIPE_SIZE;
		if (set && p->wanted > FL_PIPE_BUF)
			p->wanted = FL_PIPE_BUF;
		poll_add(set, &p->write_wait);
	}
	return events;
}

static long pipe_ioctl(struct file *f, unsigned request, uint32_t arg)
{
	struct pipe *p = f->object;

	if (request != FIONREAD)
		return -ENOTTY;
	return user_store(uaddr(arg), p->head - p->tail);
}

/* An end is closed.  The last of its kind wakes the other side. */
static void pipe_close(struct file *f)
{
	struct pipe *p = f->object;

	if (!p)
		return;
	KASSERT(!(f->can & FILE_READ) || p->readers > 0);
	KASSERT(!(f->can & FILE_WRITE) || p->writers > 0);
	KASSERT(!f->vnode || f->vnode->fifo == p);
	if ((f->can & FILE_READ) && --p->readers == 0)
		wait_wake_all(&p->write_wait);
	if ((f->can & FILE_WRITE) && --p->writers == 0)
		wait_wake_all(&p->read_wait);
	if (f->vnode && p->readers == 0 && p->writers == 0)
		f->vnode->fifo = NULL;
	pipe_release(p);
}

static const struct file_ops pipe_ops = {
	.read = pipe_read,
	.write = pipe_write,
	.poll = pipe_poll,
	.ioctl = pipe_ioctl,
	.release = pipe_close,
};

struct pipe *pipe_of(const struct file *f)
{
	return f->ops == &pipe_ops ? f->object : NULL;
}

/* The pipe of a FIFO; a new one without references if it is not open. */
static struct pipe *fifo_pipe(struct vnode *v)
{
	if (!v->fifo)
		v->fifo = pipe_alloc();
	return v->fifo;
}

/*
 * Waits until the other side is open, or has been opened since the wait began:
 * that it may be closed again already does not matter (POSIX open()).
 */
static int wait_for_peer(struct wait_queue *q, const uint32_t *opened,
			 const uint32_t *present)
{
	uint32_t seen = *opened;
	int error;

	while (*present == 0 && *opened == seen) {
		error = wait_on(q, WAIT_FOREVER);
		if (error < 0)
			return error;
	}
	return 0;
}

int fifo_open(struct file *f)
{
	may_wait();
	bool wait = !(f->flags & O_NONBLOCK);
	struct pipe *p = f->vnode->fifo;

	KASSERT(vnode_type(f->vnode) == S_IFIFO && !f->object);
	if (f->can == FILE_WRITE && !wait && (!p || p->readers == 0))
		return -ENXIO;
	p = fifo_pipe(f->vnode);
	if (!p)
		return -ENOMEM;
	p->references++;
	f->ops = &pipe_ops;
	f->object = p;
	if (f->can & FILE_READ) {
		f->offset = p->opened_for_writing - (p->writers > 0);
		p->readers++;
		p->opened_for_reading++;
		wait_wake_all(&p->write_wait);
	}
	if (f->can & FILE_WRITE) {
		p->writers++;
		p->opened_for_writing++;
		wait_wake_all(&p->read_wait);
	}
	if (!wait || f->can == (FILE_READ | FILE_WRITE))
		return 0;
	if (f->can & FILE_READ)
		return wait_for_peer(&p->read_wait, &p->opened_for_writing,
				     &p->writers);
	return wait_for_peer(&p->write_wait, &p->opened_for_reading,
			     &p->readers);
}

int pipe_create(int flags, struct file *ends[2])
{
	struct pipe *p = pipe_alloc();

	if (!p)
		return -ENFILE;
	ends[0] = file_alloc(&pipe_ops, O_RDONLY | (flags & O_NONBLOCK));
	ends[1] = file_alloc(&pipe_ops, O_WRONLY | (flags & O_NONBLOCK));
	p->references = 2;
	if (!ends[0] || !ends[1])
		goto fail;
	p->readers = p->writers = 1;
	p->opened_for_reading = p->opened_for_writing = 1;
	ends[0]->can = FILE_READ;
	ends[1]->can = FILE_WRITE;
	ends[0]->object = ends[1]->object = p;
	return 0;
fail:
	file_release(ends[0]);
	file_release(ends[1]);
	p->references = 1;
	pipe_release(p);
	return -ENFILE;
}
