/* SPDX-License-Identifier: MIT */
/* How processes are related: parents, zombies, groups and sessions. */
#include <limits.h>
#include <string.h>

#include "print.h"

static pid_t dead_child(int status)
{
	pid_t pid = fork_child();
	siginfo_t info;

	if (pid == 0)
		_exit(status);
	waitid(P_PID, pid, &info, WEXITED | WNOWAIT);
	return pid;
}

/* A number that nobody has. */
static pid_t nobody(void)
{
	pid_t pid = fork_child();

	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	return pid;
}

static void terminal_stops_of_orphans(void)
{
	pid_t pid;
	int status = 0, told[2];
	char c;

	begin("stops of an orphaned group");
	pipe(told);
	pid = fork_child();
	if (pid == 0) {
		setsid();
		raise(SIGTSTP);
		raise(SIGTTIN);
		write(told[1], "x", 1);
		for (;;)
			pause();
	}
	tell("still runs", read(told[0], &c, 1));
	tell("no stop", waitpid(pid, &status, WUNTRACED | WNOHANG));
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	tell_status("", status);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	tell_status("", status);
	close(told[0]);
	close(told[1]);
}

static void orphans_get_another_parent(void)
{
	int told[2], go[2];
	char c = 0;
	pid_t pid;

	begin("orphan");
	pipe(told);
	pipe(go);
	pid = fork_child();
	if (pid == 0) {
		pid_t parent = getpid();

		if (fork() == 0) {
			read(go[0], &c, 1);
			c = getppid() == parent ? 'n' : 'y';
			write(told[1], &c, 1);
			_exit(0);
		}
		_exit(0);
	}
	await(pid);
	tell("not a grandchild", waitpid(-1, NULL, 0));
	write(go[1], "x", 1);
	read(told[0], &c, 1);
	printf(" %c", c);
	close(told[0]);
	close(told[1]);
	close(go[0]);
	close(go[1]);
}

static void zombies_are_still_there(void)
{
	pid_t pid = dead_child(0);

	begin("zombie");
	tell("kill 0", kill(pid, 0));
	tell("kill TERM", kill(pid, SIGTERM));
	tell("kill KILL", kill(pid, SIGKILL));
	printf(" %d%d,", getpgid(pid) == getpgrp(), getsid(pid) == getsid(0));
	await(pid);
	tell("kill 0 then", kill(pid, 0));
	tell("getpgid", getpgid(pid));
	tell("getsid", getsid(pid));
	tell("killpg", killpg(pid, 0));
	tell("setpgid", setpgid(pid, pid));
}

static void groups_and_sessions(const char *self)
{
	pid_t none = nobody(), pid, other;
	int p[2];
	char c;

	begin("setpgid");
	tell("negative", setpgid(0, -1));
	tell("no process", setpgid(none, 0));
	tell("the parent", setpgid(getppid(), 0));
	tell("getpgid", getpgid(-1));
	tell("getsid", getsid(-1));
	open_gate();
	pid = waiting_child(0);
	tell("no group", setpgid(pid, none));
	pipe2(p, O_CLOEXEC);
	other = fork_child();
	if (other == 0) {
		tell("setsid fails", setsid() == getpid() ? 0 : -1);
		tell("again", setsid());
		tell("of a leader", setpgid(0, 0));
		tell("of a leader to one", setpgid(0, getppid()));
		fflush(stdout);
		write(p[1], "x", 1);
		wait_at_gate();
		_exit(0);
	}
	read(p[0], &c, 1);
	tell("another session", setpgid(other, other));
	tell("group of another session", setpgid(pid, other));
	printf(" %d%d,", getsid(other) == other, getpgid(other) == other);
	tell("to a group", setpgid(pid, pid));
	tell("and back", setpgid(pid, getpgrp()));
	close_gate();
	await(pid);
	await(other);
	close(p[0]);
	close(p[1]);
	begin("setpgid after exec");
	pipe(p);
	pid = fork_child();
	if (pid == 0) {
		dup2(p[0], 0);
		close(p[0]);
		close(p[1]);
		execl(self, "self", "cat", (char *)NULL);
		_exit(99);
	}
	close(p[0]);
	/* Descriptors of the old program are open no longer: it has begun. */
	while (setpgid(pid, 0) == 0)
		usleep(1000);
	tell("", setpgid(pid, 0));
	tell("to the same", setpgid(pid, getpgrp()));
	close(p[1]);
	await(pid);
}

static void signals_to_groups(void)
{
	pid_t a, b;
	int status;

	begin("killpg");
	open_gate();
	a = waiting_child(0);
	setpgid(a, 0);
	b = waiting_child(0);
	setpgid(b, a);
	tell("0", killpg(a, 0));
	tell("bad signal", killpg(a, 1000));
	tell("bad signal", kill(a, -1));
	tell("no group", killpg(b, SIGTERM));
	tell("INT_MIN", kill(INT_MIN, 0));
	tell("TERM", kill(-a, SIGTERM));
	waitpid(-a, &status, 0);
	tell_status("", status);
	waitpid(-a, &status, 0);
	tell_status("", status);
	tell("then", killpg(a, 0));
	close_gate();
}

/* For the program that groups_and_sessions() starts. */
static int cat(void)
{
	char c;

	while (read(0, &c, 1) > 0)
		;
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "cat") == 0)
		return cat();
	start_afresh();
	orphans_get_another_parent();
	terminal_stops_of_orphans();
	zombies_are_still_there();
	groups_and_sessions(argv[0]);
	signals_to_groups();
	puts("");
	return 0;
}
