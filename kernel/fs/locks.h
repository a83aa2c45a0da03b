/* SPDX-License-Identifier: MIT */
/* Advisory locks: fcntl()'s on ranges of bytes, flock()'s on whole files. */
#ifndef KERNEL_FS_LOCKS_H
#define KERNEL_FS_LOCKS_H

#include "fs/file.h"
#include <faultline/fcntl.h>

/*
 * F_GETLK, F_SETLK, F_SETLKW: what each does with l.  0 or -errno.  F_SETLKW
 * may wait: f, which the caller holds, is what fd was at the start, and -EBADF
 * that it is not any more, so that nobody would ever release the lock.
 */
int locks_fcntl(struct file *f, int fd, int cmd, struct flock *l);
int locks_flock(struct file *f, int operation); /* may wait */

/* A descriptor of v in table t is closed: the table's record locks end. */
void locks_release_records(struct vnode *v, const struct file_table *t);
void locks_release_flock(struct file *f);
void locks_destroy(struct vnode *v);

#endif
