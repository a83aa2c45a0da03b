/* SPDX-License-Identifier: MIT */
/* Processes: fork, exec, wait, groups, sessions, identity, limits. */
#include "tap.h"
#include <faultline/calls.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int child_status(void (*f)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		f();
		_exit(0);
	}
	return waitpid(pid, &status, 0) == pid ? status : -1;
}

static void test_wait(void)
{
	siginfo_t info;
	int status;
	pid_t pid;

	ok(wait(&status) == -1 && errno == ECHILD, "no children: ECHILD");
	pid = fork();
	if (pid == 0)
		_exit(300);
	ok(waitid(P_PID, pid, &info, WEXITED | WNOWAIT) == 0 &&
	       info.si_pid == pid && info.si_status == (300 & 255),
	   "waitid with WNOWAIT looks only");
	ok(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 44,
	   "and leaves the child to be waited for");
	pid = fork();
	if (pid == 0) {
		pause();
		_exit(0);
	}
	ok(waitpid(pid, &status, WNOHANG) == 0, "WNOHANG does not wait");
	kill(pid, SIGTERM);
	ok(waitpid(-1, &status, 0) == pid && WTERMSIG(status) == SIGTERM,
	   "a killed child");
}

static pid_t sleeper(void)
{
	pid_t pid = fork();

	while (pid == 0)
		pause();
	return pid;
}

/* Those that have changed are found before, behind and between the others. */
static void test_wait_for_any(void)
{
	const int options = WUNTRACED | WCONTINUED;
	pid_t child[5];
	int status, found = 0;

	for (int i = 0; i < 5; i++)
		child[i] = sleeper();
	ok(waitpid(-1, &status, options | WNOHANG) == 0, "none has changed");
	kill(child[2], SIGSTOP);
	ok(waitpid(-1, &status, options) == child[2] && WIFSTOPPED(status),
	   "the one that stopped is found");
	ok(waitpid(-1, &status, options | WNOHANG) == 0, "and only once");
	kill(child[2], SIGCONT);
	ok(waitpid(-1, &status, options) == child[2] && WIFCONTINUED(status),
	   "that it goes on is found");
	kill(child[4], SIGSTOP);
	kill(child[0], SIGKILL);
	for (int i = 0; i < 2; i++) {
		pid_t pid = waitpid(-1, &status, options);

		found += (pid == child[4] && WIFSTOPPED(status)) ||
			 (pid == child[0] && WIFSIGNALED(status));
	}
	ok(found == 2, "one that ended and one that stopped are found");
	ok(waitpid(-1, &status, options | WNOHANG) == 0, "and no more");
	for (int i = 1; i < 5; i++) {
		kill(child[i], SIGKILL);
		found += waitpid(-1, &status, 0) == child[i];
	}
	ok(found == 6 && wait(&status) == -1 && errno == ECHILD,
	   "the others when they end");
}

static void test_exec(void)
{
	char *const bad[] = { "x", NULL };
	int fd;

	execv("/nonexistent", bad);
	ok(errno == ENOENT, "exec of nothing is ENOENT");
	execv("/etc/passwd", bad);
	ok(errno == EACCES, "exec of a plain file is EACCES");
	execv("/etc", bad);
	ok(errno == EACCES, "exec of a directory is EACCES");
	fd = open("/tmp/script", O_CREAT | O_WRONLY | O_TRUNC, 0755);
	write(fd, "#!/bin/sh -e\nexit ${2#x}\n", 25);
	ok(execv("/tmp/script", bad) == -1 && errno == ETXTBSY,
	   "exec of what is written to is ETXTBSY");
	close(fd);
	if (fork() == 0)
		execl("/tmp/script", "ignored", "one", "x17", (char *)NULL);
	int status;

	wait(&status);
	ok(WEXITSTATUS(status) == 17, "#! passes its argument and ours");
	fd = open("/tmp/junk", O_CREAT | O_WRONLY | O_TRUNC, 0755);
	write(fd, "\177ELF and nothing else", 22);
	close(fd);
	ok(execv("/tmp/junk", bad) == -1 && errno == ENOEXEC,
	   "exec of junk is ENOEXEC");
	unlink("/tmp/junk");
	unlink("/tmp/script");
	/* 128 KB of arguments is too much, half of it is not. */
	static char big[65536], *args[4] = { "true", big, NULL, NULL };

	memset(big, 'x', sizeof(big) - 1);
	if (fork() == 0) {
		execv("/bin/true", args);
		_exit(9);
	}
	wait(&status);
	ok(status == 0, "64 KB of arguments");
	args[2] = big;
	ok(execv("/bin/true", args) == -1 && errno == E2BIG,
	   "128 KB are E2BIG");
}

