/* SPDX-License-Identifier: MIT */
/* For programs that run another one and are told of its calls. */
#ifndef USERLAND_TRACED_H
#define USERLAND_TRACED_H

#include <errno.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

struct traced {
	pid_t pid;
	int records; /* the end of a pipe: a record before and after each call
		      */
};

/*
 * Starts run(argv, to) in a child: it makes the kernel write its records to
 * the descriptor, executes a program, and does not return.  The parent no
 * longer ends by ^C: the program decides.  0, or -1 with errno.
 */
static inline int traced_start(struct traced *t, char **argv,
			       void (*run)(char **argv, int to))
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	t->pid = fork();
	if (t->pid == 0)
		run(argv, ends[1]);
	close(ends[1]);
	t->records = ends[0];
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	return t->pid < 0 ? -1 : 0;
}

/*
 * The next record.  1; 0 when all who write records have ended; or -1 with
 * errno.
 */
static inline int traced_read(const struct traced *t, struct fl_trace_record *r)
{
	size_t have = 0;

	while (have < sizeof(*r)) {
		ssize_t n =
		    read(t->records, (char *)r + have, sizeof(*r) - have);

		if (n == 0 || (n < 0 && errno != EINTR))
			return (int)n;
		have += n > 0 ? (size_t)n : 0;
	}
	return 1;
}

#endif
