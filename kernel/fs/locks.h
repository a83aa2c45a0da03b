/* SPDX-License-Identifier: MIT */
/* Advisory locks: fcntl()'s on ranges of bytes, flock()'s on whole files. */
#ifndef KERNEL_FS_LOCKS_H
#define KERNEL_FS_LOCKS_H

#include "fs/file.h"
#include <faultline/fcntl.h>

/*
 * Does F_GETLK, F_SETLK or F_SETLKW with l (POSIX fcntl()).  f, which the
 * caller holds, is the open file of fd.  0; -EAGAIN: another one has a lock;
 * -EDEADLK; -EINVAL or -EOVERFLOW: the range; -ENOLCK: no memory or too many
 * locks; -ERESTART; -EBADF: f does not allow it, or fd is not f any more after
 * a wait, so that no close of fd would release the lock.  May wait (F_SETLKW).
 */
int locks_fcntl(struct file *f, int fd, int cmd, struct flock *l);
/*
 * flock() with LOCK_SH, LOCK_EX or LOCK_UN, and LOCK_NB: 0, -EAGAIN, -EINVAL,
 * -EBADF, -ENOLCK or -ERESTART.  May wait.
 */
int locks_flock(struct file *f, int operation);

/*
 * A descriptor of v in table t is closed: all record locks of t on v end, as
 * POSIX has it.  v->locks is not NULL.
 */
void locks_release_records(struct vnode *v, const struct file_table *t);
void locks_release_flock(struct file *f); /* the last reference is gone */
void locks_destroy(struct vnode *v);	  /* nobody has a lock on v */

#endif
