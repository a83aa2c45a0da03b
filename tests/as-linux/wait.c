/* SPDX-License-Identifier: MIT */
/* wait() and its siblings, and how processes end and stop. */
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

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

static void exit_codes(void)
{
	static const int codes[] = { 0, 1, 127, 255, 256, 0x1234, -1, INT_MIN };
	int status;

	begin("exit codes");
	for (unsigned i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		if (fork_child() == 0)
			_exit(codes[i]);
		wait(&status);
		printf(" %d %d%d%d%d", WEXITSTATUS(status), !!WIFEXITED(status),
		       !!WIFSIGNALED(status), !!WIFSTOPPED(status),
		       !!WIFCONTINUED(status));
	}
}

static void ends_by_signals(void)
{
	static const int signals[] = { SIGHUP,	SIGKILL, SIGTERM,
				       SIGALRM, SIGUSR1, SIGPIPE };
	int status;

	begin("signals");
	for (unsigned i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		if (fork_child() == 0) {
			raise(signals[i]);
			_exit(0);
		}
		wait(&status);
		tell_status("", status);
		printf(" %d%d%d%d%d", !!WIFEXITED(status),
		       !!WIFSIGNALED(status), !!WIFSTOPPED(status),
		       !!WIFCONTINUED(status), !!WCOREDUMP(status));
	}
}

static void without_children(void)
{
	siginfo_t info;
	int status = 77;

	begin("without children");
	tell("wait", wait(&status));
	tell("waitpid -1", waitpid(-1, &status, WNOHANG));
	tell("waitpid 0", waitpid(0, &status, 0));
	tell("waitpid parent", waitpid(getppid(), &status, 0));
	tell("waitpid self", waitpid(getpid(), &status, 0));
	tell("waitpid own group", waitpid(-getpgrp(), &status, 0));
	tell("waitpid INT_MIN", waitpid(INT_MIN, &status, 0));
	tell("waitid P_ALL", waitid(P_ALL, 0, &info, WEXITED));
	tell("waitid P_PGID", waitid(P_PGID, 0, &info, WEXITED));
	tell("bad option", waitpid(-1, &status, 0x40));
	tell("bad option", waitpid(-1, &status, WEXITED));
	tell("waitid nothing", waitid(P_ALL, 0, &info, WNOHANG));
	tell("waitid nothing", waitid(P_ALL, 0, &info, WNOWAIT));
	tell("waitid bad option", waitid(P_ALL, 0, &info, WEXITED | 0x40));
	tell("waitid bad type", waitid(99, 0, &info, WEXITED));
	tell("waitid pid 0", waitid(P_PID, 0, &info, WEXITED));
	tell("waitid pid -1", waitid(P_PID, -1, &info, WEXITED));
	tell("waitid pgid -1", waitid(P_PGID, -1, &info, WEXITED));
	printf(" status %d", status);
}

static void status_stays_unless_told(void)
{
	int status = 77;
	pid_t pid;

	begin("status stays");
	open_gate();
	pid = waiting_child(3);
	tell("WNOHANG", waitpid(pid, &status, WNOHANG));
	printf(" status %d,", status);
	tell("another", waitpid(getpid(), &status, 0));
	printf(" status %d,", status);
	close_gate();
	tell_ok("null", waitpid(pid, NULL, 0));
	tell("again", waitpid(pid, &status, 0));
	printf(" status %d", status);
}

static void by_group(void)
{
	pid_t other, own;
	int status;

	begin("by group");
	open_gate();
	other = waiting_child(4);
	tell("setpgid", setpgid(other, 0));
	printf(" %d,", getpgid(other) == other);
	tell("pid 0 without", waitpid(0, &status, WNOHANG));
	own = waiting_child(5);
	tell("pid 0", waitpid(0, &status, WNOHANG));
	tell("other group", waitpid(-other, &status, WNOHANG));
	tell("no group", waitpid(-own, &status, WNOHANG));
	close_gate();
	printf(" %d", waitpid(0, &status, 0) == own);
	tell_status("", status);
	tell("pid 0 then", waitpid(0, &status, 0));
	tell("own group then", waitpid(-getpgrp(), &status, 0));
	printf(" %d", waitpid(-other, &status, 0) == other);
	tell_status("", status);
	tell("then", wait(&status));
}

