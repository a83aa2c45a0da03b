/* SPDX-License-Identifier: MIT */
/* Batches: results fed forward, stops, signals, and what is refused. */
#include "tap.h"
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t alarms;

static void on_alarm(int sig)
{
	(void)sig;
	alarms++;
}

static int run(struct fl_batch *b, unsigned count)
{
	*ARG1 = (unsigned)b;
	*ARG2 = count;
	return fl_result(fl_call(CALL_BATCH));
}

static void test_open_read_close(void)
{
	char text[8] = "";
	struct fl_batch b[] = {
		{ .slot = FL_CALL_OPEN,
		  .flags = FL_BATCH_STOP,
		  .arg = { (unsigned)"/etc/passwd", O_RDONLY } },
		{ .slot = FL_CALL_READ,
		  .arg = { 0, (unsigned)text, 4 },
		  .from = { 1 } },
		{ .slot = FL_CALL_LSEEK,
		  .arg = { 0, 0x10, 0x2, SEEK_SET },
		  .from = { 1 } },
		{ .slot = FL_CALL_CLOSE, .from = { 1 } },
	};

	ok(run(b, 4) == 4, "four calls");
	ok(b[0].result >= 0 && b[0].errnum == 0 && b[0].done == 1,
	   "the first gives a descriptor");
	ok(b[1].result == 4 && strcmp(text, "root") == 0,
	   "the second reads from it");
	ok(b[2].result == 0x10 && b[2].result_hi == 2,
	   "a result of 64 bits has two halves");
	ok(b[3].result == 0 && close(b[0].result) == -1,
	   "the last has closed it");
}

static void test_stop(void)
{
	struct fl_batch b[] = {
		{ .slot = FL_CALL_CLOSE, .arg = { 99 } },
		{ .slot = FL_CALL_CLOSE,
		  .flags = FL_BATCH_STOP,
		  .arg = { 98 } },
		{ .slot = FL_CALL_NULL },
	};

	ok(run(b, 3) == 2, "it stops at the error that says so");
	ok(b[0].result == -1 && b[0].errnum == EBADF && b[0].done &&
	       b[1].errnum == EBADF && b[1].done && !b[2].done,
	   "each entry says how it went");
	ok(run(b + 2, 1) == 1 && b[2].done, "the rest can go on");
}

static void test_refused(void)
{
	struct fl_batch b[3] = { { .slot = FL_CALL_NULL },
				 { .slot = FL_CALL_FORK },
				 { .slot = FL_CALL_NULL } };

	ok(run(b, 3) == 1 && !b[1].done, "fork is not for batches");
	b[0].slot = FL_CALL_BATCH;
	ok(run(b, 1) == -1 && errno == EINVAL, "nor is a batch");
	b[0].slot = FL_CALL_NULL + 2;
	ok(run(b, 1) == -1 && errno == EINVAL, "nor half a slot");
	b[0].slot = 0;
	ok(run(b, 1) == -1 && errno == EINVAL, "nor what is no slot");
	b[0].slot = FL_CALL_NULL;
	b[0].from[0] = 1;
	ok(run(b, 1) == -1 && errno == EINVAL, "nor a result still to come");
	b[0].from[0] = 0;
	b[0].flags = 6;
	ok(run(b, 1) == -1 && errno == EINVAL, "nor unknown flags");
	ok(run(b, 0) == -1 && errno == EINVAL && run(b, 65) == -1 &&
	       errno == EINVAL,
	   "from 1 to 64 entries");
	ok(run((void *)8, 1) == -1 && errno == EFAULT &&
	       run((void *)FL_CALL_PAGES, 1) == -1 && errno == EFAULT,
	   "a batch is in memory");
}

/* A batch whose results cannot be written. */
static void test_read_only(void)
{
	struct fl_batch *b = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	b->slot = FL_CALL_NULL;
	mprotect(b, 4096, PROT_READ);
	ok(run(b, 1) == -1 && errno == EFAULT, "nor in memory to be read only");
	munmap(b, 4096);
}

/* Runs 64 calls anew until a signal has not come before the first n. */
static int run_as_far_as(struct fl_batch *b, int n)
{
	int done;

	do {
		for (int i = 0; i < 64; i++)
			b[i].done = 0;
		done = run(b, 64);
	} while (done < n && (done >= 0 || errno == EINTR));
	return done;
}

