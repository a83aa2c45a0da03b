/* SPDX-License-Identifier: MIT */
/* Where the bytes of one read or write go: a list of buffers, a cursor. */
#ifndef KERNEL_FS_IO_H
#define KERNEL_FS_IO_H

#include "lib/types.h"
#include "machine/uaccess.h"
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

/* Reads a program's vector of count <= FL_IOV_MAX; the total, or -errno. */
long io_get_vector(struct fl_iovec *vec, struct uaddr from, int count);

enum io_direction { IO_PUT, IO_GET, IO_CLEAR };

/* The three below where n bytes are not all in the current buffer. */
int io_copy(struct io *io, enum io_direction d, void *ours, size_t n);

static inline bool io_is_in_buffer(const struct io *io, size_t n)
{
	return !io->kernel && n <= io->length;
}

static inline int io_advance(struct io *io, size_t n)
{
	io->base += n;
	io->length -= n;
	io->left -= n;
	return 0;
}

/*
 * Copy n <= io->left bytes to the buffers, from them, or zeros to them, and
 * advance.  0 or -EFAULT; after a fault io stands where it stood, but some
 * bytes may have arrived.
 */
static inline int io_put(struct io *io, const void *from, size_t n)
{
	if (!io_is_in_buffer(io, n))
		return io_copy(io, IO_PUT, (void *)from, n);
	if (copy_to_user(uaddr(io->base), from, n) < 0)
		return -EFAULT;
	return io_advance(io, n);
}

static inline int io_get(struct io *io, void *to, size_t n)
{
	if (!io_is_in_buffer(io, n))
		return io_copy(io, IO_GET, to, n);
	if (copy_from_user(to, uaddr(io->base), n) < 0)
		return -EFAULT;
	return io_advance(io, n);
}

static inline int io_clear(struct io *io, size_t n)
{
	if (!io_is_in_buffer(io, n))
		return io_copy(io, IO_CLEAR, NULL, n);
	if (clear_user(uaddr(io->base), n) < 0)
		return -EFAULT;
	return io_advance(io, n);
}

#endif
