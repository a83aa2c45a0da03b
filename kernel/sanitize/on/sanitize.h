/* SPDX-License-Identifier: MIT */
/* What memory's keepers tell the sanitizer, and what it offers besides. */
#ifndef KERNEL_SANITIZE_H
#define KERNEL_SANITIZE_H

#include "lib/types.h"

struct frame;

/* Bytes behind each object of a slab that nobody may touch. */
#define SANITIZE_RED_ZONE 16u

/* A block of frames was allocated: all of it may be used. */
void sanitize_frames_given(struct frame *f, unsigned order);

/*
 * A block of frames was freed.  It goes to the quarantine.  True: the block
 * that *f and *order are now has been there long enough, and is free.
 */
bool sanitize_frames_freed(struct frame **f, unsigned *order);

/* Memory is short: takes the oldest block out of the quarantine, if any. */
bool sanitize_frames_oldest(struct frame **f, unsigned *order);

/* A new slab: nothing but its header may be used. */
void sanitize_slab_made(void *slab, size_t header, size_t size);

/* An object of size bytes was allocated; only wanted bytes of it are used. */
void sanitize_object_given(void *object, size_t size);
void sanitize_object_cut(void *object, size_t wanted, size_t size);

/*
 * An object was freed, and goes to the quarantine: the object that has been
 * there long enough, or NULL.  When memory is short, the oldest.
 */
void *sanitize_object_freed(void *object, size_t size);
void *sanitize_object_oldest(void);

/* The same for what is kept in a pool of its keeper's instead of being freed.
 */
void sanitize_memory_given(void *p, size_t n);
void sanitize_memory_freed(void *p, size_t n);

/* Faults of each kind, made on purpose, and whether each was seen. */
void sanitize_test(void (*check)(bool good, const char *what));

/* Makes the fault of that name, which ends the kernel. */
void sanitize_break(const char *how);

/* /dev/coverage (coverage.c), and what its users said last, for a panic. */
void coverage_init(void);
void coverage_last_words(void);

#endif
