/* SPDX-License-Identifier: MIT */
/* Frames in the place of a process's own call pages. */
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <faultline/system.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE (FL_CALL_GROUPS * FL_PAGE_SIZE)

/* A frame that knows one call. */
static int create(unsigned slot, unsigned flags, int pair[2])
{
	struct fl_call_set set = { 0 };

	FL_CALL_SET_ADD(&set, slot);
	return frame_create(&set, flags, pair);
}

static int replace_calls(int fd, int prot)
{
	return mmap((void *)FL_CALL_PAGES, SIZE, prot, MAP_SHARED | MAP_FIXED,
		    fd, 0) == MAP_FAILED;
}

/* Loads by `mov eax, [slot]` once gave SIGSEGV, others SIGBUS. */
static void test_revoked_frame_is_sigbus(void)
{
	int pair[2], status;
	pid_t pid;

	create(FL_CALL_NULL, 0, pair);
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		if (replace_calls(pair[1], PROT_READ))
			_exit(1);
		for (;;)
			if (*CALL_NULL != 0)
				*(volatile int *)0 = 0;
	}
	usleep(50000);
	close(pair[0]);
	close(pair[1]);
	ok(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	       WTERMSIG(status) == SIGBUS,
	   "a frame in the place of call pages is SIGBUS once it is void (%x)",
	   status);
}

/* The protection of a mapping once did not count for such loads. */
static void test_unreadable_frame(void)
{
	int pair[2], status;
	pid_t pid;

	create(FL_CALL_NULL, FL_FRAME_CALLER, pair);
	pid = fork();
	if (pid == 0) {
		if (replace_calls(pair[1], PROT_NONE))
			_exit(1);
		for (;;)
			(void)*CALL_NULL;
	}
	close(pair[0]);
	close(pair[1]);
	ok(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	       WTERMSIG(status) == SIGSEGV,
	   "one that may not be read is SIGSEGV (%x)", status);
}

static void confine_and_exit(void)
{
	int pair[2];
	pid_t pid = fork();

	if (pid == 0) {
		create(FL_CALL_EXIT, FL_FRAME_CALLER, pair);
		replace_calls(pair[1], PROT_READ | PROT_WRITE);
		*ARG1 = 0;
		(void)*CALL_EXIT;
	}
	waitpid(pid, NULL, 0);
}

/* exit() through a frame once kept the frame for ever. */
static void test_exit_lets_go_of_the_frame(void)
{
	struct fl_sysinfo before, after;

	for (int i = 0; i < 50; i++)
		confine_and_exit();
	sysinfo(&before);
	for (int i = 0; i < 1000; i++)
		confine_and_exit();
	sysinfo(&after);
	ok(after.pages_slab <= before.pages_slab + 4,
	   "1000 exits through frames leave nothing (%u pages, then %u)",
	   before.pages_slab, after.pages_slab);
}

int main(void)
{
	test_revoked_frame_is_sigbus();
	test_unreadable_frame();
	test_exit_lets_go_of_the_frame();
	return done();
}
