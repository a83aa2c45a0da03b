/* SPDX-License-Identifier: MIT */
/* The allocators for frames and objects, on memory of the host's. */
#include "check.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "proc/thread.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define FRAMES 4096u

/* Without a process: failures come by number. */
static struct thread thread = { .account = &account_root };
struct thread *current = &thread;
static char *memory;
static struct frame array[FRAMES];

void panic(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	abort();
}

void arch_callers(uint32_t *to, unsigned count);
void arch_callers(uint32_t *to, unsigned count)
{
	memset(to, 0, count * sizeof(*to));
}

void page_clear(void *page);
void page_clear(void *page)
{
	memset(page, 0, PAGE_SIZE);
}

void *frame_address(const struct frame *f)
{
	return memory + (size_t)(f - array) * PAGE_SIZE;
}

struct frame *frame_of(const void *address)
{
	return &array[((const char *)address - memory) / PAGE_SIZE];
}

struct block {
	void *p;
	size_t size;
	unsigned char fill;
};

/* Allocates and frees at random; every block keeps what was put into it. */
static void test_random(unsigned seed)
{
	static struct block blocks[800];
	bool intact = true;

	srand(seed);
	for (int round = 0; round < 40000; round++) {
		struct block *b = &blocks[rand() % 800];

		if (b->p != NULL) {
			for (size_t i = 0; i < b->size; i++)
				intact &= ((unsigned char *)b->p)[i] == b->fill;
			kfree(b->p);
			b->p = NULL;
			continue;
		}
		b->size = 1 + (size_t)rand() % (rand() % 20 ? 3000 : 40000);
		b->fill = (unsigned char)round;
		b->p = kmalloc(b->size);
		if (b->p != NULL)
			memset(b->p, b->fill, b->size);
	}
	CHECK(intact);
	for (int i = 0; i < 800; i++) {
		kfree(blocks[i].p);
		blocks[i].p = NULL;
	}
}

/* All memory can be had as single frames, and as large blocks again. */
static void test_exhaustion(void)
{
	static struct frame *all[FRAMES];
	uint32_t n = 0, free = frame_statistics().free;

	while ((all[n] = frame_alloc(0)) != NULL)
		n++;
	CHECK(n == free);
	CHECK(frame_statistics().free == 0);
	CHECK(kmalloc(5000) == NULL);
	for (uint32_t i = 0; i < n; i += 2)
		frame_release(all[i]);
	for (uint32_t i = 1; i < n; i += 2)
		frame_release(all[i]);
	CHECK(frame_statistics().free == free);
	all[0] = frame_alloc(FRAME_MAX_ORDER);
	CHECK(all[0] != NULL && frame_number(all[0]) % 1024 == 0);
	if (all[0] != NULL)
		frame_free(all[0], FRAME_MAX_ORDER);
}

static void test_injection(void)
{
	void *p;

	fault_inject(3);
	p = kmalloc(10);
	CHECK(p != NULL);
	kfree(p);
	p = kmalloc(10);
	CHECK(p != NULL);
	kfree(p);
	CHECK(kmalloc(10) == NULL);
	p = kmalloc(10);
	CHECK(p != NULL);
	kfree(p);
}

int main(void)
{
	memory = aligned_alloc(PAGE_SIZE, (size_t)FRAMES * PAGE_SIZE);
	frame_init(array, FRAMES);
	/* Odd edges: 3 frames lost at the start, a hole in the middle. */
	frame_add_range(3 * PAGE_SIZE, 2000 * PAGE_SIZE);
	frame_add_range(2001 * PAGE_SIZE, FRAMES * PAGE_SIZE);
	CHECK(frame_statistics().total == FRAMES - 4);
	account_init();
	for (unsigned seed = 1; seed <= 5; seed++)
		test_random(seed);
	test_exhaustion();
	test_injection();
	free(memory);
	return check_done("allocators");
}
