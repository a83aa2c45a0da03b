/* SPDX-License-Identifier: MIT */
/*
 * Runs a program with only some of the calls:
 *
 *	confine [-q] CALL[,CALL...] [--] PROGRAM [ARG...]
 *
 * A CALL is a name of the list of calls, the name of a group (process, file,
 * io, memory, signal, time, thread, system), `stdio` for the use of descriptors
 * that are open already (STDIO below), or `pages` or `processes` for the
 * window of that name.  Every program may make those of ALWAYS: it could
 * neither start nor end without them.  What it tries beside these gives EPERM,
 * and so for all programs that it starts in turn; a load or store of a window
 * that it may not use is SIGSEGV.  At the end, when all of them have ended,
 * confine says what was tried; -q: it does not, and the calls that are
 * allowed are as fast as ever.  Its status is the program's.
 *
 * The program's call pages are replaced by a frame: see frames(7).
 */
#include "lib/calls.h"
#include "lib/status.h"
#include "lib/traced.h"
#include <errno.h>
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The start and end of a program, malloc(), and the end of a handler. */
#define ALWAYS "exit,set_tls,brk,sigreturn"
#define STDIO  "read,write,readv,writev,lseek,close,fstat,isatty"

#define FRAME_SIZE  (FL_CALL_GROUPS * FL_PAGE_SIZE)
#define WINDOW_SIZE 0x400000 /* of the page table and of processes */

static const char *const groups[FL_CALL_GROUPS] = {
	[FL_GROUP_PROCESS] = "process", [FL_GROUP_FILE] = "file",
	[FL_GROUP_IO] = "io",		[FL_GROUP_MEMORY] = "memory",
	[FL_GROUP_SIGNAL] = "signal",	[FL_GROUP_TIME] = "time",
	[FL_GROUP_THREAD] = "thread",	[FL_GROUP_SYSTEM] = "system",
	[FL_GROUP_IPC] = "ipc",		[FL_GROUP_SOCKET] = "socket",
};

static bool quiet, keep_pages, keep_processes;
static struct fl_call_set allowed;

static void fail(const char *what)
{
	fprintf(stderr, "confine: %s: %s\n", what, strerror(errno));
	exit(125);
}

/* --- What is allowed. --- */

static void allow_all(const char *list);

/* A call, or all of a group; false: there is none of that name. */
static bool allow_calls(const char *name)
{
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(call_names); i++) {
		unsigned slot = call_names[i].slot;
		const char *group = groups[slot / FL_PAGE_SIZE];

		if (strcmp(name, group) == 0 ||
		    strcmp(name, call_names[i].name) == 0) {
			FL_CALL_SET_ADD(&allowed, FL_CALL_PAGES + slot);
			found = true;
		}
	}
	return found;
}

static void allow(const char *name)
{
	if (strcmp(name, "stdio") == 0) {
		allow_all(STDIO);
	} else if (strcmp(name, "pages") == 0) {
		keep_pages = true;
	} else if (strcmp(name, "processes") == 0) {
		keep_processes = true;
	} else if (!allow_calls(name)) {
		fprintf(stderr, "confine: %s: no such call\n", name);
		exit(125);
	}
}

static void allow_all(const char *list)
{
	char *copy = strdup(list), *rest;

	if (!copy)
		fail("list of calls");
	for (char *p = strtok_r(copy, ",", &rest); p;
	     p = strtok_r(NULL, ",", &rest))
		allow(p);
	free(copy);
}

/* --- The program. --- */

/* Maps a frame that acts as this process with less calls. */
static char *map_frame(const struct fl_call_set *set, void *where, int flags)
{
	int ends[2];
	void *frame;

	if (frame_create(set, FL_FRAME_CALLER, ends) < 0)
		fail("frame_create");
	/* Closed by exec: close() may not be among the calls by then. */
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	frame = mmap(where, FRAME_SIZE, PROT_READ | PROT_WRITE,
		     MAP_SHARED | flags, ends[1], 0);
	if (frame == MAP_FAILED)
		fail("mmap");
	return frame;
}

