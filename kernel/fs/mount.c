/* SPDX-License-Identifier: MIT */
/* Mounting and unmounting. */
#include "fs/mount.h"

#include "dev/device.h"
#include "fs/tmpfs.h"
#include "lib/string.h"

/* The types of file systems.  That of a disk would get its line here. */
struct mount_type {
	const char *type;
	struct filesystem *(*create)(void);
};

static const struct mount_type types[] = {
	{ "tmpfs", tmpfs_create },
	{ "devfs", devfs_create },
};

/* All mounts, oldest first. */
static struct list mounts = LIST_INIT(mounts);
static uint32_t last_dev;
struct vnode *vfs_root;

static void add_mount(struct filesystem *fs, struct vnode *covered,
		      uint32_t flags)
{
	fs->dev = ++last_dev;
	fs->flags = flags;
	fs->covered = covered;
	list_push_back(&mounts, &fs->link);
	if (covered)
		vnode_hold(covered)->mounted = fs;
}

void vfs_init(void)
{
	struct filesystem *fs = tmpfs_create();

	if (!fs)
		panic("no memory for the root file system");
	add_mount(fs, NULL, 0);
	vfs_root = fs->root;
}

int mount_type(const char *type, struct vnode *target, uint32_t flags)
{
	struct filesystem *fs;

	if (!vnode_is_directory(target))
		return -ENOTDIR;
	if (target->mounted || target->fs->root == target)
		return -EBUSY;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		if (strcmp(type, types[i].type) != 0)
			continue;
		fs = types[i].create();
		if (!fs)
			return -ENOMEM;
		add_mount(fs, target, flags);
		return 0;
	}
	return -ENODEV;
}

struct filesystem *mount_next(const char *type, struct filesystem *after)
{
	struct list *l = after ? after->link.next : mounts.next;

	for (; l != &mounts; l = l->next) {
		struct filesystem *fs = list_entry(l, struct filesystem, link);

		if (strcmp(fs->type, type) == 0)
			return fs;
	}
	return NULL;
}

int unmount(struct filesystem *fs)
{
	struct vnode *covered = fs->covered;

	if (!covered || fs->is_busy(fs))
		return -EBUSY;
	covered->mounted = NULL;
	list_remove(&fs->link);
	fs->destroy(fs);
	vnode_release(covered);
	return 0;
}

void vfs_statvfs(struct filesystem *fs, struct fl_statvfs *s)
{
	memset(s, 0, sizeof(*s));
	fs->statvfs(fs, s);
	s->f_fsid = fs->dev;
	s->f_flag = fs->flags;
	s->f_namemax = FL_NAME_MAX;
}
