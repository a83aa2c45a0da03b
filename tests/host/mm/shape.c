/* SPDX-License-Identifier: MIT */
/* Regions and spaces, field by field. */
#include "shape.h"
#include "fakes/fakes.h"
#include "window/window.h"

struct vnode *shape_files[FILES];

static void window_gone(struct window *w)
{
	(void)w;
	panic("the window's last reference is gone");
}

static const struct window_ops window_ops = { .release = window_gone };
static struct window window = { &window_ops, 1 };

void shape_init(void)
{
	for (uint32_t i = 0; i < FILES; i++)
		shape_files[i] = vnode_create_anonymous(0);
}

void shape_end(void)
{
	for (uint32_t i = 0; i < FILES; i++)
		vnode_release(shape_files[i]);
}

static struct vnode *file_of(uint8_t object)
{
	return object == ANONYMOUS || object == WINDOW
		   ? NULL
		   : shape_files[object - FILE_FIRST];
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
		.vnode = file_of(look->object),
		.window = look->object == WINDOW ? &window : NULL,
		.file_page = look->object_page,
	};

	return space_map(s, &m, where);
}

static uint8_t object_of(const struct region *r)
{
	if (r->window)
		return WINDOW;
	for (uint32_t i = 0; i < FILES; i++)
		if (r->vnode == shape_files[i])
			return (uint8_t)(FILE_FIRST + i);
	return ANONYMOUS;
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
		    object == ANONYMOUS
			? 0
			: r->file_page + ((address - r->start) >> PAGE_SHIFT),
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
	return shape_files[file]->references;
}

uint32_t shape_window_count(void)
{
	return window.references;
}

int32_t shape_writers(uint32_t file)
{
	return shape_files[file]->writers;
}
