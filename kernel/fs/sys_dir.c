/* SPDX-License-Identifier: MIT */
/* Calls about the working directory, the root, and mounts. */
#include "call/handlers.h"
#include "fs/file.h"
#include "fs/mount.h"
#include "fs/path.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/thread.h"

/* Makes the directory that l found the *place: 0 or -EACCES. */
static int move_to(struct lookup *l, struct vnode **place)
{
	int error = vnode_access(l->vnode, MAY_EXEC);

	if (error < 0)
		return error;
	vnode_release(*place);
	*place = lookup_take(l);
	return 0;
}

long sys_chdir(struct uaddr path)
{
	struct lookup l;
	long result =
	    lookup_user(&l, AT_FDCWD, path, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);

	if (result == 0)
		result = move_to(&l, &current->subject->fs->cwd);
	lookup_done(&l);
	return result;
}

long sys_fchdir(int fd)
{
	struct file *f = file_peek(fd);
	struct fs_context *fs = current->subject->fs;
	int error;

	if (!f)
		return -EBADF;
	if (!f->vnode || !vnode_is_directory(f->vnode))
		return -ENOTDIR;
	error = vnode_access(f->vnode, MAY_EXEC);
	if (error < 0)
		return error;
	vnode_hold(f->vnode);
	vnode_release(fs->cwd);
	fs->cwd = f->vnode;
	return 0;
}

long sys_chroot(struct uaddr path)
{
	struct lookup l;
	long result;

	if (!cred_is_superuser(cred_current()))
		return -EPERM;
	result =
	    lookup_user(&l, AT_FDCWD, path, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
	if (result == 0)
		result = move_to(&l, &current->subject->fs->root);
	lookup_done(&l);
	return result;
}

long sys_getcwd(struct uaddr buf, size_t size)
{
	char *buffer, *path;
	size_t length;
	int error;

	if (size == 0)
		return -EINVAL;
	buffer = kmalloc_raw(FL_PATH_MAX);
	if (!buffer)
		return -ENOMEM;
	path = path_of(current->subject->fs->cwd, buffer, FL_PATH_MAX, &error);
	if (path) {
		length = buffer + FL_PATH_MAX - path;
		error =
		    length > size ? -ERANGE : copy_to_user(buf, path, length);
		if (error == 0)
			error = length;
	}
	kfree(buffer);
	return error;
}

long sys_mount(struct uaddr source, struct uaddr target, struct uaddr type,
	       unsigned flags)
{
	char name[16], from[64];
	struct lookup l;
	long result;

	/* No type of file system uses its source, which must be a string. */
	result = copy_string_from_user(from, source, sizeof(from));
	if (result == -EFAULT)
		return result;
	if (!cred_is_superuser(cred_current()))
		return -EPERM;
	if (flags & ~(ST_RDONLY | ST_NOSUID))
		return -EINVAL;
	result = copy_string_from_user(name, type, sizeof(name));
	if (result < 0)
		return result == -ENAMETOOLONG ? -ENODEV : result;
	result =
	    lookup_user(&l, AT_FDCWD, target, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
	if (result == 0)
		result = mount_type(name, l.vnode, flags);
	lookup_done(&l);
	return result;
}

long sys_umount(struct uaddr target)
{
	struct filesystem *fs = NULL;
	struct lookup l;
	long result;

	if (!cred_is_superuser(cred_current()))
		return -EPERM;
	result =
	    lookup_user(&l, AT_FDCWD, target, LOOKUP_FOLLOW | LOOKUP_DIRECTORY);
	if (result == 0 && l.vnode->fs->root == l.vnode)
		fs = l.vnode->fs;
	lookup_done(&l);
	if (result < 0)
		return result;
	return fs ? unmount(fs) : -EINVAL;
}
