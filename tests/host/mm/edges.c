/* SPDX-License-Identifier: MIT */
/* The ends of what address spaces can do, and what once went wrong there. */
#include "call/handlers.h"
#include "fakes/fakes.h"
#include "fakes/mmu.h"
#include "fs/file.h"
#include "mm/inject.h"
#include "shape.h"
#include <faultline/fcntl.h>
#include <string.h>

#define PRIVATE (MAP_PRIVATE | MAP_ANONYMOUS)
#define RW	(PROT_READ | PROT_WRITE)
#define MANY	65536u /* regions: no space has more */

static const struct look plain = { .prot = RW, .max_prot = PROT_ALL };
static struct space *space;

static void begin(void)
{
	space = process_current()->space = space_create();
	space_place(space, STACK_TOP, 0);
	space_set_stack_limit(space, 8 << 20);
}

static void end(void)
{
	process_current()->space = NULL;
	space_release(space);
}

static long map(uint32_t where, uint32_t length, int flags)
{
	return sys_mmap(where, length, RW, PRIVATE | flags, -1, 0);
}

static int use(uint32_t address)
{
	return shape_fault(space, address, SPACE_WRITE, 0, false);
}

static void mmap_ends(void)
{
	begin();
	IS(map(0, 0, 0), -EINVAL);
	IS(map(0, 0xffffffff, 0), -ENOMEM);
	IS(map(0, 0xfffff001, 0), -ENOMEM);
	IS(map(0, FL_PAGE_TABLE_WINDOW, 0), -ENOMEM);
	IS(map(0, FL_PAGE_TABLE_WINDOW, MAP_FIXED), -ENOMEM);
	IS(map(MAPPING_START - PAGE_SIZE, PAGE_SIZE, MAP_FIXED), -ENOMEM);
	IS(map(MAPPING_END, 1, MAP_FIXED), -ENOMEM);
	IS(map(MAPPING_END - PAGE_SIZE, PAGE_SIZE + 1, MAP_FIXED), -ENOMEM);
	IS(map(0xfffff000, PAGE_SIZE, MAP_FIXED), -ENOMEM);
	IS(map(FL_CALL_PAGES, PAGE_SIZE, MAP_FIXED), -ENOMEM);
	IS(map(MAPPING_START + 1, 1, MAP_FIXED), -EINVAL);
	IS(sys_mmap(0, 2 * PAGE_SIZE, RW, MAP_PRIVATE, -1, 0xffffffff),
	   -EOVERFLOW);
	IS(shape_region_count(space), 0);
	IS(map(MAPPING_START, 1, MAP_FIXED), MAPPING_START);
	IS((uint32_t)map(MAPPING_END - PAGE_SIZE, 1, MAP_FIXED),
	   MAPPING_END - PAGE_SIZE);
	IS(use(MAPPING_START), 0);
	IS(use(MAPPING_START - 1), -EFAULT);
	IS(use(MAPPING_START + PAGE_SIZE), -EFAULT);
	IS(use(MAPPING_END - 1), 0);
	IS(use(MAPPING_END), -EFAULT);
	IS(use(0), -EFAULT);
	IS(use(0xffffffff), -EFAULT);
	/* A hint that nothing can be at is none. */
	OK((uint32_t)map(MAPPING_END, PAGE_SIZE, 0) < STACK_TOP);
	OK((uint32_t)map(0xfffff000, PAGE_SIZE, 0) < STACK_TOP);
	end();
}