static const char *code_name(int code)
{
	static const struct {
		int code;
		const char *name;
	} names[] = {
		{ CLD_EXITED, "EXITED" },   { CLD_KILLED, "KILLED" },
		{ CLD_DUMPED, "DUMPED" },   { CLD_STOPPED, "STOPPED" },
		{ CLD_TRAPPED, "TRAPPED" }, { CLD_CONTINUED, "CONTINUED" }
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].code == code)
			return names[i].name;
	return "no code";
}

static void tell_info(const siginfo_t *info, pid_t pid)
{
	printf(" %s %s", signal_name(info->si_signo),
	       info->si_signo ? code_name(info->si_code) : "");
	if (info->si_code == CLD_EXITED || info->si_signo == 0)
		printf(" %d", info->si_status);
	else
		printf(" %s", signal_name(info->si_status));
	printf(" %d%d,", info->si_pid == pid, info->si_uid == getuid());
}

static void look_with(int idtype, pid_t id, pid_t pid, int options)
{
	siginfo_t info;

	memset(&info, 0x55, sizeof(info));
	tell("", waitid(idtype, id, &info, options));
	if (info.si_signo == 0)
		printf(" none %d,", info.si_pid);
	else if (info.si_signo == SIGCHLD)
		tell_info(&info, pid);
}

static void waitid_tells_and_keeps(void)
{
	pid_t pid = dead_child(300);

	begin("waitid of an exit");
	look_with(P_PID, pid, pid, WEXITED | WNOWAIT);
	look_with(P_ALL, 55, pid, WEXITED | WNOWAIT);
	look_with(P_PGID, 0, pid, WEXITED | WNOWAIT);
	look_with(P_PGID, getpgrp(), pid, WEXITED | WNOWAIT | WNOHANG);
	look_with(P_PID, pid, pid, WEXITED);
	look_with(P_PID, pid, pid, WEXITED);
	pid = fork_child();
	if (pid == 0)
		pause();
	begin("waitid of a kill");
	look_with(P_PID, pid, pid, WEXITED | WNOHANG);
	look_with(P_PID, pid, pid, WEXITED | WNOHANG | WNOWAIT);
	kill(pid, SIGTERM);
	look_with(P_PID, pid, pid, WEXITED | WNOWAIT);
	tell("no info", waitid(P_PID, pid, NULL, WEXITED | WNOWAIT));
	tell("no info", waitid(P_PID, pid, NULL, WEXITED));
	tell("no info", waitid(P_PID, pid, NULL, WEXITED));
}

static void stops_are_told_once(void)
{
	pid_t pid = fork_child();
	int status = 0;

	if (pid == 0)
		for (;;)
			pause();
	begin("stopped");
	kill(pid, SIGSTOP);
	look_with(P_PID, pid, pid, WSTOPPED | WNOWAIT);
	tell("untraced no", waitpid(pid, &status, WNOHANG));
	tell_ok("untraced", waitpid(pid, &status, WUNTRACED));
	tell_status("", status);
	tell("again", waitpid(pid, &status, WUNTRACED | WNOHANG));
	look_with(P_PID, pid, pid, WSTOPPED | WNOHANG);
	kill(pid, SIGSTOP);
	tell("stopped again", waitpid(pid, &status, WUNTRACED | WNOHANG));
	kill(pid, SIGCONT);
	begin("continued");
	look_with(P_PID, pid, pid, WCONTINUED | WNOWAIT);
	tell("stopped no", waitpid(pid, &status, WUNTRACED | WNOHANG));
	tell_ok("continued", waitpid(pid, &status, WCONTINUED));
	tell_status("", status);
	tell("again", waitpid(pid, &status, WCONTINUED | WNOHANG));
	kill(pid, SIGCONT);
	tell("running", waitpid(pid, &status, WCONTINUED | WNOHANG));
	kill(pid, SIGKILL);
	await(pid);
}

