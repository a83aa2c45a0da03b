/* SPDX-License-Identifier: MIT */
/* Signals: handlers, masks, stacks, faults, stops, timers, queues. */
#include "tap.h"
#include <setjmp.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int count, last_signal, last_code, nested, on_stack;
static volatile pid_t last_pid;
static void *volatile last_address;
static sigjmp_buf back;
static char alternate[16384];

static void handler(int sig, siginfo_t *info, void *context)
{
	char here;

	(void)context;
	count++;
	last_signal = sig;
	last_code = info->si_code;
	last_pid = info->si_pid;
	last_address = info->si_addr;
	on_stack = &here >= alternate && &here < alternate + sizeof(alternate);
}

static void jumping(int sig, siginfo_t *info, void *context)
{
	handler(sig, info, context);
	siglongjmp(back, 1);
}

static void nesting(int sig)
{
	if (++nested == 1)
		raise(sig);
	count = nested;
}

static void install(int sig, void (*f)(int, siginfo_t *, void *), int flags)
{
	struct sigaction a = { .sa_sigaction = f,
			       .sa_flags = flags | SA_SIGINFO };

	sigaction(sig, &a, NULL);
	count = 0;
}

static void test_masks(void)
{
	sigset_t set, old;

	install(SIGUSR1, handler, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, &old);
	raise(SIGUSR1);
	raise(SIGUSR1);
	ok(count == 0, "a blocked signal waits");
	sigpending(&set);
	ok(sigismember(&set, SIGUSR1), "and is pending");
	sigprocmask(SIG_SETMASK, &old, NULL);
	ok(count == 1 && last_signal == SIGUSR1, "it comes once, unblocked");
	ok(last_pid == getpid() &&
	       (last_code == SI_USER || last_code == SI_TKILL),
	   "and says who sent it");
	signal(SIGUSR1, nesting);
	nested = 0;
	raise(SIGUSR1);
	ok(nested == 2, "a signal is blocked while its handler runs");
}

static void test_flags(void)
{
	stack_t stack = { .ss_sp = alternate, .ss_size = sizeof(alternate) };
	struct sigaction now;

	install(SIGUSR1, handler, SA_RESETHAND);
	raise(SIGUSR1);
	sigaction(SIGUSR1, NULL, &now);
	ok(count == 1 && now.sa_handler == SIG_DFL, "SA_RESETHAND resets");
	sigaltstack(&stack, NULL);
	install(SIGUSR1, handler, SA_ONSTACK);
	raise(SIGUSR1);
	ok(on_stack, "SA_ONSTACK runs on the alternate stack");
	install(SIGUSR1, handler, 0);
	raise(SIGUSR1);
	ok(!on_stack, "without it not");
	stack.ss_flags = SS_DISABLE;
	sigaltstack(&stack, NULL);
	ok(sigaction(SIGKILL, &now, NULL) == -1 && errno == EINVAL,
	   "SIGKILL has no handler");
}

static void test_faults(void)
{
	static const struct {
		const char *name;
		int sig, code;
	} faults[] = { { "division by zero", SIGFPE, FPE_INTDIV },
		       { "an invalid opcode", SIGILL, 0 },
		       { "int3", SIGTRAP, TRAP_BRKPT },
		       { "a null pointer", SIGSEGV, SEGV_MAPERR },
		       { "an SSE division", SIGFPE, FPE_FLTDIV } };

	for (int i = 0; i < 5; i++) {
		install(faults[i].sig, jumping, SA_NODEFER);
		last_signal = 0;
		if (sigsetjmp(back, 1) == 0) {
			volatile int zero = 0, one = 1;

			if (i == 0)
				zero = one / zero;
			else if (i == 1)
				__asm__ volatile("ud2");
			else if (i == 2)
				__asm__ volatile("int3");
			else if (i == 3)
				*(volatile int *)(zero + 8) = 1;
			else
				__asm__ volatile("fninit; fldcw %0; fld1; fldz;"
						 "fdivrp; fwait"
						 :
						 : "m"((short){ 0x037b }));
		}
		ok(last_signal == faults[i].sig &&
		       (faults[i].code == 0 || last_code == faults[i].code),
		   "%s is signal %d, code %d (%d, %d)", faults[i].name,
		   faults[i].sig, faults[i].code, last_signal, last_code);
		signal(faults[i].sig, SIG_DFL);
	}
	__asm__ volatile("fninit");
}

static void test_registers(void)
{
	double x = 1.5;
	struct itimerval often = { { 0, 500 }, { 0, 500 } }, off = { 0 };
	volatile double sum = 0;

	install(SIGALRM, handler, 0);
	setitimer(ITIMER_REAL, &often, NULL);
	while (count < 200)
		for (int i = 0; i < 1000; i++)
			sum += x * i - x * (i - 1) - x;
	setitimer(ITIMER_REAL, &off, NULL);
	ok(sum == 0, "handlers leave the FPU alone (%d signals)", count);
}

static void test_stop(void)
{
	int status, end[2];
	pid_t pid;
	char c;

	/* It must not end before its parent has looked. */
	pipe(end);
	pid = fork();
	if (pid == 0) {
		close(end[1]);
		raise(SIGSTOP);
		read(end[0], &c, 1);
		_exit(7);
	}
	close(end[0]);
	ok(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status) &&
	       WSTOPSIG(status) == SIGSTOP,
	   "a stop is told to the parent");
	kill(pid, SIGCONT);
	ok(waitpid(pid, &status, WCONTINUED) == pid && WIFCONTINUED(status),
	   "so is its end");
	close(end[1]);
	ok(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7,
	   "and the process goes on");
	pid = fork();
	if (pid == 0)
		for (;;)
			pause();
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	kill(pid, SIGKILL);
	ok(waitpid(pid, &status, 0) == pid && WTERMSIG(status) == SIGKILL,
	   "SIGKILL ends a stopped process");
}

