/* SPDX-License-Identifier: MIT */
/* Copies between the kernel and the buffers of one read or write. */
#include "fs/io.h"

#include "lib/assert.h"
#include "lib/string.h"

void io_init_vector(struct io *io, const struct fl_iovec *vec, size_t total)
{
	io->base = 0;
	io->length = 0;
	io->left = total;
	io->next = vec;
	io->kernel = false;
}

/* Copies n bytes within one buffer.  `ours' is not used by IO_CLEAR. */
static int copy_part(struct io *io, enum io_direction d, void *ours, size_t n)
{
	if (io->kernel) {
		if (d == IO_GET)
			memcpy(ours, (void *)io->base, n);
		else if (d == IO_PUT)
			memcpy((void *)io->base, ours, n);
		else
			memset((void *)io->base, 0, n);
		return 0;
	}
	if (d == IO_GET)
		return copy_from_user(ours, uaddr(io->base), n);
	if (d == IO_PUT)
		return copy_to_user(uaddr(io->base), ours, n);
	return clear_user(uaddr(io->base), n);
}

/* io advances only at the end, so that after a fault it is as it was. */
int io_copy(struct io *io, enum io_direction d, void *ours, size_t n)
{
	struct io at = *io;

	KASSERT(n <= io->left);
	while (n > 0) {
		size_t part;

		while (at.length == 0) {
			at.base = at.next->iov_base;
			at.length = at.next->iov_len;
			at.next++;
		}
		part = MIN(n, at.length);
		if (copy_part(&at, d, ours, part) < 0)
			return -EFAULT;
		at.base += part;
		at.length -= part;
		at.left -= part;
		if (d != IO_CLEAR)
			ours = (char *)ours + part;
		n -= part;
	}
	*io = at;
	return 0;
}

long io_get_vector(struct fl_iovec *vec, struct uaddr from, int count)
{
	uint32_t total = 0;

	if (copy_from_user(vec, from, count * sizeof(*vec)) < 0)
		return -EFAULT;
	for (int i = 0; i < count; i++) {
		if (vec[i].iov_len > INT32_MAX - total)
			return -EINVAL;
		total += vec[i].iov_len;
	}
	return MIN(total, IO_MAX);
}
