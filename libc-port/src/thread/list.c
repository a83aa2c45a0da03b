/* SPDX-License-Identifier: MIT */
/*
 * All threads but the first.  Those that ended detached are freed by the next
 * one to make or join a thread.  Some memory of ended threads is kept for new
 * ones, and so that their descriptors can still be told from living ones.
 */
#include "thread.h"
#include <sys/mman.h>

#define KEPT 16

struct __lock __threads_lock;
struct __pthread *__threads;
int __thread_count = 1;

static struct __pthread *kept[KEPT];
static unsigned oldest;

void __thread_free(struct __pthread *t)
{
	struct __pthread **link, *gone;

	for (link = &__threads; *link; link = &(*link)->next)
		if (*link == t) {
			*link = t->next;
			break;
		}
	t->state = THREAD_ENDED;
	gone = kept[oldest];
	kept[oldest] = t;
	oldest = (oldest + 1) % KEPT;
	if (gone)
		munmap(gone->map, gone->map_size);
}

/* Memory of that shape, or NULL; what is in it is of no matter. */
struct __pthread *__thread_reuse(size_t size, size_t guard)
{
	struct __pthread *t;
	int i;

	for (i = 0; i < KEPT; i++) {
		t = kept[i];
		if (t && t->map_size == size && t->guard_size == guard) {
			kept[i] = NULL;
			return t;
		}
	}
	return NULL;
}

/* A thread's memory is its own until the kernel has cleared tid. */
void __thread_reap(void)
{
	struct __pthread *t, *next;

	for (t = __threads; t; t = next) {
		next = t->next;
		if (t->state == THREAD_DETACHED && t->tid == 0)
			__thread_free(t);
	}
}
