/* SPDX-License-Identifier: MIT */
/* The calls that change the address space. */
#include "call/handlers.h"
#include "fs/file.h"
#include "fs/vnode.h"
#include "machine/irq.h"
#include "machine/mmu.h"
#include "mm/space.h"
#include "proc/process.h"
#include "window/window.h"
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
	     !space_within_limit((end - s->heap_end) >> PAGE_SHIFT)))
		return -ENOMEM;
	error = space_brk(s, end);
	return error ? error : (long)end;
}

/*
 * Checks a mapping of a descriptor's window, and gets the window.  The mapping
 * allows at most the accesses for which the descriptor is open.
 */
static int check_window(struct file *f, int prot, int flags, struct mapping *m)
{
	unsigned mode = f->flags & O_ACCMODE;

	if (!(flags & MAP_SHARED))
		return -EINVAL;
	m->max_prot = (mode != O_WRONLY ? PROT_READ : 0) |
		      (mode != O_RDONLY ? PROT_WRITE : 0);
	if (prot & ~m->max_prot)
		return -EACCES;
	return f->ops->window(f, m->file_page, m->length >> PAGE_SHIFT,
			      &m->window);
}

/*
 * Checks whether a file may be mapped so, and sets m->vnode or m->window.  The
 * vnode remains the file's, the window is held.
 */
static int check_file(struct file *f, int prot, int flags, struct mapping *m)
{
	unsigned mode = f->flags & O_ACCMODE;
	struct vnode *v = f->vnode;

	if (f->ops->window)
		return check_window(f, prot, flags, m);
	if (!v || !vnode_is_mappable(v))
		return -ENODEV;
	if (!(f->can & FILE_READ)) /* O_WRONLY, and O_PATH: only a name */
		return -EACCES;
	m->max_prot = PROT_ALL;
	if (flags & MAP_SHARED && mode != O_RDWR) {
		if (prot & PROT_WRITE)
			return -EACCES;
		m->max_prot = PROT_READ | PROT_EXEC;
	}
	m->vnode = v;
	return 0;
}

/* MAP_SHARED | MAP_ANONYMOUS maps a new file that has no name. */
static int make_anonymous_shared(struct mapping *m)
{
	m->vnode = vnode_create_anonymous(m->length);
	return m->vnode ? 0 : -ENOMEM;
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
		.file_page = page,
	};
	bool populate = flags & MAP_POPULATE || s->lock_future;
	struct vnode *made = NULL;
	uint32_t at;
	int error = check_mmap(where, length, prot, flags, page);

	if (error)
		return error;
	if (!(flags & MAP_ANONYMOUS)) {
		struct file *f = file_peek(fd);

		error = f ? check_file(f, prot, flags, &m) : -EBADF;
	} else if (flags & MAP_SHARED) {
		m.file_page = 0;
		error = make_anonymous_shared(&m);
		made = m.vnode;
	}
	if (!error && !space_within_limit(m.length >> PAGE_SHIFT))
		error = -ENOMEM;
	if (s->lock_future && !m.window) {
		m.flags |= REGION_LOCKED;
		if (!error &&
		    space_check_lock_limit(s->total + (m.length >> PAGE_SHIFT)))
			error = -EAGAIN;
	}
	if (!error && !made && m.vnode)
		vnode_clear_tail(m.vnode);
	if (!error)
		error = space_map(s, &m, &at);
	if (!error && m.vnode)
		vnode_mark_read(m.vnode);
	vnode_release(made); /* the region holds it now */
	if (m.window)
		window_release(m.window);
	if (error)
		return error;
	if (populate && !m.window)
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
 * write to a page faults and updates the file's times (vnode_page_for_write()).
 */
static void notice_writes(uint32_t where, uint32_t end)
{
	struct space *s = process_current()->space;

	while (where < end) {
		const struct region *r = space_find(s, where);

		if (r->vnode && r->flags & REGION_SHARED)
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
