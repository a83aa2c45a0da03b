/* SPDX-License-Identifier: MIT */
/* Stand-ins for the allocators: frames, and the host's malloc() for objects. */
#include "fakes.h"
#include "mm/frame.h"
#include "mm/inject.h"
#include "mm/slab.h"
#include <stdlib.h>
#include <string.h>

#define FRAMES 65536u

struct frame *frames;
uint32_t frame_count = FRAMES;
uint32_t fake_free_frames = FRAMES;
int fake_objects;
static char *arena;
static uint32_t next_frame;
static struct list free_frames = LIST_INIT(free_frames);

struct frame *frame_alloc_raw(unsigned order)
{
	struct frame *f;

	if (order != 0 || fake_free_frames == 0 || fault_injected())
		return NULL;
	fake_free_frames--;
	if (list_empty(&free_frames)) {
		f = &frames[next_frame++];
	} else {
		f = list_first(&free_frames, struct frame, link);
		list_remove(&f->link);
	}
	f->references = 1;
	f->flags = 0;
	memset(frame_address(f), 0xa5, PAGE_SIZE);
	return f;
}

struct frame *frame_alloc(unsigned order)
{
	struct frame *f = frame_alloc_raw(order);

	if (f)
		memset(frame_address(f), 0, PAGE_SIZE);
	return f;
}

void frame_keep(struct frame *f, unsigned order)
{
	(void)f, (void)order;
}

void frame_release(struct frame *f)
{
	KASSERT(f->references > 0);
	if (--f->references == 0) {
		fake_free_frames++;
		list_push_back(&free_frames, &f->link);
	}
}

bool frames_are_scarce(void)
{
	return false;
}

bool frames_are_short(void)
{
	return fake_free_frames == 0;
}

uint32_t frames_for_files(void)
{
	uint32_t reserve = FRAMES / 64 > 48 ? FRAMES / 64 : 48;

	return fake_free_frames > reserve ? fake_free_frames - reserve : 0;
}

struct frame_statistics frame_statistics(void)
{
	return (struct frame_statistics){ FRAMES, fake_free_frames };
}

void *frame_address(const struct frame *f)
{
	return arena + (f - frames) * PAGE_SIZE;
}

struct frame *frame_of(const void *p)
{
	return &frames[((const char *)p - arena) / PAGE_SIZE];
}

/* Objects that nobody cleared are full of something. */
static void *object_alloc(size_t size, int fill)
{
	void *p = fault_injected() ? NULL : malloc(size);

	if (p) {
		memset(p, fill, size);
		fake_objects++;
	}
	return p;
}

static void object_free(void *p)
{
	fake_objects -= p != NULL;
	free(p);
}

void *slab_alloc_raw(struct slab_cache *c)
{
	return object_alloc(c->size, 0xa5);
}

void *slab_alloc(struct slab_cache *c)
{
	return object_alloc(c->size, 0);
}

void *slab_alloc_raw_for(struct slab_cache *c, struct account *a)
{
	(void)a;
	return object_alloc(c->size, 0xa5);
}

void slab_drop_empty(struct account *a)
{
	(void)a;
}

void slab_free(struct slab_cache *c, void *p)
{
	(void)c;
	object_free(p);
}

void *kmalloc_raw(size_t n)
{
	return object_alloc(n, 0xa5);
}

void *kmalloc(size_t n)
{
	return object_alloc(n, 0);
}

void *kmalloc_kept_raw(size_t n)
{
	return object_alloc(n, 0xa5);
}

void *kmalloc_kept(size_t n)
{
	return object_alloc(n, 0);
}

void *kmalloc_with(size_t n, const void *owner)
{
	(void)owner;
	return object_alloc(n, 0);
}

void *kmalloc_kept_with(size_t n, const void *owner)
{
	(void)owner;
	return object_alloc(n, 0);
}

void kfree(void *p)
{
	object_free(p);
}

void slab_settle(void)
{
}

void fake_memory_init(void)
{
	frames = calloc(FRAMES, sizeof(*frames));
	if (!arena &&
	    posix_memalign((void **)&arena, PAGE_SIZE, FRAMES * PAGE_SIZE))
		abort();
}
