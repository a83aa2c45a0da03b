/* SPDX-License-Identifier: MIT */
/*
 * What calls say when an allocation of theirs fails: each of a call's in turn,
 * by /dev/faults.  Each test is named after what went wrong.
 */
#include "pressure.h"
#include <sys/mman.h>
#include <sys/resource.h>

#define PAGES 40
#define USER  4321

static int faults;
static const char *self;

static void tell(const char *command)
{
	write(faults, command, strlen(command));
}

/* The allocation after the next n ones fails. */
static void fail_after(int n)
{
	char command[20];

	snprintf(command, sizeof(command), "count %d", n);
	tell(command);
}

/* Did it?  From now on none does. */
static int has_failed(void)
{
	char text[64] = "";

	tell("off");
	pread(faults, text, sizeof(text) - 1, 0);
	return strncmp(text, "failures 0 ", 11) != 0;
}

/* 0: it did what it should.  Else nothing failed, or something is wrong. */
#define NOTHING_FAILED 100

/*
 * Runs a test in a child of its own with its first allocation failing, then
 * its second, until none fails.
 */
static void try_each(int (*test)(int n), const char *name)
{
	int status = 0, n = 1;
	pid_t pid;

	fflush(stdout);
	for (; n < 1000; n++) {
		pid = fork();
		if (pid == 0)
			_exit(test(n));
		waitpid(pid, &status, 0);
		has_failed();
		if (status != 0)
			break;
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != NOTHING_FAILED)
		printf("# status %#x at allocation %d\n", status, n);
	ok(n > 1 && WIFEXITED(status) && WEXITSTATUS(status) == NOTHING_FAILED,
	   "%s (%d failures)", name, n - 1);
}

static int setpgid_fails(int n)
{
	pid_t pid = fork();
	int result, error, failed;

	if (pid == 0) {
		pause();
		_exit(0);
	}
	fail_after(n);
	result = setpgid(pid, 0);
	error = errno;
	failed = has_failed();
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	if (!failed)
		return result == 0 ? NOTHING_FAILED : 1;
	return result == -1 && error == ENOMEM ? 0 : 2;
}

/*
 * As many arguments as fill some pages; the program is this one.  When its old
 * memory is gone there is nobody to tell: it is killed.
 */
static int exec_fails(int n)
{
	static char filler[3000];
	char *args[] = { (char *)self, "exit", filler, filler, filler, NULL };
	char *nothing[] = { NULL };
	int status, failed;
	pid_t pid = fork();

	if (pid == 0) {
		memset(filler, 'f', sizeof(filler) - 1);
		fail_after(n);
		execve(self, args, nothing);
		_exit(errno == ENOMEM ? 0 : 3);
	}
	waitpid(pid, &status, 0);
	failed = has_failed();
	if (WIFSIGNALED(status))
		return failed && WTERMSIG(status) == SIGKILL ? 0 : 8;
	if (WEXITSTATUS(status) == NOTHING_FAILED)
		return failed ? 0 : NOTHING_FAILED;
	return WEXITSTATUS(status);
}

static int setuid_fails(int n)
{
	struct rlimit one = { 1, 1 };
	int result, error, failed;
	pid_t pid;

	fail_after(n);
	result = setuid(USER);
	error = errno;
	failed = has_failed();
	if (result != 0)
		return failed && error == EAGAIN && getuid() == 0 ? 0 : 4;
	/* It is one process of that user, and may have no other. */
	setrlimit(RLIMIT_NPROC, &one);
	pid = fork();
	if (pid == 0)
		_exit(0);
	if (pid > 0 || errno != EAGAIN)
		return 5;
	return failed ? 0 : NOTHING_FAILED;
}

static int lock_fails(int n, int all)
{
	size_t size = PAGES * 4096;
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int result, error, failed;

	fail_after(n);
	result = all ? mlockall(MCL_CURRENT) : mlock(p, size);
	error = errno;
	failed = has_failed();
	if (!failed)
		return result == 0 ? NOTHING_FAILED : 6;
	return result == -1 && error == ENOMEM ? 0 : 7;
}

static int mlock_fails(int n)
{
	return lock_fails(n, 0);
}

static int mlockall_fails(int n)
{
	return lock_fails(n, 1);
}

static volatile sig_atomic_t handled;

static void on_signal(int sig)
{
	handled = sig;
}

/* The frame is the first that is written to the handler's own stack. */
static int handler_fails(int n)
{
	stack_t stack = { .ss_size = 4 * 4096 };
	struct sigaction action = { .sa_handler = on_signal,
				    .sa_flags = SA_ONSTACK };
	int failed;

	stack.ss_sp = mmap(NULL, stack.ss_size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	sigaltstack(&stack, NULL);
	sigaction(SIGUSR1, &action, NULL);
	tell("off");
	fail_after(n);
	kill(getpid(), SIGUSR1);
	failed = has_failed();
	if (!handled)
		return 8;
	return failed ? 0 : NOTHING_FAILED;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "exit") == 0)
		return NOTHING_FAILED;
	self = argv[0];
	faults = open("/dev/faults", O_RDWR | O_CLOEXEC);
	ok(faults >= 0, "allocations can be made to fail");
	try_each(setpgid_fails, "setpgid() without memory was EPERM");
	try_each(exec_fails, "arguments without a page were E2BIG");
	try_each(setuid_fails, "RLIMIT_NPROC did not count a process");
	try_each(mlock_fails, "mlock() hid that a page is missing");
	try_each(mlockall_fails, "mlockall() hid that a page is missing");
	try_each(handler_fails, "no page for a handler's frame was SIGSEGV");
	return done();
}
