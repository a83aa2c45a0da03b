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

enum last_kind { LAST_NAME, LAST_DOT, LAST_DOTDOT, LAST_ROOT };

/*
 * The answer.  dir and vnode are held, and NULL where there is none; last
 * names vnode in dir, and points into the lookup's own text.
 */
struct lookup {
	struct vnode *dir;
	struct vnode *vnode;
	struct name last;
	enum last_kind kind;
	bool slash;   /* slashes follow the last name */
	char *buffer; /* a text that is too long for small, or a link's */
	char small[128];
};

/* Each must be followed by lookup_done(), also after a failure. */
int lookup_user(struct lookup *l, int dirfd, struct uaddr path, unsigned flags);
int lookup_kernel(struct lookup *l, const char *path, unsigned flags);
void lookup_done(struct lookup *l);

/* Of a lookup_user() that succeeded: was its path ""? */
static inline bool lookup_was_empty(const struct lookup *l)
{
	return l->small[0] == '\0';
}

/* The vnode, which the caller shall release. */
static inline struct vnode *lookup_take(struct lookup *l)
{
	struct vnode *v = l->vnode;

	l->vnode = NULL;
	return v;
}

/*
 * Checks that a name can be made here: nothing has it, it is a name, and the
 * process may write the directory.
 */
int lookup_check_new(const struct lookup *l, bool directory);

/* Absolute path of dir below the process's root, from the end of buffer. */
char *path_of(struct vnode *dir, char *buffer, size_t size, int *error);

#endif
