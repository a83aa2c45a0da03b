/* SPDX-License-Identifier: MIT */
/* Path names: from a string to a vnode and the directory that names it. */
#ifndef KERNEL_FS_PATH_H
#define KERNEL_FS_PATH_H

#include "fs/vnode.h"

enum lookup_flag {
	LOOKUP_FOLLOW = 1,    /* a symbolic link at the end is followed */
	LOOKUP_CREATE = 2,    /* the last name may be missing */
	LOOKUP_EMPTY = 4,     /* "" is the start itself */
	LOOKUP_DIRECTORY = 8, /* -ENOTDIR for anything else */
};

/* What the last name of a path is; LAST_ROOT: there is none, as in "/". */
enum last_kind { LAST_NAME, LAST_DOT, LAST_DOTDOT, LAST_ROOT };

/*
 * The result of a lookup.  dir and vnode are held, or NULL if there is none.
 * last names vnode in dir, and points into small or buffer.
 */
struct lookup {
	struct vnode *dir;
	struct vnode *vnode;
	struct name last;
	enum last_kind kind;
	bool slash;   /* slashes follow the last name */
	char *buffer; /* a path too long for small, or after a link; or NULL */
	char small[128]; /* the path of a lookup_user(), or its start */
};

/*
 * Look a path up as the current process; a relative one starts at dirfd, or at
 * the working directory for AT_FDCWD and for the kernel's own paths.  flags are
 * of enum lookup_flag.  lookup_done() must follow, also after an error.
 * 0; -ENOENT, -ENOTDIR, -EACCES, -ELOOP and -ENAMETOOLONG as POSIX open() has
 * them; -EBADF: dirfd; -EFAULT: the path; -ENOMEM.
 * A lookup does not wait, and its result is true until its caller does.
 */
int lookup_user(struct lookup *l, int dirfd, struct uaddr path, unsigned flags);
int lookup_kernel(struct lookup *l, const char *path, unsigned flags);
void lookup_done(struct lookup *l);

/* Was the path ""?  For a lookup_user() that succeeded. */
static inline bool lookup_was_empty(const struct lookup *l)
{
	return l->small[0] == '\0';
}

/* Takes the vnode, and the duty to release it, over from l. */
static inline struct vnode *lookup_take(struct lookup *l)
{
	struct vnode *v = l->vnode;

	l->vnode = NULL;
	return v;
}

/*
 * Checks that the process may make the name that l did not find.  0; -EEXIST:
 * there is such a vnode; -ENOENT: the last name is "." or "..", the directory
 * is removed, or a slash follows and it shall be no directory; -EACCES, -EROFS.
 */
int lookup_check_new(const struct lookup *l, bool directory);

/*
 * Writes the path of dir from the process's root to the end of buffer.  Returns
 * its start in buffer; or NULL, and *error is -ENOENT: dir is removed or
 * outside the root, or -ERANGE: buffer is too small.
 */
char *path_of(struct vnode *dir, char *buffer, size_t size, int *error);

#endif
