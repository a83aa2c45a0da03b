/* SPDX-License-Identifier: MIT */
/*
 * Unpacks the initrd.  The format is cpio's "newc": for each file a header of
 * hexadecimal fields, its name, and its data, each padded to 4 bytes.  Our
 * archive builder makes data begin at a page boundary, by NULs behind the name,
 * and fills the last page of the data with zeros, so that a file can use the
 * archive's pages where they are.
 */
#include "fs/initrd.h"

#include "fs/internal.h"
#include "fs/path.h"
#include "fs/tmpfs.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "mm/slab.h"

/* cpio(5), "New ASCII Format"; the fields but magic are hexadecimal digits. */
struct cpio_header {
	char magic[6]; /* 070701 */
	char ino[8], mode[8], uid[8], gid[8], nlink[8], mtime[8], size[8];
	char devmajor[8], devminor[8], rdevmajor[8], rdevminor[8];
	char namesize[8], check[8];
};

_Static_assert(sizeof(struct cpio_header) == 110, "cpio header");

/* What one header says, decoded; name and data lie in the archive. */
struct cpio_file {
	uint32_t ino, nlink, mtime, size;
	struct vnode_new what;
	const char *name;
	const char *data;
};

/* A file with several names; ino is its number in the archive. */
struct hard_link {
	struct hard_link *next;
	uint32_t ino;
	struct vnode *vnode; /* held */
};

/* taken: one bit for each page from first_page() on: a file has its frame. */
struct unpacker {
	const char *start, *at, *end;
	struct hard_link *links;
	uint32_t *taken;
};

/* Only pages that lie inside the archive as a whole are taken or released. */
static const char *first_page(const struct unpacker *u)
{
	return (const char *)PAGE_ALIGN_UP((uintptr_t)u->start);
}

static const char *last_page_end(const struct unpacker *u)
{
	return (const char *)PAGE_ALIGN_DOWN((uintptr_t)u->end);
}

static bool is_inside(const struct unpacker *u, const char *page)
{
	return page >= first_page(u) && page + PAGE_SIZE <= last_page_end(u);
}

static uint32_t hex(const char field[8])
{
	uint32_t value = 0;

	for (int i = 0; i < 8; i++) {
		char c = field[i];
		uint32_t digit = c <= '9' ? c - '0' : (c | 32) - 'a' + 10;

		value = value << 4 | (digit & 15);
	}
	return value;
}

/* Names and data are padded to offsets that are multiples of 4. */
static const char *align4(const struct unpacker *u, const char *p)
{
	return p + (-(uintptr_t)(p - u->start) & 3);
}

/* Zeros before a header fill the last page of the data before it. */
static void skip_padding(struct unpacker *u)
{
	while (u->end - u->at >= 4 && *(const uint32_t *)u->at == 0)
		u->at += 4;
}

/* Reads one header: 1; 0 at the end of the archive; or -EINVAL. */
static int next_file(struct unpacker *u, struct cpio_file *f)
{
	const struct cpio_header *h;
	uint32_t namesize;
	size_t left;

	skip_padding(u);
	h = (const void *)u->at;
	left = u->end - u->at;
	if (left < sizeof(*h) || memcmp(h->magic, "070701", 6) != 0)
		return -EINVAL;
	namesize = hex(h->namesize);
	f->ino = hex(h->ino);
	f->nlink = hex(h->nlink);
	f->mtime = hex(h->mtime);
	f->size = hex(h->size);
	f->what.mode = hex(h->mode);
	f->what.uid = hex(h->uid);
	f->what.gid = hex(h->gid);
	f->what.rdev = FL_MAKEDEV(hex(h->rdevmajor), hex(h->rdevminor));
	f->what.target = NULL;
	f->name = u->at + sizeof(*h);
	if (namesize == 0 || namesize > left - sizeof(*h) ||
	    f->name[namesize - 1] != '\0')
		return -EINVAL;
	f->data = align4(u, f->name + namesize);
	if (f->data > u->end || f->size > (size_t)(u->end - f->data))
		return -EINVAL;
	u->at = align4(u, f->data + f->size);
	if (u->at > u->end)
		u->at = u->end;
	return strcmp(f->name, "TRAILER!!!") != 0;
}

/* Is the page, whose first n bytes are a file's, zeros from there on? */
static bool ends_in_zeros(const char *page, size_t n)
{
	for (; n < PAGE_SIZE; n++)
		if (page[n] != '\0')
			return false;
	return true;
}

/* Gives a file the frame of a page, with the reference that boot has to it. */
static struct frame *take_frame(struct unpacker *u, const char *page)
{
	uint32_t n = (page - first_page(u)) / PAGE_SIZE;

	u->taken[n / 32] |= 1u << n % 32;
	return frame_of(page);
}

