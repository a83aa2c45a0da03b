/* SPDX-License-Identifier: MIT */
/* What ps, top, pgrep and pkill share: a walk over the process window. */
#ifndef USERLAND_PROCESSES_H
#define USERLAND_PROCESSES_H

#include <faultline/facts.h>
#include <faultline/system.h>
#include <string.h>

#define EACH_BLOCK 32

/*
 * Visits the processes in the order of their numbers, until visit() returns
 * something else than 0; returns that.  32 records are copied at a time: one
 * fault, and one moment for each record.
 */
static inline int each_process(int (*visit)(const struct fl_procinfo *p,
					    void *context),
			       void *context)
{
	struct fl_procinfo block[EACH_BLOCK];
	int result = 0;

	for (int pid = 0; pid < CLOCK->system.pid_limit; pid += EACH_BLOCK) {
		memcpy(block, (const void *)&FL_PROCESSES[pid], sizeof(block));
		for (int i = 0; i < EACH_BLOCK && result == 0; i++)
			if (block[i].pid != 0)
				result = visit(&block[i], context);
	}
	return result;
}

#endif
