/* SPDX-License-Identifier: MIT */
/* The buffers of one read or write, and how far it has come in them. */
#ifndef KERNEL_FS_IO_H
#define KERNEL_FS_IO_H

#include "lib/types.h"
#include "machine/uaccess.h"
#include <faultline/uio.h>

/* The buffers are the program's or, if kernel is set, one of the kernel's. */
struct io {
	uintptr_t base;		     /* the rest of the current buffer */
	size_t length;		     /* its bytes */
	size_t left;		     /* bytes left in all buffers */
	const struct fl_iovec *next; /* buffers after the current one */
	bool kernel;
};

/* The most bytes that one call transfers, so that its result is positive. */
#define IO_MAX (0x7fffffffu & ~PAGE_MASK)

/* One buffer of the program's; of n bytes, the first IO_MAX. */
static inline void io_init(struct io *io, struct uaddr to, size_t n)
{
	io->base = to.value;
	io->length = io->left = MIN(n, IO_MAX);
	io->next = NULL;
	io->kernel = false;
}

/* One buffer of the kernel's. */
static inline void io_init_kernel(struct io *io, const void *p, size_t n)
{
	io->base = (uintptr_t)p;
	io->length = io->left = n;
	io->next = NULL;
	io->kernel = true;
}

/*
 * The first total <= IO_MAX bytes of the buffers of vec.  vec has at least as
 * many, and outlives io.
 */
void io_init_vector(struct io *io, const struct fl_iovec *vec, size_t total);

/*
 * Reads a program's vector of count <= FL_IOV_MAX elements.  Returns the sum of
 * the lengths, or IO_MAX if that is less; -EFAULT; or -EINVAL: the sum has more
 * than 31 bits.
 */
long io_get_vector(struct fl_iovec *vec, struct uaddr from, int count);

enum io_direction { IO_PUT, IO_GET, IO_CLEAR };

/* For io_put() and its neighbours below: copies across buffers. */
int io_copy(struct io *io, enum io_direction d, void *ours, size_t n);

/* Do the next n bytes lie in the current buffer, and in a program's? */
static inline bool io_is_in_buffer(const struct io *io, size_t n)
{
	return !io->kernel && n <= io->length;
}

/* Moves on by n bytes, which lie in the current buffer.  0. */
static inline int io_advance(struct io *io, size_t n)
{
	io->base += n;
	io->length -= n;
	io->left -= n;
	return 0;
}

/*
 * Copy n <= io->left bytes to the buffers (put), from them (get), or zeros to
 * them (clear), and advance.  0 or -EFAULT; after a fault io has not advanced,
 * but some of the bytes may have been copied.
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
