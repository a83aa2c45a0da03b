/* SPDX-License-Identifier: MIT */
/*
 * What memory's keepers tell the sanitizer.  This is the plain kernel's header,
 * and costs nothing; ../on/sanitize.h says what each means.
 */
#ifndef KERNEL_SANITIZE_H
#define KERNEL_SANITIZE_H

#include "lib/types.h"

struct frame;

#define SANITIZE_RED_ZONE 0u

static inline void sanitize_frames_given(struct frame *f, unsigned order)
{
	(void)f, (void)order;
}

static inline bool sanitize_frames_freed(struct frame **f, unsigned *order)
{
	(void)f, (void)order;
	return true;
}

static inline bool sanitize_frames_oldest(struct frame **f, unsigned *order)
{
	(void)f, (void)order;
	return false;
}

static inline void sanitize_slab_made(void *slab, size_t header, size_t size)
{
	(void)slab, (void)header, (void)size;
}

static inline void sanitize_object_given(void *object, size_t size)
{
	(void)object, (void)size;
}

static inline void sanitize_object_cut(void *object, size_t wanted, size_t size)
{
	(void)object, (void)wanted, (void)size;
}

static inline void *sanitize_object_freed(void *object, size_t size)
{
	(void)size;
	return object;
}

static inline void *sanitize_object_oldest(void)
{
	return NULL;
}

static inline void sanitize_memory_given(void *p, size_t n)
{
	(void)p, (void)n;
}

static inline void sanitize_memory_freed(void *p, size_t n)
{
	(void)p, (void)n;
}

static inline void sanitize_test(void (*check)(bool good, const char *what))
{
	(void)check;
}

static inline void sanitize_break(const char *how)
{
	(void)how;
}

static inline void coverage_init(void)
{
}

static inline void coverage_last_words(void)
{
}

#endif
