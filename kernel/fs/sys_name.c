/* SPDX-License-Identifier: MIT */
/* Calls that make and remove names: link, unlink, rename, mkdir and so on. */
#include "call/handlers.h"
#include "fs/internal.h"
#include "fs/path.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/thread.h"

long sys_mkdirat(int dirfd, struct uaddr path, unsigned mode)
{
	struct lookup l;
	long result = lookup_user(&l, dirfd, path, LOOKUP_CREATE);

	if (result == 0)
		result = vfs_create_node(&l, S_IFDIR | (mode & 01777), 0, NULL);
	lookup_done(&l);
	return result;
}

long sys_mknodat(int dirfd, struct uaddr path, unsigned mode, unsigned dev)
{
	uint32_t type = mode & S_IFMT ? mode & S_IFMT : S_IFREG;
	struct lookup l;
	long result;

	if (type != S_IFREG && type != S_IFIFO && type != S_IFCHR &&
	    type != S_IFBLK)
		return -EINVAL;
	if ((type == S_IFCHR || type == S_IFBLK) &&
	    !cred_is_superuser(cred_current()))
		return -EPERM;
	result = lookup_user(&l, dirfd, path, LOOKUP_CREATE);
	if (result == 0)
		result = vfs_create_node(&l, type | (mode & 07777), dev, NULL);
	lookup_done(&l);
	return result;
}

long sys_symlinkat(struct uaddr target, int dirfd, struct uaddr path)
{
	char *text = kmalloc_raw(FL_PATH_MAX);
	struct lookup l;
	long result;

	if (!text)
		return -ENOMEM;
	result = copy_string_from_user(text, target, FL_PATH_MAX);
	if (result < 0)
		goto free_text;
	if (result == 0) {
		result = -ENOENT;
		goto free_text;
	}
	result = lookup_user(&l, dirfd, path, LOOKUP_CREATE);
	if (result == 0)
		result = vfs_create_node(&l, S_IFLNK | 0777, 0, text);
	lookup_done(&l);
free_text:
	kfree(text);
	return result;
}

long sys_readlinkat(int dirfd, struct uaddr path, struct uaddr buf, size_t size)
{
	struct lookup l;
	const char *target;
	long result = lookup_user(&l, dirfd, path, LOOKUP_EMPTY);

	if (result < 0)
		goto out;
	result = lookup_was_empty(&l) ? -ENOENT : -EINVAL;
	if (vnode_type(l.vnode) != S_IFLNK || size == 0)
		goto out;
	target = l.vnode->ops->target(l.vnode);
	result = MIN(strlen(target), size);
	if (copy_to_user(buf, target, result) < 0)
		result = -EFAULT;
	else
		vnode_mark_read(l.vnode);
out:
	lookup_done(&l);
	return result;
}

int vfs_link(struct lookup *l, struct vnode *v)
{
	int error = lookup_check_new(l, false);

	if (error < 0)
		return error;
	if (v->fs != l->dir->fs)
		return -EXDEV;
	if (vnode_is_directory(v) || v->nlink == 0)
		return v->nlink == 0 ? -ENOENT : -EPERM;
	if (v->nlink >= FL_LINK_MAX)
		return -EMLINK;
	return l->dir->ops->link(l->dir, &l->last, v);
}

long sys_linkat(int fromfd, struct uaddr from, int tofd, struct uaddr to,
		int flags)
{
	unsigned how = flags & AT_SYMLINK_FOLLOW ? LOOKUP_FOLLOW : 0;
	struct lookup source, target;
	long result;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		how |= LOOKUP_EMPTY;
	result = lookup_user(&source, fromfd, from, how);
	if (result < 0)
		goto done_source;
	/* Else a process could give a name to a file that it was only lent. */
	if (flags & AT_EMPTY_PATH && lookup_was_empty(&source) &&
	    !cred_is_superuser(cred_current())) {
		result = -ENOENT;
		goto done_source;
	}
	result = lookup_user(&target, tofd, to, LOOKUP_CREATE);
	if (result == 0)
		result = vfs_link(&target, source.vnode);
	lookup_done(&target);
done_source:
	lookup_done(&source);
	return result;
}