static void test_cloexec(void)
{
	int status, a = open("/etc/passwd", O_RDONLY);
	int b = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	char command[100];

	snprintf(command, sizeof(command),
		 "[ -e /dev/null ] && (: <&%d) 2>/dev/null && "
		 "! (: <&%d) 2>/dev/null",
		 a, b);
	status = system(command);
	ok(status == 0, "close-on-exec closes (%#x)", status);
	close(a);
	close(b);
}

static void test_vfork(void)
{
	volatile int shared = 0;
	int status;
	pid_t pid = vfork();

	if (pid == 0) {
		shared = 1;
		_exit(5);
	}
	ok(shared == 1, "vfork's parent waits, and shares memory");
	ok(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 5,
	   "and can wait for the child");
}

/* Its result in another register than the usual, by a longer instruction. */
static void test_fork_to_register(void)
{
	int pid, status = 0, kept = 0x5678;

	__asm__ volatile("movl %2, %%ebx"
			 : "=b"(pid), "+S"(kept)
			 : "m"(*CALL_FORK)
			 : "memory");
	if (pid == 0)
		_exit(kept == 0x5678 ? 23 : 1);
	ok(pid > 0 && kept == 0x5678 && waitpid(pid, &status, 0) == pid &&
	       WIFEXITED(status) && WEXITSTATUS(status) == 23,
	   "fork by a load into ebx (%d, %#x)", pid, status);
	__asm__ volatile("movl %2, %%esi"
			 : "=S"(pid), "+D"(kept)
			 : "m"(*CALL_VFORK)
			 : "memory");
	if (pid == 0)
		_exit(24);
	ok(pid > 0 && kept == 0x5678 && waitpid(pid, &status, 0) == pid &&
	       WIFEXITED(status) && WEXITSTATUS(status) == 24,
	   "vfork by a load into esi (%d, %#x)", pid, status);
}

static void groups(void)
{
	if (setsid() != -1 && getpgrp() != getpid())
		_exit(1);
	pid_t pid = fork();

	if (pid == 0) {
		pause();
		_exit(0);
	}
	if (setpgid(pid, 0) != 0 || getpgid(pid) != pid)
		_exit(2);
	if (setpgid(pid, 99999) != -1 || (errno != EPERM && errno != ESRCH))
		_exit(3);
	if (kill(-pid, SIGTERM) != 0)
		_exit(4);
	int status;

	if (waitpid(-pid, &status, 0) != pid || WTERMSIG(status) != SIGTERM)
		_exit(5);
	if (setsid() != -1)
		_exit(6);
}

/* What setpgid() says of a process that is not there, not ours, or leads. */
static void groups_of_others(void)
{
	pid_t gone = fork(), leader;
	int p[2];
	char c;

	if (gone == 0)
		_exit(0);
	while (kill(gone, 0) == 0 && setpgid(gone, 0) == 0)
		usleep(1000);
	if (setpgid(gone, 0) != -1 || errno != ESRCH)
		_exit(1); /* it waits for us, and has ended */
	waitpid(gone, NULL, 0);
	if (setpgid(gone, 0) != -1 || errno != ESRCH)
		_exit(2);
	if (setpgid(1, 0) != -1 || errno != ESRCH)
		_exit(3); /* no child of ours */
	if (setpgid(0, -1) != -1 || errno != EINVAL)
		_exit(4);
	pipe(p);
	leader = fork();
	if (leader == 0) {
		setsid();
		write(p[1], "", 1);
		pause();
	}
	read(p[0], &c, 1);
	if (setpgid(leader, 0) != -1 || errno != EPERM)
		_exit(5);
	if (setpgid(0, leader) != -1 || errno != EPERM)
		_exit(6);
	kill(leader, SIGKILL);
	_exit(0);
}

