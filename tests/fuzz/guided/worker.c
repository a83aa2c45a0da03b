/* SPDX-License-Identifier: MIT */
/*
 * A user without rights who runs programs, each in a process of its own, that
 * the first process has put into the job.
 */
#define _GNU_SOURCE
#include "worker.h"
#include "../fuzz.h"
#include "../watch.h"
#include "job.h"
#include <faultline/facts.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST_RUN 80000 /* us */
#define TIDY_AFTER  64	  /* programs */

static volatile int watching;

/* A program that takes too long ends, with all that it has started. */
static void on_alarm(int sig)
{
	(void)sig;
	if (watching)
		kill(-1, SIGKILL);
}

static void set_alarm(long us)
{
	struct itimerval t = { { 0, us }, { 0, us } };

	setitimer(ITIMER_REAL, &t, NULL);
}

/* The files whose names programs know. */
static void tidy(void)
{
	static const char *const files[] = {
		"f0",	"f1",	"f2",	 "d0/f3", "d0/d2/f4", "l0",
		"fifo", "sock", "d0/d2", "d0",	  "d1",	      "nonexistent"
	};

	for (unsigned i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		chmod(files[i], 0700);
		if (unlink(files[i]) < 0)
			rmdir(files[i]);
	}
}

static void run_one(struct job *j)
{
	pid_t pid, ended;
	int status;

	watching = 0;
	pid = fork();
	if (pid == 0)
		execute(j);
	if (pid < 0)
		return;
	watching = 1;
	set_alarm(LONGEST_RUN);
	while ((ended = waitpid(pid, &status, 0)) != pid)
		if (ended < 0 && kill(pid, 0) < 0)
			break;
	kill(-1, SIGKILL);
	watching = 0;
	set_alarm(0);
	while (waitpid(-1, &status, WNOHANG) > 0)
		;
}

static _Noreturn void work(struct job *j, unsigned number)
{
	struct sigaction action = { .sa_handler = on_alarm };
	char place[32], byte = (char)number;

	redirect();
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_OTHER, 0);
	sprintf(place, "/cage/%u", number);
	drop_rights(ATTACKER + number);
	chdir(place);
	sigaction(SIGALRM, &action, NULL);
	execute_prepare();
	for (unsigned n = 0;; n++) {
		char go;

		if (read(FD_GO, &go, 1) != 1)
			continue;
		if (n % TIDY_AFTER == 0)
			tidy();
		run_one(j);
		j->state = JOB_DONE;
		write(FD_DONE, &byte, 1);
	}
}

static void *forgotten;
static size_t forgotten_size;

void worker_forgets(void *memory, size_t size)
{
	forgotten = memory;
	forgotten_size = size;
}

void worker_start(struct worker *w)
{
	w->job->state = JOB_NONE;
	w->silent = 0;
	w->pid = fork();
	if (w->pid != 0)
		return;
	for (int i = 0; i < 3; i++)
		dup2(i == 0   ? w->coverage
		     : i == 1 ? w->go[0]
			      : w->done,
		     FD_COVERAGE + i);
	for (int fd = 3; fd < FD_COVERAGE; fd++)
		close(fd);
	closefrom(FD_DONE + 1);
	munmap(forgotten, forgotten_size);
	work(w->job, w->number);
}

static void open_coverage(struct worker *w)
{
	w->map = NULL;
	w->coverage = open("/dev/coverage", O_RDWR);
	if (w->coverage >= 0)
		w->map = mmap(NULL, sizeof(*w->map), PROT_READ | PROT_WRITE,
			      MAP_SHARED, w->coverage, 0);
}

int worker_reopen(struct worker *w)
{
	struct stat s;

	if (w->coverage < 0 ||
	    (fstat(w->coverage, &s) == 0 && s.st_size == sizeof(*w->map)))
		return 0;
	munmap(w->map, sizeof(*w->map));
	close(w->coverage);
	open_coverage(w);
	return 1;
}

int worker_create(struct worker *w, unsigned number, int done)
{
	char place[32];

	*w = (struct worker){ .number = number, .done = done, .coverage = -1 };
	sprintf(place, "/cage/%u", number);
	mkdir(place, 0700);
	chown(place, ATTACKER + number, ATTACKER + number);
	w->job = shared_memory((sizeof(*w->job) + 4095) & ~4095u);
	open_coverage(w);
	return pipe(w->go);
}
