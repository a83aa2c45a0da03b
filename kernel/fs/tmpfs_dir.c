/* SPDX-License-Identifier: MIT */
/* Directories of tmpfs: a hash table finds names, a list has their order. */
#include "dev/device.h"
#include "fs/file.h"
#include "fs/io.h"
#include "fs/tmpfs.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "mm/slab.h"
#include "proc/sched.h"
#include "proc/wait.h"
#include <faultline/dirent.h>

#define FIRST_BUCKETS 8u
#define BREATH	      256u	 /* names until interrupts are let in */
#define MAX_BUCKETS   (1u << 20) /* kmalloc() gives at most 4 MB */
#define LONG_CHAIN    32u	 /* names never make one by chance */

struct tmpfs_dir *tmpfs_dir_alloc(struct vnode *parent)
{
	struct tmpfs_dir *d = kmalloc_kept(sizeof(*d));

	if (!d)
		return NULL;
	d->next_sequence = FIRST_SEQUENCE;
	d->parent = parent;
	list_init(&d->order);
	list_init(&d->cursors);
	return d;
}

void tmpfs_dir_free(struct tmpfs_dir *d)
{
	KASSERT(d->count == 0 && list_empty(&d->cursors));
	kfree(d->buckets);
	kfree(d);
}

static inline uint32_t rotate(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

/* One SipRound of HalfSipHash. */
static void mix(uint32_t v[4])
{
	v[0] += v[1], v[1] = rotate(v[1], 5) ^ v[0], v[0] = rotate(v[0], 16);
	v[2] += v[3], v[3] = rotate(v[3], 8) ^ v[2];
	v[0] += v[3], v[3] = rotate(v[3], 7) ^ v[0];
	v[2] += v[1], v[1] = rotate(v[1], 13) ^ v[2], v[2] = rotate(v[2], 16);
}

/*
 * HalfSipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF").
 * Without the key nobody can choose names that collide.
 */
static uint32_t keyed_hash(const uint32_t key[2], const char *text,
			   uint32_t length)
{
	uint32_t v[4] = { key[0], key[1], key[0] ^ 0x6c796765,
			  key[1] ^ 0x74656462 };
	uint32_t word = 0;

	for (uint32_t i = 0; i < length; i++) {
		word |= (uint32_t)(uint8_t)text[i] << i % 4 * 8;
		if (i % 4 != 3)
			continue;
		v[3] ^= word;
		mix(v);
		v[0] ^= word;
		word = 0;
	}
	word |= length << 24;
	v[3] ^= word;
	mix(v);
	v[0] ^= word;
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		mix(v);
	return v[1] ^ v[3];
}

static inline uint32_t hash_of(const struct tmpfs_dir *d, const struct name *n)
{
	return d->keyed ? keyed_hash(d->key, n->text, n->length) : n->hash;
}

struct tmpfs_entry *tmpfs_dir_find(const struct tmpfs_dir *d,
				   const struct name *n)
{
	struct tmpfs_entry *e;
	uint32_t hash;

	if (d->count == 0)
		return NULL;
	hash = hash_of(d, n);
	for (e = d->buckets[hash & d->mask]; e; e = e->next)
		if (e->hash == hash && e->length == n->length &&
		    memcmp(e->text, n->text, n->length) == 0)
			return e;
	return NULL;
}

static void hash_in(struct tmpfs_dir *d, struct tmpfs_entry *e)
{
	struct tmpfs_entry **bucket = &d->buckets[e->hash & d->mask];

	e->next = *bucket;
	*bucket = e;
}

static void hash_out(struct tmpfs_dir *d, struct tmpfs_entry *e)
{
	struct tmpfs_entry **p = &d->buckets[e->hash & d->mask];

	while (*p != e)
		p = &(*p)->next;
	*p = e->next;
}

/*
 * A directory may have a million names, so a walk over all of them lets
 * interrupts in.  This is no checkpoint: the directory stays as it is.
 */
static void breathe(uint32_t *turns)
{
	if (++*turns % BREATH == 0)
		arch_poll_interrupts();
}

/*
 * Makes room for one more entry: 0 or -ENOSPC.  A table that cannot grow goes
 * on with longer chains.
 */
static int make_room(struct tmpfs_dir *d)
{
	uint32_t n = d->buckets ? (d->mask + 1) * 2 : FIRST_BUCKETS;
	uint32_t turns = 0;
	struct tmpfs_entry **buckets;

	if (d->buckets && (d->count <= d->mask || n > MAX_BUCKETS))
		return 0;
	buckets = kmalloc_kept_with(n * sizeof(*buckets), d);
	if (!buckets)
		return d->buckets ? 0 : -ENOSPC;
	kfree(d->buckets);
	d->buckets = buckets;
	d->mask = n - 1;
	list_for_each (link, &d->order) {
		hash_in(d, list_entry(link, struct tmpfs_entry, order));
		breathe(&turns);
	}
	return 0;
}

/* Is the chain of e longer than chance makes one? */
static bool is_in_long_chain(const struct tmpfs_dir *d,
			     const struct tmpfs_entry *e)
{
	uint32_t most = LONG_CHAIN + d->count / (d->mask + 1) * 4;
	const struct tmpfs_entry *other = d->buckets[e->hash & d->mask];

	for (; other && most > 0; other = other->next)
		most--;
	return most == 0;
}

/*
 * Somebody has chosen names whose hashes collide, so that finding one of them
 * takes as many steps as there are names.  A new secret key separates them.
 */
static void hash_anew(struct tmpfs_dir *d)
{
	uint32_t turns = 0;

	random_bytes(d->key, sizeof(d->key));
	d->keyed = true;
	memset(d->buckets, 0, (d->mask + 1) * sizeof(*d->buckets));
	list_for_each (link, &d->order) {
		struct tmpfs_entry *e =
		    list_entry(link, struct tmpfs_entry, order);

		e->hash = keyed_hash(d->key, e->text, e->length);
		hash_in(d, e);
		breathe(&turns);
	}
}

/*
 * Numbers the entries anew, as the sequences have run out.  A reader may then
 * see a name twice, or miss one.
 */
static void renumber(struct tmpfs_dir *d)
{
	uint32_t sequence = FIRST_SEQUENCE, turns = 0;

	list_for_each (link, &d->order) {
		list_entry(link, struct tmpfs_entry, order)->sequence =
		    sequence++;
		breathe(&turns);
	}
	d->next_sequence = sequence;
}

/* An entry that is not in the directory yet; NULL: no memory. */
static struct tmpfs_entry *entry_alloc(const struct tmpfs_dir *d,
				       const struct name *n, struct vnode *v)
{
	struct tmpfs_entry *e = kmalloc_kept(sizeof(*e) + n->length);

	if (!e)
		return NULL;
	e->hash = hash_of(d, n);
	e->vnode = v;
	e->length = n->length;
	memcpy(e->text, n->text, n->length);
	return e;
}

/* A reader that is at the end goes on with the new entry e. */
static void show_to_readers(struct tmpfs_dir *d, struct tmpfs_entry *e)
{
	uint32_t turns = 0;

	list_for_each (link, &d->cursors) {
		struct tmpfs_cursor *c =
		    list_entry(link, struct tmpfs_cursor, link);

		if (!c->entry && e->sequence >= c->position)
			c->entry = e;
		breathe(&turns);
	}
}

struct tmpfs_entry *tmpfs_dir_add(struct tmpfs_dir *d, const struct name *n,
				  struct vnode *v)
{
	struct tmpfs_entry *e = entry_alloc(d, n, v);

	if (!e)
		return NULL;
	if (make_room(d) < 0) {
		kfree(e);
		return NULL;
	}
	if (d->count == 0 && list_empty(&d->cursors))
		d->next_sequence = FIRST_SEQUENCE;
	if (d->next_sequence >= INT32_MAX)
		renumber(d);
	e->sequence = d->next_sequence++;
	list_push_back(&d->order, &e->order);
	hash_in(d, e);
	d->count++;
	if (is_in_long_chain(d, e))
		hash_anew(d);
	show_to_readers(d, e);
	return e;
}

struct tmpfs_entry *tmpfs_dir_rename(struct tmpfs_dir *d,
				     struct tmpfs_entry *old,
				     const struct name *n)
{
	struct tmpfs_entry *e = entry_alloc(d, n, old->vnode);

	if (!e)
		return NULL;
	e->sequence = old->sequence;
	list_insert_after(&old->order, &e->order);
	hash_in(d, e);
	d->count++;
	if (is_in_long_chain(d, e))
		hash_anew(d);
	tmpfs_dir_remove(d, old);
	return e;
}

/* Readers that are at e go on with the entry behind it. */
static void move_readers(struct tmpfs_dir *d, struct tmpfs_entry *e)
{
	struct list *next = e->order.next;
	uint32_t turns = 0;

	list_for_each (link, &d->cursors) {
		struct tmpfs_cursor *c =
		    list_entry(link, struct tmpfs_cursor, link);

		if (c->entry == e)
			c->entry =
			    next == &d->order
				? NULL
				: list_entry(next, struct tmpfs_entry, order);
		breathe(&turns);
	}
}

void tmpfs_dir_remove(struct tmpfs_dir *d, struct tmpfs_entry *e)
{
	move_readers(d, e);
	hash_out(d, e);
	list_remove(&e->order);
	d->count--;
	kfree(e);
}

/* Moves the cursor to position, searching from the nearer end. */
static void cursor_seek(struct tmpfs_dir *d, struct tmpfs_cursor *c,
			uint32_t position)
{
	struct list *link;
	uint32_t turns = 0;

	c->position = position;
	c->entry = NULL;
	if (position < d->next_sequence / 2) {
		for (link = d->order.next; link != &d->order;
		     link = link->next) {
			c->entry = list_entry(link, struct tmpfs_entry, order);
			if (c->entry->sequence >= position)
				return;
			breathe(&turns);
		}
		c->entry = NULL;
		return;
	}
	for (link = d->order.prev; link != &d->order; link = link->prev) {
		struct tmpfs_entry *e =
		    list_entry(link, struct tmpfs_entry, order);

		if (e->sequence < position)
			return;
		c->entry = e;
		breathe(&turns);
	}
}

/* The cursor of f at position; NULL: no memory. */
static struct tmpfs_cursor *cursor_of(struct file *f, struct tmpfs_dir *d,
				      uint32_t position)
{
	struct tmpfs_cursor *c = f->object;

	if (!c) {
		c = kmalloc_raw(sizeof(*c));
		if (!c)
			return NULL;
		list_push_back(&d->cursors, &c->link);
		f->object = c;
		cursor_seek(d, c, position);
	} else if (c->position != position) {
		cursor_seek(d, c, position);
	}
	return c;
}

void tmpfs_dir_closed(struct file *f)
{
	struct tmpfs_cursor *c = f->object;

	list_remove(&c->link);
	kfree(c);
}

/* Copies one record: 1; 0: io has no room for it; or -EFAULT. */
static int put_record(struct io *io, const struct vnode *v, const char *text,
		      size_t length, uint32_t next)
{
	union {
		struct fl_dirent d;
		char bytes[offsetof(struct fl_dirent, d_name) + 260];
	} record;
	size_t size = (offsetof(struct fl_dirent, d_name) + length + 4) & ~3u;
	int error;

	if (size > io->left)
		return 0;
	record.d.d_ino = v->ino;
	record.d.d_off = next;
	record.d.d_reclen = size;
	record.d.d_type = v->mode >> 12;
	memset(record.bytes + size - 4, 0, 4);
	memcpy(record.d.d_name, text, length);
	error = io_put(io, record.bytes, size);
	return error < 0 ? error : 1;
}

/* Copies "." and ".." if they are due; results as of put_record(). */
static int put_dots(struct vnode *dir, struct io *io, uint32_t *position)
{
	struct vnode *parent = tmpfs_dir(dir)->parent;
	int result = 1;

	if (*position == 0) {
		result = put_record(io, dir, ".", 1, 1);
		if (result > 0)
			*position = 1;
	}
	if (*position == 1 && result > 0) {
		result = put_record(io, parent ? parent : dir, "..", 2,
				    FIRST_SEQUENCE);
		if (result > 0)
			*position = FIRST_SEQUENCE;
	}
	return result;
}

ssize_t tmpfs_readdir(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct tmpfs_dir *d = tmpfs_dir(f->vnode);
	size_t all = io->left;
	struct tmpfs_cursor *c;
	uint32_t position = MIN(*offset, UINT32_MAX), turns = 0;
	int result;

	result = put_dots(f->vnode, io, &position);
	if (result <= 0)
		goto out;
	c = cursor_of(f, d, position);
	if (!c)
		return -ENOMEM;
	while (c->entry) {
		struct tmpfs_entry *e = c->entry;

		position = e->sequence + 1;
		result = put_record(io, e->vnode, e->text, e->length, position);
		if (result <= 0) {
			position = e->sequence;
			break;
		}
		c->position = position;
		c->entry =
		    e->order.next == &d->order
			? NULL
			: list_entry(e->order.next, struct tmpfs_entry, order);
		if (++turns % 256 == 0 && sched_checkpoint())
			break;
	}
	c->position = position;
out:
	*offset = position;
	if (io->left != all)
		return all - io->left;
	return result < 0 ? result : result == 0 ? -EINVAL : 0;
}
