/* SPDX-License-Identifier: MIT */
/*
 * Process 1: runs /etc/rc, keeps a login shell on the console, and reaps
 * what nobody else waits for.  SIGUSR1 says that the machine is going off:
 * no further shell is started.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CONSOLE "/dev/console"
#define SHELL	"/bin/sh"

static volatile sig_atomic_t going_off;

static char *const environment[] = {
	"HOME=/root",
	"LOGNAME=root",
	"USER=root",
	"SHELL=" SHELL,
	"TERM=linux",
	"LANG=C.UTF-8",
	"PATH=/bin:/sbin:/usr/local/bin",
	NULL,
};

static void complain(const char *what)
{
	dprintf(2, "init: %s: %s\n", what, strerror(errno));
}

static void on_usr1(int sig)
{
	(void)sig;
	going_off = 1;
}

static void set_signals(void)
{
	struct sigaction action = { .sa_handler = on_usr1 };

	for (int sig = 1; sig < NSIG; sig++)
		if (sig != SIGCHLD)
			signal(sig, SIG_IGN);
	sigaction(SIGUSR1, &action, NULL);
}

static void default_signals(void)
{
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
}

/* The kernel has mounted /dev; an image may have none of the others. */
static void make_places(void)
{
	mkdir("/tmp", 0);
	if (chmod("/tmp", 01777) < 0)
		complain("/tmp");
	mkdir("/dev/shm", 01777);
	chmod("/dev/shm", 01777);
}

/* In a session of its own, with the console as controlling terminal. */
static void open_console(void)
{
	int fd;

	setsid();
	fd = open(CONSOLE, O_RDWR);
	if (fd < 0) {
		complain(CONSOLE);
		_exit(1);
	}
	ioctl(fd, TIOCSCTTY, 0);
	for (int to = 0; to < 3; to++)
		dup2(fd, to);
	if (fd > 2)
		close(fd);
}

static pid_t start(const char *name, const char *argument)
{
	char *const argv[] = { (char *)name, (char *)argument, NULL };
	pid_t pid = fork();

	if (pid < 0)
		complain("fork");
	if (pid != 0)
		return pid;
	open_console();
	default_signals();
	if (chdir("/root") < 0)
		chdir("/");
	execve(SHELL, argv, environment);
	complain(SHELL);
	_exit(127);
}

/* Reaps until one process ends, or all do if it is -1. */
static void reap_until(pid_t pid)
{
	pid_t ended;

	do {
		ended = wait(NULL);
	} while (ended != pid && (ended > 0 || errno == EINTR));
}

static void run_rc(void)
{
	if (access("/etc/rc", R_OK) == 0)
		reap_until(start("sh", "/etc/rc"));
}

int main(void)
{
	struct timespec from, now, second = { .tv_sec = 1 };

	set_signals();
	umask(022);
	make_places();
	run_rc();
	while (!going_off) {
		clock_gettime(CLOCK_MONOTONIC, &from);
		reap_until(start("-sh", NULL));
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec - from.tv_sec < 1)
			nanosleep(&second, NULL);
	}
	for (;;) {
		reap_until(-1);
		nanosleep(&second, NULL);
	}
}
