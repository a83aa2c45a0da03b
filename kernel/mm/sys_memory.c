/* SPDX-License-Identifier: MIT */
/* The calls that change the address space. */
#include "call/handlers.h"
#include "fs/file.h"
#include "machine/irq.h"
#include "machine/mmu.h"
#include "mm/object.h"
#include "mm/space.h"
#include "proc/process.h"
#include <faultline/fcntl.h>
#include <faultline/layout.h>
#include <faultline/mman.h>

/* Does a range begin at a page, and lie within the program's addresses? */
static bool is_page_range(uint32_t where, size_t length)
{
	return (where & PAGE_MASK) == 0 && length > 0 &&
	       length <= FL_USER_END && where <= FL_USER_END - length;
}

bool space_within_limit(uint32_t pages)
{
	const struct process *p = process_current();
	uint64_t limit = p->subject.limits[RLIMIT_AS].rlim_cur;

	return limit == FL_RLIM_INFINITY ||
	       ((uint64_t)p->space->total + pages) << PAGE_SHIFT <= limit;
}

long sys_brk(uint32_t end)
{
	struct process *p = process_current();
	struct space *s = p->space;
	uint64_t limit = p->subject.limits[RLIMIT_DATA].rlim_cur;
	int error;

	if (end == 0)
		return (long)s->heap_end;
	if (end > s->heap_end &&
	    ((limit != FL_RLIM_INFINITY && end - s->heap_start > limit) ||
	     !space_within_limit(
		 (PAGE_ALIGN_UP(end) - PAGE_ALIGN_UP(s->heap_end)) >>
		 PAGE_SHIFT)))
		return -ENOMEM;
	error = space_brk(s, end);
	return error ? error : (long)end;
}

/*
 * Checks a mapping of a descriptor's window.  It allows at most the accesses
 * for which the descriptor is open.
 */
static int check_window(unsigned mode, int flags, struct mapping *m)
{
	if (!(flags & MAP_SHARED))
		return -EINVAL;
	m->max_prot = (mode != O_WRONLY ? PROT_READ : 0) |
		      (mode != O_RDONLY ? PROT_WRITE : 0);
	return m->prot & ~m->max_prot ? -EACCES : 0;
}

static int check_pages(unsigned mode, int flags, struct mapping *m)
{
	if (mode == O_WRONLY)
		return -EACCES;
	if (flags & MAP_SHARED && mode != O_RDWR)
		m->max_prot = PROT_READ | PROT_EXEC;
	return m->prot & ~m->max_prot ? -EACCES : 0;
}

/* Gets what a file shows, held, if it may be mapped so. */
static int object_of_file(struct file *f, int flags, struct mapping *m)
{
	unsigned mode = f->flags & O_ACCMODE;
	int error;

	if (f->flags & O_PATH) /* only a name */
		return -EACCES;
	if (!f->ops->memory)
		return -ENODEV;
	error =
	    f->ops->memory(f, m->index, m->length >> PAGE_SHIFT, &m->object);
	if (error)
		return error;
	error = object_is_window(m->object) ? check_window(mode, flags, m)
					    : check_pages(mode, flags, m);
	if (error)
		object_release(m->object);
	return error;
}

/* Gets what a mapping without a file shows, held. */
static int object_of_none(int flags, struct mapping *m)
{
	m->index = 0;
	m->object = flags & MAP_SHARED ? object_create_shared(m->length)
				       : object_hold(&zero_object);
	return m->object ? 0 : -ENOMEM;
}

static int check_mmap(uint32_t where, size_t length, int prot, int flags,
		      uint32_t page)
{
	int type = flags & (MAP_SHARED | MAP_PRIVATE);

	if (type != MAP_SHARED && type != MAP_PRIVATE)
		return -EINVAL;
	if (length == 0 || prot & ~PROT_ALL)
		return -EINVAL;
	if (length > FL_PAGE_TABLE_WINDOW)
		return -ENOMEM;
	if (flags & MAP_FIXED && where & PAGE_MASK)
		return -EINVAL;
	if (page + (length >> PAGE_SHIFT) < page)
		return -EOVERFLOW;
	return 0;
}

/* May so much more memory be mapped, and locked if all that comes is? */
static int check_limits(const struct space *s, struct mapping *m)
{
	uint32_t pages = m->length >> PAGE_SHIFT;

	if (!space_within_limit(pages))
		return -ENOMEM;
	if (!s->lock_future)
		return 0;
	m->flags |= REGION_LOCKED;
	return space_check_lock_limit(s->total + pages) ? -EAGAIN : 0;
}