static void changes_supersede_each_other(void)
{
	pid_t pid = fork_child();
	int status = 0;

	if (pid == 0)
		for (;;)
			pause();
	begin("superseded");
	kill(pid, SIGSTOP);
	waitid(P_PID, pid, NULL, WSTOPPED | WNOWAIT);
	kill(pid, SIGCONT);
	tell("stop is over", waitpid(pid, &status, WUNTRACED | WNOHANG));
	kill(pid, SIGSTOP);
	waitid(P_PID, pid, NULL, WSTOPPED | WNOWAIT);
	tell("and the going on", waitpid(pid, &status, WCONTINUED | WNOHANG));
	waitpid(pid, &status, WUNTRACED);
	tell_status("", status);
	kill(pid, SIGTERM);
	tell("TERM waits", waitpid(pid, &status, WNOHANG));
	kill(pid, SIGKILL);
	waitpid(pid, &status, WUNTRACED | WCONTINUED);
	tell_status("killed stopped", status);
	tell("then", waitpid(pid, &status, WUNTRACED | WCONTINUED));
}

/* The next SIGCHLD, which is blocked. */
static void next_sigchld(pid_t pid)
{
	sigset_t set;
	siginfo_t info;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	while (sigwaitinfo(&set, &info) < 0)
		;
	tell_info(&info, pid);
}

static void on_signal(int sig)
{
	(void)sig;
}

static int sigchld_is_pending(void)
{
	sigset_t set;

	sigpending(&set);
	return sigismember(&set, SIGCHLD);
}

static void block_sigchld(int how, int flags)
{
	struct sigaction action = { .sa_handler = on_signal,
				    .sa_flags = flags };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	if (how == SIG_UNBLOCK)
		action.sa_handler = SIG_DFL;
	sigaction(SIGCHLD, &action, NULL);
	sigprocmask(how, &set, NULL);
}

static void sigchld_says_why(void)
{
	pid_t pid;

	begin("SIGCHLD");
	block_sigchld(SIG_BLOCK, 0);
	pid = fork_child();
	if (pid == 0)
		_exit(9);
	next_sigchld(pid);
	await(pid);
	printf(" %d,", sigchld_is_pending());
	pid = fork_child();
	if (pid == 0)
		for (;;)
			pause();
	kill(pid, SIGSTOP);
	next_sigchld(pid);
	kill(pid, SIGCONT);
	next_sigchld(pid);
	kill(pid, SIGSTOP);
	next_sigchld(pid);
	kill(pid, SIGKILL);
	next_sigchld(pid);
	await(pid);
	block_sigchld(SIG_UNBLOCK, 0);
}

static void sigchld_not_for_stops(void)
{
	pid_t pid;

	begin("SA_NOCLDSTOP");
	block_sigchld(SIG_BLOCK, SA_NOCLDSTOP);
	pid = fork_child();
	if (pid == 0)
		for (;;)
			pause();
	kill(pid, SIGSTOP);
	look_with(P_PID, pid, pid, WSTOPPED);
	printf(" %d,", sigchld_is_pending());
	kill(pid, SIGCONT);
	look_with(P_PID, pid, pid, WCONTINUED);
	printf(" %d,", sigchld_is_pending());
	kill(pid, SIGKILL);
	next_sigchld(pid);
	await(pid);
	block_sigchld(SIG_UNBLOCK, 0);
}

static void ignored_children_leave_nothing(void)
{
	pid_t pid;
	int status = 77;

	begin("ignored");
	signal(SIGCHLD, SIG_IGN);
	open_gate();
	pid = waiting_child(1);
	waiting_child(2);
	close_gate();
	tell("waits for all", wait(&status));
	tell("gone", kill(pid, 0));
	signal(SIGCHLD, SIG_DFL);
	begin("SA_NOCLDWAIT");
	block_sigchld(SIG_BLOCK, SA_NOCLDWAIT);
	pid = fork_child();
	if (pid == 0)
		_exit(6);
	tell("waitpid", waitpid(pid, &status, 0));
	next_sigchld(pid);
	printf(" status %d", status);
	block_sigchld(SIG_UNBLOCK, 0);
}

static int alarms;

static void on_alarm(int sig)
{
	(void)sig;
	if (++alarms == 3)
		close(gate[1]);
}

static void alarms_every(long us)
{
	struct itimerval timer = { { 0, us }, { 0, us } };

	setitimer(ITIMER_REAL, &timer, NULL);
}

