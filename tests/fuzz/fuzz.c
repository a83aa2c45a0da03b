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
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <faultline/batch.h>
#include <faultline/facts.h>
#include <faultline/ipc.h>
#include <faultline/limits.h>
#include <faultline/system.h>

#define ATTACK_EVENTS 4000 /* of one attacker, a batch counted as one */
#define PATIENCE      60   /* looks, about ms, without an event */
#define ATTACKERS     8	   /* at a time: many wait for something */
#define SLACK_PAGES   300 /* pools of tables, stacks and slabs may have grown */
#define MIN_EVENTS    10000 /* before pages are counted */

#define PAGE 4096

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
	/* One that overwrote its own count of events would go on for ever. */
	limit(RLIMIT_CPU, 3);
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

static int make_segment(void)
{
	return shmget(IPC_PRIVATE, 1, IPC_CREAT);
}

static int remove_segment(int id)
{
	return shmctl(id, IPC_RMID, NULL);
}

static int make_semaphore(void)
{
	return semget(IPC_PRIVATE, 1, IPC_CREAT);
}

static int remove_semaphore(int id)
{
	return semctl(id, 0, IPC_RMID);
}

static int make_queue(void)
{
	return msgget(IPC_PRIVATE, IPC_CREAT);
}

static int remove_queue(int id)
{
	return msgctl(id, IPC_RMID, NULL);
}

/* System V objects and message queues outlive who made them, lawfully. */
static void remove_objects(void)
{
	static struct {
		int (*make)(void), (*remove)(int id);
		int next; /* older ones are gone */
	} kinds[] = {
		{ make_segment, remove_segment, 0 },
		{ make_semaphore, remove_semaphore, 0 },
		{ make_queue, remove_queue, 0 },
	};

	for (int i = 0; i < 3; i++) {
		int id, next = kinds[i].next;

		while ((id = kinds[i].make()) < 0 && errno == ENOSPC)
			kinds[i].remove(next++);
		while (next <= id)
			kinds[i].remove(next++);
		kinds[i].next = id - id % FL_IPC_OBJECTS;
	}
	unlink_queues();
}

/* Everything of the user ends: nobody can escape by fork(). */
static void sweep(unsigned uid)
{
	pid_t pid;

	/* Attackers may have all memory, until one is killed for that. */
	while ((pid = fork()) < 0)
		usleep(1000);
	if (pid == 0)
		_exit(setuid(uid) || kill(-1, SIGKILL));
	waitpid(pid, NULL, 0);
}

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
	drop_rights(ATTACKER + (unsigned)(s - slots));
	random_state = (seed + n) * 0x9e3779b97f4a7c15ull + 1;
	attacker(ATTACK_EVENTS);
	_exit(0);
}

static void end(struct slot *s)
{
	sweep(ATTACKER + (unsigned)(s - slots));
	remove_objects();
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
	usleep(200000);
	reap();
	sysinfo(info);
}

/* What they are now, and what they were not before. */
static void print_pages(const char *what, unsigned before, unsigned after)
{
	printf(", %s %u (%+d)", what, after, (int)(after - before));
}

/* Nobody but this program, and what started it, may be left. */
static int print_survivors(void)
{
	int left = 0;

	for (int pid = 2; pid < FL_PID_MAX; pid++) {
		struct fl_procinfo p = FL_PROCESSES[pid];

		if (p.pid == 0 || pid == getpid())
			continue;
		left++;
		printf("left: %d of %d, user %u, %c, %u threads, "
		       "%u pages\n",
		       pid, p.ppid, p.uid, p.state, p.threads,
		       p.pages_resident);
	}
	return left;
}

static void *shared_page(void)
{
	return mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void prepare(void)
{
	for (int i = 0; i < ATTACKERS; i++)
		slots[i].shared = shared_page();
	checks = shared_page();
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
	struct fl_sysinfo before, after;

	closefrom(3); /* the terminal is not for attackers */
	prepare();
	/* However many attackers there are, who watches them gets its turn. */
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_RR, 10);
	/* What is only made once is made before the first count. */
	attack(seed, MIN_EVENTS);
	count_pages(&before);
	innocent = start_bystander();
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
	printf("free pages: %u before, %u after", before.pages_free,
	       after.pages_free);
	print_pages("files", before.pages_cache, after.pages_cache);
	print_pages("objects", before.pages_slab, after.pages_slab);
	print_pages("tables", before.pages_tables, after.pages_tables);
	puts("");
	return print_survivors() > 0 || fate != -1 ||
	       after.pages_free + SLACK_PAGES < before.pages_free;
}
