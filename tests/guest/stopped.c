/* SPDX-License-Identifier: MIT */
/*
 * What went wrong once after a process was stopped.  Each test is named after
 * the mistake.
 */
#include "tap.h"
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <faultline/layout.h>
#include <poll.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LAST_GROUP (FL_CALL_PAGES + 9 * 4096) /* it has none of these calls */

static int queue;
static struct timespec *limit; /* shared */

struct message {
	long type;
	char text[8];
};

/* A minute at most for what takes no time, unless it never comes. */
static int ends_with(pid_t pid, int wanted)
{
	int status = -1;

	for (int i = 0; i < 6000 && waitpid(pid, &status, WNOHANG) == 0; i++)
		usleep(10000);
	if (WIFEXITED(status) && WEXITSTATUS(status) == wanted)
		return 1;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return 0;
}

/* Until the other process sleeps in its call: it gets the CPU many times. */
static void settle(void)
{
	for (int i = 0; i < 20; i++)
		usleep(2000);
}

/* --- A call that ran again and ended left its deadline to the next one. --- */

/* The next call's wait is over at once, if it has a time-out of its own. */
static int next_call_ends(void)
{
	struct timespec soon = { 0, 1000000 };

	return nanosleep(&soon, NULL) == 0;
}

static int receive_from_removed(void)
{
	struct message m;

	return msgrcv(queue, &m, sizeof(m.text), 0, 0) == -1 &&
	       (errno == EINVAL || errno == EIDRM);
}

static int receive_the_long_way(void)
{
	munmap((void *)LAST_GROUP, 4096);
	return receive_from_removed();
}

static int receive_by_store(void)
{
	struct message m;

	*ARG2 = (unsigned)&m;
	*ARG3 = sizeof(m.text);
	*ARG4 = 0;
	*ARG5 = 0;
	__asm__ volatile("movl %1, %0"
			 : "=m"(*(volatile unsigned *)FL_CALL_MSGRCV)
			 : "r"(queue)
			 : "memory");
	return *RESULT == -1;
}

static int receive_in_batch(void)
{
	struct message m;
	struct fl_batch b = { .slot = FL_CALL_MSGRCV,
			      .arg = { queue, (unsigned)&m, sizeof(m.text) } };

	return batch(&b, 1) == 1 && b.result == -1;
}

/* The next call is in the same batch. */
static int sleep_in_batch(void)
{
	static const struct timespec soon = { 0, 1000000 };
	struct message m;
	struct fl_batch b[2] = {
		{ .slot = FL_CALL_MSGRCV,
		  .arg = { queue, (unsigned)&m, sizeof(m.text) } },
		{ .slot = FL_CALL_CLOCK_NANOSLEEP,
		  .arg = { CLOCK_MONOTONIC, 0, (unsigned)&soon, 0 } },
	};

	return batch(b, 2) == 2 && b[0].result == -1 && b[1].result == 0;
}

/* Without an error: what it is told has changed, and it need not wait. */
static int poll_for_no_time(void)
{
	return ppoll(NULL, 0, limit, NULL) == 0;
}

static int poll_for_no_time_the_long_way(void)
{
	munmap((void *)LAST_GROUP, 4096);
	return poll_for_no_time();
}

static void test_deadline_of_ended_call(int (*wait_in)(void), const char *name)
{
	pid_t pid;

	queue = msgget(IPC_PRIVATE, 0600);
	*limit = (struct timespec){ 1000000, 0 };
	pid = fork();
	if (pid == 0)
		_exit(!wait_in() ? 6 : next_call_ends() ? 5 : 7);
	settle();
	kill(pid, SIGSTOP);
	waitpid(pid, NULL, WUNTRACED);
	msgctl(queue, IPC_RMID, NULL);
	*limit = (struct timespec){ 0, 0 };
	kill(pid, SIGCONT);
	ok(ends_with(pid, 5), "the next call has no deadline of %s", name);
}

static void test_deadlines(void)
{
	test_deadline_of_ended_call(receive_from_removed,
				    "one that failed when it ran again");
	test_deadline_of_ended_call(receive_the_long_way,
				    "one that failed on the long way");
	test_deadline_of_ended_call(receive_by_store,
				    "one that failed and was a store");
	test_deadline_of_ended_call(receive_in_batch,
				    "one that failed in a batch");
	test_deadline_of_ended_call(sleep_in_batch,
				    "one that failed before it in a batch");
	test_deadline_of_ended_call(poll_for_no_time,
				    "one that did not need to wait again");
	test_deadline_of_ended_call(poll_for_no_time_the_long_way,
				    "one that did not on the long way");
}

/* --- wait() --- */

static pid_t sleeper(void)
{
	pid_t pid = fork();

	while (pid == 0)
		pause();
	return pid;
}

/*
 * A child that SIGKILL let go on had nothing to tell any more, and still came
 * before those that had.
 */
static void test_zombie_behind_killed_child(void)
{
	siginfo_t info;
	pid_t stops = sleeper(), ends = fork(), found;
	int others = 0;

	if (ends == 0)
		_exit(3);
	waitid(P_PID, ends, &info, WEXITED | WNOWAIT);
	kill(stops, SIGSTOP);
	waitid(P_PID, stops, &info, WSTOPPED | WNOWAIT);
	kill(stops, SIGKILL);
	found = wait4(-1, NULL, WNOHANG, NULL);
	ok(found == ends || found == stops,
	   "a child that ended is found behind one that was killed");
	while (wait(NULL) > 0)
		others++;
	ok(others == (found > 0 ? 1 : 2), "and then the other one");
}

int main(void)
{
	limit = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	test_deadlines();
	test_zombie_behind_killed_child();
	return done();
}
