/* SPDX-License-Identifier: MIT */
/* What the files of kernel/fs share and others do not need. */
#ifndef KERNEL_FS_INTERNAL_H
#define KERNEL_FS_INTERNAL_H

#include "fs/file.h"
#include "fs/path.h"

extern const struct file_ops regular_file_ops;
extern const struct file_ops directory_file_ops;
extern const struct file_ops path_file_ops;

/* truncate(): 0, or -EFBIG (with SIGXFSZ) beyond what a file may have. */
int file_check_length(uint64_t length);

/* Makes what a lookup with LOOKUP_CREATE did not find; l->vnode is it. */
int vfs_create(struct lookup *l, const struct vnode_new *what);
/* The same as the current process, with its umask, and all checks. */
int vfs_create_node(struct lookup *l, uint32_t mode, uint32_t rdev,
		    const char *target);
/* link(): another name for v where l found none. */
int vfs_link(struct lookup *l, struct vnode *v);

/*
 * The vnode that a call with dirfd and path is about, held in l->vnode.
 * flags: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, or -EINVAL for others but
 * those in allowed.
 */
int lookup_at(struct lookup *l, int dirfd, struct uaddr path, int flags,
	      int allowed);

#endif
