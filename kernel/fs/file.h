/* SPDX-License-Identifier: MIT */
/* Open files, descriptor tables, and a process's root and directory. */
#ifndef KERNEL_FS_FILE_H
#define KERNEL_FS_FILE_H

#include "fs/vnode.h"
#include "lib/list.h"
#include "lib/types.h"
#include "proc/thread.h"

struct account;
struct io;
struct poll_set;
struct object;

/*
 * What an open file can do.  Each operation may be NULL: then read and write
 * fail with -EINVAL (reading a directory with -EISDIR), ioctl with -ENOTTY, and
 * the file is always ready.  Without lseek, a file that can FILE_SEEK seeks by
 * its vnode's size, and another fails with -ESPIPE.
 * read and write return the bytes moved or -errno.  offset points to the file's
 * offset or to that of a pread(); streams leave it alone.
 * read, write and ioctl may wait; the others do not.
 */
struct file_ops {
	ssize_t (*read)(struct file *f, struct io *io, uint64_t *offset);
	ssize_t (*write)(struct file *f, struct io *io, uint64_t *offset);
	long long (*lseek)(struct file *f, long long offset, int whence);
	/*
	 * The events (POLLIN and so on) of now.  Adds at most POLL_QUEUES wait
	 * queues to set (poll_add()) unless that is NULL.
	 */
	unsigned (*poll)(struct file *f, struct poll_set *set);
	long (*ioctl)(struct file *f, unsigned request, uint32_t arg);
	/*
	 * For mmap(): what count pages from first on show, held, or -ENXIO:
	 * they are beyond it.  NULL: it cannot be mapped.
	 */
	int (*memory)(struct file *f, uint32_t first, uint32_t count,
		      struct object **o);
	/* A descriptor's reference is given up; NULL: file_release(f). */
	void (*put)(struct file *f);
	void (*release)(struct file *f); /* the last reference is gone */
};

enum file_can {
	FILE_READ = 1,
	FILE_WRITE = 2,
	FILE_SEEK = 4,
};

/* An open file description, shared by dup() and fork(). */
struct file {
	uint32_t references;
	struct account *account; /* which it is charged to */
	uint32_t flags;		 /* O_ACCMODE, O_APPEND, O_NONBLOCK, O_PATH */
	uint8_t can;		 /* bits of enum file_can */
	bool flocked;		 /* flock() was called: there may be a lock */
	const struct file_ops *ops;
	uint64_t offset;
	uint32_t ino;	     /* st_ino where there is no vnode */
	struct vnode *vnode; /* held; NULL for pipes */
	void *object;	     /* of the ops; NULL until they have set it */
};

/*
 * An open file with one reference, can 0, and no vnode, charged to the running
 * thread's account.  NULL: no memory, or the account has too many.
 */
struct file *file_alloc(const struct file_ops *ops, uint32_t flags);
void file_destroy(struct file *f); /* only for file_release() */

static inline struct file *file_hold(struct file *f)
{
	KASSERT(f->references > 0);
	f->references++;
	return f;
}

static inline void file_release(struct file *f) /* f may be NULL */
{
	KASSERT(!f || f->references > 0);
	if (f && --f->references == 0)
		file_destroy(f);
}

/*
 * Opens v with open()'s flags, and checks permissions if `check' says so.  0
 * and an open file with one reference, or the errors of POSIX open(); -ENFILE:
 * no memory or too many open files.  May wait (a FIFO, O_TRUNC).
 */
int file_open_vnode(struct vnode *v, int flags, bool check, struct file **out);

/*
 * open() by a path, as the current process; results as of file_open_vnode().
 * vfs_open() is for the kernel's own paths.  May wait.
 */
int vfs_open(const char *path, int flags, uint32_t mode, struct file **out);
int vfs_open_user(int dirfd, struct uaddr path, int flags, uint32_t mode,
		  struct file **out);
int vfs_mkdir(const char *path, uint32_t mode); /* 0 or -errno */

