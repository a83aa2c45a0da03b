/* SPDX-License-Identifier: MIT */
/* Opening: what open() means for each type of file. */
#include "dev/device.h"
#include "fs/file.h"
#include "fs/internal.h"
#include "fs/path.h"
#include "fs/pipe.h"
#include "lib/string.h"
#include "proc/thread.h"
#include "proc/wait.h"

/* What the access mode allows, as bits of enum file_can; 0: it is invalid. */
static uint8_t access_of(int flags)
{
	switch (flags & O_ACCMODE) {
	case O_RDONLY:
		return FILE_READ;
	case O_WRONLY:
		return FILE_WRITE;
	case O_RDWR:
		return FILE_READ | FILE_WRITE;
	}
	return 0;
}

/* Checks types, permissions and the like, before anything has an effect. */
static int check_open(const struct vnode *v, int flags, uint8_t access,
		      bool check)
{
	unsigned want = (access & FILE_READ ? MAY_READ : 0) |
			(access & FILE_WRITE ? MAY_WRITE : 0);

	if (vnode_type(v) == S_IFLNK)
		return -ELOOP;
	if ((flags & O_DIRECTORY) && !vnode_is_directory(v))
		return -ENOTDIR;
	if (vnode_type(v) == S_IFSOCK)
		return -ENXIO;
	if (flags & O_TRUNC)
		want |= MAY_WRITE;
	if (vnode_is_directory(v) && (want & MAY_WRITE))
		return -EISDIR;
	if (vnode_is_regular(v) && (want & MAY_WRITE) && v->writers < 0)
		return -ETXTBSY;
	return check ? vnode_access(v, want) : 0;
}

/* Gives f the operations of its type, and truncates.  May wait. */
static int attach(struct file *f, struct vnode *v, int flags)
{
	int error;

	switch (vnode_type(v)) {
	case S_IFREG:
		f->ops = &regular_file_ops;
		f->can |= FILE_SEEK;
		if (f->can & FILE_WRITE)
			vnode_add_writer(v);
		if (!(flags & O_TRUNC))
			return 0;
		mutex_lock(&v->lock);
		error = v->writers < 0 ? -ETXTBSY : vnode_truncate(v, 0);
		mutex_unlock(&v->lock);
		return error;
	case S_IFDIR:
		f->ops = &directory_file_ops;
		f->can |= FILE_SEEK;
		return 0;
	case S_IFIFO:
		return fifo_open(f);
	default:
		return device_open(f, flags);
	}
}

int file_open_vnode(struct vnode *v, int flags, bool check, struct file **out)
{
	may_wait();
	uint32_t kept = flags & ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC |
				  O_CLOEXEC | O_NOFOLLOW | O_DIRECTORY);
	uint8_t access = access_of(flags);
	struct file *f;
	int error;

	if (flags & O_PATH) {
		if ((flags & O_DIRECTORY) && !vnode_is_directory(v))
			return -ENOTDIR;
		f = file_alloc(&path_file_ops, O_PATH);
		if (!f)
			return -ENFILE;
		f->vnode = vnode_hold(v);
		*out = f;
		return 0;
	}
	if (access == 0)
		return -EINVAL;
	error = check_open(v, flags, access, check);
	if (error < 0)
		return error;
	f = file_alloc(&path_file_ops, kept);
	if (!f)
		return -ENFILE;
	f->can = access;
	f->vnode = vnode_hold(v);
	error = attach(f, v, flags);
	if (error < 0) {
		file_release(f);
		return error;
	}
	*out = f;
	return 0;
}

/*
 * A new file in a set-group-ID directory gets the directory's group.  A user
 * who is not in that group cannot make a set-group-ID program of it in this
 * way.
 */
static void inherit_group(const struct vnode *dir, struct vnode_new *new)
{
	const struct cred *c = cred_current();

	new->gid = dir->gid;
	if ((new->mode &S_IFMT) == S_IFDIR)
		new->mode |= S_ISGID;
	else if ((new->mode &(S_ISGID | 010)) == (S_ISGID | 010) &&
		 !cred_is_superuser(c) && !cred_in_group(c, dir->gid))
		new->mode &= ~S_ISGID;
}

