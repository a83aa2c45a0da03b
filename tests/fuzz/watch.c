/* SPDX-License-Identifier: MIT */
/* What both fuzzers watch attackers with, and take from them. */
#define _GNU_SOURCE
#include "watch.h"
#include "fuzz.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include <faultline/facts.h>
#include <faultline/ipc.h>
#include <faultline/limits.h>

static void limit(int which, rlim_t value)
{
	struct rlimit l = { value, value };

	setrlimit(which, &l);
}

/* Nothing that a user could not do to others lawfully anyway. */
void drop_rights(unsigned uid)
{
	limit(RLIMIT_NPROC, 8);
	limit(RLIMIT_AS, 24 << 20);
	limit(RLIMIT_NOFILE, 40);
	limit(RLIMIT_FSIZE, 1 << 16);
	chdir("/cage");
	setgroups(0, NULL);
	setgid(uid);
	setuid(uid);
	setsid(); /* no terminal */
}

void redirect(void)
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
void remove_objects(void)
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
}

/* Everything of the user ends: nobody can escape by fork(). */
void sweep(unsigned uid)
{
	pid_t pid;

	/* Attackers may have all memory, until one is killed for that. */
	while ((pid = fork()) < 0)
		usleep(1000);
	if (pid == 0)
		_exit(setuid(uid) || kill(-1, SIGKILL));
	waitpid(pid, NULL, 0);
}

void *shared_memory(size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

pid_t start_bystander(volatile uint64_t *checks)
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

/* Pools of tables, stacks and slabs may have grown. */
#define SLACK_PAGES 300

/* What they are now, and what they were not before. */
static void print_pages(const char *what, unsigned before, unsigned after)
{
	printf(", %s %u (%+d)", what, after, (int)(after - before));
}

int print_memory(const struct fl_sysinfo *before,
		 const struct fl_sysinfo *after)
{
	printf("free pages: %u before, %u after", before->pages_free,
	       after->pages_free);
	print_pages("files", before->pages_cache, after->pages_cache);
	print_pages("objects", before->pages_slab, after->pages_slab);
	print_pages("tables", before->pages_tables, after->pages_tables);
	puts("");
	return after->pages_free + SLACK_PAGES < before->pages_free;
}

/* Nobody but this program, and what started it, may be left. */
int print_survivors(void)
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

/* --- The run's random numbers. --- */

static uint64_t random_state = 1;

void random_seed(uint64_t seed)
{
	random_state = seed * 0x9e3779b97f4a7c15ull + 1;
}

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