/*
 * Processes of a user are counted as they come and go, by fork(), exit() and
 * by setuid(), there and back.
 */
static void counted_by_user(void)
{
	struct rlimit l = { 4, 4 };
	pid_t pids[8];
	int n;

	setrlimit(RLIMIT_NPROC, &l);
	for (int i = 0; i < 5; i++)
		if (setresuid(4321, 4321, 0) != 0 || setresuid(0, 0, 0) != 0)
			_exit(1);
	if (setuid(4321) != 0)
		_exit(2);
	for (int round = 0; round < 10; round++) {
		for (n = 0; n < 8 && (pids[n] = fork()) >= 0; n++)
			if (pids[n] == 0) {
				pause();
				_exit(0);
			}
		if (n != 3 || errno != EAGAIN)
			_exit(3 + n);
		while (n-- > 0) {
			kill(pids[n], SIGKILL);
			waitpid(pids[n], NULL, 0);
		}
	}
	_exit(0);
}

static void identity(void)
{
	int fd = open("/tmp/secret", O_CREAT | O_WRONLY, 0600);
	gid_t list[2] = { 7, 8 };

	close(fd);
	if (setgroups(2, list) != 0 || getgroups(0, NULL) != 2)
		_exit(1);
	if (setgid(100) != 0 || setuid(1000) != 0)
		_exit(2);
	if (open("/tmp/secret", O_RDONLY) != -1 || errno != EACCES)
		_exit(3);
	if (setuid(0) != -1 || errno != EPERM)
		_exit(4);
	if (kill(1, SIGTERM) != -1 || errno != EPERM)
		_exit(5);
	if (unlink("/tmp/secret") != -1)
		_exit(6); /* the directory is sticky */
	if (chown("/etc/passwd", 1000, 1000) != -1)
		_exit(7);
	if (nice(-5) != -1)
		_exit(8);
	if (setgroups(0, NULL) != -1)
		_exit(9);
	if (open("/newfile", O_CREAT | O_WRONLY, 0600) != -1)
		_exit(10);
}

static void setuid_program(void)
{
	int status;

	system("mkdir /tmp/suid; cp /bin/sleep /tmp/suid/sleep; "
	       "chmod 4755 /tmp/suid/sleep");
	if (setuid(1000) != 0)
		_exit(1);
	pid_t pid = fork();

	if (pid == 0) {
		execl("/tmp/suid/sleep", "sleep", "5", (char *)NULL);
		_exit(9);
	}
	usleep(100000);
	/* It runs as root, but its real user may still signal it. */
	if (kill(pid, SIGTERM) != 0)
		_exit(2);
	waitpid(pid, &status, 0);
	if (!WIFSIGNALED(status))
		_exit(3);
}

static void limits(void)
{
	struct rlimit l = { 5, 5 };
	int n = 0;

	if (setrlimit(RLIMIT_NOFILE, &l) != 0)
		_exit(1);
	while (n < 20 && dup(0) >= 0)
		n++;
	if (n > 5 || errno != EMFILE)
		_exit(2);
	l.rlim_max = 10;
	setuid(1000);
	if (setrlimit(RLIMIT_NOFILE, &l) != -1 || errno != EPERM)
		_exit(3);
	l.rlim_cur = l.rlim_max = 3;
	setrlimit(RLIMIT_NPROC, &l);
	for (n = 0; n < 10; n++) {
		pid_t pid = fork();

		if (pid == 0) {
			pause();
			_exit(0);
		}
		if (pid < 0)
			break;
	}
	int failed = errno == EAGAIN && n < 5;

	kill(-1, SIGKILL);
	_exit(failed ? 0 : 4);
}

static void file_size_limit(void)
{
	struct rlimit l = { 1000, 1000 };
	char buffer[600] = { 0 };
	int fd = open("/tmp/limited", O_CREAT | O_WRONLY, 0600);

	unlink("/tmp/limited");
	setrlimit(RLIMIT_FSIZE, &l);
	signal(SIGXFSZ, SIG_IGN);
	if (write(fd, buffer, 600) != 600 || write(fd, buffer, 600) != 400)
		_exit(1);
	if (write(fd, buffer, 600) != -1 || errno != EFBIG)
		_exit(2);
	signal(SIGXFSZ, SIG_DFL);
	write(fd, buffer, 600);
	_exit(3);
}

