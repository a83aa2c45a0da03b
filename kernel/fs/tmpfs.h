/* SPDX-License-Identifier: MIT */
/* tmpfs: contents are in memory objects alone, names in hash tables. */
#ifndef KERNEL_FS_TMPFS_H
#define KERNEL_FS_TMPFS_H

#include "fs/vnode.h"
#include "lib/list.h"

/* A name in a directory.  It holds a reference to its vnode. */
struct tmpfs_entry {
	struct tmpfs_entry *next; /* in the same bucket */
	struct list order;	  /* by sequence, ascending */
	uint32_t sequence;	  /* its position for getdents() */
	uint32_t hash;		  /* as tmpfs_dir.keyed says */
	struct vnode *vnode;
	uint8_t length;
	char text[]; /* not NUL-terminated */
};

/* The sequences below this one are those of "." and "..". */
#define FIRST_SEQUENCE 2u

/* The names of one directory. */
struct tmpfs_dir {
	struct tmpfs_entry **buckets; /* NULL while it is empty */
	uint32_t mask;		      /* buckets - 1 */
	uint32_t count;
	uint32_t next_sequence;
	bool keyed; /* hashes are made with key; else they are struct name's */
	uint32_t key[2];
	struct list order;	  /* of tmpfs_entry */
	struct list cursors;	  /* of tmpfs_cursor: readers */
	struct vnode *parent;	  /* held only after dir was removed */
	struct tmpfs_entry *self; /* dir's name; NULL: removed, or the root */
};

/*
 * Where a reader of a directory is: entry is the first one whose sequence is at
 * least position, or NULL at the end.  Whoever removes an entry moves the
 * cursors that are on it.
 */
struct tmpfs_cursor {
	struct list link;
	uint32_t position;
	struct tmpfs_entry *entry;
};

struct tmpfs_node {
	struct vnode v;
	union {
		struct tmpfs_dir *dir; /* of a directory */
		char *target;	       /* of a symbolic link */
	};
};

struct tmpfs {
	struct filesystem fs;
	uint64_t last_ino;
	uint32_t nodes;	  /* vnodes, also those without a name */
	uint32_t orphans; /* vnodes whose last name was removed */
};

static inline struct tmpfs_node *tmpfs_node(const struct vnode *v)
{
	return container_of(v, struct tmpfs_node, v);
}

static inline struct tmpfs_dir *tmpfs_dir(const struct vnode *v)
{
	return tmpfs_node(v)->dir;
}

/* --- The names of a directory: tmpfs_dir.c. --- */

/* No names yet; NULL: no memory. */
struct tmpfs_dir *tmpfs_dir_alloc(struct vnode *parent);
void tmpfs_dir_free(struct tmpfs_dir *d); /* no names or readers are left */
/* The entry of n, or NULL. */
struct tmpfs_entry *tmpfs_dir_find(const struct tmpfs_dir *d,
				   const struct name *n);
/*
 * Adds a name for v, and takes a reference to v over from the caller.  NULL: no
 * memory; the reference stays the caller's.
 */
struct tmpfs_entry *tmpfs_dir_add(struct tmpfs_dir *d, const struct name *n,
				  struct vnode *v);
/* Puts a new entry in the place of old, which is freed.  NULL: no memory. */
struct tmpfs_entry *tmpfs_dir_rename(struct tmpfs_dir *d,
				     struct tmpfs_entry *old,
				     const struct name *n);
/* Frees the entry, whose reference to the vnode goes to the caller. */
void tmpfs_dir_remove(struct tmpfs_dir *d, struct tmpfs_entry *e);
/* These two are of vnode_ops.  tmpfs_readdir() may wait. */
ssize_t tmpfs_readdir(struct file *f, struct io *io, uint64_t *offset);
void tmpfs_dir_closed(struct file *f);

/*
 * Makes f the page at index of a regular file, whose size stays; takes over the
 * caller's reference.  0 or -ENOMEM.
 */
int tmpfs_insert_page(struct vnode *v, uint32_t index, struct frame *f);

/* An empty file system, not yet mounted; NULL: no memory. */
struct filesystem *tmpfs_create(void);

#endif
