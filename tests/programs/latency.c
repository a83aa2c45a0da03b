/* SPDX-License-Identifier: MIT */
/*
 * Runs a program, and then prints what the kernel's log says of the longest
 * time with interrupts off (`latency' on its command line).  Ends with 0 if
 * that was at most so many microseconds.
 *
 *	latency MICROSECONDS PROGRAM [ARG...]
 */
#include <errno.h>
#include <faultline/calls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The last line of the log that tells a time, or NULL. */
static char *last_time(char *log)
{
	char *found = NULL, *next = log;

	while ((next = strstr(next, "latency: ")) != NULL)
		found = next++;
	return found;
}

int main(int argc, char **argv)
{
	static char log[16385];
	unsigned long limit, us;
	int n;
	char *line;
	pid_t pid;

	if (argc < 3 || (limit = strtoul(argv[1], NULL, 10)) == 0) {
		fprintf(stderr,
			"usage: latency MICROSECONDS PROGRAM [ARG...]\n");
		return 2;
	}
	pid = fork();
	if (pid == 0) {
		dup2(2, 1); /* its output is not ours */
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	*ARG1 = (unsigned)log;
	*ARG2 = sizeof(log) - 1;
	n = fl_result(fl_call(CALL_KLOG));
	line = n > 0 ? last_time(log) : NULL;
	if (line == NULL ||
	    sscanf(line, "latency: interrupts were off for %lu", &us) != 1) {
		fprintf(stderr, "latency: the kernel measures none\n");
		return 2;
	}
	line[strcspn(line, "\n")] = '\0';
	puts(line);
	return us > limit;
}
