/* SPDX-License-Identifier: MIT */
/* Runs the hooks of exec, of a thread's end, and of a process's end. */
#include "proc/lifecycle.h"
#include "lib/assert.h"
#include "proc/exit.h"
#include "proc/process.h"

extern const struct lifecycle lifecycle_hooks[], lifecycle_hooks_end[];

#define for_each_hook(h)                                  \
	for (const struct lifecycle *h = lifecycle_hooks; \
	     h < lifecycle_hooks_end; h++)

void lifecycle_exec(struct process *p, bool secure)
{
	KASSERT(p == process_current() && p->thread_count == 1);
	alone_begin();
	lifecycle_thread_exit(current);
	for_each_hook (h)
		if (h->exec)
			h->exec(p, secure);
	alone_end();
}

void lifecycle_thread_exit(struct thread *t)
{
	KASSERT(t == current);
	KASSERT(&lifecycle_hooks[0] <
		&lifecycle_hooks_end[0]); /* the linker found hooks */
	alone_begin();
	for_each_hook (h)
		if (h->thread_exit)
			h->thread_exit(t);
	alone_end();
}

void lifecycle_exit(struct process *p)
{
	KASSERT(p == process_current() && p->thread_count == 1 && p->exiting);
	for_each_hook (h)
		if (h->exit)
			h->exit(p);
}
