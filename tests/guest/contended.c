/* SPDX-License-Identifier: MIT */
/*
 * Locks that many want: priority inheritance through chains, time-outs and
 * deaths of who waits, ceilings that nest; a queue whose reader's time is up;
 * and what posix_spawn() sets.
 */
#include "tap.h"
#include <fcntl.h>
#include <mqueue.h>
#include <faultline/system.h>
#include <faultline/calls.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What happened, a letter for each; one CPU, real-time threads: in order. */
static char log_text[64];
static volatile size_t log_length;

static void note(char c)
{
	log_text[log_length++] = c;
}

static int logged(const char *text)
{
	int same = strcmp(log_text, text) == 0;

	if (!same)
		printf("# \"%s\", not \"%s\"\n", log_text, text);
	memset(log_text, 0, sizeof(log_text));
	log_length = 0;
	return same;
}

static pthread_t start(int priority, void *(*f)(void *), void *arg)
{
	struct sched_param p = { .sched_priority = priority };
	pthread_attr_t a;
	pthread_t t;

	pthread_attr_init(&a);
	pthread_attr_setinheritsched(&a, PTHREAD_EXPLICIT_SCHED);
	pthread_attr_setschedpolicy(&a, SCHED_FIFO);
	pthread_attr_setschedparam(&a, &p);
	if (pthread_create(&t, &a, f, arg) != 0)
		ok(0, "a thread of priority %d", priority);
	return t;
}

static void make_mutex(pthread_mutex_t *m, int protocol, int ceiling)
{
	pthread_mutexattr_t a;

	pthread_mutexattr_init(&a);
	pthread_mutexattr_setprotocol(&a, protocol);
	if (ceiling)
		pthread_mutexattr_setprioceiling(&a, ceiling);
	pthread_mutex_init(m, &a);
}

/* --- Inheritance: 5 holds a; 10 holds b and wants a; 20 wants b. --- */

static pthread_mutex_t a, b;
static sem_t go;

static void *holds_a(void *arg)
{
	pthread_mutex_lock(&a);
	note('a');
	sem_post(arg);
	sem_wait(&go); /* all others are there */
	note('r');
	pthread_mutex_unlock(&a);
	note('e'); /* not before those it kept waiting */
	return NULL;
}

static void *holds_b_wants_a(void *arg)
{
	pthread_mutex_lock(&b);
	sem_post(arg);
	pthread_mutex_lock(&a);
	note('A');
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	note('E');
	return NULL;
}

static void *wants_b(void *arg)
{
	pthread_mutex_lock(&b);
	note('B');
	pthread_mutex_unlock(&b);
	return arg;
}

/* Would run instead of who holds a, if that did not inherit. */
static void *in_between(void *arg)
{
	note('m');
	return arg;
}

static void test_chain(void)
{
	pthread_t t[4];
	sem_t s;

	sem_init(&s, 0, 0);
	sem_init(&go, 0, 0);
	make_mutex(&a, PTHREAD_PRIO_INHERIT, 0);
	make_mutex(&b, PTHREAD_PRIO_INHERIT, 0);
	t[0] = start(5, holds_a, &s);
	sem_wait(&s);
	t[1] = start(10, holds_b_wants_a, &s);
	sem_wait(&s);
	t[2] = start(20, wants_b, NULL);
	usleep(2000); /* it waits */
	sem_post(&go);
	t[3] = start(15, in_between, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	ok(logged("arABmEe"), "priority is inherited through a chain");
}

/* The one that lent its priority gives up: it is taken back. */
static void *wants_a_for_a_moment(void *arg)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 5000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	note(pthread_mutex_timedlock(&a, &until) == ETIMEDOUT ? 't' : '?');
	return arg;
}

static void *keeps_a(void *arg)
{
	pthread_mutex_lock(&a);
	sem_post(arg);
	sem_wait(&go);
	note('s');
	pthread_mutex_unlock(&a);
	return NULL;
}