static void ranges(void)
{
	begin();
	IS(sys_munmap(0, 0), -EINVAL);
	IS(sys_munmap(1, PAGE_SIZE), -EINVAL);
	IS(sys_munmap(0xfffff000, 2 * PAGE_SIZE), -EINVAL);
	IS(sys_munmap(PAGE_SIZE, 0xffffffff), -EINVAL);
	IS(sys_munmap(FL_USER_END - PAGE_SIZE, 1), 0);
	IS(sys_munmap(FL_USER_END - PAGE_SIZE, PAGE_SIZE + 1), -EINVAL);
	IS(map(MAPPING_START, 3 * PAGE_SIZE, MAP_FIXED), MAPPING_START);
	IS(sys_mprotect(MAPPING_START, 0, 0), 0);
	IS(sys_mprotect(MAPPING_START, 0xffffffff, 0), -ENOMEM);
	IS(sys_mprotect(0xfffff000, 0x2000, 0), -ENOMEM);
	IS(sys_mprotect(MAPPING_START, 3 * PAGE_SIZE + 1, 0), -ENOMEM);
	IS(sys_mprotect(MAPPING_START, 1, 8), -EINVAL);
	IS(sys_mlock(MAPPING_START, 0, 1), 0);
	IS(sys_mlock(MAPPING_START, 0xffffffff, 1), -ENOMEM);
	IS(sys_mlock(0xfffff001, 0xfff, 1), -ENOMEM);
	IS(sys_mlock(FL_USER_END - 1, PAGE_SIZE, 1), -ENOMEM);
	IS(sys_mlock(MAPPING_START + 1, 3 * PAGE_SIZE, 1), -ENOMEM);
	IS(sys_mlock(MAPPING_START + 1, PAGE_SIZE, 1), 0);
	IS(shape_resident(space), 2);
	IS(sys_msync(MAPPING_START, PAGE_SIZE, MS_SYNC | MS_INVALIDATE),
	   -EBUSY);
	IS(sys_msync(0xfffff000, 0x2000, MS_SYNC), -ENOMEM);
	IS(sys_msync(MAPPING_START, 4 * PAGE_SIZE, MS_SYNC), -ENOMEM);
	IS(sys_madvise(MAPPING_START, 0xffffffff, 0), -ENOMEM);
	IS(sys_madvise(MAPPING_START, 3 * PAGE_SIZE, 0), 0);
	IS(space_move(space, MAPPING_START, MAPPING_END - PAGE_SIZE, 3),
	   -EINVAL);
	IS(space_move(space, MAPPING_START, MAPPING_START - PAGE_SIZE, 1),
	   -EINVAL);
	IS(space_move(space, MAPPING_START, MAPPING_END - PAGE_SIZE, 1), 0);
	IS(use(MAPPING_START), -EFAULT);
	IS(use(MAPPING_END - 1), 0);
	end();
}

static void brk_ends(void)
{
	const uint32_t heap = MAPPING_START + PAGE_SIZE;

	begin();
	shape_set_heap(space, heap);
	IS(sys_brk(0), heap);
	IS(sys_brk(heap - 1), -ENOMEM);
	IS(sys_brk(0xffffffff), -ENOMEM);
	IS(sys_brk(heap + 1), heap + 1);
	IS(shape_total(space), 1);
	IS(sys_brk(heap + PAGE_SIZE), heap + PAGE_SIZE);
	IS(shape_total(space), 1);
	IS(map(heap + 2 * PAGE_SIZE, 1, MAP_FIXED), heap + 2 * PAGE_SIZE);
	IS(sys_brk(heap + 2 * PAGE_SIZE + 1), -ENOMEM);
	IS(sys_brk(heap + 2 * PAGE_SIZE), heap + 2 * PAGE_SIZE);
	IS(sys_brk(heap), heap);
	IS(shape_total(space), 1);
	end();
}

/* A thread that is told to lock what comes. */
static void locked_from_now_on(void)
{
	uint32_t at;

	begin();
	IS(sys_mlockall(4), -EINVAL);
	IS(sys_mlockall(2), 0);
	at = (uint32_t)map(0, 3 * PAGE_SIZE, 0);
	IS(shape_resident(space), 3);
	OK(shape_of(space_find(space, at), at).flags & REGION_LOCKED);
	IS(sys_mlockall(0), 0);
	OK(!(shape_of(space_find(space, at), at).flags & REGION_LOCKED));
	end();
}

/* As many regions as may be, each of another protection than the last. */
static void too_many_regions(void)
{
	const uint32_t start = 0x1000000;
	struct look look = plain;
	uint32_t i, where;
	int error = 0;

	begin();
	for (i = 0; i < MANY && error == 0; i++) {
		look.prot = i % 2 ? PROT_READ : RW;
		where = start + i * 3 * PAGE_SIZE;
		error = shape_map(space, &look, &where, 3 * PAGE_SIZE, true);
	}
	IS(error, 0);
	where = 0;
	look.prot = PROT_EXEC;
	IS(shape_map(space, &look, &where, PAGE_SIZE, false), -ENOMEM);
	IS(space_unmap(space, start + PAGE_SIZE, PAGE_SIZE), -ENOMEM);
	IS(space_protect(space, start + PAGE_SIZE, PAGE_SIZE, 0), -ENOMEM);
	IS(space_protect(space, start, PAGE_SIZE, 0), -ENOMEM);
	IS(space_lock(space, start + PAGE_SIZE, 3 * PAGE_SIZE, true), -ENOMEM);
	IS(shape_region_count(space), MANY);
	/* What only makes them shorter can be done. */
	IS(space_unmap(space, start + 2 * PAGE_SIZE, 2 * PAGE_SIZE), 0);
	IS(shape_region_count(space), MANY);
	IS(shape_total(space), 3 * MANY - 2);
	end();
}

