/* SPDX-License-Identifier: MIT */
/*
 * Vnodes: files as the kernel knows them, whatever file system holds them.
 *
 * Locking.  The kernel gives the CPU away only where it waits and in
 * sched_checkpoint(), so a step that does neither is atomic.  Looking up,
 * making and removing names are such steps.  What has checkpoints in the
 * middle holds vnode->lock, a mutex of rank RANK_VNODE:
 *   vnode->lock protects, across checkpoints, the contents and the size of a
 *   regular file against other writers, and a shared offset against readers
 *   and writers of the same open file.
 */
#ifndef KERNEL_FS_VNODE_H
#define KERNEL_FS_VNODE_H

#include "lib/assert.h"
#include "lib/types.h"
#include "mm/object.h"
#include "proc/cred.h"
#include "proc/mutex.h"
#include <faultline/fcntl.h>
#include <faultline/limits.h>
#include <faultline/stat.h>
#include <faultline/statvfs.h>

struct file;
struct filesystem;
struct io;
struct lock_list;
struct pipe;
struct socket;
struct vnode;

#define FILE_SIZE_MAX (1ll << 42)

/* A name in a directory: not NUL-terminated, hash as hash_bytes() has it. */
struct name {
	const char *text;
	uint32_t length;
	uint32_t hash;
};

/* FNV-1a, step by step, so that a path is hashed while it is split. */
#define NAME_HASH_START		2166136261u
#define NAME_HASH_STEP(hash, c) (((hash) ^ (uint8_t)(c)) * 16777619u)

/* What a new vnode shall be. */
struct vnode_new {
	uint32_t mode, uid, gid, rdev;
	const char *target; /* of a symbolic link */
};

/*
 * What a file system can do.  The VFS has checked types, permissions, names
 * and read-only mounts before it calls; directories come first.  Results are
 * 0 or -errno, and vnodes that are handed out are held.  readdir may wait, the
 * others do not.
 */
struct vnode_ops {
	int (*lookup)(struct vnode *dir, const struct name *n,
		      struct vnode **found);
	int (*create)(struct vnode *dir, const struct name *n,
		      const struct vnode_new *what, struct vnode **made);
	int (*link)(struct vnode *dir, const struct name *n, struct vnode *v);
	/* v is what n names: a file, or an empty directory. */
	int (*unlink)(struct vnode *dir, const struct name *n, struct vnode *v);
	/* replaced: what the new name has now, or NULL. */
	int (*rename)(struct vnode *from, const struct name *n, struct vnode *v,
		      struct vnode *to, const struct name *new_name,
		      struct vnode *replaced);
	bool (*is_empty)(struct vnode *dir);
	/* fl_dirent records from *offset on; bytes written or -errno. */
	ssize_t (*readdir)(struct file *f, struct io *io, uint64_t *offset);
	struct vnode *(*parent)(struct vnode *dir); /* not held */
	/* Its name in its parent; false once it was removed. */
	bool (*name)(struct vnode *dir, struct name *n);
	const char *(*target)(struct vnode *link);
	uint32_t (*reserve)(void); /* may a page be added now? 0: no */
	void (*dir_closed)(struct file *f);
	void (*destroy)(struct vnode *v); /* the last reference is gone */
};

struct vnode {
	/* Its contents.  References: names, open files, mappings, and so on. */
	struct object memory;
	uint32_t mode; /* type and permissions */
	uint32_t uid, gid;
	uint32_t nlink;
	uint32_t rdev;
	uint64_t ino;
	struct fl_timespec atime, mtime, ctime;
	const struct vnode_ops *ops;
	struct filesystem *fs;
	struct filesystem *mounted; /* what covers this directory, or NULL */
	struct lock_list *locks;    /* record locks, NULL: never had any */
	union {
		struct pipe *fifo;     /* while a FIFO is open */
		struct socket *socket; /* bound to this S_IFSOCK */
	};
	int32_t writers;   /* open for writing; below 0: executed */
	struct mutex lock; /* see above */
};

/* A mounted file system.  Each is mounted in one place only. */
struct filesystem {
	const char *type;
	struct vnode *root;    /* held */
	struct vnode *covered; /* held; NULL: this is the root */
	uint32_t dev;	       /* st_dev */
	uint32_t flags;	       /* ST_RDONLY, ST_NOSUID */
	struct list link;      /* of all mounts */
	void (*statvfs)(struct filesystem *fs, struct fl_statvfs *s);
	bool (*is_busy)(struct filesystem *fs);
	void (*destroy)(struct filesystem *fs);
};

static inline uint32_t vnode_type(const struct vnode *v)
{
	return v->mode & S_IFMT;
}

static inline bool vnode_is_directory(const struct vnode *v)
{
	return vnode_type(v) == S_IFDIR;
}

static inline bool vnode_is_regular(const struct vnode *v)
{
	return vnode_type(v) == S_IFREG;
}

static inline uint64_t vnode_size(const struct vnode *v)
{
	return v->memory.size;
}

static inline struct vnode *vnode_hold(struct vnode *v)
{
	object_hold(&v->memory);
	return v;
}

static inline void vnode_release(struct vnode *v) /* v may be NULL */
{
	if (v)
		object_release(&v->memory);
}

/* A vnode's contents, as a memory object (vnode_io.c). */
extern const struct object_ops vnode_object_ops;

/* One reference; the caller fills in the rest. */
void vnode_init(struct vnode *v, const struct vnode_ops *ops,
		struct filesystem *fs, const struct vnode_new *what);

static inline bool vnode_is_read_only(const struct vnode *v)
{
	return v->fs && (v->fs->flags & ST_RDONLY);
}

/* Permissions, as bits of an ls -l triple. */
#define MAY_READ  4u
#define MAY_WRITE 2u
#define MAY_EXEC  1u

/* 0, -EACCES, or -EROFS for writing to what can only be read. */
int vnode_access(const struct vnode *v, unsigned want);
/* The same for the real ids, as access() wants it. */
int vnode_access_real(const struct vnode *v, unsigned want);
/* 0 or -EPERM: may the process change what only owners may? */
int vnode_check_owner(const struct vnode *v);
/* 0 or -errno: may v be taken out of dir? */
int vnode_check_removal(const struct vnode *dir, const struct vnode *v);

struct fl_timespec vnode_now(void);
void vnode_touch(struct vnode *v);     /* modified now */
void vnode_mark_read(struct vnode *v); /* its access time follows */
void vnode_changed(struct vnode *v);   /* its attributes changed now */
void vnode_getattr(const struct vnode *v, struct fl_stat *s);

/*
 * Contents of regular files, page by page between buffers and cache.
 * *offset advances.  Bytes done, or -errno if none were.  May wait.
 */
ssize_t vnode_read_io(struct vnode *v, struct io *io, uint64_t *offset);
ssize_t vnode_write_io(struct vnode *v, struct io *io, uint64_t *offset);
int vnode_truncate(struct vnode *v, uint64_t size);
/* For mmap(): the file operation of regular files. */
int vnode_memory(struct file *f, uint32_t first, uint32_t count,
		 struct object **o);

/* For the kernel itself.  May wait. */
ssize_t vnode_read(struct vnode *v, void *to, size_t n, uint64_t offset);

/* Text that runs is not written, text that is written does not run. */
int vnode_deny_write(struct vnode *v); /* 0 or -ETXTBSY */
void vnode_allow_write(struct vnode *v);
/* One more open file that may write, and one less. */
void vnode_add_writer(struct vnode *v);
void vnode_remove_writer(struct vnode *v);

#endif
