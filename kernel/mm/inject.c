/* SPDX-License-Identifier: MIT */
/*
 * Injected failures.  The path to an allocation is identified by the return
 * addresses on the stack, so one kmalloc() in the source fails once for each
 * chain of callers that reaches it.
 */
#include "mm/inject.h"
#include "machine/machine.h"
#include "proc/process.h"

#define PATHS 4096u /* a power of two */

uint32_t failure_injection;

/* A hash table of the paths that have had a failure; 0 is a free place. */
static uint32_t *tried;
static bool by_path;
static int asker; /* whose allocations are counted */
static uint32_t apart_count, to_pass;
static struct fault_report report;

static int running_process(void)
{
	return current && current->process ? current->process->pid : 0;
}

void fault_inject(uint32_t count)
{
	asker = running_process();
	failure_injection = count;
	by_path = false;
	if (count > 0)
		report.failures = 0;
}

void fault_inject_paths(uint32_t apart)
{
	static uint32_t table[PATHS];

	tried = table;
	by_path = true;
	apart_count = apart;
	to_pass = 0;
	report.failures = 0;
	failure_injection = 1;
}

struct fault_report fault_report(void)
{
	return report;
}

/*
 * Enters a path's hash in the table.  Returns true if it was not there.  When
 * the table is full every path counts as known, so failures end.
 */
static bool is_new(uint32_t hash)
{
	uint32_t at = hash & (PATHS - 1);

	if (report.paths > PATHS * 3 / 4)
		return false;
	while (tried[at] != 0) {
		if (tried[at] == hash)
			return false;
		at = (at + 1) & (PATHS - 1);
	}
	tried[at] = hash;
	report.paths++;
	return true;
}

static bool path_is_due(void)
{
	uint32_t callers[FAULT_DEPTH] = { 0 }, hash = 2166136261u;
	const struct process *p = current->process;

	if (to_pass > 0) {
		to_pass--;
		return false;
	}
	if (!p || p->pid == 1) /* the system ends with process 1 */
		return false;
	arch_callers(callers, FAULT_DEPTH);
	for (unsigned i = 0; i < FAULT_DEPTH; i++)
		hash = (hash ^ callers[i]) * 16777619u;
	if (!is_new(hash ? hash : 1))
		return false;
	for (unsigned i = 0; i < FAULT_DEPTH; i++)
		report.last[i] = callers[i];
	to_pass = apart_count;
	if (apart_count == 0)
		failure_injection = 0;
	return true;
}

bool fault_is_due(void)
{
	bool due;

	if (by_path)
		due = path_is_due();
	else
		due = running_process() == asker && --failure_injection == 0;
	report.failures += due;
	return due;
}
