/* SPDX-License-Identifier: MIT */
/* What the files of kernel/fs share and others do not need. */
#ifndef KERNEL_FS_INTERNAL_H
#define KERNEL_FS_INTERNAL_H

#include "fs/file.h"
#include "fs/path.h"

extern const struct file_ops regular_file_ops;
extern const struct file_ops directory_file_ops;
extern const struct file_ops path_file_ops; /* O_PATH: no operations */

/*
 * May a file get this length?  0, or -EFBIG: beyond FILE_SIZE_MAX, or beyond
 * RLIMIT_FSIZE, for which SIGXFSZ is sent, too (POSIX truncate()).
 */
int file_check_length(uint64_t length);

/*
 * Makes a vnode at the name that a lookup with LOOKUP_CREATE did not find, and
 * holds it in l->vnode.  The caller has checked that it may.  0 or -ENOSPC.
 */
int vfs_create(struct lookup *l, const struct vnode_new *what);
/*
 * The same with the ids and the umask of the current process, after the checks
 * of lookup_check_new().  target is for a symbolic link, else NULL.
 */
int vfs_create_node(struct lookup *l, uint32_t mode, uint32_t rdev,
		    const char *target);
/*
 * Gives v the name that l did not find (POSIX link()): 0; -EXDEV; -EPERM: v is
 * a directory; -ENOENT: v has no name left; -EMLINK; -ENOSPC; or as
 * lookup_check_new().
 */
int vfs_link(struct lookup *l, struct vnode *v);

/*
 * Looks up the vnode that a call with dirfd and path is about, and holds it in
 * l->vnode.  flags may have AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH and those in
 * `allowed'; -EINVAL for others.  lookup_done() must follow, also after an
 * error.
 */
int lookup_at(struct lookup *l, int dirfd, struct uaddr path, int flags,
	      int allowed);

#endif
