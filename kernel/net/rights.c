/* SPDX-License-Identifier: MIT */
/*
 * Open files sent with a packet (SCM_RIGHTS).
 *
 * A socket whose queue holds its own file, by way of others perhaps, would
 * never be freed.  So a socket with sockets in its queue does not travel, one
 * that travels gets none, and one that is not accepted yet gets none either,
 * for the socket that it is to be accepted from may travel.
 */
#include "mm/frame.h"
#include "mm/slab.h"
#include "mm/uaccess.h"
#include "net/socket.h"

int rights_take(struct uaddr fds, uint32_t count, struct rights_sent **made)
{
	struct rights_sent *r = NULL;
	uint32_t fd;

	if (frames_for_files())
		r = kmalloc_raw(sizeof(*r) + count * sizeof(*r->files));
	if (!r)
		return -ENOBUFS;
	for (r->count = 0; r->count < count; r->count++) {
		struct file *f;

		if (user_load(uaddr_add(fds, r->count * sizeof(fd)), &fd) < 0) {
			rights_drop(r);
			return -EFAULT;
		}
		f = file_get(fd);
		if (!f) {
			rights_drop(r);
			return -EBADF;
		}
		r->files[r->count] = f;
	}
	*made = r;
	return 0;
}

void rights_drop(struct rights_sent *r)
{
	if (!r)
		return;
	for (uint32_t i = 0; i < r->count; i++)
		file_release(r->files[i]);
	kfree(r);
}

/* The local socket that is the file, or NULL: others hold no files. */
static struct socket *traveller(const struct file *f)
{
	struct socket *s = socket_of(f);

	return s && !socket_is_inet(s) ? s : NULL;
}

int rights_check(const struct rights_sent *r, const struct socket *to)
{
	if (socket_is_inet(to))
		return -EINVAL;
	for (uint32_t i = 0; i < r->count; i++) {
		struct socket *s = traveller(r->files[i]);

		if (s && (s == to || s->sockets_held > 0 || to->in_flight > 0 ||
			  !to->accepted))
			return -ETOOMANYREFS;
	}
	return 0;
}

void rights_enter(struct rights_sent *r, struct socket *to)
{
	for (uint32_t i = 0; i < r->count; i++) {
		struct socket *s = traveller(r->files[i]);

		if (s) {
			s->in_flight++;
			to->sockets_held++;
		}
	}
}

void rights_leave(struct rights_sent *r, struct socket *from)
{
	for (uint32_t i = 0; i < r->count; i++) {
		struct socket *s = traveller(r->files[i]);

		if (s) {
			s->in_flight--;
			from->sockets_held--;
		}
	}
}
