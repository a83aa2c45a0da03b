/* SPDX-License-Identifier: MIT */
/*
 * Processes as an array: FL_PROCESSES[pid] is a record of 256 bytes.  Loading
 * shows what a process is, storing to a field does what the field says.
 */
#include <faultline/calls.h>
#include <faultline/facts.h>
#include <faultline/system.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Stores say in RESULT how they went: kill() and setpriority() decide. */
static int failed(const char *what)
{
	if (*RESULT == 0)
		return 0;
	fprintf(stderr, "%s: %s\n", what, strerror(*ERRNO));
	return 1;
}

int main(void)
{
	struct fl_procinfo copy;
	int status;
	pid_t child = fork();

	if (child < 0) {
		perror("fork");
		return 1;
	}
	if (child == 0)
		for (;;)
			pause();

	/* A walk over the array; what is not there is all zeros. */
	for (int pid = 0; pid < CLOCK->system.pid_limit; pid++) {
		if (FL_PROCESSES[pid].pid == 0)
			continue;
		copy = FL_PROCESSES[pid]; /* one moment, whole */
		printf("%5d %c %3d %s\n", copy.pid, copy.state, copy.nice,
		       copy.name);
	}

	FL_PROCESSES[child].nice = 5;
	if (failed("nice"))
		return 1;
	printf("child    nice %d\n", FL_PROCESSES[child].nice);

	FL_PROCESSES[child].signal = SIGTERM;
	if (failed("signal"))
		return 1;
	if (waitpid(child, &status, 0) != child || !WIFSIGNALED(status)) {
		fprintf(stderr, "the child lives\n");
		return 1;
	}
	printf("child    ended by signal %d; its record's pid is %d\n",
	       WTERMSIG(status), FL_PROCESSES[child].pid);

	FL_PROCESSES[1].nice = -5; /* only the superuser may */
	printf("init     %s\n", *RESULT ? strerror(*ERRNO) : "nice -5");
	return fflush(stdout) != 0;
}
