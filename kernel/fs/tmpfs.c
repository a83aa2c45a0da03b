/* SPDX-License-Identifier: MIT */
/* tmpfs, the file system in memory: its vnodes and their names. */
#include "fs/tmpfs.h"

#include "fs/file.h"
#include "fs/locks.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "mm/slab.h"
#include "proc/thread.h"

static struct slab_cache node_cache =
    SLAB_CACHE_INIT_KEPT(node_cache, "tmpfs_node", struct tmpfs_node);

static uint32_t tmpfs_reserve(void)
{
	return frames_for_files();
}

static struct tmpfs *tmpfs_of(const struct vnode *v)
{
	return container_of(v->fs, struct tmpfs, fs);
}

/* Frees v.  Returns a directory whose reference goes to the caller, or NULL. */
static struct vnode *free_node(struct vnode *v)
{
	struct tmpfs_node *n = tmpfs_node(v);
	struct tmpfs *t = tmpfs_of(v);
	struct vnode *parent = NULL;

	KASSERT(v->memory.references == 0 && v->fs == &t->fs);
	if (vnode_is_directory(v)) {
		if (!n->dir->self && n->dir->parent != v)
			parent = n->dir->parent;
		tmpfs_dir_free(n->dir);
	} else if (vnode_type(v) == S_IFLNK) {
		kfree(n->target);
	} else {
		object_clear(&v->memory);
	}
	locks_destroy(v);
	t->nodes--;
	if (v->nlink == 0)
		t->orphans--;
	slab_free(&node_cache, n);
	return parent;
}

/*
 * A removed directory holds the one that it was in, which may be removed, too,
 * and so on.  A program can make such a chain as long as it likes, so this is a
 * loop instead of a recursion, and lets interrupts in.
 */
static void tmpfs_destroy_node(struct vnode *v)
{
	for (;;) {
		v = free_node(v);
		if (!v)
			return;
		KASSERT(v->memory.references > 0 && vnode_is_directory(v));
		if (--v->memory.references > 0)
			return;
		arch_poll_interrupts();
	}
}

static int tmpfs_lookup(struct vnode *dir, const struct name *n,
			struct vnode **found)
{
	struct tmpfs_entry *e = tmpfs_dir_find(tmpfs_dir(dir), n);

	if (!e)
		return -ENOENT;
	*found = vnode_hold(e->vnode);
	return 0;
}

/* Makes what a directory or a link has besides a vnode: 0 or -ENOSPC. */
static int init_node(struct tmpfs_node *n, const struct vnode_new *what,
		     struct vnode *dir)
{
	size_t length;

	n->target = NULL;
	if ((what->mode & S_IFMT) == S_IFDIR) {
		n->dir = tmpfs_dir_alloc(dir ? dir : &n->v);
		return n->dir ? 0 : -ENOSPC;
	}
	if ((what->mode & S_IFMT) == S_IFLNK) {
		length = strlen(what->target);
		n->target = kmalloc_kept(length + 1);
		if (!n->target)
			return -ENOSPC;
		memcpy(n->target, what->target, length + 1);
		n->v.memory.size = length;
	}
	return 0;
}

static const struct vnode_ops tmpfs_vnode_ops;

/*
 * A vnode with one reference and no name yet; dir is the parent of a directory,
 * or NULL for the root.  NULL: no memory.
 */
static struct tmpfs_node *new_node(struct tmpfs *t,
				   const struct vnode_new *what,
				   struct vnode *dir)
{
	struct tmpfs_node *n = slab_alloc_raw(&node_cache);

	if (!n)
		return NULL;
	vnode_init(&n->v, &tmpfs_vnode_ops, &t->fs, what);
	if (init_node(n, what, dir) < 0) {
		slab_free(&node_cache, n);
		return NULL;
	}
	n->v.ino = ++t->last_ino;
	t->nodes++;
	return n;
}

static int tmpfs_create_node(struct vnode *dir, const struct name *name,
			     const struct vnode_new *what, struct vnode **made)
{
	struct tmpfs_node *n;
	struct tmpfs_entry *e;

	if (tmpfs_reserve() == 0)
		return -ENOSPC;
	n = new_node(tmpfs_of(dir), what, dir);
	if (!n)
		return -ENOSPC;
	e = tmpfs_dir_add(tmpfs_dir(dir), name, &n->v);
	if (!e) {
		if (vnode_is_directory(&n->v))
			n->dir->parent = NULL;
		n->v.nlink = 1; /* it is not counted as an orphan */
		vnode_release(&n->v);
		return -ENOSPC;
	}
	n->v.nlink = 1;
	if (vnode_is_directory(&n->v)) {
		n->dir->self = e;
		n->v.nlink = 2;
		dir->nlink++;
	}
	dir->mtime = dir->ctime = n->v.mtime;
	*made = vnode_hold(&n->v); /* the first reference is the entry's */
	return 0;
}

