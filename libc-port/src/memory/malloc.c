/* SPDX-License-Identifier: MIT */
/*
 * malloc() and free(): small blocks are kept by size, for each thread on
 * its own, in front of Newlib's allocator.
 */
#include <malloc.h>
#include <reent.h>
#include <stdlib.h>

/*
 * A block of Newlib's is a multiple of 8 bytes, at least 16, and has its size
 * in the word before what the program sees; the low bits are flags.  The
 * program gets all of it but that word.
 */
#define HEADER	4
#define LARGEST 512
#define CLASSES (LARGEST / 8 + 1)
#define KEEP	32 /* blocks of a size, at most */

struct block {
	struct block *next;
};

static __thread struct block *kept[CLASSES];
static __thread unsigned char count[CLASSES];

static inline unsigned class_of_block(const void *p)
{
	return ((const unsigned *)p)[-1] >> 3;
}

static inline unsigned class_of_size(size_t size)
{
	return size <= 16 - HEADER ? 2 : (size + HEADER + 7) >> 3;
}

void *malloc(size_t size)
{
	if (size <= LARGEST - HEADER) {
		unsigned class = class_of_size(size);
		struct block *b = kept[class];

		if (b) {
			kept[class] = b->next;
			count[class]--;
			return b;
		}
	}
	return _malloc_r(_REENT, size);
}

void free(void *p)
{
	struct block *b = p;
	unsigned class;

	if (!p)
		return;
	class = class_of_block(p);
	if (class >= CLASSES || count[class] >= KEEP) {
		_free_r(_REENT, p);
		return;
	}
	b->next = kept[class];
	kept[class] = b;
	count[class]++;
}

/* A thread that ends gives back what it kept. */
void __malloc_thread_end(void)
{
	struct block *b;
	int class;

	for (class = 0; class < CLASSES; class ++)
		while ((b = kept[class])) {
			kept[class] = b->next;
			_free_r(_REENT, b);
		}
}
