/* SPDX-License-Identifier: MIT */
/* What the calls about sockets share. */
#ifndef KERNEL_NET_INTERNAL_H
#define KERNEL_NET_INTERNAL_H

#include "net/socket.h"

#define OPTION_MAX 16u /* bytes of the longest option */

/* 0, -EBADF or -ENOTSOCK; the file is held. */
int socket_get(int fd, struct file **f, struct socket **s);
int name_from_user(struct socket_name *n, struct uaddr from, uint32_t length);
/* to may be NULL: then nobody asks for it. */
int name_to_user(const struct socket_name *n, struct uaddr to,
		 struct uaddr length);

#endif