/* What a program gives up of the windows that all have, it never gets back. */
static void windows_are_given_up(void)
{
	struct look look = { .prot = RW, .max_prot = RW, .object = WINDOW };
	uint32_t where = FL_CALL_PAGES + 3 * PAGE_SIZE;
	struct space *child;

	begin();
	IS(space->closed, 0);
	IS(sys_munmap(where, 2 * PAGE_SIZE), 0);
	IS(space->closed, CLOSED_GROUP(3) | CLOSED_GROUP(4));
	IS(shape_map(space, &look, &where, PAGE_SIZE, true), 0);
	IS(use(where), -EXDEV);
	IS(sys_munmap(FL_PROCESS_WINDOW_END - PAGE_SIZE, PAGE_SIZE), 0);
	child = space_fork(space);
	IS(child->closed, CLOSED_GROUP(3) | CLOSED_GROUP(4) | CLOSED_PROCESSES);
	IS(shape_window_count(), 2);
	space_release(child);
	child = space_create();
	IS(space_inherit_windows(child, space), 0);
	IS(shape_total(child), 1);
	IS(child->closed, space->closed);
	space_release(child);
	end();
	IS(shape_window_count(), 0);
}

/* The rest of a file's last page is zeros, whatever a mapping put there. */
static void the_tail_of_a_file(void)
{
	struct look look = { .prot = RW,
			     .max_prot = PROT_ALL,
			     .flags = REGION_SHARED,
			     .object = FILE_FIRST };
	uint32_t where = 0;
	char *page;

	begin();
	IS(vnode_truncate(shape_files[0], PAGE_SIZE + 10), 0);
	IS(shape_map(space, &look, &where, 3 * PAGE_SIZE, false), 0);
	IS(use(where + PAGE_SIZE), 0);
	IS(use(where + 2 * PAGE_SIZE), -ENXIO);
	page = frame_address(
	    fake_entry(shape_tables(space), where + PAGE_SIZE).frame);
	memset(page, 'x', PAGE_SIZE);
	IS(vnode_truncate(shape_files[0], PAGE_SIZE + 5), 0);
	OK(page[4] == 'x' && page[5] == 0 && page[PAGE_SIZE - 1] == 0);
	memset(page, 'x', PAGE_SIZE);
	IS(vnode_truncate(shape_files[0], 3 * PAGE_SIZE), 0);
	OK(page[4] == 'x' && page[5] == 0 && page[PAGE_SIZE - 1] == 0);
	IS(use(where + 2 * PAGE_SIZE), 0);
	IS(vnode_truncate(shape_files[0], 0), 0);
	IS(shape_resident(space), 0);
	IS(use(where), -ENXIO);
	end();
}

/* A mapping does not show the frame that a file had before. */
static void another_frame(void)
{
	struct look look = { .prot = RW,
			     .max_prot = PROT_ALL,
			     .flags = REGION_SHARED,
			     .object = FILE_FIRST };
	struct object *o = shape_object(0);
	uint32_t where = 0;
	struct frame *f = frame_alloc(0);

	begin();
	IS(vnode_truncate(shape_files[0], 4 * PAGE_SIZE), 0);
	IS(shape_map(space, &look, &where, 3 * PAGE_SIZE, false), 0);
	for (uint32_t i = 0; i < 3; i++)
		IS(use(where + i * PAGE_SIZE), 0);
	IS(object_insert(o, 1, f), 0);
	IS(shape_resident(space), 2);
	IS(object_insert(o, 3, frame_alloc(0)), 0);
	IS(shape_resident(space), 2);
	IS(use(where + PAGE_SIZE), 0);
	OK(fake_entry(shape_tables(space), where + PAGE_SIZE).frame == f);
	IS(f->references, 2);
	IS(vnode_truncate(shape_files[0], 0), 0);
	end();
}

/* --- What went wrong once. --- */

static void a_protection_that_fails_leaves_a_region_cut(void)
{
	uint32_t where = 0;

	begin();
	IS(shape_map(space, &plain, &where, 3 * PAGE_SIZE, false), 0);
	fault_inject(2);
	IS(space_protect(space, where + PAGE_SIZE, PAGE_SIZE, PROT_READ),
	   -ENOMEM);
	fault_inject(0);
	IS(shape_region_count(space), 1);
	IS(shape_total(space), 3);
	end();
}

static void a_hole_below_is_taken_before_the_one_above_all_regions(void)
{
	uint32_t low = MAPPING_START + PAGE_SIZE, where = 0;

	begin();
	IS(shape_map(space, &plain, &low, PAGE_SIZE, true), 0);
	IS(shape_map(space, &plain, &where, PAGE_SIZE, false), 0);
	IS(where, STACK_TOP - (8 << 20) - 2 * PAGE_SIZE);
	end();
}

int main(void)
{
	fake_init();
	shape_init();
	mmap_ends();
	ranges();
	brk_ends();
	locked_from_now_on();
	too_many_regions();
	windows_are_given_up();
	the_tail_of_a_file();
	another_frame();
	a_protection_that_fails_leaves_a_region_cut();
	a_hole_below_is_taken_before_the_one_above_all_regions();
	shape_end();
	return tap_done();
}
