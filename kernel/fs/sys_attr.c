/* SPDX-License-Identifier: MIT */
/* Calls that read and change the attributes of files, and their length. */
#include "call/handlers.h"
#include "fs/internal.h"
#include "fs/mount.h"
#include "fs/path.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "net/socket.h"
#include "proc/thread.h"

int lookup_at(struct lookup *l, int dirfd, struct uaddr path, int flags,
	      int allowed)
{
	unsigned how = LOOKUP_FOLLOW;

	l->dir = l->vnode = NULL;
	l->buffer = NULL;
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | allowed))
		return -EINVAL;
	if (flags & AT_SYMLINK_NOFOLLOW)
		how = 0;
	if (flags & AT_EMPTY_PATH)
		how |= LOOKUP_EMPTY;
	return lookup_user(l, dirfd, path, how);
}

long sys_fstatat(int dirfd, struct uaddr path, struct uaddr buf, int flags)
{
	struct fl_stat s;
	struct lookup l;
	long result = lookup_at(&l, dirfd, path, flags, 0);

	if (result == 0) {
		vnode_getattr(l.vnode, &s);
		result = copy_to_user(buf, &s, sizeof(s));
	}
	lookup_done(&l);
	return result;
}

long sys_fstat(int fd, struct uaddr buf)
{
	struct file *f = file_peek(fd);
	struct fl_stat s;

	if (!f)
		return -EBADF;
	if (f->vnode) {
		vnode_getattr(f->vnode, &s);
	} else {
		memset(&s, 0, sizeof(s)); /* a pipe or a socket */
		s.st_mode = socket_of(f) ? S_IFSOCK | 0777 : S_IFIFO | 0600;
		s.st_ino = f->ino;
		s.st_nlink = 1;
		s.st_uid = cred_current()->euid;
		s.st_gid = cred_current()->egid;
		s.st_blksize = FL_PIPE_BUF;
		s.st_atim = s.st_mtim = s.st_ctim = vnode_now();
	}
	return copy_to_user(buf, &s, sizeof(s));
}

long sys_faccessat(int dirfd, struct uaddr path, int mode, int flags)
{
	struct lookup l;
	long result;

	if (mode & ~7)
		return -EINVAL;
	result = lookup_at(&l, dirfd, path, flags, AT_EACCESS);
	if (result == 0)
		result = flags & AT_EACCESS ? vnode_access(l.vnode, mode)
					    : vnode_access_real(l.vnode, mode);
	lookup_done(&l);
	return result;
}

static int change_mode(struct vnode *v, uint32_t mode)
{
	const struct cred *c = cred_current();
	int error;

	if (vnode_is_read_only(v))
		return -EROFS;
	error = vnode_check_owner(v);
	if (error < 0)
		return error;
	/* A symbolic link has a mode, too, but no check looks at it. */
	mode &= 07777;
	if (!cred_is_superuser(c) && !cred_in_group(c, v->gid))
		mode &= ~S_ISGID;
	v->mode = (v->mode & S_IFMT) | mode;
	vnode_changed(v);
	return 0;
}

/* POSIX chown() with _POSIX_CHOWN_RESTRICTED; an id of -1 does not change. */
static int change_owner(struct vnode *v, uint32_t uid, uint32_t gid)
{
	const struct cred *c = cred_current();

	if (vnode_is_read_only(v))
		return -EROFS;
	if (!cred_is_superuser(c)) {
		if (c->euid != v->uid)
			return -EPERM;
		if (uid != ~0u && uid != v->uid)
			return -EPERM;
		if (gid != ~0u && gid != v->gid && !cred_in_group(c, gid))
			return -EPERM;
		if (vnode_is_regular(v) && (v->mode & 0111))
			v->mode &= ~(S_ISUID | S_ISGID);
	} else if (vnode_is_regular(v)) {
		v->mode &= ~(S_ISUID | (v->mode & 010 ? S_ISGID : 0));
	}
	if (uid != ~0u)
		v->uid = uid;
	if (gid != ~0u)
		v->gid = gid;
	vnode_changed(v);
	return 0;
}

long sys_fchmodat(int dirfd, struct uaddr path, unsigned mode, int flags)
{
	struct lookup l;
	long result = lookup_at(&l, dirfd, path, flags, 0);

	if (result == 0)
		result = change_mode(l.vnode, mode);
	lookup_done(&l);
	return result;
}

long sys_fchownat(int dirfd, struct uaddr path, int uid, int gid, int flags)
{
	struct lookup l;
	long result = lookup_at(&l, dirfd, path, flags, 0);

	if (result == 0)
		result = change_owner(l.vnode, uid, gid);
	lookup_done(&l);
	return result;
}

/*
 * The vnode of a descriptor, if its attributes may be changed through it.  A
 * descriptor of O_PATH allows this only for a directory: it is O_SEARCH, too.
 */
