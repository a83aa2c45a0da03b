/* SPDX-License-Identifier: MIT */
/* Regions and spaces, field by field. */
#include "shape.h"
#include "call/handlers.h"
#include "fakes/fakes.h"
#include "fs/file.h"
#include <stdio.h>

struct vnode *shape_files[FILES];

static int descriptors[FILES];
static uint32_t counts[FILES]; /* references that are not mappings' */
static char names[FILES][8];

static void window_gone(struct object *w)
{
	(void)w;
	panic("the window's last reference is gone");
}

static const struct object_ops window_ops = { .release = window_gone };
static struct object window = OBJECT_INIT(window, &window_ops);

#define COMMON(low, high) \
	.region = { .start = (low), .end = (high), .object = &window }
struct common_window common_windows[] = {
	{ COMMON(FL_PAGE_TABLE_WINDOW, FL_PAGE_TABLE_WINDOW_END),
	  .closed = CLOSED_PAGE_TABLE },
	{ COMMON(FL_PROCESS_WINDOW, FL_PROCESS_WINDOW_END),
	  .closed = CLOSED_PROCESSES },
	{ COMMON(FL_CALL_PAGES, FL_CALL_PAGES_END), .closed = CLOSED_GROUP(0),
	  .pages = 8 },
	{ .region.object = NULL },
};

void shape_init(void)
{
	for (uint32_t i = 0; i < FILES; i++) {
		snprintf(names[i], sizeof(names[i]), "/%u", i);
		descriptors[i] =
		    (int)sys_open(U(names[i]), O_CREAT | O_RDWR, 0600);
		shape_files[i] = file_peek(descriptors[i])->vnode;
		counts[i] = shape_object(i)->references;
	}
}

void shape_end(void)
{
	for (uint32_t i = 0; i < FILES; i++) {
		sys_close(descriptors[i]);
		sys_unlinkat(AT_FDCWD, U(names[i]), 0);
	}
}

struct object *shape_object(uint32_t file)
{
	return &shape_files[file]->memory;
}

static struct object *object_named(uint8_t object)
{
	if (object == ANONYMOUS)
		return &zero_object;
	return object == WINDOW ? &window : shape_object(object - FILE_FIRST);
}

int shape_map(struct space *s, const struct look *look, uint32_t *where,
	      uint32_t length, bool fixed)
{
	const struct mapping m = {
		.where = *where,
		.length = length,
		.fixed = fixed,
		.prot = look->prot,
		.max_prot = look->max_prot,
		.flags = look->flags,
		.object = object_named(look->object),
		.index = look->object_page,
	};

	return space_map(s, &m, where);
}

static uint8_t object_of(const struct region *r)
{
	uint8_t object = ANONYMOUS;

	while (r->object != object_named(object))
		object++;
	return object;
}

int shape_fault(struct space *s, uint32_t address, enum space_access access,
		uint32_t stack_pointer, bool in_call)
{
	struct region *r = space_lookup_fault(s, address, stack_pointer);

	process_current()->space = s;
	if (!r)
		return -EFAULT;
	if (object_is_window(r->object))
		return -EXDEV;
	return in_call ? space_fault_in_call(address, access, stack_pointer)
		       : space_fault(r, address, access);
}

struct look shape_of(const struct region *r, uint32_t address)
{
	uint8_t object = object_of(r);

	return (struct look){
		.mapped = true,
		.prot = r->prot,
		.max_prot = r->max_prot,
		.flags = r->flags,
		.object = object,
		.object_page =
		    object == ANONYMOUS ? 0 : region_index(r, address),
	};
}

bool shape_is_plain(const struct look *look)
{
	return look->mapped && look->object == ANONYMOUS && look->flags == 0;
}

uint32_t shape_start(const struct region *r)
{
	return r->start;
}

uint32_t shape_end_of(const struct region *r)
{
	return r->end;
}

struct region *shape_first(const struct space *s)
{
	return region_of(tree_end(&s->regions, TREE_BEFORE));
}

struct region *shape_last(const struct space *s)
{
	return region_of(tree_end(&s->regions, TREE_AFTER));
}

uint32_t shape_region_count(const struct space *s)
{
	return s->region_count;
}

uint32_t shape_total(const struct space *s)
{
	return s->total;
}

uint32_t shape_resident(const struct space *s)
{
	return s->resident;
}

const struct page_tables *shape_tables(const struct space *s)
{
	return s->tables;
}

uint32_t shape_heap_end(const struct space *s)
{
	return s->heap_end;
}

void shape_set_heap(struct space *s, uint32_t start)
{
	s->heap_start = s->heap_end = start;
}

uint32_t shape_file_count(uint32_t file)
{
	return shape_object(file)->references - counts[file];
}

uint32_t shape_window_count(void)
{
	return window.references - 1;
}

uint32_t shape_writers(uint32_t file)
{
	return shape_object(file)->writers;
}
