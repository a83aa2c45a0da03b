/* SPDX-License-Identifier: MIT */
/* Path lookup: names, symbolic links, "..", mounts, the process's root. */
#include "fs/path.h"

#include "fs/file.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/thread.h"

static struct vnode *process_root(void)
{
	return current->subject->fs->root;
}

static struct vnode *down_mounts(struct vnode *v)
{
	while (v->mounted) {
		KASSERT(v->mounted->covered == v);
		v = v->mounted->root;
	}
	return v;
}

/*
 * Where ".." leads.  At the process's root it stays there; at the root of
 * another file system it leads to the parent of the mount point.
 */
static struct vnode *parent_of(struct vnode *v)
{
	struct vnode *root = process_root();

	while (v != root && v->fs->root == v && v->fs->covered)
		v = v->fs->covered;
	if (v == root)
		return v;
	v = v->ops->parent(v);
	return v ? down_mounts(v) : NULL;
}

/* Splits one name off the path and hashes it; returns the text behind it. */
static const char *split(const char *path, struct name *n)
{
	uint32_t hash = NAME_HASH_START;
	const char *p = path;
	uint8_t c;

	/* Nearly all characters of names pass the first comparison. */
	while ((c = *p) > '/' || (c != '/' && c != '\0')) {
		hash = NAME_HASH_STEP(hash, c);
		p++;
	}
	n->text = path;
	n->length = p - path;
	n->hash = hash;
	return p;
}

static enum last_kind kind_of(const struct name *n)
{
	if (n->text[0] != '.' || n->length > 2)
		return LAST_NAME;
	if (n->length == 1)
		return LAST_DOT;
	return n->text[1] == '.' ? LAST_DOTDOT : LAST_NAME;
}

/* Looks one name up in dir, and crosses mounts; *found is held. */
static int step(struct vnode *dir, const struct name *n, enum last_kind kind,
		struct vnode **found)
{
	struct vnode *v;
	int error;

	if (n->length > FL_NAME_MAX)
		return -ENAMETOOLONG;
	if (!vnode_is_directory(dir))
		return -ENOTDIR;
	error = vnode_access(dir, MAY_EXEC);
	if (error < 0)
		return error;
	if (kind != LAST_NAME) {
		v = kind == LAST_DOT ? dir : parent_of(dir);
		if (!v)
			return -ENOENT;
		*found = vnode_hold(v);
		return 0;
	}
	KASSERT(dir->memory.references > 0);
	error = dir->ops->lookup(dir, n, found);
	KASSERT(error < 0 || (*found)->memory.references > 0);
	if (error < 0 || !(*found)->mounted)
		return error;
	v = vnode_hold(down_mounts(*found));
	vnode_release(*found);
	*found = v;
	return 0;
}

/* Goes on with the target of a link and then the rest; sets *path to it. */
static int splice_link(struct lookup *l, struct vnode *link, const char *rest,
		       const char **path)
{
	const char *target = link->ops->target(link);
	size_t length = strlen(target), more = strlen(rest);
	char *buffer;

	if (length + more >= FL_PATH_MAX)
		return -ENAMETOOLONG;
	if (length == 0)
		return -ENOENT;
	buffer = kmalloc_raw(length + more + 1);
	if (!buffer)
		return -ENOMEM;
	memcpy(buffer, target, length);
	memcpy(buffer + length, rest, more + 1);
	kfree(l->buffer);
	l->buffer = buffer;
	*path = buffer;
	return 0;
}

/* The end of a walk, whose references l takes over; v or dir may be NULL. */
static int finish(struct lookup *l, struct vnode *dir, struct vnode *v,
		  unsigned flags)
{
	l->dir = dir;
	l->vnode = v;
	if ((l->slash || (flags & LOOKUP_DIRECTORY)) && v &&
	    !vnode_is_directory(v))
		return -ENOTDIR;
	return 0;
}

