/* SPDX-License-Identifier: MIT */
/*
 * All threads but the first, and those that ended detached: the next one to
 * make or join a thread frees them.
 */
#include "thread.h"
#include <sys/mman.h>

struct __lock __threads_lock;
struct __pthread *__threads;
int __thread_count = 1;

void __thread_free(struct __pthread *t)
{
	struct __pthread **link;

	for (link = &__threads; *link; link = &(*link)->next)
		if (*link == t) {
			*link = t->next;
			break;
		}
	munmap(t->map, t->map_size);
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
