/* SPDX-License-Identifier: MIT */
/* Runs calls: finds the handler of a slot, tells the program how it went. */
#include "call/call.h"
#include "mm/space.h"
#include "proc/process.h"
#include "window/window.h"
#include <faultline/layout.h>

#define SLOT_SIZE 4

/* Results from -MAX_ERRNO to -1 are errors, as is -ERESTART and beyond. */
#define MAX_ERROR 4095

static const struct call_entry *entry_at(uint32_t offset)
{
	uint32_t group = offset >> PAGE_SHIFT;
	uint32_t slot = (offset & PAGE_MASK) / SLOT_SIZE;

	if (group >= CALL_GROUPS || slot >= call_groups[group].count)
		return NULL;
	return &call_groups[group].entries[slot];
}

static int set_error(struct fl_thread_page *page, int error, uint32_t *value)
{
	page->errnum = (unsigned)error;
	*value = (uint32_t)-1;
	return 0;
}

/* The same, with a record for the tracer before and after. */
static long long run_traced(const struct call_entry *e, uint32_t offset)
{
	struct call_snapshot snapshot;
	long long result;

	trace_before(e, offset, &snapshot);
	result = e->run(current->page->arg);
	trace_after(offset, &snapshot, result);
	return result;
}

int call_run(uint32_t offset, uint32_t *value)
{
	struct thread *t = current;
	const struct call_entry *e;
	long long result;

	if (offset % SLOT_SIZE != 0)
		return -ENXIO;
	if (!space_may_call(t->process->space, offset >> PAGE_SHIFT))
		return -EFAULT;
	e = entry_at(offset);
	if (e == NULL)
		return set_error(t->page, ENOSYS, value);
	if (__builtin_expect(t->process->trace != NULL, 0))
		result = run_traced(e, offset);
	else
		result = e->run(t->page->arg);
	if (__builtin_expect(result < 0 && result >= -MAX_ERROR, 0)) {
		if (result == -ECALLDONE)
			return -ECALLDONE;
		if (result == -ERESTART) {
			t->restarting = true;
			return -ERESTART;
		}
		return set_error(t->page, (int)-result, value);
	}
	*value = (uint32_t)result;
	t->page->result_hi = (uint32_t)(result >> 32);
	return 0;
}

/* A load of size bytes gives the low bytes of the result. */
static int call_load(const struct access *a, uint32_t *value)
{
	return call_run(a->offset, value);
}

/* A store runs the call with the value as ARG1, and the result in RESULT. */
static int call_store(const struct access *a)
{
	struct fl_thread_page *page = current->page;
	uint32_t value;
	int error;

	if (a->offset % SLOT_SIZE != 0)
		return -ENXIO;
	page->arg[0] = a->value;
	error = call_run(a->offset, &value);
	if (error == 0)
		page->result = value;
	return error;
}

static const struct window_ops call_window_ops = {
	.name = "calls",
	.load = call_load,
	.store = call_store,
};

const struct window call_window = {
	&call_window_ops,
	FL_CALL_PAGES,
	FL_CALL_PAGES_END,
};
