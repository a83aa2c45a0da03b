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

static struct __pthread *ended;
static struct __pthread *kept[KEPT];
static unsigned oldest;

void __thread_add(struct __pthread *t)
{
	t->next = __threads;
	t->link = &__threads;
	if (__threads)
		__threads->link = &t->next;
	__threads = t;
}

void __thread_free(struct __pthread *t)
{
	struct __pthread *gone;

	*t->link = t->next;
	if (t->next)
		t->next->link = t->link;
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

/* After fork(): the others are not here. */
void __thread_forget(void)
{
	ended = NULL;
}

/* Nobody will join t, which ends. */
void __thread_leave_behind(struct __pthread *t)
{
	t->next_ended = ended;
	ended = t;
}

/* A thread's memory is its own until the kernel has cleared tid. */
void __thread_reap(void)
{
	struct __pthread **link = &ended, *t;

	while ((t = *link)) {
		if (t->tid != 0) {
			link = &t->next_ended;
			continue;
		}
		*link = t->next_ended;
		__thread_free(t);
	}
}
