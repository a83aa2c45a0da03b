/* SPDX-License-Identifier: MIT */
/*
 * Descriptors passed through pipes: sys_pass_fd() puts an open file into a
 * queue beside the pipe's bytes, and sys_take_fd() gives it a descriptor in
 * another process.
 *
 * An end of a pipe cannot be passed, nor a socket, which may hold one, since a
 * pipe that holds itself would never be freed.
 */
#include "call/handlers.h"
#include "fs/file.h"
#include "fs/pipe.h"
#include "mm/slab.h"
#include "net/socket.h"

#define PASSED_LIMIT 64u /* open files under way in one pipe */

struct passed {
	struct list link;
	struct file *file; /* held */
};

static struct file *take_first(struct pipe *p)
{
	struct passed *first = list_first(&p->passed, struct passed, link);
	struct file *f = first->file;

	KASSERT(!list_empty(&p->passed) && p->passed_count > 0);
	list_remove(&first->link);
	p->passed_count--;
	kfree(first);
	return f;
}

void pipe_drop_passed(struct pipe *p)
{
	while (!list_empty(&p->passed))
		file_release(take_first(p));
}

/* p, which has room, holds f from now on. */
static int put_last(struct pipe *p, struct file *f)
{
	struct passed *last = kmalloc_raw(sizeof(*last));

	if (!last)
		return -ENFILE;
	KASSERT(p->passed_count < PASSED_LIMIT);
	KASSERT(!pipe_of(f) && !socket_of(f)); /* or p might hold itself */
	last->file = file_hold(f);
	list_push_back(&p->passed, &last->link);
	p->passed_count++;
	wait_wake_all(&p->read_wait);
	return 0;
}

static int pass(struct file *to, struct file *f)
{
	struct pipe *p = pipe_of(to);
	int error;

	if (!p || pipe_of(f) || socket_of(f))
		return -EINVAL;
	if (!(to->can & FILE_WRITE))
		return -EBADF;
	while (p->readers > 0 && p->passed_count == PASSED_LIMIT) {
		if (to->flags & O_NONBLOCK)
			return -EAGAIN;
		error = wait_on(&p->write_wait, WAIT_FOREVER);
		if (error < 0)
			return error;
	}
	return p->readers > 0 ? put_last(p, f) : -EPIPE;
}

/*
 * Takes the first file out of the queue only if there is a descriptor for it.
 * Nothing waits between that check and the end of sys_take_fd().
 */
static int take(struct file *from, struct file **f)
{
	struct pipe *p = pipe_of(from);
	int error;

	if (!p)
		return -EINVAL;
	if (!(from->can & FILE_READ))
		return -EBADF;
	while (list_empty(&p->passed)) {
		if (p->writers == 0)
			return -ENODATA;
		if (from->flags & O_NONBLOCK)
			return -EAGAIN;
		error = wait_on(&p->read_wait, WAIT_FOREVER);
		if (error < 0)
			return error;
	}
	error = fd_can_install(0);
	if (error < 0)
		return error;
	*f = take_first(p);
	wait_wake_all(&p->write_wait);
	return 0;
}

long sys_pass_fd(int pipe, int fd)
{
	struct file *to = file_get(pipe), *f = file_get(fd);
	long result = to && f ? pass(to, f) : -EBADF;

	file_release(to);
	file_release(f);
	return result;
}

long sys_take_fd(int pipe, int flags)
{
	struct file *from, *f = NULL;
	int error;

	if (flags & ~O_CLOEXEC)
		return -EINVAL;
	error = fd_can_install(0);
	if (error < 0)
		return error;
	from = file_get(pipe);
	if (!from)
		return -EBADF;
	error = take(from, &f);
	file_release(from);
	return error < 0 ? error : fd_install(f, 0, flags & O_CLOEXEC);
}
