/* SPDX-License-Identifier: MIT */
/* posix_spawn()'s file actions: one batch, or single calls without it. */
#include "tap.h"
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "call-tests.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define FOLDER	 "/tmp/spawn.d"

/* Newlib's <spawn.h> lacks it. */
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *list,
					 const char *path);

static char *self;
static const char *where = ""; /* under what conditions */

/* The child: its descriptors and what they begin with, "0 3=one 7=two". */
static int list_descriptors(void)
{
	char text[512] = "";
	size_t n = 0;

	for (int fd = 0; fd < 64; fd++) {
		char start[8] = "";

		if (fd == 1 || fd == 2 || fcntl(fd, F_GETFD) < 0)
			continue;
		if (fd > 2)
			pread(fd, start, 3, 0);
		n += snprintf(text + n, sizeof(text) - n, fd ? " %d=%s" : "%d",
			      fd, start);
	}
	return write(1, text, n) != (ssize_t)n;
}

static void make_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	write(fd, text, strlen(text));
	close(fd);
}

/* Spawns the child with the actions; its answer, or the error's number. */
static const char *spawn(posix_spawn_file_actions_t *actions)
{
	static char answer[512];
	char *argv[] = { self, "list", NULL };
	int out[2], error, status = -1, kept = dup(1);
	ssize_t n = 0;
	pid_t pid;

	fflush(stdout);
	pipe2(out, O_CLOEXEC);
	dup2(out[1], 1);
	close(out[1]);
	fcntl(kept, F_SETFD, FD_CLOEXEC);
	error = posix_spawn(&pid, self, actions, NULL, argv, environ);
	dup2(kept, 1);
	close(kept);
	if (error == 0) {
		n = read(out[0], answer, sizeof(answer) - 1);
		answer[n < 0 ? 0 : n] = '\0';
		waitpid(pid, &status, 0);
	} else {
		snprintf(answer, sizeof(answer), "error %d", error);
	}
	close(out[0]);
	posix_spawn_file_actions_destroy(actions);
	return answer;
}

static void expect(posix_spawn_file_actions_t *actions, const char *answer,
		   const char *what)
{
	const char *got = spawn(actions);

	ok(strcmp(got, answer) == 0, "%s%s (%s)", where, what, got);
}

static void expect_error(posix_spawn_file_actions_t *actions, int error,
			 const char *what)
{
	char answer[16];

	snprintf(answer, sizeof(answer), "error %d", error);
	expect(actions, answer, what);
}

static void test_actions(void)
{
	posix_spawn_file_actions_t a;
	int fd;

	posix_spawn_file_actions_init(&a);
	expect(&a, "0", "no actions");

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 3, FOLDER "/one", O_RDONLY, 0);
	expect(&a, "0 3=one", "open() under a number that is free");

	posix_spawn_file_actions_init(&a);
	for (fd = 3; fd < 12; fd++)
		posix_spawn_file_actions_addopen(
		    &a, fd, fd & 1 ? FOLDER "/one" : FOLDER "/two", O_RDONLY,
		    0);
	expect(&a, "0 3=one 4=two 5=one 6=two 7=one 8=two 9=one 10=two 11=one",
	       "open() under every number in turn");

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 9, FOLDER "/one", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&a, 9, 5);
	posix_spawn_file_actions_addclose(&a, 9);
	expect(&a, "0 5=one", "open(), dup2(), close()");

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 7, FOLDER "/one", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&a, 7, FOLDER "/two", O_RDONLY, 0);
	expect(&a, "0 7=two", "open() replaces what has the number");

	fd = open(FOLDER "/one", O_RDONLY | O_CLOEXEC);
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_adddup2(&a, fd, fd);
	expect(&a, "0 3=one", "dup2() to itself clears FD_CLOEXEC");
	close(fd);

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addchdir_np(&a, FOLDER);
	posix_spawn_file_actions_addopen(&a, 4, "two", O_RDONLY, 0);
	expect(&a, "0 4=two", "chdir() counts for what follows");

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 4, FOLDER "/one", O_RDONLY, 0);
	for (int i = 0; i < 150; i++)
		posix_spawn_file_actions_adddup2(&a, 4 + i % 3,
						 4 + (i + 1) % 3);
	expect(&a, "0 4=one 5=one 6=one", "more actions than a batch has room");
}

static void test_errors(void)
{
	posix_spawn_file_actions_t a;

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 3, FOLDER "/none", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&a, 4, FOLDER "/new",
					 O_WRONLY | O_CREAT, 0644);
	expect_error(&a, ENOENT, "open() of no file is ENOENT");
	ok(access(FOLDER "/new", F_OK) < 0, "%swhat follows it is not done",
	   where);

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 9, FOLDER "/one", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&a, 30, 4);
	expect_error(&a, EBADF, "dup2() of no descriptor is EBADF");

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addclose(&a, 40);
	expect_error(&a, EBADF, "close() of no descriptor is EBADF");

	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addchdir_np(&a, FOLDER "/one");
	expect_error(&a, ENOTDIR, "chdir() to a file is ENOTDIR");
}

