/* SPDX-License-Identifier: MIT */
/*
 * A hostile user.  Processes without rights throw random calls, random
 * instructions at and around windows, and threads that rewrite code and
 * mappings while it runs, at the kernel, with signals all the while.  A
 * bystander has all its registers and memory checked; at the end no page may
 * be missing.
 *
 *	fuzz SEED EVENTS	says what it did; status 0: nothing broke
 *
 * An event is one call or one run of random instructions.  Attacker n of a
 * run draws all its choices from the seed and n.
 */
#define _GNU_SOURCE
#include "fuzz.h"
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <faultline/facts.h>
#include <faultline/system.h>

#define ATTACK_EVENTS 20000 /* of one attacker */
#define PATIENCE      10    /* ms without an event */
#define SLACK_PAGES   200 /* pools of tables, stacks and slabs may have grown */

static uint64_t random_state;

uint32_t random32(void)
{
	/* xorshift64* (Marsaglia; Vigna 2016) */
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (uint32_t)(random_state * 2685821657736338717ull >> 32);
}

uint32_t random_below(uint32_t n)
{
	return random32() % n;
}

struct shared *shared;

static struct shared total;
static unsigned killed;
static volatile uint64_t *checks; /* the bystander's */
static pid_t innocent;
static int fate = -1; /* the bystander's status, if it has ended */

/* Whoever has ended. */
static void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (pid == innocent)
			fate = status;
}

static void limit(int which, rlim_t value)
{
	struct rlimit l = { value, value };

	setrlimit(which, &l);
}

/* Nothing that a user could not do to others lawfully anyway. */
static void drop_rights(unsigned uid)
{
	limit(RLIMIT_NPROC, 8);
	limit(RLIMIT_AS, 24 << 20);
	limit(RLIMIT_NOFILE, 40);
	limit(RLIMIT_FSIZE, 1 << 16);
	limit(RLIMIT_CPU, 20);
	chdir("/cage");
	setgroups(0, NULL);
	setgid(uid);
	setuid(uid);
	setsid(); /* no terminal */
}

static void redirect(void)
{
	int null = open("/dev/null", O_RDWR);

	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	close(null);
}

/* Everything of the attackers' user ends. */
static void sweep(unsigned uid)
{
	pid_t pid = fork();

	if (pid == 0) {
		setuid(uid);
		kill(-1, SIGKILL);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	reap();
}

/*
 * Waits for the attacker; one that does nothing for a while is killed.  Looks
 * are counted, not time: the machine may stand still, too.
 */
static void wait_for(pid_t pid)
{
	struct timespec pause = { 0, 1000000 };
	uint64_t seen = shared->events;
	int looks = 0;

	while (waitpid(pid, NULL, WNOHANG) == 0) {
		if (shared->events != seen) {
			seen = shared->events;
			looks = 0;
		} else if (++looks == PATIENCE) {
			kill(pid, SIGKILL);
			killed++;
			looks = 0;
		}
		nanosleep(&pause, NULL);
	}
}

/* The attacker can write to its counters: they count if they can be true. */
static void add_counters(void)
{
	if (shared->events > ATTACK_EVENTS || shared->runs > ATTACK_EVENTS ||
	    shared->calls > ATTACK_EVENTS)
		return;
	total.events += shared->events;
	total.calls += shared->calls;
	total.runs += shared->runs;
	total.signals += shared->signals;
}

static void attack(uint64_t seed, unsigned n)
{
	pid_t pid;

	memset((void *)shared, 0, sizeof(*shared));
	pid = fork();
	if (pid != 0) {
		wait_for(pid);
		sweep(ATTACKER);
		add_counters();
		return;
	}
	munmap((void *)checks, 4096);
	redirect();
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_OTHER, 0);
	drop_rights(ATTACKER);
	random_state = (seed + n) * 0x9e3779b97f4a7c15ull + 1;
	attacker(ATTACK_EVENTS);
	_exit(0);
}

static unsigned free_pages(void)
{
	struct fl_system_facts f;

	usleep(200000);
	fl_system_facts(&f);
	return f.pages_free;
}

static void prepare(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	checks = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	mkdir("/cage", 0755);
	mkdir("/tmp", 0755);
	chmod("/tmp", 0755);
	chmod("/run", 0755);
}

static pid_t start_bystander(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		FL_PROCESSES[getpid()].scheduling =
		    FL_SCHEDULING(FL_SCHED_OTHER, 0);
		setgid(BYSTANDER);
		setuid(BYSTANDER);
		_exit(bystander(checks));
	}
	return pid;
}

int main(int argc, char **argv)
{
	uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
	uint64_t events = argc > 2 ? strtoull(argv[2], NULL, 0) : 100000;
	unsigned n = 0, before, after;

	closefrom(3); /* the terminal is not for attackers */
	prepare();
	/* However many attackers there are, who watches them gets its turn. */
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_RR, 10);
	/* What is only made once is made before the first count. */
	for (; n < 3; n++)
		attack(seed, n);
	before = free_pages();
	innocent = start_bystander();
	while (total.events < events)
		attack(seed, n++);
	reap();
	kill(innocent, SIGKILL);
	waitpid(innocent, NULL, 0);
	after = free_pages();
	printf("seed %llu: %u attackers, %llu events: %llu calls, %llu runs "
	       "of instructions, %llu signals; %u killed\n",
	       (unsigned long long)seed, n, (unsigned long long)total.events,
	       (unsigned long long)total.calls, (unsigned long long)total.runs,
	       (unsigned long long)total.signals, killed);
	printf("bystander: %llu checks, %s (%x)\n", (unsigned long long)*checks,
	       fate == -1 ? "nothing changed" : "ENDED", (unsigned)fate);
	printf("free pages: %u before, %u after\n", before, after);
	return fate != -1 || after + SLACK_PAGES < before;
}
