/* SPDX-License-Identifier: MIT */
/* Mounting file systems. */
#ifndef _SYS_MOUNT_H
#define _SYS_MOUNT_H

#include <sys/cdefs.h>

__BEGIN_DECLS
int mount(const char *, const char *, const char *, unsigned);
int umount(const char *);
__END_DECLS

#endif