static int remove_directory(struct lookup *l)
{
	struct vnode *v = l->vnode;
	int error;

	if (l->kind == LAST_DOT)
		return -EINVAL;
	if (!vnode_is_directory(v))
		return -ENOTDIR;
	if (l->kind == LAST_DOTDOT)
		return -ENOTEMPTY;
	if (l->kind == LAST_ROOT)
		return -EBUSY;
	error = vnode_check_removal(l->dir, v);
	if (error < 0)
		return error;
	if (!v->ops->is_empty(v))
		return -ENOTEMPTY;
	return l->dir->ops->unlink(l->dir, &l->last, v);
}

static int remove_file(struct lookup *l)
{
	struct vnode *v = l->vnode;
	int error;

	if (vnode_is_directory(v))
		return -EISDIR;
	error = vnode_check_removal(l->dir, v);
	if (error < 0)
		return error;
	return l->dir->ops->unlink(l->dir, &l->last, v);
}

long sys_unlinkat(int dirfd, struct uaddr path, int flags)
{
	struct lookup l;
	long result;

	if (flags & ~AT_REMOVEDIR)
		return -EINVAL;
	result = lookup_user(&l, dirfd, path, 0);
	if (result == 0)
		result = flags & AT_REMOVEDIR ? remove_directory(&l)
					      : remove_file(&l);
	lookup_done(&l);
	return result;
}

/* Is v the same as top or below it?  Then top cannot move to v. */
static bool is_below(struct vnode *v, const struct vnode *top)
{
	for (;;) {
		struct vnode *parent;

		if (v == top)
			return true;
		if (v->fs->root == v)
			return false;
		parent = v->ops->parent(v);
		if (!parent || parent == v)
			return false;
		v = parent;
		arch_poll_interrupts(); /* the way up may be long */
	}
}

/* May v replace the vnode that `to' found?  0 or -errno. */
static int check_replaced(const struct lookup *to, const struct vnode *v)
{
	struct vnode *r = to->vnode;
	int error;

	if (vnode_is_directory(v) && !vnode_is_directory(r))
		return -ENOTDIR;
	if (!vnode_is_directory(v) && vnode_is_directory(r))
		return -EISDIR;
	error = vnode_check_removal(to->dir, r);
	if (error < 0)
		return error;
	if (vnode_is_directory(r) && !r->ops->is_empty(r))
		return -ENOTEMPTY;
	return 0;
}

static int rename_found(struct lookup *from, struct lookup *to)
{
	struct vnode *v = from->vnode;
	int error;

	if (from->kind != LAST_NAME || to->kind != LAST_NAME)
		return from->kind == LAST_ROOT || to->kind == LAST_ROOT
			   ? -EBUSY
			   : -EINVAL;
	if (from->dir->fs != to->dir->fs)
		return -EXDEV;
	if (v == to->vnode)
		return 0; /* POSIX rename(): both names of a file stay */
	error = vnode_check_removal(from->dir, v);
	if (error < 0)
		return error;
	if (vnode_is_directory(v) && is_below(to->dir, v))
		return -EINVAL;
	if (to->vnode)
		error = check_replaced(to, v);
	else
		error = lookup_check_new(to, vnode_is_directory(v));
	if (error == -ENOENT && to->slash && to->dir->nlink > 0)
		error = -ENOTDIR; /* v is a file, and "name/" is not */
	/* A directory that gets another parent changes: its ".." does. */
	if (error == 0 && vnode_is_directory(v) && from->dir != to->dir)
		error = vnode_access(v, MAY_WRITE);
	if (error < 0)
		return error;
	return from->dir->ops->rename(from->dir, &from->last, v, to->dir,
				      &to->last, to->vnode);
}

long sys_renameat(int fromfd, struct uaddr from, int tofd, struct uaddr to)
{
	struct lookup source, target;
	long result;

	result = lookup_user(&source, fromfd, from, 0);
	if (result < 0)
		goto done_source;
	result = lookup_user(&target, tofd, to, LOOKUP_CREATE);
	if (result == 0)
		result = rename_found(&source, &target);
	lookup_done(&target);
done_source:
	lookup_done(&source);
	return result;
}
