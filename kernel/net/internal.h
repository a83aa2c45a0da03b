/* SPDX-License-Identifier: MIT */
/* What the calls about sockets share. */
#ifndef KERNEL_NET_INTERNAL_H
#define KERNEL_NET_INTERNAL_H

#include "net/socket.h"

#define OPTION_MAX 16u /* bytes of the longest option */

/*
 * Stores a descriptor's file, held, in *f and its socket in *s.  Returns 0,
 * -EBADF or -ENOTSOCK.  The caller gives the file up with socket_put().
 */
int socket_get(int fd, struct file **f, struct socket **s);

/* Reads an address of length bytes.  -EINVAL: too short or long; -EFAULT. */
int name_from_user(struct socket_name *n, struct uaddr from, uint32_t length);

/*
 * Writes the start of an address that fits in *length bytes, and then the whole
 * length to *length.  Does nothing if to is NULL.  -EINVAL: *length is
 * negative; -EFAULT.
 */
int name_to_user(const struct socket_name *n, struct uaddr to,
		 struct uaddr length);

#endif
