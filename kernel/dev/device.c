/* SPDX-License-Identifier: MIT */
/* The list of devices, and devfs, which shows it. */
#include "dev/device.h"
#include "fs/mount.h"
#include "fs/tmpfs.h"
#include "lib/assert.h"

static struct device *devices;

int device_open(struct file *f, int flags)
{
	struct device *d = devices;
	uint32_t type = vnode_type(f->vnode);

	while (d && (d->rdev != f->vnode->rdev || (d->mode & S_IFMT) != type))
		d = d->next;
	if (!d)
		return -ENXIO;
	f->can |= d->can;
	if (d->open) {
		int error = d->open(d, f, flags);

		if (error < 0)
			return error;
	}
	f->ops = d->ops;
	return 0;
}

/* Splits the first name off *path. */
static struct name next_name(const char **path)
{
	struct name n = { *path, 0, NAME_HASH_START };

	for (; **path && **path != '/'; ++*path, n.length++)
		n.hash = NAME_HASH_STEP(n.hash, **path);
	if (**path == '/')
		++*path;
	return n;
}

/* Finds the directory of d's name, held, and the name in it: 0 or -errno. */
static int find_folder(struct vnode *root, const struct device *d,
		       struct vnode **dir, struct name *n)
{
	const char *path = d->name;

	*n = next_name(&path);
	if (*path == '\0') {
		*dir = vnode_hold(root);
		return 0;
	}
	if (root->ops->lookup(root, n, dir) < 0)
		return -ENOENT;
	*n = next_name(&path);
	if (vnode_is_directory(*dir))
		return 0;
	vnode_release(*dir);
	return -ENOTDIR;
}

/* Makes the special file of d in a devfs: 0 or -errno. */
static int add_node(struct vnode *root, const struct device *d)
{
	struct vnode_new what = {
		.mode = d->mode, .uid = d->uid, .gid = d->gid, .rdev = d->rdev
	};
	struct vnode *dir, *v;
	struct name n;
	int error = find_folder(root, d, &dir, &n);

	if (error < 0)
		return error;
	error = dir->ops->lookup(dir, &n, &v);
	if (error == -ENOENT) /* else root has put something there */
		error = dir->ops->create(dir, &n, &what, &v);
	if (error == 0)
		vnode_release(v);
	vnode_release(dir);
	return error;
}

/* Removes the special file of d, unless there is something else by its name. */
static void remove_node(struct vnode *root, const struct device *d)
{
	struct vnode *dir, *v;
	struct name n;

	if (find_folder(root, d, &dir, &n) < 0)
		return;
	if (dir->ops->lookup(dir, &n, &v) == 0) {
		if (vnode_type(v) == (d->mode & S_IFMT) && v->rdev == d->rdev)
			dir->ops->unlink(dir, &n, v);
		vnode_release(v);
	}
	vnode_release(dir);
}

int device_register(struct device *d)
{
	struct filesystem *fs = NULL;
	struct device **p = &devices;

	while (*p)
		p = &(*p)->next;
	KASSERT(d->ops || (d->mode & S_IFMT) == S_IFDIR);
	d->next = NULL;
	*p = d;
	while (d->name && (fs = mount_next("devfs", fs))) {
		if (add_node(fs->root, d) == -ENOSPC) {
			device_unregister(d);
			return -ENOMEM;
		}
	}
	return 0;
}

void device_unregister(struct device *d)
{
	struct filesystem *fs = NULL;
	struct device **p = &devices;

	while (*p != d) {
		KASSERT(*p); /* it is registered */
		p = &(*p)->next;
	}
	*p = d->next;
	while (d->name && (fs = mount_next("devfs", fs)))
		remove_node(fs->root, d);
}

struct filesystem *devfs_create(void)
{
	struct filesystem *fs = tmpfs_create();

	if (!fs)
		return NULL;
	fs->type = "devfs";
	for (struct device *d = devices; d; d = d->next) {
		if (d->name && add_node(fs->root, d) < 0) {
			fs->destroy(fs);
			return NULL;
		}
	}
	return fs;
}
