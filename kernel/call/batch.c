/* SPDX-License-Identifier: MIT */
/* Batches: many calls for one fault (<faultline/batch.h>). */
#include "call/call.h"
#include "call/handlers.h"
#include "lib/arch.h"
#include "mm/space.h"
#include "mm/uaccess.h"
#include "proc/process.h"
#include "proc/sched.h"
#include <faultline/batch.h>
#include <faultline/layout.h>

_Static_assert(sizeof(struct fl_batch) == 64, "the ABI's record");

/* What goes back to the program: the fields from result to done. */
#define RESULT_START offsetof(struct fl_batch, result)
#define RESULT_SIZE  (offsetof(struct fl_batch, pad) - RESULT_START)

/* Arguments that are results of entries before this one, the index-th. */
static int feed_forward(struct fl_batch *b, const int *results, uint32_t index)
{
	for (unsigned i = 0; i < ARRAY_SIZE(b->from); i++) {
		if (b->from[i] == 0)
			continue;
		if (b->from[i] > index)
			return -EINVAL;
		b->arg[i] = (unsigned)results[b->from[i] - 1];
	}
	return 0;
}

/* The entry's call, or NULL: not one, or not one for batches. */
static const struct call_entry *decode(const struct fl_batch *b)
{
	uint32_t offset = b->slot - FL_CALL_PAGES;
	const struct call_entry *e = call_find(offset);

	if (b->flags & ~(unsigned)FL_BATCH_STOP || e == NULL ||
	    e->flags & CALL_SINGLE)
		return NULL;
	return e;
}

/* Makes the call and fills the entry's results: 0, or what ends the batch. */
static int perform(struct fl_batch *b, const int *results, uint32_t index)
{
	const struct call_entry *e = decode(b);
	uint32_t offset = b->slot - FL_CALL_PAGES;
	long long result;

	if (e == NULL || feed_forward(b, results, index) != 0)
		return -EINVAL;
	if (!call_is_open(offset))
		result = -EPERM;
	else
		result = call_invoke(e, offset, b->arg);
	if (result == -ERESTART || result == -ECALLDONE)
		return (int)result;
	b->done = 1;
	b->errnum = call_error(result);
	b->result = b->errnum ? -1 : (int)result;
	b->result_hi = b->errnum ? -1 : (int)(result >> 32);
	return 0;
}

/* Lets interrupts in; is there a signal, or must the thread end? */
static bool interrupted(void)
{
	arch_poll_interrupts();
	if (current->attention & ATTENTION_RESCHEDULE)
		sched_preempt();
	return current->attention & (ATTENTION_SIGNAL | ATTENTION_EXIT);
}

long sys_batch(struct uaddr entries, uint32_t count)
{
	int results[FL_BATCH_MAX];
	struct fl_batch b;
	uint32_t n = 0;
	int error = 0;

	if (count == 0 || count > FL_BATCH_MAX)
		return -EINVAL;
	while (n < count) {
		struct uaddr at = uaddr_add(entries, n * sizeof(b));

		error = copy_from_user(&b, at, sizeof(b));
		if (error == 0)
			error = perform(&b, results, n);
		if (error == 0)
			error = copy_to_user(uaddr_add(at, RESULT_START),
					     &b.result, RESULT_SIZE);
		if (error)
			break;
		results[n++] = b.result;
		if (b.errnum && b.flags & FL_BATCH_STOP)
			break;
		if (n < count && interrupted())
			break;
	}
	if (error == -ECALLDONE)
		return error;
	return n > 0 ? (long)n : error;
}