static void test_timeout(void)
{
	pthread_t t[3];
	sem_t s;

	sem_init(&s, 0, 0);
	sem_init(&go, 0, 0);
	make_mutex(&a, PTHREAD_PRIO_INHERIT, 0);
	t[0] = start(5, keeps_a, &s);
	sem_wait(&s);
	t[1] = start(20, wants_a_for_a_moment, NULL);
	usleep(20000);
	sem_post(&go);
	t[2] = start(10, in_between, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(t[i], NULL);
	ok(logged("tms"), "who gives up waiting takes its priority back");
}

/* Many of all priorities want it: the highest has it next, each time. */
static void *wants_a(void *arg)
{
	pthread_mutex_lock(&a);
	note((char)(uintptr_t)arg);
	pthread_mutex_unlock(&a);
	return NULL;
}

static void test_order(int protocol, const char *name)
{
	static const int priorities[] = { 7, 12, 9, 20, 9, 15 };
	pthread_t t[6];

	make_mutex(&a, protocol, 25);
	pthread_mutex_lock(&a);
	for (int i = 0; i < 6; i++) {
		t[i] = start(priorities[i], wants_a, (void *)('0' + i));
		usleep(1000);
	}
	pthread_mutex_unlock(&a);
	for (int i = 0; i < 6; i++)
		pthread_join(t[i], NULL);
	ok(logged("351240"), "%s: the waiter of highest priority is next",
	   name);
}

/*
 * A message wakes one reader.  If that one's time runs out before it has the
 * CPU, it must not say so and leave the message to a reader that sleeps on.
 */
static mqd_t queue;

static void *reads_for_a_moment(void *arg)
{
	struct timespec until;
	char c[1];

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 40000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	note(mq_timedreceive(queue, c, 1, NULL, &until) == 1 ? c[0] : 't');
	return arg;
}

static void *reads(void *arg)
{
	char c[1];

	note(mq_receive(queue, c, 1, NULL) == 1 ? c[0] : '?');
	return arg;
}

static void test_a_wake_was_lost_to_a_time_out(void)
{
	struct mq_attr attr = { .mq_maxmsg = 4, .mq_msgsize = 1 };
	struct timespec start_time, now;
	pthread_t t[2];

	queue =
	    mq_open("/contended", O_RDWR | O_CREAT | O_CLOEXEC, 0600, &attr);
	mq_unlink("/contended");
	clock_gettime(CLOCK_MONOTONIC, &start_time);
	t[0] = start(20, reads_for_a_moment, NULL);
	t[1] = start(10, reads, NULL);
	usleep(10000);
	mq_send(queue, "1", 1, 0);
	do /* with a higher priority than theirs, until the time is up */
		clock_gettime(CLOCK_MONOTONIC, &now);
	while ((now.tv_sec - start_time.tv_sec) * 1000000000ll + now.tv_nsec -
		   start_time.tv_nsec <
	       80000000);
	usleep(10000);
	mq_send(queue, "2", 1, 0);
	pthread_join(t[0], NULL);
	pthread_join(t[1], NULL);
	ok(logged("12"), "a wake was lost to a time-out");
	mq_close(queue);
}

/* --- Ceilings. --- */

static void *under_ceiling(void *arg)
{
	pthread_t t;

	pthread_mutex_lock(&a); /* 12 */
	pthread_mutex_lock(&b); /* 18 */
	t = start(15, in_between, NULL);
	note('2');
	pthread_mutex_unlock(&a); /* the higher one stays */
	note('1');
	pthread_mutex_unlock(&b);
	note('0');
	pthread_join(t, NULL);
	return arg;
}

static void *too_high(void *arg)
{
	note(pthread_mutex_lock(&a) == EINVAL ? 'x' : '?');
	return arg;
}

static void test_ceilings(void)
{
	int old = 0;

	make_mutex(&a, PTHREAD_PRIO_PROTECT, 12);
	make_mutex(&b, PTHREAD_PRIO_PROTECT, 18);
	pthread_join(start(5, under_ceiling, NULL), NULL);
	ok(logged("21m0"), "ceilings nest, and the highest counts");
	pthread_join(start(13, too_high, NULL), NULL);
	ok(logged("x"), "who is above the ceiling has no business there");
	pthread_join(start(12, wants_a, (void *)'y'), NULL);
	ok(logged("y"), "who is at it has");
	ok(pthread_mutex_getprioceiling(&a, &old) == 0 && old == 12 &&
	       pthread_mutex_setprioceiling(&a, 14, &old) == 0 && old == 12 &&
	       pthread_mutex_getprioceiling(&a, &old) == 0 && old == 14,
	   "a ceiling is moved");
	pthread_join(start(13, too_high, NULL), NULL);
	ok(logged("?"), "and then others may lock it");
}

/* --- Who waits is killed; who holds is, too. --- */

static void test_deaths(void)
{
	pthread_mutex_t *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t attr;
	pid_t waiter, other;
	int status;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_INHERIT);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(m, &attr);
	pthread_mutex_lock(m);
	waiter = fork();
	if (waiter == 0) {
		pthread_mutex_lock(m);
		_exit(1);
	}
	usleep(5000);
	kill(waiter, SIGKILL);
	waitpid(waiter, NULL, 0);
	other = fork();
	if (other == 0) {
		pthread_mutex_lock(m);
		_exit(0); /* with it */
	}
	usleep(5000);
	pthread_mutex_unlock(m);
	waitpid(other, &status, 0);
	ok(status == 0, "a lock goes past a waiter that was killed");
	ok(pthread_mutex_lock(m) == EOWNERDEAD &&
	       pthread_mutex_consistent(m) == 0 && pthread_mutex_unlock(m) == 0,
	   "and comes back from a process that ended with it");
}

