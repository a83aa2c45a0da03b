/* SPDX-License-Identifier: MIT */
/* Open files, descriptor tables, and a process's place in the tree. */
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
 * What an open file can do.  NULL: read and write fail with -EINVAL, ioctl
 * with -ENOTTY; without poll it is always ready.  Without lseek, those that
 * can FILE_SEEK do so by their vnode's size, others give -ESPIPE.
 * offset is the file's own or pread's; streams leave it alone.
 * read, write and ioctl may wait; the others do not.
 */
struct file_ops {
	ssize_t (*read)(struct file *f, struct io *io, uint64_t *offset);
	ssize_t (*write)(struct file *f, struct io *io, uint64_t *offset);
	long long (*lseek)(struct file *f, long long offset, int whence);
	/* Events now; adds its wait queues to set unless that is NULL. */
	unsigned (*poll)(struct file *f, struct poll_set *set);
	long (*ioctl)(struct file *f, unsigned request, uint32_t arg);
	/*
	 * For mmap(): what count pages from first on show, held, or -ENXIO:
	 * they are beyond it.  NULL: it cannot be mapped.
	 */
	int (*memory)(struct file *f, uint32_t first, uint32_t count,
		      struct object **o);
	/* A descriptor of f is closed; NULL: file_release(f). */
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
	struct account *account; /* that it is charged to */
	uint32_t flags;		 /* O_ACCMODE, O_APPEND, O_NONBLOCK, O_PATH */
	uint8_t can;		 /* bits of enum file_can */
	bool flocked;
	const struct file_ops *ops;
	uint64_t offset;
	uint32_t ino;	     /* st_ino where there is no vnode */
	struct vnode *vnode; /* held; NULL for pipes */
	void *object;	     /* what ops know it by */
};

/* One reference, no rights, no vnode.  NULL: no memory. */
struct file *file_alloc(const struct file_ops *ops, uint32_t flags);
void file_destroy(struct file *f);

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
 * Opens v with open()'s flags; checks permissions unless told not to.
 * May wait.
 */
int file_open_vnode(struct vnode *v, int flags, bool check, struct file **out);

/* open() for the kernel: by path, as the current process.  May wait. */
int vfs_open(const char *path, int flags, uint32_t mode, struct file **out);
int vfs_open_user(int dirfd, struct uaddr path, int flags, uint32_t mode,
		  struct file **out);
int vfs_mkdir(const char *path, uint32_t mode);

/*
 * For execve(): a regular file that may be executed, held, and not open for
 * writing, nor will be until vnode_allow_write().  By its path, or open.
 */
int vfs_open_exec(const char *path, struct vnode **v);
int fd_open_exec(int fd, struct vnode **v);

/*
 * Writes all of it where it can; the count, or -errno.  These three may wait.
 */
ssize_t file_write_kernel(struct file *f, const void *from, size_t n);
ssize_t file_read(struct file *f, struct io *io);
ssize_t file_write(struct file *f, struct io *io);

/*
 * A process's descriptors.  Used by its own threads, and by those that call
 * through its frames.
 * open: descriptors in use, one bit each; first_free: none below is free.
 */
struct file_table {
	uint32_t references; /* the process, and calls through its frames */
	uint32_t size;	     /* descriptors there is room for; multiple of 32 */
	uint32_t first_free;
	struct file **files;
	uint32_t open[FL_OPEN_MAX / 32];
	uint32_t cloexec[FL_OPEN_MAX / 32];
	struct file *small[32];
};

/* Without descriptors, and there is no room for any. */
extern struct file_table files_none;

struct file_table *files_alloc(void);
struct file_table *files_fork(struct file_table *t); /* NULL: no memory */
static inline struct file_table *files_hold(struct file_table *t)
{
	KASSERT(t->references > 0);
	t->references++;
	return t;
}
void files_release(struct file_table *t); /* the last closes all */
void files_close_on_exec(struct file_table *t);

/* The open file behind a descriptor of the current process, or NULL. */
static inline struct file *file_peek(int fd)
{
	struct file_table *t = current->subject->files;

	return (uint32_t)fd < t->size ? t->files[fd] : NULL;
}

/* The same with a reference: for all that may wait. */
static inline struct file *file_get(int fd)
{
	struct file *f = file_peek(fd);

	if (f)
		f->references++;
	return f;
}

/* Takes over the reference to f.  The lowest free descriptor >= from. */
int fd_install(struct file *f, int from, bool cloexec);
/* Both, and their numbers to pair; takes over the references either way. */
int fd_install_pair(struct file *ends[2], struct uaddr pair, bool cloexec);
int fd_can_install(int from); /* 0 or -EMFILE: would that succeed now? */
int fd_replace(int fd, struct file *f, bool cloexec);
int fd_close(int fd);
bool fd_get_cloexec(int fd);
void fd_set_cloexec(int fd, bool on);

/* Root, working directory and umask. */
struct fs_context {
	uint32_t references;
	struct vnode *root; /* held */
	struct vnode *cwd;  /* held */
	uint32_t umask;
};

extern struct vnode *vfs_root; /* of the first mount (fs/mount.h) */

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
