/* SPDX-License-Identifier: MIT */
/*
 * Memory that was freed is not given out again for a while, so that who still
 * uses it is found.  Frames are filled with a pattern meanwhile: programs,
 * whose accesses are not checked, may still have them mapped.
 */
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/machine.h"
#include "mm/frame.h"
#include "runtime.h"
#include "sanitize.h"

#define KEPT	    4096u /* entries of each quarantine */
#define KEPT_BYTES  (1024u * 1024)
#define KEPT_FRAMES 1024u
#define FREED_WORD  0xfb5afefbu

struct kept {
	uint32_t address, size;
	uint32_t callers[FREED_BY];
};

/* A ring: first is the oldest. */
struct quarantine {
	struct kept entries[KEPT];
	uint32_t first, count;
	uint32_t amount, limit; /* bytes, or frames */
};

static struct quarantine objects = { .limit = KEPT_BYTES };
static struct quarantine blocks = { .limit = KEPT_FRAMES };

static void put(struct quarantine *q, uint32_t address, uint32_t size,
		uint32_t amount)
{
	struct kept *k = &q->entries[(q->first + q->count) % KEPT];

	KASSERT(q->count < KEPT);
	k->address = address;
	k->size = size;
	arch_callers(k->callers, FREED_BY);
	q->count++;
	q->amount += amount;
}

/* Who is in there longest leaves if there are too many, or must. */
static bool take(struct quarantine *q, bool must, struct kept *k)
{
	if (q->count == 0 ||
	    (!must && q->count < KEPT && q->amount <= q->limit))
		return false;
	*k = q->entries[q->first];
	q->first = (q->first + 1) % KEPT;
	q->count--;
	return true;
}

static bool who(const struct quarantine *q, uint32_t address,
		uint32_t callers[FREED_BY])
{
	for (uint32_t i = q->count; i-- > 0;) {
		const struct kept *k = &q->entries[(q->first + i) % KEPT];

		if (address - k->address < k->size) {
			memcpy(callers, k->callers, sizeof(k->callers));
			return true;
		}
	}
	return false;
}

bool sanitize_who_freed(uint32_t address, uint32_t callers[FREED_BY])
{
	return who(&objects, address, callers) ||
	       who(&blocks, address, callers);
}

/* --- Objects. --- */

/* Programs must never see this (tests/fuzz/guided). */
static void fill(uint32_t address, uint32_t words)
{
	__asm__ volatile("rep stosl"
			 : "+D"(address), "+c"(words)
			 : "a"(FREED_WORD)
			 : "memory");
}

void sanitize_slab_made(void *slab, size_t header, size_t size)
{
	sanitize_mark((uint32_t)slab + header, size - header, SHADOW_RED_ZONE);
}

void sanitize_object_given(void *object, size_t size)
{
	sanitize_unmark((uint32_t)object, size);
}

void sanitize_object_cut(void *object, size_t wanted, size_t size)
{
	if (wanted == 0)
		wanted = 1; /* it can be told from what was freed */
	sanitize_mark((uint32_t)object + wanted, size - wanted,
		      SHADOW_RED_ZONE);
}

void *sanitize_object_freed(void *object, size_t size)
{
	uint32_t address = (uint32_t)object;
	struct kept k;

	if (!sanitize_may_use(address, 1)) {
		sanitize_report_free(address);
		return NULL;
	}
	sanitize_mark(address, size, SHADOW_OBJECT);
	fill(address, size / 4);
	put(&objects, address, size, size);
	if (!take(&objects, false, &k))
		return NULL;
	objects.amount -= k.size;
	return (void *)k.address;
}

void *sanitize_object_oldest(void)
{
	struct kept k;

	if (!take(&objects, true, &k))
		return NULL;
	objects.amount -= k.size;
	return (void *)k.address;
}

/* --- Frames. --- */

/* The address of the first word that was written since; 0: none was. */
static uint32_t changed(uint32_t address, uint32_t words)
{
	bool equal;

	__asm__ volatile("repe scasl"
			 : "+D"(address), "+c"(words), "=@ccz"(equal)
			 : "a"(FREED_WORD)
			 : "memory");
	return equal ? 0 : address - 4;
}

void sanitize_frames_given(struct frame *f, unsigned order)
{
	sanitize_unmark((uint32_t)frame_address(f), PAGE_SIZE << order);
}

static void leave(const struct kept *k, struct frame **f, unsigned *order)
{
	uint32_t at = changed(k->address, k->size / 4);

	if (at != 0) {
		sanitize_report("frame at %08x was written to after it was "
				"freed (byte %u)",
				k->address, at - k->address);
	}
	blocks.amount -= k->size >> PAGE_SHIFT;
	*f = frame_of((const void *)k->address);
	*order = (unsigned)__builtin_ctz(k->size >> PAGE_SHIFT);
}

bool sanitize_frames_freed(struct frame **f, unsigned *order)
{
	uint32_t address = (uint32_t)frame_address(*f);
	uint32_t size = PAGE_SIZE << *order;
	struct kept k;

	sanitize_mark(address, size, SHADOW_FRAME);
	fill(address, size / 4);
	put(&blocks, address, size, size >> PAGE_SHIFT);
	if (!take(&blocks, false, &k))
		return false;
	leave(&k, f, order);
	return true;
}

bool sanitize_frames_oldest(struct frame **f, unsigned *order)
{
	struct kept k;

	if (!take(&blocks, true, &k))
		return false;
	leave(&k, f, order);
	return true;
}

/* --- Pools. --- */

void sanitize_memory_given(void *p, size_t n)
{
	sanitize_unmark((uint32_t)p, n);
}

void sanitize_memory_freed(void *p, size_t n)
{
	sanitize_mark((uint32_t)p, n, SHADOW_POOL);
}