/* --- posix_spawn(): its attributes. --- */

static char *self;

/* The child: each attribute as it finds it. */
static int report(void)
{
	struct sigaction action;
	struct sched_param param;
	sigset_t mask;
	int policy = sched_getscheduler(0);

	sched_getparam(0, &param);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	printf("group %d mask %d%d", getpgrp() == getpid(),
	       sigismember(&mask, SIGUSR1), sigismember(&mask, SIGUSR2));
	sigaction(SIGUSR1, NULL, &action);
	printf(" usr1 %d", action.sa_handler == SIG_IGN);
	sigaction(SIGUSR2, NULL, &action);
	printf(" usr2 %d", action.sa_handler == SIG_IGN);
	printf(" policy %d priority %d", policy, param.sched_priority);
	printf(" euid %d egid %d\n", (int)geteuid(), (int)getegid());
	fflush(stdout);
	return 0;
}

static const char *spawn(const posix_spawnattr_t *attr)
{
	static char text[200];
	char *argv[] = { self, "report", NULL };
	posix_spawn_file_actions_t actions;
	int p[2], error;
	ssize_t n = 0;
	pid_t pid;

	fflush(stdout);
	pipe2(p, O_CLOEXEC);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, p[1], 1);
	error = posix_spawn(&pid, self, &actions, attr, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(p[1]);
	if (error == 0) {
		n = read(p[0], text, sizeof(text) - 1);
		waitpid(pid, NULL, 0);
		text[n > 0 ? n - 1 : 0] = '\0';
	} else {
		sprintf(text, "error %d", error);
	}
	close(p[0]);
	return text;
}

static void compare(const posix_spawnattr_t *attr, const char *expected,
		    const char *name)
{
	const char *text = spawn(attr);

	if (!ok(strcmp(text, expected) == 0, "posix_spawn: %s", name))
		printf("# %s\n# %s\n", text, expected);
}

static void test_spawn(void)
{
	struct sched_param param = { .sched_priority = 7 };
	posix_spawnattr_t attr;
	sigset_t set;

	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigdefault(&attr, &set);
	posix_spawnattr_setsigmask(&attr, &set);
	posix_spawnattr_setschedparam(&attr, &param);
	posix_spawnattr_setschedpolicy(&attr, SCHED_RR);
	compare(&attr,
		"group 0 mask 00 usr1 1 usr2 1 policy 1 priority 2 euid 0 "
		"egid 0",
		"no attribute counts without its flag");
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP |
					    POSIX_SPAWN_SETSIGMASK);
	compare(&attr,
		"group 1 mask 01 usr1 1 usr2 1 policy 1 priority 2 euid 0 "
		"egid 0",
		"group and mask");
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	compare(
	    &attr,
	    "group 0 mask 00 usr1 1 usr2 0 policy 1 priority 2 euid 0 "
	    "egid 0",
	    "signals by default, and the mask of the caller, not of the last");
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSCHEDPARAM);
	compare(&attr,
		"group 0 mask 00 usr1 1 usr2 1 policy 1 priority 7 euid 0 "
		"egid 0",
		"the priority");
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSCHEDULER);
	compare(&attr,
		"group 0 mask 00 usr1 1 usr2 1 policy 2 priority 7 euid 0 "
		"egid 0",
		"the policy, and the priority with it");
	param.sched_priority = 99;
	posix_spawnattr_setschedparam(&attr, &param);
	compare(&attr, "error 22", "a priority that there is not");
	setegid(5);
	seteuid(6);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_RESETIDS);
	compare(&attr,
		"group 0 mask 00 usr1 1 usr2 1 policy 1 priority 2 euid 0 "
		"egid 0",
		"effective ids become the real ones");
	posix_spawnattr_setflags(&attr, 0);
	compare(&attr,
		"group 0 mask 00 usr1 1 usr2 1 policy 1 priority 2 euid 6 "
		"egid 5",
		"or stay");
	seteuid(0);
	setegid(0);
	posix_spawnattr_destroy(&attr);
}

int main(int argc, char **argv)
{
	struct sched_param p = { .sched_priority = 2 };

	if (argc > 1)
		return report();
	self = argv[0];
	/* Threads start and end as their priorities say, not in between. */
	pthread_setschedparam(pthread_self(), SCHED_FIFO, &p);
	test_spawn();
	p.sched_priority = 30;
	pthread_setschedparam(pthread_self(), SCHED_FIFO, &p);
	test_chain();
	test_timeout();
	test_order(PTHREAD_PRIO_INHERIT, "inheritance");
	test_order(PTHREAD_PRIO_NONE, "none");
	test_a_wake_was_lost_to_a_time_out();
	p.sched_priority = 2;
	pthread_setschedparam(pthread_self(), SCHED_FIFO, &p);
	test_ceilings();
	test_deaths();
	return done();
}
