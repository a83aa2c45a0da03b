/* SPDX-License-Identifier: MIT */
/* The mounted file systems. */
#ifndef KERNEL_FS_MOUNT_H
#define KERNEL_FS_MOUNT_H

#include "fs/vnode.h"

/* The root directory of the first mount, for fs_alloc(). */
extern struct vnode *vfs_root;

/* Makes the root file system, an empty tmpfs.  Panics without memory. */
void vfs_init(void);

/*
 * Mounts a new file system of a type ("tmpfs", "devfs") on target, which the
 * caller holds; flags are ST_RDONLY and ST_NOSUID.  0; -ENOTDIR; -EBUSY:
 * something is mounted there; -ENOMEM; -ENODEV: there is no such type.
 */
int mount_type(const char *type, struct vnode *target, uint32_t flags);
/* 0, and fs is gone; -EBUSY: it is in use, or it is the first mount. */
int unmount(struct filesystem *fs);

/* The next mount of a type behind `after', or the first one; or NULL. */
struct filesystem *mount_next(const char *type, struct filesystem *after);

/* What statvfs() tells of fs. */
void vfs_statvfs(struct filesystem *fs, struct fl_statvfs *s);

#endif
