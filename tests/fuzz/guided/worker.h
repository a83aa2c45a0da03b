/* SPDX-License-Identifier: MIT */
/* Users who run programs of the fuzzer, as the first process sees them. */
#ifndef TESTS_FUZZ_WORKER_H
#define TESTS_FUZZ_WORKER_H

#include "job.h"
#include <faultline/coverage.h>
#include <sys/types.h>

struct worker {
	unsigned number;
	pid_t pid; /* 0: none */
	struct job *job;
	int coverage; /* descriptor, or -1 */
	struct fl_coverage *map;
	int go[2], done;	/* pipes: to it, and from all */
	int busy;		/* it has been given a program */
	int silent;		/* looks since */
	int cut;		/* its file of edges was replaced */
	struct program program; /* that it was given */
};

/* Its files and memory; 0 or -1.  Then its process, again if it was lost. */
int worker_create(struct worker *w, unsigned number, int done);
void worker_start(struct worker *w);

/*
 * Programs may have cut the file that shows their edges: 1, it is another one
 * now, and the worker must be started again.
 */
int worker_reopen(struct worker *w);

/* Memory that they need not have: each program runs in a copy of its worker. */
void worker_forgets(void *memory, size_t size);

#endif