static int tmpfs_link(struct vnode *dir, const struct name *n, struct vnode *v)
{
	if (tmpfs_reserve() == 0 || !tmpfs_dir_add(tmpfs_dir(dir), n, v))
		return -ENOSPC;
	vnode_hold(v);
	v->nlink++;
	vnode_changed(v);
	vnode_touch(dir);
	return 0;
}

/* v has lost its name in dir: takes the link and the name's reference away. */
static void drop_link(struct vnode *dir, struct vnode *v)
{
	if (vnode_is_directory(v)) {
		struct tmpfs_dir *d = tmpfs_dir(v);

		d->self = NULL;
		d->parent = vnode_hold(dir); /* processes may be in v yet */
		v->nlink = 0;
		dir->nlink--;
	} else {
		v->nlink--;
	}
	if (v->nlink == 0)
		tmpfs_of(v)->orphans++;
	vnode_changed(v);
	dir->mtime = dir->ctime = v->ctime;
	vnode_release(v);
}

static int tmpfs_unlink(struct vnode *dir, const struct name *n,
			struct vnode *v)
{
	struct tmpfs_dir *d = tmpfs_dir(dir);

	tmpfs_dir_remove(d, tmpfs_dir_find(d, n));
	drop_link(dir, v);
	return 0;
}

static bool tmpfs_is_empty(struct vnode *dir)
{
	return tmpfs_dir(dir)->count == 0;
}

/* Gives the vnode of old to an entry of `to', whose vnode loses its name. */
static void rename_over(struct tmpfs_dir *from, struct tmpfs_entry *old,
			struct vnode *to, struct tmpfs_entry *entry)
{
	struct vnode *replaced = entry->vnode, *v = old->vnode;

	entry->vnode = v;
	if (vnode_is_directory(v))
		tmpfs_dir(v)->self = entry;
	tmpfs_dir_remove(from, old);
	drop_link(to, replaced);
}

/* Gives the vnode of old the name n, which is not there: 0 or -ENOSPC. */
static int rename_new(struct vnode *from, struct tmpfs_entry *old,
		      struct vnode *to, const struct name *n)
{
	struct vnode *v = old->vnode;
	struct tmpfs_entry *e;

	if (from == to) {
		e = tmpfs_dir_rename(tmpfs_dir(to), old, n);
	} else {
		e = tmpfs_dir_add(tmpfs_dir(to), n, v);
		if (e)
			tmpfs_dir_remove(tmpfs_dir(from), old);
	}
	if (!e)
		return -ENOSPC;
	if (vnode_is_directory(v))
		tmpfs_dir(v)->self = e;
	return 0;
}

static int tmpfs_rename(struct vnode *from, const struct name *n,
			struct vnode *v, struct vnode *to,
			const struct name *new_name, struct vnode *replaced)
{
	struct tmpfs_dir *fd = tmpfs_dir(from), *td = tmpfs_dir(to);
	struct tmpfs_entry *old = tmpfs_dir_find(fd, n);
	int error;

	if (replaced) {
		rename_over(fd, old, to, tmpfs_dir_find(td, new_name));
	} else {
		error = rename_new(from, old, to, new_name);
		if (error < 0)
			return error;
	}
	if (vnode_is_directory(v) && from != to) {
		from->nlink--;
		to->nlink++;
		tmpfs_dir(v)->parent = to;
	}
	vnode_changed(v);
	from->mtime = from->ctime = v->ctime;
	to->mtime = to->ctime = v->ctime;
	return 0;
}

static struct vnode *tmpfs_parent(struct vnode *dir)
{
	return tmpfs_dir(dir)->parent;
}

static bool tmpfs_name(struct vnode *dir, struct name *n)
{
	struct tmpfs_entry *e = tmpfs_dir(dir)->self;

	if (!e)
		return false;
	n->text = e->text;
	n->length = e->length;
	n->hash = e->hash;
	return true;
}

static const char *tmpfs_target(struct vnode *link)
{
	return tmpfs_node(link)->target;
}