static void interrupted(int flags, const char *what)
{
	struct sigaction action = { .sa_handler = on_alarm, .sa_flags = flags };
	int status = 77, result;
	pid_t pid;

	begin(what);
	open_gate();
	pid = waiting_child(8);
	alarms = 0;
	sigaction(SIGALRM, &action, NULL);
	alarms_every(20000);
	result = waitpid(pid, &status, 0);
	alarms_every(0);
	tell_ok("waitpid", result);
	printf(" status %d,", status == 77 ? 77 : WEXITSTATUS(status));
	if (alarms < 3)
		close(gate[1]);
	close(gate[0]);
	signal(SIGALRM, SIG_DFL);
	if (result < 0)
		tell_ok("then", waitpid(pid, &status, 0));
	tell_status("", status);
}

static void *wait_for(void *pid)
{
	static int status;

	if (waitpid(*(pid_t *)pid, &status, 0) < 0)
		return NULL;
	return &status;
}

static void *make_child(void *pid)
{
	*(pid_t *)pid = waiting_child(11);
	return NULL;
}

static void threads_share_children(void)
{
	pthread_t a, b;
	void *first, *second;
	pid_t pid;

	begin("threads");
	open_gate();
	pid = waiting_child(10);
	pthread_create(&a, NULL, wait_for, &pid);
	pthread_create(&b, NULL, wait_for, &pid);
	close_gate();
	pthread_join(a, &first);
	pthread_join(b, &second);
	printf(" one gets it %d,", !first != !second);
	open_gate();
	pthread_create(&a, NULL, make_child, &pid);
	pthread_join(a, NULL);
	close_gate();
	await(pid);
	tell("then", waitpid(pid, NULL, 0));
}

static void *end_with_7(void *unused)
{
	(void)unused;
	exit(7);
}

static void *return_null(void *unused)
{
	(void)unused;
	return NULL;
}

static void ends_of_threads(void)
{
	pthread_t t;
	int status;

	begin("ends of threads");
	if (fork_child() == 0) {
		pthread_create(&t, NULL, end_with_7, NULL);
		pthread_exit(NULL);
	}
	wait(&status);
	tell_status("exit()", status);
	if (fork_child() == 0) {
		pthread_create(&t, NULL, return_null, NULL);
		pthread_exit((void *)5);
	}
	wait(&status);
	tell_status("all returned", status);
}

static void burn(void)
{
	while (clock() < CLOCKS_PER_SEC / 10)
		;
}

static long milliseconds(const struct rusage *r)
{
	return (r->ru_utime.tv_sec + r->ru_stime.tv_sec) * 1000 +
	       (r->ru_utime.tv_usec + r->ru_stime.tv_usec) / 1000;
}

static void usage_comes_with_the_wait(void)
{
	struct rusage before, at_death, after, own;
	pid_t pid;

	begin("usage");
	getrusage(RUSAGE_CHILDREN, &before);
	pid = fork_child();
	if (pid == 0) {
		burn();
		_exit(0);
	}
	waitid(P_PID, pid, NULL, WEXITED | WNOWAIT);
	getrusage(RUSAGE_CHILDREN, &at_death);
	memset(&own, 0, sizeof(own));
	tell_ok("wait4", wait4(pid, NULL, 0, &own));
	getrusage(RUSAGE_CHILDREN, &after);
	printf(" %d %d %d,", milliseconds(&at_death) == milliseconds(&before),
	       milliseconds(&own) >= 80,
	       milliseconds(&after) >= milliseconds(&before) + 80);
	pid = dead_child(0);
	memset(&own, 0x55, sizeof(own));
	tell_ok("wait3", wait3(NULL, WNOHANG, &own));
	printf(" %d", own.ru_utime.tv_sec == 0);
}

int main(int argc, char **argv)
{
	start_afresh();
	exit_codes();
	ends_by_signals();
	without_children();
	status_stays_unless_told();
	by_group();
	waitid_tells_and_keeps();
	stops_are_told_once();
	changes_supersede_each_other();
	sigchld_says_why();
	sigchld_not_for_stops();
	ignored_children_leave_nothing();
	interrupted(0, "interrupted");
	interrupted(SA_RESTART, "restarted");
	threads_share_children();
	ends_of_threads();
	usage_comes_with_the_wait();
	puts("");
	return 0;
}