static void test_times(void)
{
	struct rusage self, children;
	clock_t start = clock();

	while (clock() - start < CLOCKS_PER_SEC / 10)
		;
	getrusage(RUSAGE_SELF, &self);
	ok(self.ru_utime.tv_sec + self.ru_stime.tv_sec > 0 ||
	       self.ru_utime.tv_usec + self.ru_stime.tv_usec >= 90000,
	   "CPU time is counted");
	system("i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); done");
	getrusage(RUSAGE_CHILDREN, &children);
	ok(children.ru_utime.tv_usec + children.ru_stime.tv_usec > 0 ||
	       children.ru_utime.tv_sec > 0,
	   "so is that of children");
	ok(self.ru_minflt > 0 && self.ru_maxrss > 0, "and faults, and memory");
}

/*
 * Named after a bug: a parent in vfork() could not be killed before its child
 * ended or ran a program.
 */
static void test_kill_vfork_parent(void)
{
	int status, line[2];
	pid_t parent, child;

	pipe(line);
	parent = fork();
	if (parent == 0) {
		child = vfork();
		if (child == 0) {
			child = getpid();
			write(line[1], &child, sizeof(child));
			for (;;)
				pause();
		}
		_exit(1);
	}
	read(line[0], &child, sizeof(child));
	kill(parent, SIGKILL);
	ok(waitpid(parent, &status, 0) == parent && WIFSIGNALED(status),
	   "a parent in vfork() can be killed");
	ok(kill(child, 0) == 0, "its child goes on");
	kill(child, SIGKILL);
	close(line[0]);
	close(line[1]);
}

static int exceeded; /* where the handler below tells when it ran */

static void on_cpu_limit(int sig)
{
	clock_t now = clock();

	write(exceeded, &now, sizeof(now));
	signal(sig, SIG_IGN);
}

static void spin(rlim_t soft, rlim_t hard)
{
	struct rlimit l = { soft, hard };

	if (setrlimit(RLIMIT_CPU, &l) != 0)
		_exit(1);
	for (;;)
		;
}

static void test_cpu_limit(void)
{
	int status, line[2];
	struct rusage used;
	clock_t when = 0;
	pid_t pid;

	pipe(line);
	exceeded = line[1];
	pid = fork();
	if (pid == 0) {
		signal(SIGXCPU, on_cpu_limit);
		spin(1, 3);
	}
	wait4(pid, &status, 0, &used);
	close(line[1]);
	ok(read(line[0], &when, sizeof(when)) == sizeof(when) &&
	       when >= CLOCKS_PER_SEC && when < 3 * CLOCKS_PER_SEC,
	   "SIGXCPU after the soft limit of CPU time (%ld us)", (long)when);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL &&
	       used.ru_utime.tv_sec + used.ru_stime.tv_sec >= 2,
	   "SIGKILL at the hard one (%#x)", status);
	close(line[0]);
	pid = fork();
	if (pid == 0)
		spin(1, RLIM_INFINITY);
	waitpid(pid, &status, 0);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU,
	   "SIGXCPU ends who has no handler (%#x)", status);
}

int main(void)
{
	int status;

	test_wait();
	test_wait_for_any();
	test_exec();
	test_cloexec();
	test_vfork();
	test_fork_to_register();
	test_kill_vfork_parent();
	status = child_status(groups);
	ok(status == 0, "sessions and process groups (%#x)", status);
	status = child_status(groups_of_others);
	ok(status == 0, "setpgid() of processes that cannot be moved (%#x)",
	   status);
	status = child_status(counted_by_user);
	ok(status == 0, "RLIMIT_NPROC counts who comes and goes (%#x)", status);
	status = child_status(identity);
	ok(status == 0, "what an unprivileged user may not do (%#x)", status);
	unlink("/tmp/secret");
	status = child_status(setuid_program);
	ok(status == 0, "set-user-ID programs (%#x)", status);
	status = child_status(limits);
	ok(status == 0 || WTERMSIG(status) == SIGKILL,
	   "descriptor and process limits (%#x)", status);
	status = child_status(file_size_limit);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ,
	   "the file size limit is SIGXFSZ (%#x)", status);
	test_cpu_limit();
	test_times();
	return done();
}
