/* SPDX-License-Identifier: MIT */
/* Who is killed does nothing more: no child is left that nobody knows of. */
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/limits.h>
#include <faultline/system.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define USER 4321

static void become_real_time(int priority)
{
	struct sched_param p = { .sched_priority = priority };

	pthread_setschedparam(pthread_self(), SCHED_FIFO, &p);
}

/*
 * A child that spins would have its share of the CPU at each of the thousands
 * of records, wherever jitter gives it away.
 */
static int count_processes(void)
{
	int count = 0;

	become_real_time(20);
	for (int pid = 2; pid < FL_PID_MAX; pid++) {
		struct fl_procinfo p = FL_PROCESSES[pid];

		count += p.pid != 0 && p.uid == USER && p.state != 'Z';
	}
	return count;
}

static void kill_all(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		setuid(USER);
		kill(-1, SIGKILL);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	usleep(20000);
}

static void drop_rights(void)
{
	struct rlimit limit = { 20, 20 };

	setrlimit(RLIMIT_NPROC, &limit);
	setuid(USER);
}

/* The load is vfork(), which waits; the store would be another. */
static void two_calls_of_one_instruction(void)
{
	int count;
	pid_t pid = fork();

	if (pid == 0) {
		int result = 0;

		drop_rights();
		__asm__ volatile("xchg %0, %1"
				 : "+r"(result)
				 : "m"(*CALL_VFORK)
				 : "memory");
		for (;;)
			;
	}
	usleep(50000);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	usleep(50000);
	count = count_processes();
	ok(count == 1, "no second call of an instruction (%d)", count);
	kill_all();
	ok(count_processes() == 0, "and the child is gone as well");
}

static void *make_children(void *unused)
{
	become_real_time(10);
	drop_rights();
	for (;;)
		if (fork() == 0)
			pause();
	return unused;
}

/* The thread that waits would take the signal, but does not get to run. */
static void another_thread_goes_on(void)
{
	int gone = 0, count;
	pid_t pid;

	become_real_time(20);
	pid = fork();
	if (pid == 0) {
		struct sched_param other = { .sched_priority = 0 };
		pthread_t thread;

		sched_setscheduler(0, SCHED_OTHER, &other);
		pthread_create(&thread, NULL, make_children, NULL);
		for (;;)
			pause();
	}
	usleep(50000);
	kill(pid, SIGKILL);
	for (int i = 0; i < 20 && gone == 0; i++) {
		usleep(50000);
		gone = waitpid(pid, NULL, WNOHANG);
	}
	ok(gone == pid, "all threads end");
	kill_all();
	count = count_processes();
	ok(count == 0, "and the children that were there before (%d)", count);
}

int main(void)
{
	two_calls_of_one_instruction();
	another_thread_goes_on();
	return done();
}
