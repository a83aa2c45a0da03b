/* SPDX-License-Identifier: MIT */
/* The mounted file systems. */
#ifndef KERNEL_FS_MOUNT_H
#define KERNEL_FS_MOUNT_H

#include "fs/vnode.h"

/* The root directory of the first mount, for fs_alloc(). */
extern struct vnode *vfs_root;

/* Makes the root file system, an empty tmpfs.  Panics without memory. */
void vfs_init(void);

/* 0 or -errno; target is a held directory that stays the caller's. */
int mount_type(const char *type, struct vnode *target, uint32_t flags);
int unmount(struct filesystem *fs);

/* The next one of a type; after NULL, the first.  NULL: there is none. */
struct filesystem *mount_next(const char *type, struct filesystem *after);

void vfs_statvfs(struct filesystem *fs, struct fl_statvfs *s);

#endif
