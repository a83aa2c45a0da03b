/* SPDX-License-Identifier: MIT */
/* A stream to or from a command line. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/lock.h>
#include <sys/wait.h>
#include <unistd.h>

struct command {
	struct command *next;
	FILE *stream;
	pid_t pid;
};

static struct command *commands;
__LOCK_INIT(static, commands_lock)

static void child(int end, int fd, const char *line)
{
	struct command *c;

	for (c = commands; c; c = c->next)
		close(fileno(c->stream));
	if (end == fd)
		fcntl(fd, F_SETFD, 0);
	else
		dup2(end, fd);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(127);
}

FILE *popen(const char *line, const char *mode)
{
	int reading = mode[0] == 'r', pair[2];
	struct command *c;

	if (!reading && mode[0] != 'w') {
		errno = EINVAL;
		return NULL;
	}
	c = malloc(sizeof(*c));
	if (!c)
		return NULL;
	if (pipe2(pair, O_CLOEXEC) < 0)
		goto no_pipe;
	c->stream = fdopen(pair[!reading], reading ? "r" : "w");
	if (!c->stream)
		goto no_stream;
	c->pid = fork();
	if (c->pid < 0)
		goto no_process;
	if (c->pid == 0)
		child(pair[reading], reading, line);
	close(pair[reading]);
	if (!strchr(mode, 'e'))
		fcntl(pair[!reading], F_SETFD, 0);
	__lock_acquire(commands_lock);
	c->next = commands;
	commands = c;
	__lock_release(commands_lock);
	return c->stream;

no_process:
	fclose(c->stream);
	pair[!reading] = -1;
no_stream:
	close(pair[reading]);
	if (pair[!reading] >= 0)
		close(pair[!reading]);
no_pipe:
	free(c);
	return NULL;
}

int pclose(FILE *stream)
{
	struct command **link, *c;
	int status;
	pid_t pid;

	__lock_acquire(commands_lock);
	for (link = &commands; (c = *link); link = &c->next)
		if (c->stream == stream)
			break;
	if (c)
		*link = c->next;
	__lock_release(commands_lock);
	if (!c) {
		errno = ECHILD;
		return -1;
	}
	pid = c->pid;
	free(c);
	fclose(stream);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}
