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
 * Bytes head - tail, at most PIPE_SIZE, are in the ring; both count up and
 * wrap.  A page is there while it holds bytes, one more is kept at hand.
 */
_Static_assert((PIPE_PAGES & (PIPE_PAGES - 1)) == 0, "positions wrap");

struct pipe {
	uint32_t references; /* open files and a FIFO's waiting opens */
	uint32_t readers, writers;
	uint32_t head, tail;
	uint32_t wanted; /* free bytes that the waiting writers need */
	uint32_t opened_for_reading, opened_for_writing; /* ever: FIFO opens */
	void *pages[PIPE_PAGES];
	void *spare;
	struct wait_queue read_wait, write_wait;
	struct list passed; /* descriptors under way (pass.c) */
	uint32_t passed_count;
};

int pipe_create(int flags, struct file *ends[2]);

/*
 * Open of a FIFO: f, whose rights are set, becomes an end of its pipe.
 * May wait.
 */
int fifo_open(struct file *f);

/* The pipe that f is an end of, or NULL. */
struct pipe *pipe_of(const struct file *f);

/* Nobody will take them any more (pass.c). */
void pipe_drop_passed(struct pipe *p);

/* The ring by itself. */
ssize_t pipe_take(struct pipe *p, struct io *io);
ssize_t pipe_fill(struct pipe *p, struct io *io, uint32_t n);

#endif