static void close_windows(void)
{
	if (!keep_pages)
		munmap((void *)FL_PAGE_TABLE_WINDOW, WINDOW_SIZE);
	if (!keep_processes)
		munmap((void *)FL_PROCESS_WINDOW, WINDOW_SIZE);
}

/* The file that execvp() would run. */
static const char *find_program(const char *name)
{
	static char path[4096];
	const char *list = getenv("PATH");

	if (strchr(name, '/') || !list)
		return name;
	while (*list) {
		size_t n = strcspn(list, ":");

		snprintf(path, sizeof(path), "%.*s/%s", (int)n, n ? list : ".",
			 name);
		if (access(path, X_OK) == 0)
			return path;
		list += n + (list[n] == ':');
	}
	return name;
}

/*
 * From the frame on there may be no way to start the program but a second
 * one, elsewhere, that goes with the old program.
 */
static void run_program(char **argv, int trace)
{
	const char *path = find_program(argv[0]);
	struct fl_call_set last = { 0 };
	char message[256], *door;
	int error;

	FL_CALL_SET_ADD(&last, FL_CALL_EXECVE);
	FL_CALL_SET_ADD(&last, FL_CALL_WRITE);
	door = map_frame(&last, NULL, 0);
	*ARG1 = (unsigned)trace;
	if (!quiet && fl_result(*CALL_TRACE) < 0)
		fail("trace");
	close_windows();
	map_frame(&allowed, (void *)FL_CALL_PAGES, MAP_FIXED);

	*ARG1 = (unsigned)path;
	*ARG2 = (unsigned)argv;
	*ARG3 = (unsigned)environ;
	(void)*FL_FRAME_CALL(door, FL_CALL_EXECVE);
	error = *ERRNO;
	*ARG1 = 2;
	*ARG2 = (unsigned)message;
	*ARG3 = (unsigned)snprintf(message, sizeof(message),
				   "confine: %.200s: %s\n", argv[0],
				   strerror(error));
	(void)*FL_FRAME_CALL(door, FL_CALL_WRITE);
	_exit(error == ENOENT ? 127 : 126);
}

/* --- What it tried. --- */

static unsigned refused[ARRAY_SIZE(call_names)];
static unsigned refused_others; /* slots without a call */

static void count_refused(unsigned slot)
{
	const struct call_name *call = find_call(slot);

	if (call)
		refused[call - call_names]++;
	else
		refused_others++;
}

static void read_records(const struct traced *t)
{
	struct fl_trace_record r;
	int more;

	while ((more = traced_read(t, &r)) > 0)
		if (r.result_valid == FL_TRACE_REFUSED)
			count_refused(r.slot);
	if (more < 0)
		fail("trace");
}

static void print_refused(const char *name, unsigned count)
{
	if (count > 0)
		fprintf(stderr, "confine: refused %s, %u time%s\n", name, count,
			count == 1 ? "" : "s");
}

static void print_all_refused(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(call_names); i++)
		print_refused(call_names[i].name, refused[i]);
	print_refused("slots without a call", refused_others);
}

int main(int argc, char **argv)
{
	struct traced program;
	int status, option;

	while ((option = getopt(argc, argv, "+q")) == 'q')
		quiet = true;
	if (option != -1 || argc - optind < 2) {
		fprintf(stderr, "usage: confine [-q] CALL[,CALL...] [--] "
				"PROGRAM [ARG...]\n"
				"always: " ALWAYS "\nstdio:  " STDIO "\n");
		return 125;
	}
	allow_all(ALWAYS);
	allow_all(argv[optind++]);
	if (strcmp(argv[optind], "--") == 0 && optind + 1 < argc)
		optind++;
	if (traced_start(&program, argv + optind, run_program) < 0)
		fail("fork");
	read_records(&program);
	if (waitpid(program.pid, &status, 0) < 0)
		fail("wait");
	print_all_refused();
	return repeat_status(status);
}
