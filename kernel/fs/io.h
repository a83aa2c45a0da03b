/* SPDX-License-Identifier: MIT */
/* Where the bytes of one read or write go: a list of buffers, a cursor. */
#ifndef KERNEL_FS_IO_H
#define KERNEL_FS_IO_H

#include "lib/types.h"
#include <faultline/uio.h>

/* Buffers are the program's, or, where kernel is set, the kernel's own. */
struct io {
	uintptr_t base; /* what is left of the current buffer */
	size_t length;
	size_t left;		     /* bytes left in all buffers */
	const struct fl_iovec *next; /* buffers after the current one */
	bool kernel;
};

/* The most that one call transfers; a result stays positive. */
#define IO_MAX (0x7fffffffu & ~PAGE_MASK)

static inline void io_init(struct io *io, struct uaddr to, size_t n)
{
	io->base = to.value;
	io->length = io->left = MIN(n, IO_MAX);
	io->next = NULL;
	io->kernel = false;
}

static inline void io_init_kernel(struct io *io, const void *p, size_t n)
{
	io->base = (uintptr_t)p;
	io->length = io->left = n;
	io->next = NULL;
	io->kernel = true;
}

/* vec, whose lengths add up to total <= IO_MAX, must outlive io. */
void io_init_vector(struct io *io, const struct fl_iovec *vec, size_t total);

/*
 * Copy n <= io->left bytes to the buffers, from them, or zeros to them, and
 * advance.  0 or -EFAULT; after a fault io stands where it stood, but some
 * bytes may have arrived.
 */
int io_put(struct io *io, const void *from, size_t n);
int io_get(struct io *io, void *to, size_t n);
int io_clear(struct io *io, size_t n);

#endif
