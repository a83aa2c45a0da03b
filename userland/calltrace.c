/* SPDX-License-Identifier: MIT */
/*
 * Prints the calls of a program: calltrace [-c] [-f] [-o FILE] PROGRAM [ARG...]
 *
 *	-c	no calls, but how often each was made and how often it failed
 *	-f	the calls of child processes as well
 *	-o	to FILE instead of the standard error
 *
 * The kernel writes a record before and after each call into a pipe.  Names
 * and types come from the list of calls; what has a better form than a
 * number is in calltrace-names.h.
 */
#include <errno.h>
#include <faultline/calls.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "calltrace-names.h"
#include "lib/status.h"
#include "lib/traced.h"

#define MAX_CALLS 256
#define MAX_OPEN  64

static bool counting, following;
static FILE *out;
static struct traced program;

/* Calls that have begun, one for each thread. */
static struct fl_trace_record begun[MAX_OPEN];
static int begun_count;

static struct {
	unsigned calls, errors;
} counts[MAX_CALLS];

static void fail(const char *what)
{
	fprintf(stderr, "calltrace: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void print_string(const char *s)
{
	fputc('"', out);
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '\n')
			fputs("\\n", out);
		else if (c == '\t')
			fputs("\\t", out);
		else if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < ' ' || c == 0x7f)
			fprintf(out, "\\%03o", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

/* Bits by name; what has no name as a number in the same base. */
static void print_bits(const struct name *names, unsigned value,
		       const char *rest)
{
	const char *before = "";

	for (; names->text; names++) {
		unsigned mask = names->mask ? names->mask : names->value;

		if ((value & mask) != names->value ||
		    (names->value == 0 && names->mask == 0))
			continue;
		fprintf(out, "%s%s", before, names->text);
		before = "|";
		value &= ~mask;
	}
	if (value) {
		fputs(before, out);
		fprintf(out, rest, value);
	} else if (!*before) {
		fputc('0', out);
	}
}

static bool print_name(const struct name *names, unsigned value)
{
	for (; names->text; names++) {
		if (names->value == value) {
			fputs(names->text, out);
			return true;
		}
	}
	return false;
}

static void print_argument(const struct call_name *call,
			   const struct call_parameter *p,
			   const struct fl_trace_record *r, const char **text)
{
	const struct form *form = find_form(call->name, p->name);
	unsigned value = r->arg[p->word];

	if (strcmp(p->type, "str") == 0) {
		print_string(*text);
		*text += strlen(*text) + 1;
	} else if (form && form->bits) {
		print_bits(form->names, value, form->rest);
	} else if (form && form->names && print_name(form->names, value)) {
		return;
	} else if (form) {
		fprintf(out, form->rest, value);
	} else if (strcmp(p->type, "off") == 0) {
		fprintf(out, "%lld",
			(long long)r->arg[p->word + 1] << 32 | value);
	} else if (strcmp(p->type, "int") == 0) {
		fprintf(out, "%d", (int)value);
	} else if (strcmp(p->type, "uint") == 0 ||
		   strcmp(p->type, "size") == 0) {
		fprintf(out, "%u", value);
	} else if (value == 0) {
		fputs("NULL", out);
	} else {
		fprintf(out, "0x%x", value);
	}
}

static void print_result(const struct call_name *call,
			 const struct fl_trace_record *r)
{
	if (!r->result_valid) {
		fputs(call && strcmp(call->name, "execve") == 0 ? " = 0"
								: " = ?",
		      out);
	} else if (r->errnum) {
		fputs(" = -1 ", out);
		if (!print_name(errno_names, (unsigned)r->errnum))
			fprintf(out, "errno %d", r->errnum);
		fprintf(out, " (%s)", strerror(r->errnum));
	} else if (call && strcmp(call->result, "addr") == 0) {
		fprintf(out, " = 0x%x", (unsigned)r->result);
	} else {
		fprintf(out, " = %lld", r->result);
	}
	fputc('\n', out);
}

static void print_call(const struct fl_trace_record *r)
{
	const struct call_name *call = find_call(r->slot);
	const char *text = r->text;

	if (following)
		fprintf(out, "%5d ", r->tid);
	if (!call) {
		fprintf(out, "call_0x%x()", r->slot);
		print_result(NULL, r);
		return;
	}
	fprintf(out, "%s(", call->name);
	for (int i = 0; i < call->count; i++) {
		if (i > 0)
			fputs(", ", out);
		print_argument(call, &call->parameters[i], r, &text);
	}
	fputc(')', out);
	print_result(call, r);
}

static void count_call(const struct fl_trace_record *r)
{
	const struct call_name *call = find_call(r->slot);

	if (!call)
		return;
	counts[call - call_names].calls++;
	counts[call - call_names].errors += r->errnum != 0;
}

static void end_call(const struct fl_trace_record *r)
{
	if (counting)
		count_call(r);
	else
		print_call(r);
}

/*
 * Forgets what a thread began: the call that after is the end of, or one that
 * has not come back when the next begins.  Calls of a batch come before it
 * does.
 */
static void end_begun(int tid, const struct fl_trace_record *after)
{
	for (int i = 0; i < begun_count; i++) {
		struct fl_trace_record *r = &begun[i];

		if (r->tid != tid ||
		    (after ? r->slot != after->slot
			   : r->slot == FL_CALL_BATCH - FL_CALL_PAGES))
			continue;
		if (!after)
			end_call(r);
		*r = begun[--begun_count];
		break;
	}
	if (after)
		end_call(after);
}

static void take_record(const struct fl_trace_record *r)
{
	if (r->pid != program.pid && !following)
		return;
	end_begun(r->tid, r->result_valid ? r : NULL);
	if (!r->result_valid && begun_count < MAX_OPEN)
		begun[begun_count++] = *r;
}

static void read_records(void)
{
	struct fl_trace_record r;
	int more;

	while ((more = traced_read(&program, &r)) > 0)
		take_record(&r);
	if (more < 0)
		fail("trace");
	while (begun_count > 0)
		end_call(&begun[--begun_count]);
}

static int by_calls(const void *a, const void *b)
{
	unsigned x = counts[*(const int *)a].calls;
	unsigned y = counts[*(const int *)b].calls;

	return x < y ? 1 : x > y ? -1 : *(const int *)a - *(const int *)b;
}

static void print_counts(void)
{
	int order[MAX_CALLS], n = 0;
	unsigned calls = 0, errors = 0;

	for (size_t i = 0; i < ARRAY_SIZE(call_names); i++)
		if (counts[i].calls)
			order[n++] = (int)i;
	qsort(order, (size_t)n, sizeof(order[0]), by_calls);
	fprintf(out, "%9s %9s  %s\n", "calls", "errors", "call");
	for (int i = 0; i < n; i++) {
		fprintf(out, "%9u %9u  %s\n", counts[order[i]].calls,
			counts[order[i]].errors, call_names[order[i]].name);
		calls += counts[order[i]].calls;
		errors += counts[order[i]].errors;
	}
	fprintf(out, "%9u %9u  total\n", calls, errors);
}

static void run_program(char **argv, int to)
{
	*ARG1 = (unsigned)to;
	if (fl_result(*CALL_TRACE) < 0)
		fail("trace");
	execvp(argv[0], argv);
	*ARG1 = (unsigned)-1;
	(void)*CALL_TRACE;
	fprintf(stderr, "calltrace: %s: %s\n", argv[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

static void print_end(int status)
{
	if (WIFSIGNALED(status)) {
		fputs("+++ killed by ", out);
		if (!print_name(signals, (unsigned)WTERMSIG(status)))
			fprintf(out, "signal %d", WTERMSIG(status));
		fputs(" +++\n", out);
	} else {
		fprintf(out, "+++ exited with %d +++\n", WEXITSTATUS(status));
	}
}

static void read_options(int argc, char **argv)
{
	int option;

	out = stderr;
	while ((option = getopt(argc, argv, "+cfo:")) != -1) {
		if (option == 'c')
			counting = true;
		else if (option == 'f')
			following = true;
		else if (option == 'o')
			out = fopen(optarg, "we");
		else
			optind = argc;
		if (!out)
			fail(optarg);
	}
	if (optind < argc)
		return;
	fprintf(stderr, "usage: calltrace [-c] [-f] [-o FILE] PROGRAM "
			"[ARG...]\n");
	exit(2);
}

int main(int argc, char **argv)
{
	int status;

	read_options(argc, argv);
	if (traced_start(&program, argv + optind, run_program) < 0)
		fail("fork");
	read_records();
	if (waitpid(program.pid, &status, 0) < 0)
		fail("wait");
	if (counting)
		print_counts();
	else
		print_end(status);
	if (fclose(out) != 0)
		fail("output");
	return repeat_status(status);
}
