/* SPDX-License-Identifier: MIT */
/* What all vnodes share: permissions, times, attributes. */
#include "fs/vnode.h"

#include "fs/file.h"
#include "lib/string.h"
#include "proc/clock.h"
#include "proc/thread.h"

void vnode_init(struct vnode *v, const struct vnode_ops *ops,
		struct filesystem *fs, const struct vnode_new *what)
{
	v->mode = what->mode;
	v->uid = what->uid;
	v->gid = what->gid;
	v->rdev = what->rdev;
	v->nlink = 0;
	v->atime = v->mtime = v->ctime = vnode_now();
	v->ops = ops;
	v->fs = fs;
	v->mounted = NULL;
	v->locks = NULL;
	v->fifo = NULL;
	v->writers = 0;
	object_init(&v->memory, &vnode_object_ops);
	mutex_init(&v->lock, RANK_VNODE);
	v->read_at = NULL;
}

/* vnode_access() with uid, which is in the group of v if in_group says so. */
static inline int check(const struct vnode *v, unsigned want, uint32_t uid,
			bool in_group)
{
	unsigned may = v->mode;

	if ((want & MAY_WRITE) && vnode_is_read_only(v) &&
	    (v->mode & S_IFMT & (S_IFREG | S_IFDIR)))
		return -EROFS;
	if (uid == 0) {
		bool exec = vnode_is_directory(v) || (v->mode & 0111);

		return (want & MAY_EXEC) && !exec ? -EACCES : 0;
	}
	if (uid == v->uid)
		may >>= 6;
	else if (in_group)
		may >>= 3;
	return (want & ~may) ? -EACCES : 0;
}

int vnode_access(const struct vnode *v, unsigned want)
{
	const struct cred *c = cred_current();

	return check(v, want, c->euid,
		     c->euid != 0 && cred_in_group(c, v->gid));
}

int vnode_access_real(const struct vnode *v, unsigned want)
{
	const struct cred *c = cred_current();
	bool in_group = c->gid == v->gid;

	for (uint32_t i = 0; i < c->group_count; i++)
		in_group |= c->groups[i] == v->gid;
	return check(v, want, c->uid, in_group);
}

int vnode_check_owner(const struct vnode *v)
{
	const struct cred *c = cred_current();

	return c->euid == 0 || c->euid == v->uid ? 0 : -EPERM;
}

int vnode_check_removal(const struct vnode *dir, const struct vnode *v)
{
	const struct cred *c = cred_current();
	int error = vnode_access(dir, MAY_WRITE | MAY_EXEC);

	if (error < 0)
		return error;
	if ((dir->mode & S_ISVTX) && c->euid != 0 && c->euid != dir->uid &&
	    c->euid != v->uid)
		return -EPERM;
	if (v->fs->root == v)
		return -EBUSY;
	return 0;
}

struct fl_timespec vnode_now(void)
{
	return timespec_of(clock_realtime());
}

void vnode_touch(struct vnode *v)
{
	v->mtime = v->ctime = vnode_now();
}

void vnode_changed(struct vnode *v)
{
	v->ctime = vnode_now();
}

void vnode_getattr(const struct vnode *v, struct fl_stat *s)
{
	s->st_dev = v->fs ? v->fs->dev : 0;
	s->st_ino = v->ino;
	s->st_mode = v->mode;
	s->st_nlink = v->nlink;
	s->st_uid = v->uid;
	s->st_gid = v->gid;
	s->st_rdev = v->rdev;
	s->st_size = vnode_size(v);
	s->st_blksize = PAGE_SIZE;
	s->st_blocks = (long long)v->memory.count * (PAGE_SIZE / 512);
	s->st_atim = v->atime;
	s->st_mtim = v->mtime;
	s->st_ctim = v->ctime;
}

int vnode_deny_write(struct vnode *v)
{
	if (v->writers > 0 || v->memory.writers > 0)
		return -ETXTBSY;
	v->writers--;
	return 0;
}

void vnode_add_writer(struct vnode *v)
{
	KASSERT(v->writers >= 0);
	v->writers++;
}

void vnode_remove_writer(struct vnode *v)
{
	KASSERT(v->writers > 0);
	v->writers--;
}

void vnode_allow_write(struct vnode *v)
{
	KASSERT(v->writers < 0);
	v->writers++;
}
