/* SPDX-License-Identifier: MIT */
/*
 * Batches: many calls for one fault (<faultline/batch.h>).
 *
 * An entry must cost much less than a fault.  So entries are copied in groups,
 * and interrupts are let in only between groups.
 */
#include "call/handlers.h"
#include "call/run.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/sched.h"
#include <faultline/batch.h>
#include <faultline/layout.h>

_Static_assert(sizeof(struct fl_batch) == 48, "the ABI's record");

_Static_assert(FL_BATCH_MAX % FL_BATCH_GROUP == 0, "whole groups");

/* A batch that is being run. */
struct run {
	struct fl_batch entries[FL_BATCH_GROUP];
	int results[FL_BATCH_MAX];
	uint32_t made; /* calls, and results */
};

/*
 * Fills in the arguments that are results of earlier entries.  -EINVAL: the
 * entry is not an earlier one.
 */
static int feed_forward(struct run *r, struct fl_batch *b)
{
	for (unsigned i = 0; i < ARRAY_SIZE(b->from); i++) {
		if (b->from[i] == 0)
			continue;
		if (b->from[i] > r->made)
			return -EINVAL;
		b->arg[i] = (unsigned)r->results[b->from[i] - 1];
	}
	return 0;
}

/* Is an argument of b the result of another entry? */
static bool is_fed(const struct fl_batch *b)
{
	const uint16_t *from = (const uint16_t *)b->from;

	return (from[0] | from[1] | from[2]) != 0;
}

/* The call is closed to the process, and no grant in its place has it. */
static int refuse(uint32_t offset, const uint32_t *args)
{
	if (current->process->trace)
		trace_refused(offset, args, EPERM);
	return -EPERM;
}

/*
 * Makes the entry's call and fills in its result.  Returns 0, or what ends the
 * batch without this entry: -EINVAL, -ERESTART or -ECALLDONE.
 */
static int perform(struct run *r, struct fl_batch *b)
{
	uint32_t offset = b->slot - FL_CALL_PAGES;
	const struct call_entry *e = call_find(offset);
	const struct process *p = current->process;
	long long result;

	if (!e || e->flags & CALL_SINGLE || b->flags & ~FL_BATCH_STOP ||
	    (is_fed(b) && feed_forward(r, b) != 0))
		return -EINVAL;
	if (p->space->closed != 0 && !call_is_open(offset))
		result = refuse(offset, b->arg);
	else if (p->trace)
		result = call_invoke(e, offset, b->arg);
	else
		result = call_handle(e, b->arg);
	if (result == -ERESTART || result == -ECALLDONE)
		return (int)result;
	b->done = 1;
	b->errnum = call_error(result);
	b->result = b->errnum ? -1 : (int)result;
	b->result_hi = (int)(result >> 32); /* -1 after an error */
	KASSERT(r->made < FL_BATCH_MAX);
	r->results[r->made++] = b->result;
	return 0;
}

/* Has a signal come for the thread, or must it end? */
static bool interrupted(void)
{
	return current->attention & (ATTENTION_SIGNAL | ATTENTION_EXIT);
}

/* Runs n entries.  Returns 0 to go on, 1 to stop after these, or an error. */
static int perform_group(struct run *r, uint32_t n)
{
	int error = 0;

	KASSERT(n <= FL_BATCH_GROUP);
	for (uint32_t i = 0; i < n; i++) {
		struct fl_batch *b = &r->entries[i];

		error = perform(r, b);
		if (error)
			return error;
		if (b->errnum && b->flags & FL_BATCH_STOP)
			return 1;
		if (interrupted())
			return 1;
	}
	arch_poll_interrupts();
	if (current->attention & ATTENTION_RESCHEDULE)
		sched_preempt();
	return interrupted();
}

long sys_batch(struct uaddr entries, uint32_t count)
{
	const struct space *space = current->process->space;
	struct run r;
	int status = 0;

	if (count == 0 || count > FL_BATCH_MAX)
		return -EINVAL;
	r.made = 0;
	while (status == 0 && r.made < count) {
		struct uaddr at =
		    uaddr_add(entries, r.made * sizeof(struct fl_batch));
		uint32_t before = r.made;
		uint32_t n = MIN(count - before, (uint32_t)FL_BATCH_GROUP);

		if (copy_from_user(r.entries, at, n * sizeof(r.entries[0])))
			return before > 0 ? (long)before : -EFAULT;
		/* No call whose result could not be told. */
		if (touch_user(at, n * sizeof(r.entries[0])))
			return before > 0 ? (long)before : -EFAULT;
		status = perform_group(&r, n);
		/* After an exec the results must not go to the new program. */
		if (current->process->space != space)
			return status;
		if (r.made > before &&
		    copy_to_user(at, r.entries,
				 (r.made - before) * sizeof(r.entries[0])) != 0)
			return -EFAULT;
	}
	KASSERT(r.made <= count);
	if (status == -ECALLDONE)
		return status;
	return r.made > 0 ? (long)r.made : status;
}