static void test_children(void)
{
	struct sigaction a = { .sa_handler = SIG_IGN };
	pid_t pid;

	install(SIGCHLD, handler, 0);
	pid = fork();
	if (pid == 0)
		_exit(3);
	while (count == 0)
		usleep(1000);
	ok(last_signal == SIGCHLD && last_code == CLD_EXITED && last_pid == pid,
	   "SIGCHLD tells how and who");
	waitpid(pid, NULL, 0);
	sigaction(SIGCHLD, &a, NULL);
	pid = fork();
	if (pid == 0)
		_exit(3);
	ok(waitpid(pid, NULL, 0) == -1 && errno == ECHILD,
	   "children of who ignores SIGCHLD leave no zombie");
	signal(SIGCHLD, SIG_DFL);
}

static void test_suspend(void)
{
	sigset_t block, old, none;

	install(SIGUSR2, handler, 0);
	sigemptyset(&block);
	sigaddset(&block, SIGUSR2);
	sigprocmask(SIG_BLOCK, &block, &old);
	if (fork() == 0) {
		usleep(20000);
		kill(getppid(), SIGUSR2);
		_exit(0);
	}
	sigemptyset(&none);
	ok(sigsuspend(&none) == -1 && errno == EINTR && count == 1,
	   "sigsuspend waits for a signal");
	sigprocmask(SIG_BLOCK, NULL, &none);
	ok(sigismember(&none, SIGUSR2), "and puts the mask back");
	sigprocmask(SIG_SETMASK, &old, NULL);
	wait(NULL);
}

static void test_alarm(void)
{
	struct itimerval cpu = { { 0, 0 }, { 0, 30000 } };
	sigset_t set, old;

	install(SIGALRM, handler, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, &old);
	alarm(1);
	sigsuspend(&old);
	sigprocmask(SIG_SETMASK, &old, NULL);
	ok(count == 1 && last_signal == SIGALRM, "alarm() comes");
	install(SIGVTALRM, handler, 0);
	setitimer(ITIMER_VIRTUAL, &cpu, NULL);
	while (count == 0)
		;
	ok(last_signal == SIGVTALRM, "a timer of CPU time comes");
}

static int queue(pid_t pid, int sig, int value)
{
	return sigqueue(pid, sig, (union sigval){ .sival_int = value });
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* Takes one of set, which must be sig with this value. */
static int took(const sigset_t *set, int sig, int value)
{
	const struct timespec none = { 0 };
	siginfo_t info = { 0 };

	return sigtimedwait(set, &info, &none) == sig && info.si_signo == sig &&
	       info.si_code == SI_QUEUE && info.si_pid == getpid() &&
	       info.si_value.sival_int == value;
}

static void test_queue(void)
{
	const struct timespec none = { 0 };
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigaddset(&set, SIGRTMIN + 1);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, &old);
	ok(queue(getpid(), SIGRTMIN + 1, 7) == 0 &&
	       queue(getpid(), SIGRTMIN, 1) == 0 &&
	       queue(getpid(), SIGRTMIN, -2) == 0 &&
	       queue(getpid(), SIGUSR2, 9) == 0,
	   "sigqueue");
	ok(took(&set, SIGUSR2, 9), "sigtimedwait: the lowest number is first");
	ok(took(&set, SIGRTMIN, 1) && took(&set, SIGRTMIN, -2),
	   "of one number each is kept, in order, with its value");
	ok(took(&set, SIGRTMIN + 1, 7), "the higher number is last");
	ok(sigtimedwait(&set, NULL, &none) == -1 && errno == EAGAIN,
	   "and nothing is left");
	ok(queue(getpid(), 0, 0) == 0 && queue(getpid(), 1000, 0) == -1 &&
	       errno == EINVAL,
	   "sigqueue: signal 0 looks, 1000 is EINVAL");
	ok(queue(0x7ffffff, SIGRTMIN, 0) == -1 && errno == ESRCH,
	   "sigqueue to nobody is ESRCH");
	sigprocmask(SIG_SETMASK, &old, NULL);
}

static void test_timed_wait(void)
{
	const struct timespec short_time = { 0, 50000000 },
			      long_time = { 20, 0 };
	const struct timespec bad = { 0, 1000000000 };
	siginfo_t info = { 0 };
	double start = seconds();
	sigset_t set, old;
	pid_t pid;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, &old);
	ok(sigtimedwait(&set, NULL, &short_time) == -1 && errno == EAGAIN &&
	       seconds() - start >= 0.05,
	   "sigtimedwait waits until the time is up: EAGAIN");
	ok(sigtimedwait(&set, NULL, &bad) == -1 && errno == EINVAL,
	   "10^9 nanoseconds are EINVAL");
	pid = fork();
	if (pid == 0) {
		usleep(50000);
		_exit(queue(getppid(), SIGRTMIN, 42));
	}
	start = seconds();
	ok(sigtimedwait(&set, &info, &long_time) == SIGRTMIN &&
	       info.si_value.sival_int == 42 && info.si_pid == pid &&
	       seconds() - start < 10,
	   "a signal ends it before");
	waitpid(pid, NULL, 0);
	install(SIGALRM, handler, 0);
	ualarm(50000, 50000); /* again: one may come before the waiting */
	ok(sigtimedwait(&set, NULL, &long_time) == -1 && errno == EINTR &&
	       count > 0,
	   "the handler of another one, too: EINTR");
	ualarm(0, 0);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

int main(void)
{
	test_masks();
	test_flags();
	test_faults();
	test_registers();
	test_stop();
	test_children();
	test_suspend();
	test_alarm();
	test_queue();
	test_timed_wait();
	return done();
}
