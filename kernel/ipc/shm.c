/* SPDX-License-Identifier: MIT */
/* System V shared memory: a segment is a memory object with a number. */
#include "call/handlers.h"
#include "ipc/sysv.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/object.h"
#include "mm/slab.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/process.h"
#include <faultline/layout.h>
#include <faultline/mman.h>

/*
 * The memory is held by the segment's number and by the regions that show it;
 * the last of them frees the segment.
 */
struct segment {
	struct sysv_object object;
	struct fl_shmid_ds ds;
	struct object memory;
};

static void free_segment(struct object *o)
{
	object_clear(o);
	kfree(container_of(o, struct segment, memory));
}

static const struct object_ops memory_ops = {
	.name = "segment",
	.page = object_kept_page,
	.release = free_segment,
};

static void destroy(struct sysv_object *o)
{
	object_release(&container_of(o, struct segment, object)->memory);
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
	object_init(&s->memory, &memory_ops);
	s->memory.size = PAGE_ALIGN_UP(size);
	s->ds.shm_segsz = size;
	s->ds.shm_cpid = process_current()->pid;
	s->ds.shm_ctime = now();
	id = sysv_enter(&segments, &s->object, key, flags);
	if (id < 0)
		destroy(&s->object);
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
		.object = &s->memory,
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

/* The segment whose start r shows at where, or NULL.  It may be removed. */
static struct segment *attached(const struct region *r, uint32_t where)
{
	if (!r || r->start != where || r->index != 0 ||
	    r->object->ops != &memory_ops)
		return NULL;
	return container_of(r->object, struct segment, memory);
}

/*
 * Unmaps what is left of the mapping of s that began at where.  The program may
 * have unmapped parts of it, and have other memory there now.
 */
static void detach(struct space *space, struct segment *s, uint32_t where)
{
	uint32_t end = where + (uint32_t)s->memory.size;
	struct region *r, *next;

	KASSERT(where % PAGE_SIZE == 0 && s->memory.size > 0);
	object_hold(&s->memory);
	for (r = space_find_from(space, where); r && r->start < end; r = next) {
		uint32_t start = r->start;

		next = region_next(r);
		if (r->object == &s->memory &&
		    r->index == (start - where) >> PAGE_SHIFT)
			space_unmap(space, start, r->end - start);
		arch_poll_interrupts();
	}
	object_release(&s->memory);
}

long sys_shmdt(uint32_t where)
{
	struct space *space = process_current()->space;
	struct segment *s = attached(space_find(space, where), where);

	if (!s)
		return -EINVAL;
	s->ds.shm_dtime = now();
	s->ds.shm_lpid = process_current()->pid;
	detach(space, s, where);
	return 0;
}

static uint32_t count_attached(const struct segment *s)
{
	uint32_t n = 0;

	list_for_each (link, &s->memory.mappings) {
		n += list_entry(link, struct region, object_link)->index == 0;
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
