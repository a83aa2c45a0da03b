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
 * An event is one call, also of a batch, or one run of random instructions.
 * Attacker n of a run draws all its choices from the seed and n.
 */
#define _GNU_SOURCE
#include "fuzz.h"
#include "watch.h"
#include <fcntl.h>
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

#include <faultline/batch.h>
#include <faultline/facts.h>
#include <faultline/ipc.h>
#include <faultline/limits.h>
#include <faultline/system.h>

#define ATTACK_EVENTS 4000  /* of one attacker, a batch counted as one */
#define PATIENCE      60    /* looks, about ms, without an event */
#define ATTACKERS     8	    /* at a time: many wait for something */
#define MIN_EVENTS    10000 /* before pages are counted */

#define PAGE 4096

struct shared *shared;

/* An attacker that runs, of a user of its own. */
static struct slot {
	struct shared *shared;
	pid_t pid; /* 0: none */
	uint64_t seen;
	int looks;
} slots[ATTACKERS];

static struct shared total;
static unsigned started, killed;
static volatile uint64_t *checks; /* the bystander's */
static pid_t innocent;
static int fate = -1; /* the bystander's status, if it has ended */

/* The attacker can write to its counters: they count if they can be true. */
static void add_counters(const struct shared *s)
{
	if (s->events > ATTACK_EVENTS * FL_BATCH_MAX ||
	    s->runs > ATTACK_EVENTS || s->calls > ATTACK_EVENTS * FL_BATCH_MAX)
		return;
	total.events += s->events;
	total.calls += s->calls;
	total.runs += s->runs;
	if (s->signals <= 100 * ATTACK_EVENTS)
		total.signals += s->signals;
}

static void start(struct slot *s, unsigned n, uint64_t seed)
{
	memset((void *)s->shared, 0, sizeof(*s->shared));
	s->seen = 0;
	s->looks = 0;
	started++;
	s->pid = fork();
	if (s->pid != 0)
		return;
	shared = s->shared;
	for (int i = 0; i < ATTACKERS; i++)
		if (&slots[i] != s)
			munmap(slots[i].shared, PAGE);
	munmap((void *)checks, PAGE);
	redirect();
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_OTHER, 0);
	/* One that overwrote its own count of events would go on for ever. */
	setrlimit(RLIMIT_CPU, &(struct rlimit){ 3, 3 });
	drop_rights(ATTACKER + (unsigned)(s - slots));
	random_seed(seed + n);
	attacker(ATTACK_EVENTS);
	_exit(0);
}

static void end(struct slot *s)
{
	sweep(ATTACKER + (unsigned)(s - slots));
	remove_objects();
	unlink_queues();
	add_counters(s->shared);
	s->pid = 0;
}

/*
 * One that does nothing for a while is killed.  Looks are counted, not time:
 * the machine may stand still, too.
 */
static void look_at(struct slot *s)
{
	if (s->pid == 0)
		return;
	if (s->shared->events != s->seen) {
		s->seen = s->shared->events;
		s->looks = 0;
	} else if (++s->looks % PATIENCE == 0) {
		kill(s->pid, SIGKILL);
		killed++;
	}
}

/* Whoever has ended, children that attackers have left among them. */
static void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == innocent)
			fate = status;
		for (int i = 0; i < ATTACKERS; i++)
			if (pid == slots[i].pid)
				end(&slots[i]);
	}
}

static int are_running(void)
{
	for (int i = 0; i < ATTACKERS; i++)
		if (slots[i].pid != 0)
			return 1;
	return 0;
}

/* Attackers without end until there were so many events, and their ends. */
static void attack(uint64_t seed, uint64_t events)
{
	struct timespec pause = { 0, 1000000 };

	while (total.events < events || are_running()) {
		for (int i = 0; i < ATTACKERS; i++) {
			if (slots[i].pid == 0 && total.events < events)
				start(&slots[i], started, seed);
			look_at(&slots[i]);
		}
		nanosleep(&pause, NULL);
		reap();
	}
}

static void count_pages(struct fl_sysinfo *info)
{
	remove_objects();
	unlink_queues();
	usleep(200000);
	reap();
	sysinfo(info);
}

static void prepare(void)
{
	for (int i = 0; i < ATTACKERS; i++)
		slots[i].shared = shared_memory(PAGE);
	checks = shared_memory(PAGE);
	mkdir("/cage", 0755);
	mkdir("/tmp", 0755);
	chmod("/tmp", 0755);
	chmod("/run", 0755);
}

int main(int argc, char **argv)
{
	uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
	uint64_t events = argc > 2 ? strtoull(argv[2], NULL, 0) : 100000;
	struct fl_sysinfo before, after;
	int missing;

	closefrom(3); /* the terminal is not for attackers */
	prepare();
	/* However many attackers there are, who watches them gets its turn. */
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_RR, 10);
	/* What is only made once is made before the first count. */
	attack(seed, MIN_EVENTS);
	count_pages(&before);
	innocent = start_bystander(checks);
	attack(seed, events);
	if (fate == -1) {
		kill(innocent, SIGKILL);
		waitpid(innocent, NULL, 0);
	}
	count_pages(&after);
	printf("seed %llu: %u attackers, %llu events: %llu calls, %llu runs "
	       "of instructions, %llu signals; %u killed\n",
	       (unsigned long long)seed, started,
	       (unsigned long long)total.events,
	       (unsigned long long)total.calls, (unsigned long long)total.runs,
	       (unsigned long long)total.signals, killed);
	printf("bystander: %llu checks, ", (unsigned long long)*checks);
	if (fate == -1)
		printf("nothing changed\n");
	else
		printf("ENDED with status %x (bystander.c)\n", (unsigned)fate);
	missing = print_memory(&before, &after);
	return print_survivors() > 0 || fate != -1 || missing;
}
