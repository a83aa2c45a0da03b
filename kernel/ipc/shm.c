/* SPDX-License-Identifier: MIT */
/* System V shared memory: a segment is a file without a name. */
#include "call/handlers.h"
#include "fs/vnode.h"
#include "ipc/sysv.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/process.h"
#include <faultline/layout.h>
#include <faultline/mman.h>

struct segment {
	struct sysv_object object;
	struct fl_shmid_ds ds;
	struct vnode *vnode; /* held; its rdev is the segment's id */
};

static void destroy(struct sysv_object *o)
{
	struct segment *s = container_of(o, struct segment, object);

	KASSERT(s->vnode->references > 0);
	vnode_release(s->vnode);
	kfree(s);
}

static struct sysv_table segments = { .kind = ACCOUNT_SEGMENTS,
				      .destroy = destroy };

static long long now(void)
{
	return clock_realtime() / NSEC_PER_SEC;
}

static int create(int key, size_t size, int flags)
{
	struct segment *s;
	int id;

	if (size == 0 || size > FL_PAGE_TABLE_WINDOW / 2)
		return -EINVAL;
	s = kmalloc_kept(sizeof(*s));
	if (!s)
		return -ENOMEM;
	s->vnode = vnode_create_anonymous(PAGE_ALIGN_UP(size));
	if (!s->vnode) {
		kfree(s);
		return -ENOMEM;
	}
	s->ds.shm_segsz = size;
	s->ds.shm_cpid = process_current()->pid;
	s->ds.shm_ctime = now();
	id = sysv_enter(&segments, &s->object, key, flags);
	if (id < 0)
		destroy(&s->object);
	else
		s->vnode->rdev = (uint32_t)id;
	return id;
}

long sys_shmget(int key, size_t size, int flags)
{
	struct sysv_object *o;
	int error = sysv_get(&segments, key, flags, &o);

	if (error)
		return error;
	if (!o)
		return create(key, size, flags);
	if (size > container_of(o, struct segment, object)->ds.shm_segsz)
		return -EINVAL;
	return o->id;
}

static int check_place(uint32_t *where, int flags)
{
	if (*where & (SHMLBA - 1)) {
		if (!(flags & SHM_RND))
			return -EINVAL;
		*where &= ~(SHMLBA - 1u);
	}
	return 0;
}

long sys_shmat(int id, uint32_t where, int flags)
{
	bool read_only = flags & SHM_RDONLY;
	struct sysv_object *o;
	struct segment *s;
	struct mapping m;
	uint32_t at;
	int error = sysv_find(
	    &segments, id, read_only ? SYSV_READ : SYSV_READ | SYSV_WRITE, &o);

	if (!error)
		error = check_place(&where, flags);
	if (error)
		return error;
	s = container_of(o, struct segment, object);
	m = (struct mapping){
		.where = where,
		.length = PAGE_ALIGN_UP(s->ds.shm_segsz),
		.fixed = false,
		.prot = read_only ? PROT_READ : PROT_READ | PROT_WRITE,
		.max_prot = read_only ? PROT_READ | PROT_EXEC
				      : PROT_READ | PROT_WRITE | PROT_EXEC,
		.flags = REGION_SHARED,
		.vnode = s->vnode,
	};
	if (!space_within_limit(m.length >> PAGE_SHIFT))
		return -ENOMEM;
	error = space_map(process_current()->space, &m, &at);
	if (!error && where != 0 && at != where) {
		/* The place was not free. */
		space_unmap(process_current()->space, at, m.length);
		error = -EINVAL;
	}
	if (error)
		return error;
	s->ds.shm_atime = now();
	s->ds.shm_lpid = process_current()->pid;
	return (long)at;
}

/* The segment that r maps, or NULL if it was removed.  r maps some segment. */
static struct segment *segment_of(const struct region *r)
{
	struct sysv_object *o =
	    segments.objects[r->vnode->rdev % FL_IPC_OBJECTS];
	struct segment *s;

	if (!o)
		return NULL;
	s = container_of(o, struct segment, object);
	KASSERT(!o->removed && s->vnode->rdev == (uint32_t)o->id);
	return s->vnode == r->vnode ? s : NULL;
}

/*
 * Does a mapping of a segment begin at where?  Segments are the regular files
 * without a name whose rdev is not 0.
 */
static bool is_attached(const struct region *r, uint32_t where)
{
	return r && r->start == where && r->vnode && r->flags & REGION_SHARED &&
	       r->file_page == 0 && r->vnode->nlink == 0 && r->vnode->rdev != 0;
}

long sys_shmdt(uint32_t where)
{
	struct space *space = process_current()->space;
	const struct region *r = space_find(space, where);
	struct segment *s;

	if (!is_attached(r, where))
		return -EINVAL;
	s = segment_of(r);
	if (s) {
		s->ds.shm_dtime = now();
		s->ds.shm_lpid = process_current()->pid;
	}
	return space_unmap(space, where,
			   PAGE_ALIGN_UP((uint32_t)r->vnode->cache.size));
}

static uint32_t count_attached(const struct segment *s)
{
	uint32_t n = 0;

	list_for_each (link, &s->vnode->cache.mappings) {
		n +=
		    list_entry(link, struct region, cache_link)->file_page == 0;
		arch_poll_interrupts();
	}
	return n;
}

long sys_shmctl(int id, int command, struct uaddr buf)
{
	struct fl_shmid_ds ds;
	struct sysv_object *o;
	struct segment *s;
	int error;

	if (command == IPC_SET && copy_from_user(&ds, buf, sizeof(ds)) != 0)
		return -EFAULT;
	if (command == IPC_STAT)
		error = sysv_find(&segments, id, SYSV_READ, &o);
	else if (command == IPC_SET || command == IPC_RMID)
		error = sysv_find_own(&segments, id, &o);
	else
		error = -EINVAL;
	if (error)
		return error;
	s = container_of(o, struct segment, object);
	if (command == IPC_RMID) {
		sysv_remove(&segments, o);
	} else if (command == IPC_SET) {
		sysv_set_perm(o, &ds.shm_perm);
		s->ds.shm_ctime = now();
	} else {
		ds = s->ds;
		ds.shm_perm = o->perm;
		ds.shm_nattch = count_attached(s);
		return copy_to_user(buf, &ds, sizeof(ds));
	}
	return 0;
}
