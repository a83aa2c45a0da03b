/* SPDX-License-Identifier: MIT */
/*
 * Vnodes: files as the kernel knows them, whatever file system holds them.
 *
 * Locking.  Looking up, making and removing names neither wait nor call
 * sched_checkpoint(), so each of these steps is atomic (docs/concurrency.md).
 * Writing, and reading COPY_SLICE bytes or more, have checkpoints in the
 * middle.  They and truncation hold vnode->lock, a mutex of rank RANK_VNODE:
 *   vnode->lock protects, across checkpoints, the contents of a regular file
 *   against readers and other writers, its size against other writers, and the
 *   offset of an open file against all that use or set it.  A shorter read or
 *   a seek has no checkpoint; it takes the lock only if it would come in
 *   between (vnode_is_between()), and otherwise does not wait for readers.
 *   Who asks for the size alone sees it grow while a write is under way.
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

/* One name of a path: not NUL-terminated; hash is hash_bytes() of the text. */
struct name {
	const char *text;
	uint32_t length;
	uint32_t hash;
};

/* hash_bytes(), step by step: a path is hashed while it is split. */
#define NAME_HASH_START		2166136261u
#define NAME_HASH_STEP(hash, c) (((hash) ^ (uint8_t)(c)) * 16777619u)

/* The attributes of a vnode that is to be made. */
struct vnode_new {
	uint32_t mode, uid, gid, rdev; /* mode: type and permissions */
	const char *target;	       /* of a symbolic link, or NULL */
};

/*
 * What a file system can do.  The VFS has checked types, permissions, names
 * and read-only mounts before it calls; the directory is the first argument.
 * An int result is 0 or -errno, and vnodes that are handed out are held.
 * readdir may wait, the others do not.
 */
struct vnode_ops {
	/* Finds the vnode that n names: 0 or -ENOENT. */
	int (*lookup)(struct vnode *dir, const struct name *n,
		      struct vnode **found);
	/* Makes a vnode, which n names from now on: 0 or -ENOSPC. */
	int (*create)(struct vnode *dir, const struct name *n,
		      const struct vnode_new *what, struct vnode **made);
	/* Gives v, which is no directory, another name: 0 or -ENOSPC. */
	int (*link)(struct vnode *dir, const struct name *n, struct vnode *v);
	/* Removes n, a name of v: a file, or an empty directory.  0. */
	int (*unlink)(struct vnode *dir, const struct name *n, struct vnode *v);
	/*
	 * Moves v from its name n to new_name, in the same file system.
	 * replaced is the vnode that new_name has now, and that loses it, or
	 * NULL.  0 or -ENOSPC.
	 */
	int (*rename)(struct vnode *from, const struct name *n, struct vnode *v,
		      struct vnode *to, const struct name *new_name,
		      struct vnode *replaced);
	bool (*is_empty)(struct vnode *dir); /* but for "." and ".." */
	/*
	 * Copies records (struct fl_dirent) of the names from *offset on, and
	 * moves *offset behind them.  Returns the bytes copied, 0 at the end,
	 * -EINVAL if io has no room for one record, -EFAULT, or -ENOMEM.
	 */
	ssize_t (*readdir)(struct file *f, struct io *io, uint64_t *offset);
	/* The directory that dir is in; the root is in itself.  Not held. */
	struct vnode *(*parent)(struct vnode *dir);
	/* The name of dir in its parent; false: it is removed, or the root. */
	bool (*name)(struct vnode *dir, struct name *n);
	/* The text of a symbolic link, which stays while link is held. */
	const char *(*target)(struct vnode *link);
	/* How many pages files may still get; NULL: there is no limit. */
	uint32_t (*reserve)(void);
	/* f, a directory that was opened, is closed; f->object is not NULL. */
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
	struct lock_list *locks;    /* of fs/locks.h; NULL: never had any */
	union {
		struct pipe *fifo;     /* while a FIFO is open */
		struct socket *socket; /* bound to this S_IFSOCK */
	};
	/*
	 * Open files that may write; if it is negative, the processes that
	 * execute the file (vnode_deny_write()).
	 */
	int32_t writers;
	struct mutex lock; /* see the top of this file */
	/* The offset that a holder of lock reads at; NULL: it changes v. */
	const uint64_t *read_at;
};

