/* SPDX-License-Identifier: MIT */
/* The list of devices, and devfs, which shows it. */
#include "dev/device.h"

#include "fs/tmpfs.h"
#include "lib/string.h"

/* Changed while booting only. */
static struct device *devices;

void device_register(struct device *d)
{
	struct device **p = &devices;

	while (*p)
		p = &(*p)->next;
	d->next = NULL;
	*p = d;
}

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
		int error = d->open(f, flags);

		if (error < 0)
			return error;
	}
	f->ops = d->ops;
	return 0;
}

static int add_node(struct vnode *root, const struct device *d)
{
	struct vnode_new what = { .mode = d->mode, .rdev = d->rdev };
	struct name n = { d->name, strlen(d->name), NAME_HASH_START };
	struct vnode *v;
	int error;

	for (uint32_t i = 0; i < n.length; i++)
		n.hash = NAME_HASH_STEP(n.hash, n.text[i]);
	error = root->ops->create(root, &n, &what, &v);
	if (error == 0)
		vnode_release(v);
	return error;
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
