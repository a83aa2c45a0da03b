/* SPDX-License-Identifier: MIT */
/* Names of local sockets (POSIX <sys/un.h>). */
#ifndef _SYS_UN_H
#define _SYS_UN_H

#include <sys/socket.h>

struct sockaddr_un {
	sa_family_t sun_family;
	char sun_path[FL_SUN_PATH];
};

#if __MISC_VISIBLE
#include <string.h>
#define SUN_LEN(p) \
	(__builtin_offsetof(struct sockaddr_un, sun_path) + strlen((p)->sun_path))
#endif

#endif
