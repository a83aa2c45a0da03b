/* SPDX-License-Identifier: MIT */
/* Threads and processes that end while others count on them, or end as well. */
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/facts.h>
#include <faultline/frame.h>
#include <faultline/layout.h>
#include <faultline/pages.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define REGIONS 40000

static char *self;

static void be_user(void)
{
	setgid(1000);
	setuid(1000);
}

static void sleep_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/* Regions that do not become one: who forks or ends waits for them. */
static void map_regions(void)
{
	for (int i = 0; i < REGIONS; i++)
		mmap(NULL, 4096, i & 1 ? PROT_READ : PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Asks for a lock of a thread of another process until that is no more. */
static void ask_for_lock(unsigned owner, int ms)
{
	static unsigned word;
	struct timespec limit = { 0, ms * 1000000 };
	int error;

	do {
		word = owner;
		*ARG1 = (unsigned)&word;
		*ARG2 = 0;
		*ARG3 = (unsigned)&limit;
		error = fl_result(fl_call(CALL_LOCK_OWNED)) < 0 ? errno : 0;
	} while (error == ETIMEDOUT);
	_exit(error == ESRCH ? 0 : 1);
}

/*
 * An ending process kept its number while its memory was freed.  Who waited for
 * a lock of it by then was in a list of the thread when that was freed.
 */
static void test_lock_of_ending_process(void)
{
	int good = 0, status, owner, ready[2];
	char byte;

	pipe(ready);
	owner = fork();
	if (owner == 0) {
		be_user();
		map_regions();
		write(ready[1], "", 1);
		sleep_ms(50);
		_exit(0);
	}
	read(ready[0], &byte, 1);
	for (int i = 0; i < 8; i++)
		if (fork() == 0) {
			be_user();
			ask_for_lock(owner, 1 + 3 * i);
		}
	while (waitpid(-1, &status, 0) > 0)
		good += status == 0;
	close(ready[0]);
	close(ready[1]);
	ok(good == 9, "a process that ends owns no locks any more");
}

static volatile int go, other_exits;

static void *end_or_begin(void *unused)
{
	while (!go)
		;
	if (other_exits)
		_exit(7);
	execl(self, "ends", "begun", (char *)NULL);
	return unused;
}

/* Two threads and the first begin a program or end; one of them is first. */
static int race(int others, int first)
{
	pthread_t t;
	int pid = fork();

	if (pid == 0) {
		be_user();
		other_exits = others;
		for (int i = 0; i < 2; i++)
			pthread_create(&t, NULL, end_or_begin, NULL);
		sleep_ms(1);
		go = 1;
		if (first)
			_exit(7);
		execl(self, "ends", "begun", (char *)NULL);
	}
	return pid;
}

/* Waits for pid for some seconds at the most. */
static int ends(int pid)
{
	int status;

	for (int i = 0; i < 1000; i++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return 1;
		sleep_ms(10);
	}
	return 0;
}

/* Each waited for the other's end, and no signal could end them. */
static void test_threads_that_exec_and_exit(void)
{
	int good = 0;

	for (int i = 0; i < 24; i++)
		good += ends(race(i & 1, i >> 1 & 1));
	ok(good == 24, "threads that exec and exit at once do not wait for "
		       "each other");
}

/* The same when calls wait for the tracer before they begin. */
static void test_traced_threads(void)
{
	static char zeros[4096];
	int good = 0;

	for (int i = 0; i < 8; i++) {
		int ends_of[2], pid;
		ssize_t n;

		pipe(ends_of);
		pid = fork();
		if (pid == 0) {
			pthread_t t;

			close(ends_of[0]);
			be_user();
			other_exits = i & 1;
			for (int k = 0; k < 2; k++)
				pthread_create(&t, NULL, end_or_begin, NULL);
			n = write(ends_of[1], zeros, sizeof(zeros));
			*ARG1 = (unsigned)ends_of[1];
			fl_call(CALL_TRACE);
			go = 1;
			if (i & 2)
				_exit(7);
			execl(self, "ends", "begun", (char *)NULL);
		}
		close(ends_of[1]);
		do {
			sleep_ms(1);
			n = read(ends_of[0], zeros, sizeof(zeros));
		} while (n > 0);
		close(ends_of[0]);
		good += ends(pid);
	}
	ok(good == 8, "nor when they are traced");
}

static void *drop_rights(void *unused)
{
	while (!go)
		;
	sleep_ms(2);
	be_user();
	*(volatile int *)unused = 1; /* the child may see it, or not */
	return NULL;
}

/*
 * What a thread writes when it has dropped rights must not be run by a child
 * that has them: fork() copied credentials first and memory after that.
 */
static void test_fork_beside_setuid(void)
{
	/* The mark lies above all regions, so that it is copied last. */
	volatile int mark = 0;
	int bad = 0, status, pid = fork();
	pthread_t t;

	if (pid > 0) {
		waitpid(pid, &status, 0);
		ok(status == 0, "a forked child has no rights that its parent "
				"gave up before");
		return;
	}
	map_regions();
	pthread_create(&t, NULL, drop_rights, (void *)&mark);
	go = 1;
	while (getuid() == 0) {
		pid = fork();
		if (pid == 0)
			_exit(mark && getuid() == 0);
		waitpid(pid, &status, 0);
		bad += status != 0;
	}
	_exit(bad != 0);
}

/* A child was made while its group was killed, and did not die with it. */
static void test_kill_of_group_that_forks(void)
{
	int left = 0;

	for (int i = 0; i < 4; i++) {
		int ready[2], pid;
		char c;

		pipe(ready);
		pid = fork();
		if (pid == 0) {
			setpgid(0, 0);
			map_regions();
			write(ready[1], "r", 1);
			for (;;)
				if (fork() == 0)
					pause();
		}
		read(ready[0], &c, 1);
		sleep_ms(1 + 7 * i);
		kill(-pid, SIGKILL);
		waitpid(pid, NULL, 0);
		/* The ending ones are in the group until they have ended. */
		for (int k = 0; k < 500 && kill(-pid, 0) == 0; k++)
			sleep_ms(10);
		left += kill(-pid, SIGKILL) == 0;
		close(ready[0]);
		close(ready[1]);
	}
	ok(left == 0, "a group that is killed while it forks ends (%d left)",
	   left);
}

/* Regions that join and part while fork() copies them. */
static void *join_and_part(void *pages)
{
	for (;;) {
		for (int i = 0; i < 2000; i += 2)
			mprotect((char *)pages + i * 4096, 4096, PROT_READ);
		mprotect(pages, 2000 * 4096, PROT_READ | PROT_WRITE);
	}
	return NULL;
}

/* A region that had grown while others were copied was copied over them. */
static void test_fork_beside_joining_regions(void)
{
	int status = 0, bad = 0, pid = fork();
	pthread_t t;

	if (pid == 0) {
		void *pages = mmap(NULL, 2000 * 4096, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		be_user();
		for (int i = 0; i < 2; i++)
			pthread_create(&t, NULL, join_and_part, pages);
		for (int i = 0; i < 60; i++) {
			pid = fork();
			if (pid == 0)
				_exit(0);
			waitpid(pid, &status, 0);
			bad += status != 0;
		}
		_exit(bad != 0);
	}
	waitpid(pid, &status, 0);
	ok(status == 0, "fork() beside threads that join regions");
}

static volatile int *traced;
static int trace_file;

static void *begin_trace(void *turns)
{
	while (!go)
		;
	for (int i = (int)turns; i > 0; i--)
		sched_yield();
	*ARG1 = (unsigned)trace_file;
	if (fl_result(fl_call(CALL_TRACE)) == 0)
		*traced = 1;
	for (;;)
		pause();
	return NULL;
}

/* The new program of an exec under way was not traced. */
static void test_trace_begun_beside_exec(void)
{
	char records[4096];
	int lost = 0;

	traced = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (int i = 0; i < 60; i++) {
		int pid;
		ssize_t n;

		trace_file =
		    open("/tmp/ends-trace", O_RDWR | O_CREAT | O_TRUNC, 0600);
		*traced = 0;
		pid = fork();
		if (pid == 0) {
			pthread_t t;

			pthread_create(&t, NULL, begin_trace, (void *)(i % 12));
			go = 1;
			execl(self, "ends", "mark", (char *)NULL);
		}
		waitpid(pid, NULL, 0);
		n = pread(trace_file, records, sizeof(records), 0);
		lost += *traced &&
			(n < 0 || !memmem(records, (size_t)n, "/a-mark", 7));
		close(trace_file);
	}
	unlink("/tmp/ends-trace");
	ok(lost == 0, "a trace begun during an exec goes on (%d lost)", lost);
}

/* The page of a group whose calls this program does not need. */
#define OTHER_GROUP 7
#define OTHER_PAGE  (FL_CALL_PAGES + OTHER_GROUP * 4096)

static void *give_up_calls(void *turns)
{
	while (!go)
		;
	for (int i = (int)turns; i > 0; i--)
		sched_yield();
	if (munmap((void *)OTHER_PAGE, 4096) == 0)
		*traced = 1;
	for (;;)
		pause();
	return NULL;
}

/*
 * A call page grant that another thread unmapped when exec() had copied it was
 * there again in the new program.
 */
static void test_grant_given_up_beside_exec(void)
{
	struct fl_call_set set = { { { 0 } } };
	int pair[2], back = 0;

	FL_CALL_SET_ADD(&set, FL_CALL_GETPGID);
	*ARG1 = (unsigned)&set;
	*ARG2 = FL_FRAME_CALLER;
	*ARG3 = (unsigned)pair;
	fl_call(CALL_FRAME_CREATE);
	for (int i = 0; i < 60; i++) {
		int status, pid;

		*traced = go = 0;
		pid = fork();
		if (pid == 0) {
			pthread_t t;

			pthread_create(&t, NULL, give_up_calls,
				       (void *)(i % 12));
			mmap((void *)OTHER_PAGE, 4096, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_FIXED, pair[1],
			     OTHER_GROUP * 4096);
			go = 1;
			execl(self, "ends", "page", (char *)NULL);
			_exit(3);
		}
		waitpid(pid, &status, 0);
		back +=
		    *traced && WIFEXITED(status) && WEXITSTATUS(status) == 2;
	}
	ok(back == 0, "what is given up during an exec is not back (%d)", back);
}

int main(int argc, char **argv)
{
	self = argv[0];
	if (argc > 1 && strcmp(argv[1], "begun") == 0)
		return 5;
	if (argc > 1 && strcmp(argv[1], "mark") == 0)
		return access("/a-mark", F_OK);
	if (argc > 1 && strcmp(argv[1], "page") == 0)
		return FL_PAGES[OTHER_PAGE / 4096] ? 2 : 0;
	test_kill_of_group_that_forks();
	test_trace_begun_beside_exec();
	test_grant_given_up_beside_exec();
	go = 0;
	test_fork_beside_joining_regions();
	test_lock_of_ending_process();
	test_threads_that_exec_and_exit();
	test_traced_threads();
	test_fork_beside_setuid();
	return done();
}
