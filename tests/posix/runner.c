/* SPDX-License-Identifier: MIT */
/*
 * Runs the programs of a suite on Faultline, one after the other: each in a
 * session of its own, which another process leads as a shell would, with a time
 * limit, and whatever it leaves behind is ended before the next one starts.
 *
 *	runner LIST [DIRECTORY]
 *
 * The programs run in DIRECTORY, or /tmp.  A line of LIST is: name, limit in
 * seconds, file, arguments; or one word VARIABLE=VALUE for the environment of
 * what follows.  On standard output come `@start NAME`, the end of the
 * program's output if it did not pass, each line after a `| `, and `@end NAME
 * HOW STATUS MILLISECONDS` with HOW one of exit, signal, timeout; `@done`
 * comes last.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OUTPUT	  "/run/output"
#define SHOWN	  1500
#define ARGUMENTS 8

struct program {
	char *name;
	long limit;
	char *argv[ARGUMENTS + 1];
};

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int parse(char *line, struct program *p)
{
	char *word = strtok(line, " \n");
	int n = 0;

	if (!word)
		return 0;
	p->name = word;
	word = strtok(NULL, " \n");
	if (!word && strchr(p->name, '='))
		putenv(strdup(p->name));
	p->limit = word ? atol(word) : 0;
	while (n < ARGUMENTS && (word = strtok(NULL, " \n")))
		p->argv[n++] = word;
	p->argv[n] = NULL;
	return n > 0;
}

/* Leads session and group, with all signals blocked; ends as pid does. */
static void lead(pid_t pid)
{
	sigset_t set;
	int status;

	while (waitpid(pid, &status, 0) < 0)
		;
	if (WIFEXITED(status))
		_exit(WEXITSTATUS(status));
	sigemptyset(&set);
	sigaddset(&set, WTERMSIG(status));
	raise(WTERMSIG(status));
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	_exit(126);
}

/* In the child: nothing of the runner's is left but the working directory. */
static void start(const struct program *p)
{
	int null = open("/dev/null", O_RDONLY);
	int out = open(OUTPUT, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
	sigset_t all, none;
	pid_t pid;

	setsid();
	dup2(null, 0);
	dup2(out, 1);
	dup2(out, 2);
	for (int fd = 3; fd < 16; fd++)
		close(fd);
	sigfillset(&all);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &all, NULL);
	pid = fork();
	if (pid > 0)
		lead(pid);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execv(p->argv[0], p->argv);
	dprintf(2, "%s: %s\n", p->argv[0], strerror(errno));
	_exit(126);
}

/* Waits for the child's end; 0 if the time is up. */
static int wait_for(pid_t pid, long long end, int *status)
{
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	for (;;) {
		long long left = end - now_ms();
		struct timespec t = { left / 1000, left % 1000 * 1000000 };

		if (waitpid(pid, status, WNOHANG) == pid)
			return 1;
		if (left <= 0)
			return 0;
		sigtimedwait(&child, NULL, &t);
	}
}

/* Ends every process but this one and process 1, whatever its session. */
static void end_all(void)
{
	static const struct timespec pause = { 0, 2000000 };

	for (int i = 0; i < 500 && kill(-1, SIGKILL) == 0; i++) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		nanosleep(&pause, NULL);
	}
}

static void empty(const char *directory)
{
	DIR *d = opendir(directory);
	struct dirent *e;

	while (d && (e = readdir(d)))
		unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
}

static void show_output(void)
{
	static char text[SHOWN + 1];
	int fd = open(OUTPUT, O_RDONLY);
	off_t size = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
	ssize_t n;
	char *line;

	if (fd < 0)
		return;
	n = pread(fd, text, SHOWN, size > SHOWN ? size - SHOWN : 0);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		printf("| %s\n", line);
}

static void run(const struct program *p)
{
	const char *how = "exit";
	int status = 0, code;
	long long begin, end;
	pid_t pid;

	printf("@start %s\n", p->name);
	fflush(stdout);
	begin = now_ms();
	pid = fork();
	if (pid == 0)
		start(p);
	if (!wait_for(pid, begin + p->limit * 1000, &status))
		how = "timeout";
	else if (WIFSIGNALED(status))
		how = "signal";
	end = now_ms();
	end_all();
	code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
	if (status != 0 || *how != 'e')
		show_output();
	printf("@end %s %s %d %lld\n", p->name, how, code, end - begin);
	fflush(stdout);
	empty("/tmp");
	empty("/dev/shm");
	unlink(OUTPUT);
}

int main(int argc, char **argv)
{
	FILE *list = fopen(argc > 1 ? argv[1] : "", "r");
	static char line[1024];
	struct program p;
	sigset_t child;

	if (!list || chdir(argc > 2 ? argv[2] : "/tmp") < 0) {
		perror("runner");
		return 125;
	}
	fcntl(fileno(list), F_SETFD, FD_CLOEXEC);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	while (fgets(line, sizeof(line), list))
		if (parse(line, &p))
			run(&p);
	puts("@done");
	return 0;
}