/* Adds a page of n bytes to v: the archive's own if it can be, else a copy. */
static int add_page(struct unpacker *u, struct vnode *v, uint32_t index,
		    const char *from, size_t n)
{
	struct frame *f;

	if (((uintptr_t)from & PAGE_MASK) == 0 && is_inside(u, from) &&
	    ends_in_zeros(from, n)) {
		f = take_frame(u, from);
	} else {
		f = frame_alloc_raw(0);
		if (!f)
			return -ENOSPC;
		memcpy(frame_address(f), from, n);
		memset((char *)frame_address(f) + n, 0, PAGE_SIZE - n);
	}
	if (tmpfs_insert_page(v, index, f) < 0) {
		frame_release(f);
		return -ENOSPC;
	}
	return 0;
}

/* Releases the frames that no file has taken. */
static void release_rest(struct unpacker *u)
{
	uint32_t n = 0;

	for (const char *page = first_page(u); is_inside(u, page);
	     page += PAGE_SIZE, n++)
		if (!(u->taken[n / 32] >> n % 32 & 1))
			frame_release(frame_of(page));
}

/* Gives v its contents. */
static int fill(struct unpacker *u, struct vnode *v, const struct cpio_file *f)
{
	for (uint32_t at = 0; at < f->size; at += PAGE_SIZE) {
		uint32_t n = MIN(f->size - at, PAGE_SIZE);

		if (add_page(u, v, at / PAGE_SIZE, f->data + at, n) < 0)
			return -ENOSPC;
	}
	return vnode_truncate(v, f->size);
}

static struct hard_link *find_link(struct unpacker *u, uint32_t ino)
{
	for (struct hard_link *l = u->links; l; l = l->next)
		if (l->ino == ino)
			return l;
	return NULL;
}

static int remember(struct unpacker *u, uint32_t ino, struct vnode *v)
{
	struct hard_link *l = kmalloc(sizeof(*l));

	if (!l)
		return -ENOSPC;
	l->ino = ino;
	l->vnode = vnode_hold(v);
	l->next = u->links;
	u->links = l;
	return 0;
}

static void forget_links(struct unpacker *u)
{
	while (u->links) {
		struct hard_link *l = u->links;

		u->links = l->next;
		vnode_release(l->vnode);
		kfree(l);
	}
}

/* Makes the vnode; the target of a symbolic link is its data, without a NUL. */
static int create(struct lookup *l, const struct cpio_file *f)
{
	struct vnode_new what = f->what;
	char *target = NULL;
	int error;

	if ((what.mode & S_IFMT) == S_IFLNK) {
		target = kmalloc(f->size + 1);
		if (!target)
			return -ENOSPC;
		memcpy(target, f->data, f->size);
		target[f->size] = '\0';
		what.target = target;
	}
	error = l->dir->ops->create(l->dir, &l->last, &what, &l->vnode);
	kfree(target);
	return error;
}

static void set_attributes(struct vnode *v, const struct cpio_file *f)
{
	v->mode = f->what.mode;
	v->uid = f->what.uid;
	v->gid = f->what.gid;
	v->atime = v->mtime = (struct fl_timespec){ .tv_sec = f->mtime };
}

/* Makes the file of one header where the lookup says. */
static int place(struct unpacker *u, struct lookup *l,
		 const struct cpio_file *f)
{
	bool regular = (f->what.mode & S_IFMT) == S_IFREG;
	struct hard_link *other = NULL;
	int error = 0;

	if (l->vnode) { /* only a directory may be there, "." for one */
		if (vnode_type(l->vnode) != (f->what.mode & S_IFMT) ||
		    !vnode_is_directory(l->vnode))
			return -EEXIST;
		set_attributes(l->vnode, f);
		return 0;
	}
	if (regular && f->nlink > 1)
		other = find_link(u, f->ino);
	if (other) {
		error = vfs_link(l, other->vnode);
		if (error < 0)
			return error;
		l->vnode = vnode_hold(other->vnode);
	} else {
		error = create(l, f);
		if (error == 0 && regular && f->nlink > 1)
			error = remember(u, f->ino, l->vnode);
	}
	if (error < 0)
		return error;
	/* If a file has several names, its data comes with the last one. */
	if (regular && f->size > 0 && vnode_size(l->vnode) == 0)
		error = fill(u, l->vnode, f);
	set_attributes(l->vnode, f);
	return error;
}

static int unpack_all(struct unpacker *u)
{
	struct cpio_file f;
	struct lookup l;
	int result;

	while ((result = next_file(u, &f)) > 0) {
		int error = lookup_kernel(&l, f.name, LOOKUP_CREATE);

		if (error == 0)
			error = place(u, &l, &f);
		lookup_done(&l);
		if (error < 0)
			printk("initrd: %s: error %d\n", f.name, -error);
		if (error == -ENOSPC)
			return error;
	}
	return result;
}

int initrd_unpack(const void *archive, size_t length)
{
	struct unpacker u = { archive, archive, (const char *)archive + length,
			      NULL, NULL };
	int result;

	u.taken = kmalloc((length / PAGE_SIZE / 32 + 1) * 4);
	if (!u.taken)
		return -ENOSPC;
	result = unpack_all(&u);
	forget_links(&u);
	release_rest(&u);
	kfree(u.taken);
	return result;
}
