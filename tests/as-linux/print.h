/* SPDX-License-Identifier: MIT */
/* Results in words, so that a difference tells at once what is wrong. */
#ifndef TESTS_SAME_PRINT_H
#define TESTS_SAME_PRINT_H

#include "errors.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *signal_name(int sig)
{
	static const struct {
		int sig;
		const char *name;
	} names[] = {
		{ SIGABRT, "ABRT" }, { SIGALRM, "ALRM" }, { SIGCHLD, "CHLD" },
		{ SIGCONT, "CONT" }, { SIGHUP, "HUP" },	  { SIGINT, "INT" },
		{ SIGKILL, "KILL" }, { SIGPIPE, "PIPE" }, { SIGSEGV, "SEGV" },
		{ SIGSTOP, "STOP" }, { SIGTERM, "TERM" }, { SIGTSTP, "TSTP" },
		{ SIGTTIN, "TTIN" }, { SIGUSR1, "USR1" }, { SIGUSR2, "USR2" },
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].sig == sig)
			return names[i].name;
	return sig ? "another signal" : "no signal";
}

/* Whoever started the program may have left anything behind. */
static void start_afresh(void)
{
	sigset_t none;

	fprintf(stderr, "to stderr\n");
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int fd = 3; fd < 100; fd++)
		close(fd);
	umask(022);
	setpriority(PRIO_PROCESS, 0, 0);
}

/* One result on a line that goes on: ok, a count, or the error. */
static void tell(const char *what, long result)
{
	int error = errno;

	if (result < 0)
		printf(" %s %s,", what, error_name(error));
	else if (result == 0)
		printf(" %s ok,", what);
	else
		printf(" %s %ld,", what, result);
	errno = error;
}

/* The same where the number itself says nothing, as a descriptor. */
static void tell_ok(const char *what, long result)
{
	tell(what, result < 0 ? result : 0);
}

/* A line begins; what went before is written, for a fork may follow. */
static void begin(const char *what)
{
	printf("\n%s:", what);
	fflush(stdout);
}

static void tell_status(const char *what, int status)
{
	if (WIFEXITED(status))
		printf(" %s exited %d,", what, WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		printf(" %s killed by %s,", what,
		       signal_name(WTERMSIG(status)));
	else if (WIFSTOPPED(status))
		printf(" %s stopped by %s,", what,
		       signal_name(WSTOPSIG(status)));
	else if (WIFCONTINUED(status))
		printf(" %s continued,", what);
	else
		printf(" %s has an odd status,", what);
}

/* What poll() says at once. */
static void look(const char *what, int fd)
{
	static const struct {
		int event;
		const char *name;
	} names[] = { { POLLIN, "IN" },	    { POLLPRI, "PRI" },
		      { POLLOUT, "OUT" },   { POLLERR, "ERR" },
		      { POLLHUP, "HUP" },   { POLLNVAL, "NVAL" },
		      { POLLRDNORM, "RD" }, { POLLWRNORM, "WR" } };
	struct pollfd p = { fd, POLLIN | POLLPRI | POLLOUT | POLLRDNORM |
				    POLLWRNORM };

	printf(" %s", what);
	poll(&p, 1, 0);
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (p.revents & names[i].event)
			printf(" %s", names[i].name);
	if (fd >= 0 && fd < FD_SETSIZE) {
		struct timeval now = { 0, 0 };
		fd_set rd, wr, ex;

		FD_ZERO(&rd);
		FD_SET(fd, &rd);
		wr = ex = rd;
		if (select(fd + 1, &rd, &wr, &ex, &now) >= 0)
			printf(" select %d%d%d", !!FD_ISSET(fd, &rd),
			       !!FD_ISSET(fd, &wr), !!FD_ISSET(fd, &ex));
	}
	printf(",");
}

/* A child; what is printed so far is not its own. */
static pid_t fork_child(void)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0) {
		printf("fork failed\n");
		exit(99);
	}
	return pid;
}

static void end_child(int status)
{
	fflush(stdout);
	_exit(status);
}

/* Waits for it; what is odd about its end is told. */
static void await(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (status != 0)
		tell_status("child", status);
}

/* Children that wait end when this is closed. */
static int gate[2];

static void open_gate(void)
{
	pipe2(gate, O_CLOEXEC);
}

static void close_gate(void)
{
	close(gate[1]);
	close(gate[0]);
}

/* Blocks in a child until the parent closes its end. */
static void wait_at_gate(void)
{
	char c;

	close(gate[1]);
	while (read(gate[0], &c, 1) < 0)
		;
}

static pid_t waiting_child(int status)
{
	pid_t pid = fork_child();

	if (pid == 0) {
		wait_at_gate();
		_exit(status);
	}
	return pid;
}

#endif
