/* SPDX-License-Identifier: MIT */
/* The tracer's records: a process's calls and their results. */
#include "call/call.h"
#include "call/door.h"
#include "call/handlers.h"
#include "fs/file.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/space.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/wait.h"

_Static_assert(sizeof(((struct call_snapshot *)0)->text) == FL_TRACE_TEXT,
	       "text");

/* Copies the starts of the string arguments; all have the same room. */
static void copy_strings(const struct call_entry *e, struct call_snapshot *s)
{
	size_t count = (size_t)__builtin_popcount(e->strings), at = 0;
	size_t room = count ? sizeof(s->text) / count : 0;

	memset(s->text, 0, sizeof(s->text));
	for (unsigned i = 0; i < 6; i++) {
		ssize_t n;

		if (!(e->strings >> i & 1))
			continue;
		n = copy_string_from_user(s->text + at, uaddr(s->arg[i]), room);
		if (n == -ENAMETOOLONG)
			n = (ssize_t)room - 1;
		else if (n < 0)
			n = 0;
		s->text[at + (size_t)n] = '\0';
		at += (size_t)n + 1;
	}
}

/* Writes a record of one of the kinds FL_TRACE_*.  May wait. */
static void write_record(uint32_t offset, const struct call_snapshot *s,
			 unsigned valid, long long result)
{
	struct file *file = process_current()->trace;
	struct fl_trace_record r = {
		.pid = process_current()->pid,
		.tid = current->tid,
		.slot = offset,
		.errnum = result < 0 && result > -4096 ? (int)-result : 0,
		.result = result < 0 && result > -4096 ? -1 : result,
		.result_valid = valid,
	};

	if (!file)
		return; /* trace(-1) or an exec has ended the trace */
	memcpy(r.arg, s->arg, sizeof(r.arg));
	memcpy(r.text, s->text, sizeof(r.text));
	file_hold(file);
	file_write_kernel(file, &r, sizeof(r));
	file_release(file);
}

void trace_before(const struct call_entry *e, uint32_t offset,
		  const volatile uint32_t *args, struct call_snapshot *s)
{
	may_wait();
	for (unsigned i = 0; i < 6; i++)
		s->arg[i] = args[i];
	copy_strings(e, s);
	write_record(offset, s, FL_TRACE_BEFORE, 0);
}

/* A grant does not have the call, or it is closed to the process. */
void trace_refused(uint32_t offset, const volatile uint32_t *args, int error)
{
	may_wait();
	struct call_snapshot s = { .text = "" };

	for (unsigned i = 0; i < 6; i++)
		s.arg[i] = args[i];
	write_record(offset, &s, FL_TRACE_REFUSED, -error);
}

void trace_after(uint32_t offset, const struct call_snapshot *s,
		 long long result)
{
	may_wait();
	if (result != -ECALLDONE)
		write_record(offset, s, FL_TRACE_AFTER, result);
}

long sys_trace(int fd)
{
	struct process *p = process_current();
	struct file *file = NULL, *old = p->trace;

	if (fd != -1) {
		file = file_get(fd);
		if (!file)
			return -EBADF;
	}
	p->trace = file;
	door_watch(p->space);
	if (old)
		file_release(old);
	return 0;
}

static void trace_end(struct process *p)
{
	struct file *file = p->trace;

	p->trace = NULL;
	file_release(file);
}

/*
 * A tracer must not see what a program does with other credentials than its
 * own.
 */
static void trace_exec(struct process *p, bool secure)
{
	if (secure)
		trace_end(p);
}

LIFECYCLE_HOOK(TRACE, .exec = trace_exec, .exit = trace_end);
