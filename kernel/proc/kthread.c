/* SPDX-License-Identifier: MIT */
/* Threads of the kernel's own. */
#include "proc/kthread.h"
#include "lib/assert.h"
#include "proc/exit.h"
#include "proc/sched.h"
#include "proc/thread.h"

/* A new thread of the kernel begins here. */
static void begin(void)
{
	struct kthread *k = current->kthread;

	k->run(k->argument);
	k->thread = NULL;
	wait_wake_all(&k->ended);
	thread_die();
}

int kthread_start(struct kthread *k)
{
	KASSERT(!k->thread && k->run);
	wait_queue_init(&k->ended);
	k->thread = thread_create_kernel(k, begin);
	if (!k->thread)
		return -ENOMEM;
	sched_ready(k->thread);
	return 0;
}

void kthread_join(struct kthread *k)
{
	may_wait();
	while (k->thread)
		wait_uninterruptible(&k->ended);
}
