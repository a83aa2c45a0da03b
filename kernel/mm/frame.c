/* SPDX-License-Identifier: MIT */
/*
 * The buddy allocator.  A block of 2^n frames starts at a multiple of its
 * size.  Its buddy is the other half of the block twice as large.  A free
 * block is on the list of its order n, and only its first frame has the flag
 * FRAME_FREE.
 */
#include "mm/frame.h"
#include "lib/assert.h"
#include "proc/thread.h"
#include "sanitize.h"

static struct list free_lists[FRAME_MAX_ORDER + 1];
static struct frame_statistics statistics;
static uint32_t orders_present; /* bit n: free_lists[n] is not empty */

/*
 * The single frames that were freed last, which are given out first.  They are
 * still in the caches, and blocks need not be joined and split all the time.
 * They count as free in the statistics, although no free list has them.
 */
#define HOT_LIMIT 128
static struct frame *hot[HOT_LIMIT];
static unsigned hot_count;

struct frame *frames;
uint32_t frame_count;

uint32_t frame_number(const struct frame *f)
{
	return (uint32_t)(f - frames);
}

void frame_init(struct frame *array, uint32_t count)
{
	frames = array;
	frame_count = count;
	for (unsigned i = 0; i <= FRAME_MAX_ORDER; i++)
		list_init(&free_lists[i]);
	for (uint32_t i = 0; i < count; i++)
		frames[i] =
		    (struct frame){ .references = 1, .flags = FRAME_RESERVED };
}

static void push_free(struct frame *f, unsigned order)
{
	f->flags = FRAME_FREE;
	f->order = (uint8_t)order;
	list_push_front(&free_lists[order], &f->link);
	orders_present |= 1u << order;
}

static void remove_free(struct frame *f, unsigned order)
{
	list_remove(&f->link);
	f->flags = 0;
	if (list_empty(&free_lists[order]))
		orders_present &= ~(1u << order);
}

/*
 * Puts the block on its free list.  While its buddy is free too, the two are
 * joined into a block twice as large.
 */
static void free_block(struct frame *f, unsigned order)
{
	uint32_t number = frame_number(f);

	statistics.free += 1u << order;
	while (order < FRAME_MAX_ORDER) {
		uint32_t buddy = number ^ 1u << order;

		if (buddy + (1u << order) > frame_count ||
		    frames[buddy].flags != FRAME_FREE ||
		    frames[buddy].order != order)
			break;
		remove_free(&frames[buddy], order);
		number &= ~(1u << order);
		order++;
	}
	push_free(&frames[number], order);
}

void frame_add_range(uint32_t start, uint32_t end)
{
	uint32_t first = PAGE_ALIGN_UP(start) >> PAGE_SHIFT;
	uint32_t last = MIN(end >> PAGE_SHIFT, frame_count);

	while (first < last) {
		unsigned order = FRAME_MAX_ORDER;

		while (first & ((1u << order) - 1) ||
		       first + (1u << order) > last)
			order--;
		for (uint32_t i = first; i < first + (1u << order); i++) {
			frames[i].references = 0;
			frames[i].flags = 0;
		}
		free_block(&frames[first], order);
		statistics.total += 1u << order;
		first += 1u << order;
	}
}

/* Gives the hot frames to the free lists, where they can be joined. */
static void cool_down(void)
{
	while (hot_count > 0) {
		statistics.free--;
		free_block(hot[--hot_count], 0);
	}
}

/* Takes a block off the free lists, and splits a larger one if it must. */
static struct frame *take_block(unsigned order)
{
	uint32_t candidates = orders_present >> order;
	struct frame *f;
	unsigned have;

	if (candidates == 0)
		return NULL;
	have = order + (unsigned)__builtin_ctz(candidates);
	f = list_first(&free_lists[have], struct frame, link);
	remove_free(f, have);
	while (have > order) {
		have--;
		push_free(f + (1u << have), have);
	}
	return f;
}

/*
 * Gives the free lists what the sanitizer holds back in its quarantine.  Other
 * kernels have none.
 */
static void empty_quarantine(void)
{
	struct frame *f;
	unsigned order;

	while (sanitize_frames_oldest(&f, &order)) {
		statistics.free -= 1u << order;
		free_block(f, order);
	}
}