long sys_mmap(uint32_t where, size_t length, int prot, int flags, int fd,
	      uint32_t page)
{
	struct space *s = process_current()->space;
	struct mapping m = {
		.where = PAGE_ALIGN_DOWN(where),
		.length = PAGE_ALIGN_UP(length),
		.fixed = flags & MAP_FIXED,
		.prot = (uint8_t)prot,
		.max_prot = PROT_ALL,
		.flags = flags & MAP_SHARED ? REGION_SHARED : 0,
		.index = page,
	};
	bool populate = flags & MAP_POPULATE || s->lock_future;
	int error = check_mmap(where, length, prot, flags, page);
	struct file *f;
	uint32_t at;

	if (error)
		return error;
	if (flags & MAP_ANONYMOUS) {
		error = object_of_none(flags, &m);
	} else {
		f = file_peek(fd);
		error = f ? object_of_file(f, flags, &m) : -EBADF;
	}
	if (error)
		return error;
	if (object_is_window(m.object))
		populate = false;
	else
		error = check_limits(s, &m);
	if (error == 0)
		error = space_map(s, &m, &at);
	object_release(m.object); /* the region holds it now */
	if (error)
		return error;
	if (populate)
		space_populate(s, at, at + m.length);
	return (long)at;
}

long sys_munmap(uint32_t where, size_t length)
{
	if (!is_page_range(where, length))
		return -EINVAL;
	return space_unmap(process_current()->space, where,
			   PAGE_ALIGN_UP(length));
}

long sys_mprotect(uint32_t where, size_t length, int prot)
{
	if ((where & PAGE_MASK) || prot & ~PROT_ALL)
		return -EINVAL;
	if (length == 0)
		return 0;
	if (!is_page_range(where, length))
		return -ENOMEM;
	return space_protect(process_current()->space, where,
			     PAGE_ALIGN_UP(length), (uint8_t)prot);
}

/* Are all pages of the range in regions? */
static int check_mapped(uint32_t where, uint32_t length)
{
	struct space *s = process_current()->space;
	uint32_t end = where + length;

	while (where < end) {
		struct region *r = space_find(s, where);

		if (!r)
			return -ENOMEM;
		where = r->end;
		arch_poll_interrupts();
	}
	return 0;
}

/*
 * Takes write permission away from the pages of shared mappings.  So the next
 * write to a page faults, and its object is asked for it again: a file's times
 * move then.
 */
static void notice_writes(uint32_t where, uint32_t end)
{
	struct space *s = process_current()->space;

	while (where < end) {
		const struct region *r = space_find(s, where);

		if (r->flags & REGION_SHARED)
			mmu_protect_range(s->tables, where, MIN(r->end, end));
		where = r->end;
		arch_poll_interrupts();
	}
}

/* Is a page of the range locked?  All of it must be mapped. */
static bool is_locked(uint32_t where, uint32_t end)
{
	struct space *s = process_current()->space;

	while (where < end) {
		const struct region *r = space_find(s, where);

		if (r->flags & REGION_LOCKED)
			return true;
		where = r->end;
		arch_poll_interrupts();
	}
	return false;
}

/*
 * There is nothing to write back: files are in memory, and a file's mappings
 * have its own pages.  Only its times must follow.
 */
long sys_msync(uint32_t where, size_t length, int flags)
{
	uint32_t end = where + PAGE_ALIGN_UP(length);
	int error;

	if ((where & PAGE_MASK) ||
	    flags & ~(MS_ASYNC | MS_SYNC | MS_INVALIDATE) ||
	    (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC))
		return -EINVAL;
	if (length == 0)
		return 0;
	if (!is_page_range(where, length))
		return -ENOMEM;
	error = check_mapped(where, PAGE_ALIGN_UP(length));
	if (error)
		return error;
	if (flags & MS_INVALIDATE && is_locked(where, end))
		return -EBUSY;
	notice_writes(where, end);
	return 0;
}

/* Advice is checked and then ignored: none of it may change contents. */
long sys_madvise(uint32_t where, size_t length, int advice)
{
	if ((where & PAGE_MASK) || advice < POSIX_MADV_NORMAL ||
	    advice > POSIX_MADV_DONTNEED)
		return -EINVAL;
	if (length == 0)
		return 0;
	if (!is_page_range(where, length))
		return -ENOMEM;
	return check_mapped(where, PAGE_ALIGN_UP(length));
}
