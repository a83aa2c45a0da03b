/* SPDX-License-Identifier: MIT */
/* Pipes: a ring of bytes between open files, with or without a name. */
#ifndef KERNEL_FS_PIPE_H
#define KERNEL_FS_PIPE_H

#include "fs/file.h"
#include "lib/types.h"
#include "proc/wait.h"

#define PIPE_PAGES 16u
#define PIPE_SIZE  (PIPE_PAGES * PAGE_SIZE)

/*
 * The ring has head - tail bytes, at most PIPE_SIZE; both positions count up
 * and wrap.  A page is allocated when bytes come to it, and given up when they
 * have been read; spare is one that the pipe keeps for the next bytes.
 */
_Static_assert((PIPE_PAGES & (PIPE_PAGES - 1)) == 0, "positions wrap");

struct pipe {
	uint32_t references; /* open files, also those that wait in open() */
	uint32_t readers, writers; /* of these, how many may read, write */
	uint32_t head, tail;
	uint32_t wanted; /* no waiting writer needs fewer free bytes */
	uint32_t opened_for_reading, opened_for_writing; /* opens, ever */
	void *pages[PIPE_PAGES];			 /* NULL: none */
	void *spare;					 /* or NULL */
	struct wait_queue read_wait, write_wait;
	struct list passed; /* open files under way (pass.c) */
	uint32_t passed_count;
};

/*
 * A pipe: ends[0] is for reading, ends[1] for writing.  flags may have
 * O_NONBLOCK.  0, or -ENFILE: no memory or too many open files.
 */
int pipe_create(int flags, struct file *ends[2]);

/*
 * Opens a FIFO: f, whose vnode, flags and can are set, becomes an end of its
 * pipe.  Waits for the other side as POSIX open() says.  0; -ENOMEM; -ENXIO:
 * O_NONBLOCK for writing, and there is no reader; -ERESTART.  May wait.
 */
int fifo_open(struct file *f);

/* The pipe that f is an end of, or NULL. */
struct pipe *pipe_of(const struct file *f);

/* Releases the open files that nobody will take any more (pass.c). */
void pipe_drop_passed(struct pipe *p);

/*
 * Copy between the ring and io, and wake nobody.  pipe_take() copies what there
 * is: the count, or -EFAULT if nothing was copied.  pipe_fill() copies n bytes,
 * for which there is room: the count, which is less than n only if n is more
 * than FL_PIPE_BUF; else -EFAULT or -ENOMEM.
 */
ssize_t pipe_take(struct pipe *p, struct io *io);
ssize_t pipe_fill(struct pipe *p, struct io *io, uint32_t n);

#endif