static int changeable(int fd, struct vnode **v)
{
	struct file *f = file_peek(fd);

	if (!f || (f->flags & O_PATH && !vnode_is_directory(f->vnode)))
		return -EBADF;
	if (!f->vnode)
		return -EINVAL;
	*v = f->vnode;
	return 0;
}

long sys_fchmod(int fd, unsigned mode)
{
	struct vnode *v;
	int error = changeable(fd, &v);

	return error < 0 ? error : change_mode(v, mode);
}

long sys_fchown(int fd, int uid, int gid)
{
	struct vnode *v;
	int error = changeable(fd, &v);

	return error < 0 ? error : change_owner(v, uid, gid);
}

/* times[0] is for access, times[1] for modification, as of utimensat(). */
struct time_change {
	struct fl_timespec times[2];
	bool both_now; /* needs less permission */
};

static int get_times(struct uaddr from, struct time_change *t)
{
	t->both_now = true;
	if (uaddr_is_null(from)) {
		t->times[0].tv_nsec = t->times[1].tv_nsec = UTIME_NOW;
		return 0;
	}
	if (copy_from_user(t->times, from, sizeof(t->times)) < 0)
		return -EFAULT;
	for (int i = 0; i < 2; i++) {
		long ns = t->times[i].tv_nsec;

		t->both_now &= ns == UTIME_NOW;
		if (ns != UTIME_NOW && ns != UTIME_OMIT &&
		    (ns < 0 || ns >= NSEC_PER_SEC))
			return -EINVAL;
	}
	return 0;
}

static int change_times(struct vnode *v, const struct time_change *t)
{
	struct fl_timespec now = vnode_now();
	struct fl_timespec *to[2] = { &v->atime, &v->mtime };

	if (t->times[0].tv_nsec == UTIME_OMIT &&
	    t->times[1].tv_nsec == UTIME_OMIT)
		return 0;
	if (vnode_is_read_only(v))
		return -EROFS;
	if (vnode_check_owner(v) < 0) {
		if (!t->both_now)
			return -EPERM;
		if (vnode_access(v, MAY_WRITE) < 0)
			return -EACCES;
	}
	for (int i = 0; i < 2; i++)
		if (t->times[i].tv_nsec == UTIME_NOW)
			*to[i] = now;
		else if (t->times[i].tv_nsec != UTIME_OMIT)
			*to[i] = t->times[i];
	v->ctime = now;
	return 0;
}

long sys_utimensat(int dirfd, struct uaddr path, struct uaddr times, int flags)
{
	struct time_change t;
	struct lookup l;
	struct vnode *v;
	long result = get_times(times, &t);

	if (result < 0)
		return result;
	if (uaddr_is_null(path)) { /* libc's futimens() */
		result = changeable(dirfd, &v);
		return result < 0 ? result : change_times(v, &t);
	}
	result = lookup_at(&l, dirfd, path, flags, 0);
	if (result == 0)
		result = change_times(l.vnode, &t);
	lookup_done(&l);
	return result;
}

static int truncate_vnode(struct vnode *v, long long length)
{
	int error;

	if (vnode_is_directory(v))
		return -EISDIR;
	if (!vnode_is_regular(v) || length < 0)
		return -EINVAL;
	error = vnode_access(v, MAY_WRITE);
	if (error < 0)
		return error;
	error = file_check_length(length);
	if (error < 0)
		return error;
	mutex_lock(&v->lock);
	/* A process may have begun to execute the file during the wait. */
	error = v->writers < 0 ? -ETXTBSY : vnode_truncate(v, length);
	mutex_unlock(&v->lock);
	return error;
}

long sys_truncate(struct uaddr path, long long length)
{
	struct lookup l;
	long result = lookup_user(&l, AT_FDCWD, path, LOOKUP_FOLLOW);

	if (result == 0)
		result = truncate_vnode(l.vnode, length);
	lookup_done(&l);
	return result;
}

long sys_statvfs(struct uaddr path, struct uaddr buf)
{
	struct fl_statvfs s;
	struct lookup l;
	long result = lookup_user(&l, AT_FDCWD, path, LOOKUP_FOLLOW);

	if (result == 0) {
		vfs_statvfs(l.vnode->fs, &s);
		result = copy_to_user(buf, &s, sizeof(s));
	}
	lookup_done(&l);
	return result;
}

long sys_fstatvfs(int fd, struct uaddr buf)
{
	struct file *f = file_peek(fd);
	struct fl_statvfs s;

	if (!f)
		return -EBADF;
	vfs_statvfs(f->vnode ? f->vnode->fs : current->subject->fs->root->fs,
		    &s);
	return copy_to_user(buf, &s, sizeof(s));
}
