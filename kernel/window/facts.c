/* SPDX-License-Identifier: MIT */
/* The facts about the system, as programs see them in the clock page. */
#include "window/facts.h"
#include "machine/clock.h"
#include "machine/mmu.h"
#include "mm/frame.h"
#include "mm/object.h"
#include "mm/slab.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"
#include <faultline/layout.h>

void facts_describe(struct fl_system_facts *f)
{
	struct frame_statistics s = frame_statistics();

	*f = (struct fl_system_facts){
		.size = sizeof(*f),
		.processes = process_total,
		.threads = thread_total,
		.pages_total = s.total,
		.pages_free = s.free,
		.pages_cache = object_pages(),
		.pages_slab = slab_pages(),
		.pages_tables = mmu_pages(),
		.pid_limit = number_limit(),
	};
	sched_load(f->load);
}

/*
 * seq is odd while the facts change.  A program on this CPU never sees that,
 * since the kernel is not preempted; one on another CPU would read again.
 */
void facts_update_system(void)
{
	struct fl_system_facts *page = arch_system_facts(), f;

	facts_describe(&f);
	f.seq = page->seq + 1;
	page->seq = f.seq;
	*page = f;
	page->seq++;
}