/* Walks path from at, and takes over the caller's reference to at. */
static int walk(struct lookup *l, struct vnode *at, const char *path,
		unsigned flags)
{
	int links = 0, error;

	for (;;) {
		struct vnode *next;
		const char *end, *rest;
		bool is_last;

		while (*path == '/')
			path++;
		if (*path == '\0') {
			l->kind = LAST_ROOT;
			return finish(l, NULL, at, flags);
		}
		end = split(path, &l->last);
		for (rest = end; *rest == '/'; rest++)
			;
		is_last = *rest == '\0';
		l->slash = rest != end;
		l->kind = kind_of(&l->last);
		error = step(at, &l->last, l->kind, &next);
		if (error == -ENOENT && is_last && (flags & LOOKUP_CREATE))
			return finish(l, at, NULL, flags);
		if (error < 0)
			break;
		if (vnode_type(next) == S_IFLNK &&
		    (!is_last || l->slash || (flags & LOOKUP_FOLLOW))) {
			error = ++links > FL_SYMLOOP_MAX
				    ? -ELOOP
				    : splice_link(l, next, end, &path);
			vnode_release(next);
			if (error < 0)
				break;
			arch_poll_interrupts(); /* a target may be long */
			if (*path == '/') {
				vnode_release(at);
				at = vnode_hold(process_root());
			}
			continue;
		}
		if (is_last)
			return finish(l, at, next, flags);
		vnode_release(at);
		at = next;
		path = rest;
	}
	vnode_release(at);
	return error;
}

static void lookup_init(struct lookup *l)
{
	l->dir = NULL;
	l->vnode = NULL;
	l->buffer = NULL;
	l->slash = false;
}

/* The vnode that a path starts from, not held.  0, -EBADF or -ENOTDIR. */
static int start_of(int dirfd, const char *path, unsigned flags,
		    struct vnode **start)
{
	struct file *f;

	if (*path == '/') {
		*start = process_root();
		return 0;
	}
	if (dirfd == AT_FDCWD) {
		*start = current->subject->fs->cwd;
		return 0;
	}
	f = file_peek(dirfd);
	if (!f)
		return -EBADF;
	if (!f->vnode || (!vnode_is_directory(f->vnode) &&
			  (*path != '\0' || !(flags & LOOKUP_EMPTY))))
		return -ENOTDIR;
	*start = f->vnode;
	return 0;
}

static int lookup_from(struct lookup *l, int dirfd, const char *path,
		       unsigned flags)
{
	struct vnode *start;
	int error;

	if (*path == '\0' && !(flags & LOOKUP_EMPTY))
		return -ENOENT;
	error = start_of(dirfd, path, flags, &start);
	if (error < 0)
		return error;
	return walk(l, vnode_hold(start), path, flags);
}

int lookup_user(struct lookup *l, int dirfd, struct uaddr path, unsigned flags)
{
	ssize_t n;

	lookup_init(l);
	n = copy_string_from_user(l->small, path, sizeof(l->small));
	if (n >= 0)
		return lookup_from(l, dirfd, l->small, flags);
	if (n != -ENAMETOOLONG)
		return n;
	l->buffer = kmalloc_raw(FL_PATH_MAX);
	if (!l->buffer)
		return -ENOMEM;
	n = copy_string_from_user(l->buffer, path, FL_PATH_MAX);
	if (n < 0)
		return n;
	return lookup_from(l, dirfd, l->buffer, flags);
}

int lookup_kernel(struct lookup *l, const char *path, unsigned flags)
{
	lookup_init(l);
	return lookup_from(l, AT_FDCWD, path, flags);
}

void lookup_done(struct lookup *l)
{
	vnode_release(l->vnode);
	vnode_release(l->dir);
	if (l->buffer)
		kfree(l->buffer);
}

int lookup_check_new(const struct lookup *l, bool directory)
{
	if (l->vnode)
		return -EEXIST;
	if (l->kind != LAST_NAME || (l->slash && !directory))
		return -ENOENT;
	if (l->dir->nlink == 0)
		return -ENOENT;
	return vnode_access(l->dir, MAY_WRITE | MAY_EXEC);
}

char *path_of(struct vnode *dir, char *buffer, size_t size, int *error)
{
	struct vnode *root = process_root();
	char *p = buffer + size - 1;
	struct name n;

	*p = '\0';
	*error = 0;
	while (dir != root) {
		if (dir->fs->root == dir && dir->fs->covered) {
			dir = dir->fs->covered;
			continue;
		}
		if (!dir->ops->name(dir, &n)) {
			*error = -ENOENT;
			return NULL;
		}
		if ((size_t)(p - buffer) < n.length + 1) {
			*error = -ERANGE;
			return NULL;
		}
		p -= n.length;
		memcpy(p, n.text, n.length);
		*--p = '/';
		dir = dir->ops->parent(dir);
	}
	if (*p == '\0')
		*--p = '/';
	return p;
}