/* A mounted file system.  Each is mounted in one place only. */
struct filesystem {
	const char *type;
	struct vnode *root;    /* held */
	struct vnode *covered; /* held; NULL: this is the first mount */
	uint32_t dev;	       /* st_dev */
	uint32_t flags;	       /* ST_RDONLY, ST_NOSUID */
	struct list link;      /* of all mounts */
	/* Fills in the sizes and counts of s, which is zeros. */
	void (*statvfs)(struct filesystem *fs, struct fl_statvfs *s);
	/* Is a vnode in use by more than its names? */
	bool (*is_busy)(struct filesystem *fs);
	/* Frees all of a file system that is not busy. */
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

/*
 * Is a call under way that a read or a seek at offset must not come between?  A
 * write, or a read that moves the same offset.
 */
static inline bool vnode_is_between(const struct vnode *v,
				    const uint64_t *offset)
{
	return !mutex_is_free(&v->lock) &&
	       (!v->read_at || v->read_at == offset);
}

/* A vnode's contents, as a memory object (vnode_io.c). */
extern const struct object_ops vnode_object_ops;

/*
 * Fills in v: one reference, no names, no contents, all times now.  ino is left
 * to the caller.
 */
void vnode_init(struct vnode *v, const struct vnode_ops *ops,
		struct filesystem *fs, const struct vnode_new *what);

/* Is v in a file system that is mounted read-only? */
static inline bool vnode_is_read_only(const struct vnode *v)
{
	return v->fs && (v->fs->flags & ST_RDONLY);
}

/* Permissions, as in each of the three digits of an octal mode. */
#define MAY_READ  4u
#define MAY_WRITE 2u
#define MAY_EXEC  1u

/*
 * Checks that the process may use v in all the ways of want (MAY_...), by its
 * effective ids.  0; -EACCES; or -EROFS if it wants to write to a file or a
 * directory of a read-only mount.
 */
int vnode_access(const struct vnode *v, unsigned want);
/* The same by the real ids, as POSIX access() asks. */
int vnode_access_real(const struct vnode *v, unsigned want);
/* 0, or -EPERM unless the process is the superuser's or the owner's of v. */
int vnode_check_owner(const struct vnode *v);
/*
 * Checks that the process may take a name of v out of dir.  0; -EACCES or
 * -EROFS as of vnode_access() for dir; -EPERM: dir is sticky, and neither dir
 * nor v belongs to the process; -EBUSY: v is the root of a file system.
 */
int vnode_check_removal(const struct vnode *dir, const struct vnode *v);

struct fl_timespec vnode_now(void);    /* the time that vnodes keep */
void vnode_touch(struct vnode *v);     /* its contents changed now */
void vnode_mark_read(struct vnode *v); /* read: the access time may move */
void vnode_changed(struct vnode *v);   /* its attributes changed now */
/* What fstat() tells of v. */
void vnode_getattr(const struct vnode *v, struct fl_stat *s);

/*
 * Copy between io and the contents of a regular file from *offset on, and
 * advance *offset.  They return the bytes copied, fewer than io has room for at
 * the end of the file, after a fault, and when a signal is pending; or, if
 * there are none, 0 at the end, -EFAULT, and for a write -ENOSPC.
 * vnode_write_io() wants v->lock held and the end of the write at most
 * FILE_SIZE_MAX.  May wait.
 */
ssize_t vnode_read_io(struct vnode *v, struct io *io, uint64_t *offset);
ssize_t vnode_write_io(struct vnode *v, struct io *io, uint64_t *offset);
/*
 * Makes the file size bytes long: 0 or -EFBIG.  The caller holds v->lock if the
 * file may be in use.
 */
int vnode_truncate(struct vnode *v, uint64_t size);
/* For mmap(): the file operation of regular files. */
int vnode_memory(struct file *f, uint32_t first, uint32_t count,
		 struct object **o);

/* Reads into the kernel's memory; results as of vnode_read_io().  May wait. */
ssize_t vnode_read(struct vnode *v, void *to, size_t n, uint64_t offset);

/*
 * A file that is executed is not written, and a file that may be written is not
 * executed.  vnode_deny_write() is for one more process that executes v, and
 * vnode_allow_write() for one less.
 */
int vnode_deny_write(struct vnode *v); /* 0 or -ETXTBSY */
void vnode_allow_write(struct vnode *v);
/* One more open file may write v, or one less; v is not executed. */
void vnode_add_writer(struct vnode *v);
void vnode_remove_writer(struct vnode *v);

#endif
