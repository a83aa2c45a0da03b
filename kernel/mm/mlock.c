/* SPDX-License-Identifier: MIT */
/* Locked memory: mlock() and its like (POSIX, <sys/mman.h>). */
#include "call/handlers.h"
#include "machine/irq.h"
#include "mm/object.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/wait.h"
#include <faultline/layout.h>
#include <faultline/mman.h>

int space_lock(struct space *s, uint32_t start, uint32_t length, bool lock)
{
	may_wait();
	uint32_t end = start + length;
	struct region *first, *r;

	if (space_check_protect(s, start, length, 0) != 0)
		return -ENOMEM;
	if (space_isolate(s, start, end, &first) != 0)
		return -ENOMEM;
	for (r = first; r && r->start < end; r = region_next(r)) {
		r->flags &= (uint8_t)~REGION_LOCKED;
		if (lock && !object_is_window(r->object))
			r->flags |= REGION_LOCKED; /* windows have no pages */
		arch_poll_interrupts();
	}
	space_join(s, first, end);
	return lock ? space_populate(s, start, end) : 0;
}

int space_lock_all(struct space *s, bool lock)
{
	may_wait();
	struct region *r = region_of(tree_end(&s->regions, TREE_BEFORE));

	for (; r; r = region_next(r)) {
		r->flags &= (uint8_t)~REGION_LOCKED;
		if (lock && !object_is_window(r->object))
			r->flags |= REGION_LOCKED;
		arch_poll_interrupts();
	}
	return lock ? space_populate(s, 0, FL_USER_END) : 0;
}

int space_check_lock_limit(uint32_t pages)
{
	uint64_t limit = current->subject->limits[RLIMIT_MEMLOCK].rlim_cur;

	if (limit == FL_RLIM_INFINITY)
		return 0;
	if (limit == 0 && !cred_is_superuser(cred_current()))
		return -EPERM;
	return (uint64_t)pages << PAGE_SHIFT > limit ? -ENOMEM : 0;
}

int space_map_zeros(struct space *s, uint32_t start, uint32_t length,
		    uint8_t prot)
{
	may_wait();
	struct mapping m = {
		.where = start,
		.length = length,
		.fixed = true,
		.prot = prot,
		.max_prot = PROT_ALL,
		.flags = s->lock_future ? REGION_LOCKED : 0,
		.object = &zero_object,
	};
	int error;

	if (s->lock_future &&
	    space_check_lock_limit(s->total + (length >> PAGE_SHIFT)) != 0)
		return -ENOMEM;
	error = space_map(s, &m, &start);
	if (error == 0 && s->lock_future)
		space_populate(s, start, start + length);
	return error;
}

/* How many pages outside [start, end) are locked. */
static uint32_t locked_outside(const struct space *s, uint32_t start,
			       uint32_t end)
{
	struct region *r = region_of(tree_end(&s->regions, TREE_BEFORE));
	uint32_t bytes = 0;

	for (; r; r = region_next(r)) {
		arch_poll_interrupts();
		if (!(r->flags & REGION_LOCKED))
			continue;
		bytes += r->end - r->start;
		if (r->start < end && r->end > start)
			bytes -= MIN(r->end, end) - MAX(r->start, start);
	}
	return bytes >> PAGE_SHIFT;
}

long sys_mlock(uint32_t where, size_t length, int lock)
{
	struct space *s = process_current()->space;
	uint32_t start = PAGE_ALIGN_DOWN(where);
	int error = 0;

	if (length == 0)
		return 0;
	if (length > FL_USER_END - PAGE_SIZE)
		return -ENOMEM;
	length = PAGE_ALIGN_UP(length + (where - start));
	if (start > FL_USER_END - length)
		return -ENOMEM;
	if (lock)
		error = space_check_lock_limit(
		    locked_outside(s, start, start + length) +
		    (length >> PAGE_SHIFT));
	return error ? error : space_lock(s, start, length, lock);
}

/* flags are MCL_CURRENT (1) and MCL_FUTURE (2); 0 unlocks all. */
long sys_mlockall(int flags)
{
	struct space *s = process_current()->space;
	int error;

	if (flags & ~3)
		return -EINVAL;
	error = flags ? space_check_lock_limit(s->total) : 0;
	if (error)
		return error;
	s->lock_future = flags & 2;
	return flags != 2 ? space_lock_all(s, flags & 1) : 0;
}
