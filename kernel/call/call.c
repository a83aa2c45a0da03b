/* SPDX-License-Identifier: MIT */
/* The calls that are too rare for the inline code in run.h, and errors. */
#include "call/run.h"
#include "lib/string.h"
#include "proc/process.h"
#include "proc/wait.h"
#include <faultline/layout.h>
#include <faultline/mman.h>

/* Makes the call's result -1 with this errno. */
static int set_error(struct fl_thread_page *page, int error, uint32_t *value)
{
	page->errnum = (unsigned)error;
	page->result_hi = UINT32_MAX; /* the upper half of -1 */
	*value = (uint32_t)-1;
	return 0;
}

/* Runs the handler, with a record for the tracer before and after. */
static long long run_traced(const struct call_entry *e, uint32_t offset,
			    const volatile uint32_t *args)
{
	struct call_snapshot snapshot;
	long long result;

	trace_before(e, offset, args, &snapshot);
	result = call_handle(e, args);
	trace_after(offset, &snapshot, result);
	return result;
}

/*
 * Loads from a window that the program has mapped in the place of a call page.
 */
static int load_window(const struct window_place *at, uint32_t *value)
{
	struct access a = { .offset = at->offset,
			    .width = CALL_SLOT_SIZE,
			    .count = 1 };

	int error;

	if (!(at->prot & PROT_READ))
		return -EFAULT;
	window_begin(at->window);
	error = window_load(at->window, &a, value);
	window_end();
	return error;
}

/*
 * The slot has no call, or the call is closed to the process.  There may be a
 * window in its place.  Results as of call_run().
 */
static int run_none(uint32_t offset, uint32_t *value)
{
	struct window_place at;

	if (offset % CALL_SLOT_SIZE != 0)
		return -ENXIO;
	if (!window_find(current->process->space, FL_CALL_PAGES + offset, &at))
		return -EFAULT;
	if (at.window != &call_window)
		return load_window(&at, value);
	if (offset >> PAGE_SHIFT < CALL_GROUPS &&
	    current->process->space->closed >> (offset >> PAGE_SHIFT) & 1)
		return -EFAULT;
	return set_error(current->page, ENOSYS, value);
}

int call_fail(int error, uint32_t *value)
{
	if (error == ECALLDONE)
		return -ECALLDONE;
	if (error == ECALLWIDE) {
		*value = current->page->result;
		return 0;
	}
	if (error == ERESTART) {
		current->restarting = true;
		return -ERESTART;
	}
	return set_error(current->page, error, value);
}

long long call_invoke(const struct call_entry *e, uint32_t offset,
		      const volatile uint32_t *args)
{
	may_wait();
	if (current->process->trace)
		return run_traced(e, offset, args);
	return call_handle(e, args);
}

int call_run_rare(uint32_t offset, uint32_t *value)
{
	may_wait();
	const struct call_entry *e = call_find(offset);

	if (!e || current->process->space->closed >> (offset >> PAGE_SHIFT) & 1)
		return run_none(offset, value);
	return call_finish_wide(call_invoke(e, offset, current->page->arg),
				value);
}

int call_refuse(uint32_t offset, int error, uint32_t *value)
{
	may_wait();
	if (current->process->trace)
		trace_refused(offset, current->page->arg, error);
	return set_error(current->page, error, value);
}

/* A load of fewer than 4 bytes gives the low bytes of the result. */
static int call_load(struct object *w, const struct access *a, void *data)
{
	may_wait();
	uint32_t value;
	int error;

	(void)w;
	error = call_run(a->offset, &value);
	if (error == 0)
		memcpy(data, &value, a->width);
	return error;
}

/* A store runs the call with the value as ARG1, and the result in RESULT. */
static int call_store(struct object *w, const struct access *a,
		      const void *data)
{
	may_wait();
	struct fl_thread_page *page = current->page;
	uint32_t value = 0;
	int error;

	(void)w;
	if (a->offset % CALL_SLOT_SIZE != 0)
		return -ENXIO;
	memcpy(&value, data, a->width);
	page->arg[0] = value;
	error = call_run(a->offset, &value);
	if (error == 0)
		page->result = value;
	return error;
}

static const struct object_ops call_window_ops = {
	.name = "calls",
	.load = call_load,
	.store = call_store,
};

struct object call_window = OBJECT_INIT(call_window, &call_window_ops);