static void test_signals(void)
{
	struct sigaction action = { .sa_handler = on_alarm };
	/* Again and again: one may come before the waiting. */
	struct itimerval soon = { { 0, 20000 }, { 0, 20000 } };
	struct itimerval never = { { 0, 0 }, { 0, 0 } };
	struct fl_batch b[64];
	int line[2], n;

	for (int i = 0; i < 64; i++)
		b[i] = (struct fl_batch){ .slot = FL_CALL_NULL };
	ok(run(b, 64) == 64, "64 calls");
	pipe(line);
	sigaction(SIGALRM, &action, NULL);
	b[2] =
	    (struct fl_batch){ .slot = FL_CALL_READ,
			       .arg = { (unsigned)line[0], (unsigned)&n, 1 } };
	setitimer(ITIMER_REAL, &soon, NULL);
	n = run_as_far_as(b, 2);
	ok(alarms > 0 && n == 2 && !b[2].done && b[1].done,
	   "a signal ends a batch before the call that waits (%d)", n);
	action.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &action, NULL);
	n = run_as_far_as(b, 2);
	ok(n == 2 && !b[2].done,
	   "with SA_RESTART the call is left for the next batch (%d)", n);
	action.sa_flags = 0;
	sigaction(SIGALRM, &action, NULL);
	ok(run(b + 2, 1) == -1 && errno == EINTR,
	   "if that is the first, the batch fails with EINTR");
	setitimer(ITIMER_REAL, &never, NULL);
	close(line[0]);
	close(line[1]);
}

/* Calls were made whose results had no place. */
static void test_results_without_a_place(void)
{
	char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct fl_batch *b = (struct fl_batch *)(pages + 4096) - 1;
	int line[2];

	pipe(line);
	for (int i = 0; i < 2; i++)
		b[i] = (struct fl_batch){ .slot = FL_CALL_CLOSE,
					  .arg = { (unsigned)line[i] } };
	mprotect(pages + 4096, 4096, PROT_READ);
	ok(run(b, 2) == -1 && errno == EFAULT && close(line[0]) == 0 &&
	       close(line[1]) == 0,
	   "no call is made whose result cannot be told");
	munmap(pages, 8192);
}

/* Calls that a process gave up are not in its batches either. */
static void test_confined(void)
{
	struct fl_call_set set = { { { 0 } } };
	struct fl_batch b[] = { { .slot = FL_CALL_UMASK },
				{ .slot = FL_CALL_GETPGID } };
	int pair[2], status;

	FL_CALL_SET_ADD(&set, FL_CALL_BATCH);
	FL_CALL_SET_ADD(&set, FL_CALL_UMASK);
	FL_CALL_SET_ADD(&set, FL_CALL_EXIT);
	*ARG1 = (unsigned)&set;
	*ARG2 = FL_FRAME_CALLER;
	*ARG3 = (unsigned)pair;
	ok(fl_result(fl_call(CALL_FRAME_CREATE)) == 0, "a frame");
	if (fork() == 0) {
		mmap((void *)FL_CALL_PAGES, FL_CALL_GROUPS * 4096,
		     PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, pair[1],
		     0);
		_exit(run(b, 2) == 2 && b[0].errnum == 0 && b[1].errnum == EPERM
			  ? 0
			  : 1);
	}
	wait(&status);
	ok(status == 0, "confinement holds in batches");
	close(pair[0]);
	close(pair[1]);
}

static void test_execve(void)
{
	char *arguments[] = { "true", NULL };
	struct fl_batch b[] = {
		{ .slot = FL_CALL_NULL },
		{ .slot = FL_CALL_EXECVE,
		  .arg = { (unsigned)"/bin/true", (unsigned)arguments, 0 } },
		{ .slot = FL_CALL_EXIT, .arg = { 5 } },
	};
	int status;

	if (access("/bin/true", X_OK) != 0)
		return;
	if (fork() == 0) {
		run(b, 3);
		_exit(6);
	}
	wait(&status);
	ok(status == 0, "execve() ends a batch");
}

int main(void)
{
	test_open_read_close();
	test_stop();
	test_refused();
	test_read_only();
	test_signals();
	test_results_without_a_place();
	test_confined();
	test_execve();
	return done();
}