static inline __attribute__((always_inline)) struct frame *allocate(
    unsigned order, struct account *a)
{
	struct frame *f;

	KASSERT(order <= FRAME_MAX_ORDER);
	if (fault_injected() || statistics.free < a->floor + (1u << order))
		return NULL;
	if (order == 0 && hot_count > 0) {
		f = hot[--hot_count];
	} else {
		f = take_block(order);
		if (!f) {
			empty_quarantine();
			cool_down();
			f = take_block(order);
		}
	}
	if (f) {
		f->references = 1;
		f->order = (uint8_t)order;
		f->owner = NULL;
		f->account = (uint16_t)a->index;
		a->pages += 1u << order;
		statistics.free -= 1u << order;
		sanitize_frames_given(f, order);
	}
	return f;
}

struct frame *frame_alloc_raw_for(unsigned order, struct account *a)
{
	return allocate(order, a);
}

struct frame *frame_alloc_raw(unsigned order)
{
	return allocate(order, account_current());
}

struct frame *frame_alloc(unsigned order)
{
	struct frame *f = frame_alloc_raw(order);

	for (uint32_t i = 0; f && i < 1u << order; i++)
		page_clear(frame_address(f + i));
	return f;
}

/* Takes a block off its account, which may free the account. */
static inline void uncharge(struct frame *f, unsigned order)
{
	struct account *a = accounts[f->account];
	uint32_t n = 1u << order;

	KASSERT(a->pages >= n);
	if (f->flags & FRAME_KEPT) {
		f->flags &= (uint8_t)~FRAME_KEPT;
		account_unkeep(a, n);
	}
	a->pages -= n;
	if (__builtin_expect(a->pages == 0, 0))
		account_pages_gone(a);
}

void frame_charge(struct frame *f, unsigned order, struct account *a)
{
	KASSERT(f->references == 1 && !(f->flags & FRAME_KEPT));
	if (f->account == a->index)
		return;
	a->pages += 1u << order;
	uncharge(f, order);
	f->account = (uint16_t)a->index;
}

/* The initrd's frames, which are reserved, are charged to nobody. */
void frame_keep(struct frame *f, unsigned order)
{
	if (f->flags & (FRAME_KEPT | FRAME_RESERVED))
		return;
	f->flags |= FRAME_KEPT;
	account_keep(accounts[f->account], 1u << order);
}

/* Frees a block, or an older one whose place in the quarantine it takes. */
static void give_back(struct frame *f, unsigned order)
{
	statistics.free += 1u << order;
	if (!sanitize_frames_freed(&f, &order))
		return;
	if (order == 0 && hot_count < HOT_LIMIT) {
		hot[hot_count++] = f;
	} else {
		statistics.free -= 1u << order;
		free_block(f, order);
	}
}

void frame_free(struct frame *f, unsigned order)
{
	KASSERT(f->references == 1 && f->order == order);
	uncharge(f, order);
	KASSERT(f->flags == 0);
	f->references = 0;
	give_back(f, order);
}

void frame_release(struct frame *f)
{
	KASSERT(f->references > 0);
	if (--f->references > 0)
		return;
	if (f->flags == FRAME_RESERVED) { /* the initrd's: no file has it now */
		f->flags = 0;
		statistics.total++;
	} else {
		uncharge(f, 0);
	}
	KASSERT(f->flags == 0 && f->order == 0);
	give_back(f, 0);
}

struct frame_statistics frame_statistics(void)
{
	return statistics;
}

/* The size of the second reserve, which is for all. */
static uint32_t reserve_of_frames(void)
{
	return MAX(statistics.total / 64, 48u);
}

/*
 * Returns true if no more frames are free than root's reserve, unless the
 * running thread is root's, and part of the second reserve.
 */
static bool are_there_no_more_than(uint32_t part)
{
	return statistics.free <= account_current()->floor + part;
}

uint32_t frames_for_files(void)
{
	const struct account *a = account_current();
	uint32_t reserve = reserve_of_frames() + a->floor;
	uint32_t free =
	    statistics.free > reserve ? statistics.free - reserve : 0;

	return MIN(free, account_room_for_files(a));
}

bool frames_are_scarce(void)
{
	return are_there_no_more_than(reserve_of_frames() / 2);
}

bool frames_are_short(void)
{
	return are_there_no_more_than(reserve_of_frames() / 4);
}
