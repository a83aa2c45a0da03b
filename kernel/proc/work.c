/* SPDX-License-Identifier: MIT */
/* The thread that does the work that was put off. */
#include "proc/work.h"
#include "lib/printk.h"
#include "proc/kthread.h"

static struct list queue = LIST_INIT(queue);
static struct wait_queue added = WAIT_QUEUE_INIT(added);

void work_add(struct work *w)
{
	if (!list_empty(&w->link))
		return;
	list_push_back(&queue, &w->link);
	wait_wake_one(&added);
}

static void work_all(void *unused)
{
	may_wait();
	(void)unused;
	for (;;) {
		while (!list_empty(&queue)) {
			struct work *w = list_first(&queue, struct work, link);

			list_remove(&w->link);
			list_init(&w->link);
			w->run(w);
		}
		wait_uninterruptible(&added);
	}
}

void work_start(void)
{
	static struct kthread worker = { .name = "work", .run = work_all };

	if (kthread_start(&worker) != 0)
		panic("no memory for the kernel's threads");
}
