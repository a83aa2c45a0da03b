/* SPDX-License-Identifier: MIT */
/*
 * What the kernel keeps for a user leaves root enough: pipes, files, threads,
 * and timers.  tests/pressure/accounts.c does this with everything.
 */
#include "tap.h"
#include <faultline/calls.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define USER 4200
#define PAGE 4096

static char page[PAGE];

static void be_user(void)
{
	setpgid(0, 0);
	if (setgid(USER) != 0 || setuid(USER) != 0)
		_exit(99);
}

/* All that the user has, whatever groups it is in. */
static void end_users(void)
{
	int status = 0;

	while (WEXITSTATUS(status) == 0) {
		pid_t pid = fork();

		if (pid == 0) {
			setuid(USER);
			_exit(kill(-1, SIGKILL) == 0 ? 0 : 1);
		}
		while (pid > 0 && waitpid(-1, &status, 0) != pid)
			;
	}
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

static long charged(unsigned uid)
{
	static char text[32768];
	int fd = open("/dev/accounts", O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);
	char line[40], *at;

	close(fd);
	text[n > 0 ? n : 0] = '\0';
	sprintf(line, "user %u pages ", uid);
	at = strstr(text, line);
	return at ? strtol(at + strlen(line), NULL, 10) : 0;
}

/* A process of root's that needs a good deal. */
static int root_has_memory(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		char *m = mmap(NULL, 16 << 20, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		for (int i = 0; i < 16 << 20; i += PAGE)
			m[i] = 1;
		_exit(m[PAGE] == 1 ? 5 : 6);
	}
	if (pid < 0)
		return 0;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 5;
}

static int root_writes(void)
{
	int fd = open("/tmp/root.byte", O_CREAT | O_RDWR, 0600);
	int good = fd >= 0 && write(fd, "x", 1) == 1;

	close(fd);
	unlink("/tmp/root.byte");
	return good;
}

/* --- Memory that no process has mapped. --- */

static void fill_pipes(int done)
{
	struct rlimit l = { 1024, 1024 };
	int p[2];

	setrlimit(RLIMIT_NOFILE, &l);
	while (pipe(p) == 0) {
		fcntl(p[1], F_SETFL, O_NONBLOCK);
		while (write(p[1], page, PAGE) > 0)
			;
	}
	write(done, "x", 1);
	pause();
}

static void test_pipes(void)
{
	int done[2];
	char c;

	pipe(done);
	for (int i = 0; i < 12; i++) {
		if (fork() == 0) {
			close(done[0]);
			be_user();
			fill_pipes(done[1]);
		}
	}
	close(done[1]);
	for (int i = 0; i < 12 && read(done[0], &c, 1) == 1; i++)
		;
	ok(charged(USER) > 4096, "pipes are charged (%ld pages)",
	   charged(USER));
	ok(root_writes(), "root writes a byte when pipes fill the memory");
	ok(root_has_memory(), "and has 16 MB, as the pipes' processes end");
	close(done[0]);
	end_users();
	ok(charged(USER) == 0, "then nothing is charged any more (%ld)",
	   charged(USER));
}

static void test_file(void)
{
	static char block[16 * PAGE];
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int fd;

		be_user();
		fd = open("/tmp/user.file", O_CREAT | O_RDWR, 0600);
		while (write(fd, block, sizeof(block)) > 0)
			;
		_exit(errno == ENOSPC ? 5 : 6);
	}
	waitpid(pid, &status, 0);
	ok(WEXITSTATUS(status) == 5, "a user's file is full at some time");
	ok(charged(USER) > 4096, "and is charged when its maker has gone");
	ok(root_writes() && root_has_memory(),
	   "root writes a byte, and has 16 MB");
	unlink("/tmp/user.file");
	ok(charged(USER) == 0, "the file goes, and with it the charge (%ld)",
	   charged(USER));
}

static void test_empty_messages(void)
{
	int q = msgget(IPC_PRIVATE, 0666), n = 0, status;
	pid_t pid = fork();

	if (pid == 0) {
		long type = 1;

		be_user();
		while (n < 100000 && msgsnd(q, &type, 0, IPC_NOWAIT) == 0)
			n++;
		_exit(n < 100000 && errno == EAGAIN ? 5 : 6);
	}
	waitpid(pid, &status, 0);
	ok(WEXITSTATUS(status) == 5, "a queue does not take empty messages "
				     "without end");
	ok(charged(USER) > 0, "which are charged to who sent them");
	msgctl(q, IPC_RMID, NULL);
	ok(charged(USER) == 0, "until the queue is removed");
}

static void test_shmat(void)
{
	int id = shmget(IPC_PRIVATE, 64 << 20, 0600);
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct rlimit l = { 32 << 20, 32 << 20 };

		setrlimit(RLIMIT_AS, &l);
		_exit(shmat(id, NULL, 0) == (void *)-1 && errno == ENOMEM ? 5
									  : 6);
	}
	waitpid(pid, &status, 0);
	ok(WEXITSTATUS(status) == 5, "shmat() keeps to RLIMIT_AS");
	shmctl(id, IPC_RMID, NULL);
}

/* --- Numbers. --- */

static void sleep_long(void)
{
	for (;;)
		pause();
}

/* Without libc, whose storage for threads would be the limit. */
static int make_threads(void)
{
	static char stacks[64 * 4096];
	int n = 0;

	do {
		*ARG1 = (unsigned)sleep_long;
		*ARG2 = (unsigned)(stacks + sizeof(stacks) - 64);
		*ARG3 = *ARG4 = *ARG5 = 0;
	} while (fl_call(CALL_THREAD_CREATE) != -1 && ++n < 20000);
	return n;
}