int vfs_create(struct lookup *l, const struct vnode_new *what)
{
	struct vnode_new new = *what;

	if (l->dir->mode & S_ISGID)
		inherit_group(l->dir, &new);
	return l->dir->ops->create(l->dir, &l->last, &new, &l->vnode);
}

int vfs_create_node(struct lookup *l, uint32_t mode, uint32_t rdev,
		    const char *target)
{
	const struct cred *c = cred_current();
	struct vnode_new what = { .mode = mode,
				  .uid = c->euid,
				  .gid = c->egid,
				  .rdev = rdev,
				  .target = target };
	int error;

	error = lookup_check_new(l, (mode & S_IFMT) == S_IFDIR);
	if (error < 0)
		return error;
	if ((mode & S_IFMT) != S_IFLNK)
		what.mode &= ~current->subject->fs->umask;
	return vfs_create(l, &what);
}

/* O_CREAT: makes the file, and sets *made, if it is missing. */
static int open_create(struct lookup *l, int flags, uint32_t mode, bool *made)
{
	if (l->vnode) {
		if (flags & O_EXCL)
			return -EEXIST;
		return vnode_is_directory(l->vnode) ? -EISDIR : 0;
	}
	if (l->slash)
		return -EISDIR;
	*made = true;
	return vfs_create_node(l, S_IFREG | (mode & 07777), 0, NULL);
}

static unsigned open_lookup_flags(int flags)
{
	unsigned how = 0;

	if (!(flags & O_NOFOLLOW) &&
	    (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL))
		how |= LOOKUP_FOLLOW;
	if (flags & O_CREAT)
		how |= LOOKUP_CREATE;
	return how;
}

static int open_found(struct lookup *l, int flags, uint32_t mode,
		      struct file **out)
{
	bool made = false;
	int error = 0;

	if ((flags & (O_CREAT | O_PATH)) == O_CREAT)
		error = open_create(l, flags, mode, &made);
	else if (!l->vnode)
		error = -ENOENT;
	if (error < 0)
		return error;
	if (made)
		flags &= ~O_TRUNC;
	error = file_open_vnode(l->vnode, flags, !made, out);
	if (error < 0 && made) /* a failed open() leaves no file behind */
		l->dir->ops->unlink(l->dir, &l->last, l->vnode);
	return error;
}

int vfs_open_user(int dirfd, struct uaddr path, int flags, uint32_t mode,
		  struct file **out)
{
	may_wait();
	struct lookup l;
	int error = lookup_user(&l, dirfd, path, open_lookup_flags(flags));

	if (error == 0)
		error = open_found(&l, flags, mode, out);
	lookup_done(&l);
	return error;
}

int vfs_open(const char *path, int flags, uint32_t mode, struct file **out)
{
	may_wait();
	struct lookup l;
	int error = lookup_kernel(&l, path, open_lookup_flags(flags));

	if (error == 0)
		error = open_found(&l, flags, mode, out);
	lookup_done(&l);
	return error;
}

int vfs_mkdir(const char *path, uint32_t mode)
{
	struct lookup l;
	int error = lookup_kernel(&l, path, LOOKUP_CREATE);

	if (error == 0)
		error = vfs_create_node(&l, S_IFDIR | (mode & 07777), 0, NULL);
	lookup_done(&l);
	return error;
}

/* Holds `from' in *v, and keeps it from being written, if it can be run. */
static int take_executable(struct vnode *from, struct vnode **v)
{
	int error;

	if (!vnode_is_regular(from))
		return -EACCES;
	error = vnode_access(from, MAY_EXEC);
	if (error == 0)
		error = vnode_deny_write(from);
	if (error == 0)
		*v = vnode_hold(from);
	return error;
}

int vfs_open_exec(const char *path, struct vnode **v)
{
	struct lookup l;
	int error = lookup_kernel(&l, path, LOOKUP_FOLLOW);

	if (error == 0)
		error = take_executable(l.vnode, v);
	lookup_done(&l);
	return error;
}

int fd_open_exec(int fd, struct vnode **v)
{
	const struct file *f = file_peek(fd);

	if (!f)
		return -EBADF;
	return f->vnode ? take_executable(f->vnode, v) : -EACCES;
}