/*
 * For execve(): a regular file, by its path or its descriptor, that the process
 * may execute.  It is held, and nobody can write it until vnode_allow_write().
 * 0; -EACCES: it is no such file; -ETXTBSY: somebody may write it; -EBADF; or
 * what the lookup answers.
 */
int vfs_open_exec(const char *path, struct vnode **v);
int fd_open_exec(int fd, struct vnode **v);

/*
 * Read and write at the file's offset: the count, or -errno.  The caller has
 * checked f->can, except for file_write_kernel(), which answers -EBADF.  These
 * three may wait.
 */
ssize_t file_write_kernel(struct file *f, const void *from, size_t n);
ssize_t file_read(struct file *f, struct io *io);
ssize_t file_write(struct file *f, struct io *io);

/*
 * A process's descriptors.  The process's own threads use them, and the threads
 * that call through its grants (call/grant.c).
 */
struct file_table {
	uint32_t references; /* the process, and calls through its grants */
	uint32_t size;	     /* descriptors there is room for; multiple of 32 */
	uint32_t first_free; /* no descriptor below it is free */
	struct file **files;
	uint32_t open[FL_OPEN_MAX / 32];    /* one bit each: in use */
	uint32_t cloexec[FL_OPEN_MAX / 32]; /* one bit each: close at exec */
	struct file *small[32];		    /* files, until there are more */
};

/* A table that has no descriptors, and no room for any. */
extern struct file_table files_none;

/* An empty table, and a copy of one, with one reference.  NULL: no memory. */
struct file_table *files_alloc(void);
struct file_table *files_fork(struct file_table *t);
static inline struct file_table *files_hold(struct file_table *t)
{
	KASSERT(t->references > 0);
	t->references++;
	return t;
}
void files_release(struct file_table *t); /* the last one closes all */
void files_close_on_exec(struct file_table *t);

/* The open file behind a descriptor of the current process, or NULL. */
static inline struct file *file_peek(int fd)
{
	struct file_table *t = current->subject->files;

	return (uint32_t)fd < t->size ? t->files[fd] : NULL;
}

/* The same with a reference, for whoever may wait while using the file. */
static inline struct file *file_get(int fd)
{
	struct file *f = file_peek(fd);

	if (f)
		f->references++;
	return f;
}

/*
 * The functions below act on the current process's table.  Those that install
 * a file take over the caller's reference to it, also when they fail.
 */
/* Installs f at the lowest free descriptor >= from: it, -EMFILE, or -ENOMEM. */
int fd_install(struct file *f, int from, bool cloexec);
/* Installs both, and stores their numbers: 0, -EMFILE, -ENOMEM or -EFAULT. */
int fd_install_pair(struct file *ends[2], struct uaddr pair, bool cloexec);
/*
 * 0: fd_install() from `from' does not fail until the running thread waits or
 * installs another file; or -EMFILE or -ENOMEM.
 */
int fd_can_install(int from);
/* Installs f at fd, and closes what was there: fd, -EBADF, or -ENOMEM. */
int fd_replace(int fd, struct file *f, bool cloexec);
int fd_close(int fd); /* 0 or -EBADF */
/* These two want fd to be open. */
bool fd_get_cloexec(int fd);
void fd_set_cloexec(int fd, bool on);

/* A process's root, working directory and umask. */
struct fs_context {
	uint32_t references;
	struct vnode *root; /* held */
	struct vnode *cwd;  /* held */
	uint32_t umask;
};

extern struct vnode *vfs_root; /* of the first mount (fs/mount.h) */

/* A new one, in root, and a copy of one.  NULL: no memory. */
struct fs_context *fs_alloc(struct vnode *root);
struct fs_context *fs_fork(struct fs_context *fs);
static inline struct fs_context *fs_hold(struct fs_context *fs)
{
	KASSERT(fs->references > 0);
	fs->references++;
	return fs;
}
void fs_release(struct fs_context *fs);

#endif