static void test_threads(void)
{
	int done[2];
	char c;
	pid_t pid;

	pipe(done);
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			be_user();
			make_threads();
			write(done[1], "x", 1);
			sleep_long();
		}
	}
	close(done[1]);
	for (int i = 0; i < 8 && read(done[0], &c, 1) == 1; i++)
		;
	pid = fork();
	if (pid == 0)
		_exit(0);
	ok(pid > 0, "a user's threads leave a number for root's process");
	close(done[0]);
	end_users();
	ok(charged(USER) == 0, "all threads are gone (%ld pages)",
	   charged(USER));
}

/* --- Timers. --- */

static void test_settime(void)
{
	int up[2];
	pid_t pid;
	char c;
	struct timespec t;

	pipe(up);
	pid = fork();
	if (pid == 0) {
		be_user();
		for (int i = 0; i < 200; i++) {
			struct itimerspec s = { { 0, 0 }, { 0, 0 } };
			struct sigevent e = { .sigev_notify = SIGEV_NONE };
			timer_t timer;

			timer_create(CLOCK_REALTIME, &e, &timer);
			clock_gettime(CLOCK_REALTIME, &s.it_value);
			s.it_value.tv_sec += 1000 + i;
			timer_settime(timer, TIMER_ABSTIME, &s, NULL);
		}
		write(up[1], "x", 1);
		sleep_long();
	}
	read(up[0], &c, 1);
	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_sec += 5;
	ok(clock_settime(CLOCK_REALTIME, &t) == 0,
	   "the clock can be set when a user's timers wait for it");
	close(up[0]);
	close(up[1]);
	end_users();
}

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

/* How much is done in 200 ms; the most of some tries. */
static unsigned work(void)
{
	unsigned most = 0;

	for (int i = 0; i < 5; i++) {
		long long end = now() + 200000000;
		unsigned n = 0;

		for (; now() < end; n++)
			for (volatile int k = 0; k < 1000; k++)
				;
		most = n > most ? n : most;
	}
	return most;
}

static void test_ignored(void)
{
	unsigned before = work(), after;
	int up[2];
	char c;

	pipe(up);
	for (int i = 0; i < 40; i++) {
		if (fork() == 0) {
			struct itimerval often = { { 0, 1 }, { 0, 1 } };
			struct itimerspec s = { { 0, 1000 }, { 0, 1000 } };
			timer_t timer;

			be_user();
			signal(SIGALRM, SIG_IGN);
			setitimer(ITIMER_REAL, &often, NULL);
			while (timer_create(CLOCK_MONOTONIC, NULL, &timer) == 0)
				timer_settime(timer, 0, &s, NULL);
			write(up[1], "x", 1);
			sleep_long();
		}
	}
	close(up[1]);
	for (int i = 0; i < 40 && read(up[0], &c, 1) == 1; i++)
		;
	after = work();
	ok(after > before / 3,
	   "timers whose signal is ignored leave others the time (%u, %u)",
	   before, after);
	close(up[0]);
	end_users();
}

static volatile int alarms;

static void on_alarm(int sig)
{
	alarms += sig == SIGALRM;
}

/* What rests goes on when somebody wants to know. */
static void test_resting(void)
{
	struct itimerval often = { { 0, 2000 }, { 0, 2000 } }, left;
	struct itimerspec s = { { 0, 2000000 }, { 0, 2000000 } }, rest;
	struct timespec limit = { 10, 0 };
	timer_t timer;
	sigset_t set;

	signal(SIGALRM, SIG_IGN);
	setitimer(ITIMER_REAL, &often, NULL);
	usleep(20000);
	getitimer(ITIMER_REAL, &left);
	ok(left.it_value.tv_sec == 0 && left.it_value.tv_usec > 0 &&
	       left.it_value.tv_usec <= 2000 &&
	       left.it_interval.tv_usec == 2000,
	   "an ignored interval timer runs on (%ld us left)",
	   (long)left.it_value.tv_usec);
	signal(SIGALRM, on_alarm);
	while (alarms < 3)
		pause();
	ok(1, "and its signals come when there is a handler");
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	usleep(10000);
	ok(sigtimedwait(&set, NULL, &limit) == SIGALRM &&
	       sigtimedwait(&set, NULL, &limit) == SIGALRM,
	   "it rests while its signal is pending, and goes on");
	memset(&often, 0, sizeof(often));
	setitimer(ITIMER_REAL, &often, NULL);
	signal(SIGALRM, SIG_IGN);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	timer_create(CLOCK_MONOTONIC, NULL, &timer);
	timer_settime(timer, 0, &s, NULL);
	usleep(20000);
	timer_gettime(timer, &rest);
	ok(rest.it_value.tv_sec == 0 && rest.it_value.tv_nsec > 0 &&
	       rest.it_value.tv_nsec <= 2000000,
	   "so does one of timer_create()");
	alarms = 0;
	signal(SIGALRM, on_alarm);
	while (alarms < 3)
		pause();
	ok(1, "whose signals come then, too");
	timer_delete(timer);
	signal(SIGALRM, SIG_IGN);
	timer_create(CLOCK_MONOTONIC, NULL, &timer);
	timer_settime(timer, 0, &s, NULL);
	usleep(10000);
	ok(sigtimedwait(&set, NULL, &limit) == SIGALRM,
	   "and whoever waits for an ignored signal gets it");
	timer_delete(timer);
	signal(SIGALRM, SIG_DFL);
}

int main(void)
{
	mkdir("/tmp", 01777);
	chmod("/tmp", 01777);
	test_settime();
	test_ignored();
	test_resting();
	test_empty_messages();
	test_shmat();
	test_file();
	test_threads();
	test_pipes();
	return done();
}