int tmpfs_insert_page(struct vnode *v, uint32_t index, struct frame *f)
{
	KASSERT(vnode_is_regular(v));
	return object_insert(&v->memory, index, f);
}

static const struct vnode_ops tmpfs_vnode_ops = {
	.lookup = tmpfs_lookup,
	.create = tmpfs_create_node,
	.link = tmpfs_link,
	.unlink = tmpfs_unlink,
	.rename = tmpfs_rename,
	.is_empty = tmpfs_is_empty,
	.readdir = tmpfs_readdir,
	.parent = tmpfs_parent,
	.name = tmpfs_name,
	.target = tmpfs_target,
	.reserve = tmpfs_reserve,
	.dir_closed = tmpfs_dir_closed,
	.destroy = tmpfs_destroy_node,
};

static void tmpfs_statvfs(struct filesystem *fs, struct fl_statvfs *s)
{
	struct tmpfs *t = container_of(fs, struct tmpfs, fs);
	uint32_t free = tmpfs_reserve();

	s->f_bsize = s->f_frsize = PAGE_SIZE;
	s->f_blocks = frame_statistics().total;
	s->f_bfree = s->f_bavail = free;
	s->f_ffree = s->f_favail = (uint64_t)free * 16;
	s->f_files = s->f_ffree + t->nodes;
}

/*
 * The entry after e, which is in *dir, in a walk over the tree below root: a
 * directory comes before what is in it.  e is NULL at the start; NULL: the end.
 */
static struct tmpfs_entry *next_in_tree(struct vnode *root, struct vnode **dir,
					struct tmpfs_entry *e)
{
	struct list *next = &tmpfs_dir(*dir)->order;

	if (e && vnode_is_directory(e->vnode)) {
		*dir = e->vnode;
		next = &tmpfs_dir(*dir)->order;
	} else if (e) {
		next = &e->order;
	}
	while (next->next == &tmpfs_dir(*dir)->order) {
		if (*dir == root)
			return NULL;
		next = &tmpfs_dir(*dir)->self->order;
		*dir = tmpfs_dir(*dir)->parent;
	}
	return list_entry(next->next, struct tmpfs_entry, order);
}

/* Is a vnode held by more than its names, or without one? */
static bool tmpfs_is_busy(struct filesystem *fs)
{
	struct tmpfs *t = container_of(fs, struct tmpfs, fs);
	struct vnode *dir = fs->root;
	struct tmpfs_entry *e = NULL;

	if (fs->root->memory.references != 1 || t->orphans > 0)
		return true;
	while ((e = next_in_tree(fs->root, &dir, e))) {
		struct vnode *v = e->vnode;
		uint32_t names = vnode_is_directory(v) ? 1 : v->nlink;

		if (v->memory.references != names)
			return true;
		arch_poll_interrupts(); /* nothing else runs: the tree stays */
	}
	return false;
}

/* Removes all names below root; a directory goes when it is empty. */
static void remove_all(struct vnode *root)
{
	struct vnode *dir = root;

	for (;;) {
		struct tmpfs_dir *d = tmpfs_dir(dir);
		struct tmpfs_entry *e;
		struct vnode *v;

		if (d->count == 0) {
			if (dir == root)
				return;
			dir = d->parent;
			d = tmpfs_dir(dir);
		}
		e = list_first(&d->order, struct tmpfs_entry, order);
		v = e->vnode;
		if (vnode_is_directory(v) && tmpfs_dir(v)->count > 0) {
			dir = v;
			continue;
		}
		tmpfs_dir_remove(d, e);
		drop_link(dir, v);
		arch_poll_interrupts();
	}
}

static void tmpfs_destroy(struct filesystem *fs)
{
	struct tmpfs *t = container_of(fs, struct tmpfs, fs);

	remove_all(fs->root);
	vnode_release(fs->root);
	KASSERT(t->nodes == 0);
	kfree(t);
}

struct filesystem *tmpfs_create(void)
{
	static const struct vnode_new root = { .mode = S_IFDIR | 0755 };
	struct tmpfs *t = kmalloc_kept(sizeof(*t));
	struct tmpfs_node *n;

	if (!t)
		return NULL;
	n = new_node(t, &root, NULL);
	if (!n) {
		kfree(t);
		return NULL;
	}
	n->v.nlink = 2;
	t->fs.type = "tmpfs";
	t->fs.root = &n->v;
	t->fs.statvfs = tmpfs_statvfs;
	t->fs.is_busy = tmpfs_is_busy;
	t->fs.destroy = tmpfs_destroy;
	return &t->fs;
}
