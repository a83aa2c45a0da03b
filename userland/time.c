/* SPDX-License-Identifier: MIT */
/* Runs a program and says how long it took (POSIX time): time [-p] PROGRAM */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void run_program(char **argv)
{
	execvp(argv[0], argv);
	fprintf(stderr, "time: %s: %s\n", argv[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

static double seconds(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct timespec from, to;
	struct rusage used;
	int option, status;
	pid_t pid;

	while ((option = getopt(argc, argv, "+p")) != -1)
		if (option != 'p')
			return 2;
	if (optind == argc) {
		fprintf(stderr, "usage: time [-p] PROGRAM [ARG...]\n");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &from);
	pid = fork();
	if (pid == 0)
		run_program(argv + optind);
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0) {
		fprintf(stderr, "time: %s\n", strerror(errno));
		return 125;
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	fprintf(stderr, "real %.2f\nuser %.2f\nsys %.2f\n",
		(double)(to.tv_sec - from.tv_sec) +
		    (double)(to.tv_nsec - from.tv_nsec) / 1e9,
		seconds(&used.ru_utime), seconds(&used.ru_stime));
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}