/* The last number of a full table: there is none to spare above it. */
static void test_full_table(void)
{
	posix_spawn_file_actions_t a;
	struct rlimit old, limit = { 7, 7 };
	int fd;

	getrlimit(RLIMIT_NOFILE, &old);
	limit.rlim_max = old.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	posix_spawn_file_actions_init(&a);
	for (fd = 3; fd < 7; fd++)
		posix_spawn_file_actions_addopen(&a, fd, FOLDER "/one",
						 O_RDONLY, 0);
	posix_spawn_file_actions_addclose(&a, 5);
	posix_spawn_file_actions_addopen(&a, 6, FOLDER "/two", O_RDONLY, 0);
	expect(&a, "0 3=one 4=one 6=two", "open() in a table that is full");
	setrlimit(RLIMIT_NOFILE, &old);
}

static int trace(int fd)
{
	*ARG1 = fd;
	return fl_call(CALL_TRACE);
}

/* Spawns like spawn(), and counts batches and calls of open(). */
static const char *spawn_counting(posix_spawn_file_actions_t *actions,
				  int *batches, int *opens)
{
	int records[2], result[2], counts[2] = { 0 };
	struct fl_trace_record r;
	const char *answer;
	pid_t reader;

	pipe2(records, O_CLOEXEC);
	pipe2(result, O_CLOEXEC);
	fflush(stdout);
	reader = fork(); /* the records are more than a pipe holds */
	if (reader == 0) {
		close(records[1]);
		while (read(records[0], &r, sizeof(r)) == sizeof(r)) {
			if (r.result_valid != FL_TRACE_BEFORE)
				continue;
			counts[0] += r.slot == FL_CALL_BATCH - FL_CALL_PAGES;
			counts[1] += r.slot == FL_CALL_OPEN - FL_CALL_PAGES;
		}
		write(result[1], counts, sizeof(counts));
		_exit(0);
	}
	close(records[0]);
	trace(records[1]);
	answer = spawn(actions);
	trace(-1);
	close(records[1]);
	read(result[0], counts, sizeof(counts));
	waitpid(reader, NULL, 0);
	close(result[0]);
	close(result[1]);
	*batches = counts[0];
	*opens = counts[1];
	return answer;
}

static void test_one_batch(void)
{
	posix_spawn_file_actions_t a;
	int batches, opens;

	posix_spawn_file_actions_init(&a);
	for (int fd = 10; fd < 22; fd++)
		posix_spawn_file_actions_addopen(&a, fd, FOLDER "/one",
						 O_RDONLY, 0);
	spawn_counting(&a, &batches, &opens);
	ok(opens == 12 && batches == 1, "12 files: %d open() in %d batch()",
	   opens, batches);
}

/*
 * Finds the child, after this one and the reader of the trace, that waits in
 * open() of the FIFO, opens the other end, and
 * stops it before it has gone on, so that its batch ends in the middle.
 */
static void stop_in_batch(pid_t parent)
{
	pid_t pid = 0;

	for (int i = 2; pid == 0; i = i % CLOCK->system.pid_limit + 1)
		if (FL_PROCESSES[i].ppid == parent && i > getpid() + 1 &&
		    FL_PROCESSES[i].state == 'S')
			pid = i;
	usleep(20000); /* it may have waited for something else */
	open(FOLDER "/fifo", O_WRONLY | O_NONBLOCK);
	kill(pid, SIGSTOP);
	while (FL_PROCESSES[pid].state != 'T')
		usleep(1000);
	kill(pid, SIGCONT);
	pause(); /* a FIFO without a writer would be at its end */
}

static void test_stopped(void)
{
	posix_spawn_file_actions_t a;
	pid_t parent = getpid(), helper;
	int batches, opens;
	const char *got;

	mkfifo(FOLDER "/fifo", 0600);
	fflush(stdout);
	helper = fork();
	if (helper == 0) {
		stop_in_batch(parent);
		_exit(0);
	}
	posix_spawn_file_actions_init(&a);
	posix_spawn_file_actions_addopen(&a, 8, FOLDER "/one", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&a, 12, FOLDER "/fifo", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&a, 8, 5);
	posix_spawn_file_actions_addopen(&a, 9, FOLDER "/two", O_RDONLY, 0);
	got = spawn_counting(&a, &batches, &opens);
	ok(batches >= 2 && strcmp(got, "0 5=one 8=one 9=two 12=") == 0,
	   "stopped within a batch: %d batches (%s)", batches, got);
	kill(helper, SIGKILL);
	waitpid(helper, NULL, 0);
}

/* All calls but batch(). */
static int give_up_batch(void)
{
	struct fl_call_set set = { 0 };
	int frame[2];
	void *at;

	for (size_t i = 0; i < COUNT(slot_tests); i++)
		if (slot_tests[i].address != FL_CALL_BATCH)
			FL_CALL_SET_ADD(&set, slot_tests[i].address);
	if (frame_create(&set, FL_FRAME_CALLER, frame) < 0)
		return -1;
	at = mmap((void *)FL_CALL_PAGES, FL_CALL_GROUPS * FL_PAGE_SIZE,
		  PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, frame[1], 0);
	close(frame[0]);
	close(frame[1]);
	return at == MAP_FAILED ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct fl_batch *none = NULL;

	(void)pointer_tests;
	(void)group_slots;
	self = argv[0];
	if (argc > 1)
		return list_descriptors();
	mkdir(FOLDER, 0755);
	make_file(FOLDER "/one", "one");
	make_file(FOLDER "/two", "two");
	test_actions();
	test_errors();
	test_full_table();
	test_one_batch();
	test_stopped();
	where = "without batch(): ";
	ok(give_up_batch() == 0 && batch(none, 1) == -1 && errno == EPERM,
	   "batch() is given up");
	test_actions();
	test_errors();
	test_full_table();
	return done();
}
