/* SPDX-License-Identifier: MIT */
/* What needs no call: the tracer must see nothing of it. */
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int trace(int fd)
{
	*ARG1 = fd;
	return fl_call(CALL_TRACE);
}

/* How many calls f makes. */
static int calls_of(void (*f)(void))
{
	struct fl_trace_record r;
	int p[2], n = 0;

	pipe2(p, O_NONBLOCK);
	trace(p[1]);
	f();
	trace(-1);
	while (read(p[0], &r, sizeof(r)) == sizeof(r))
		n += !r.result_valid;
	close(p[0]);
	close(p[1]);
	return n - 1; /* the call that ends the trace */
}

static void facts(void)
{
	getpid();
	getppid();
	getuid();
	geteuid();
	getgid();
	getegid();
	gettid();
}

static void clocks(void)
{
	struct timespec t;
	struct timeval tv;

	clock_gettime(CLOCK_MONOTONIC, &t);
	clock_gettime(CLOCK_REALTIME, &t);
	gettimeofday(&tv, NULL);
	time(NULL);
}

static void one_call(void)
{
	getpgid(0);
}

static void test_clock(void)
{
	struct timespec a, b, slept = { 0, 30000000 };
	long long ns, back = 0;

	clock_gettime(CLOCK_MONOTONIC, &a);
	nanosleep(&slept, NULL);
	clock_gettime(CLOCK_MONOTONIC, &b);
	ns = (b.tv_sec - a.tv_sec) * 1000000000ll + b.tv_nsec - a.tv_nsec;
	ok(ns >= 30000000, "a sleep is not shorter than asked (%lld ns)", ns);
	for (int i = 0; i < 300000; i++) {
		clock_gettime(CLOCK_MONOTONIC, &b);
		ns = (b.tv_sec - a.tv_sec) * 1000000000ll + b.tv_nsec -
		     a.tv_nsec;
		back += ns < 0 || b.tv_nsec < 0 || b.tv_nsec >= 1000000000;
		a = b;
	}
	ok(back == 0, "the monotonic clock never goes back");
	ok(time(NULL) > 1700000000, "the date is from the machine's clock");
}

static void test_change(void)
{
	int status, parent = getpid();
	pid_t pid = fork();

	if (pid == 0) {
		if (getpid() == parent || getppid() != parent)
			_exit(1);
		if (setresuid(1000, 1001, 1002) != 0 || getuid() != 1000 ||
		    geteuid() != 1001)
			_exit(2);
		pid = vfork();
		if (pid == 0)
			_exit(getppid() == getpid());
		_exit(waitpid(pid, &status, 0) == pid && status == 0 &&
			      getpid() != parent
			  ? 0
			  : 3);
	}
	waitpid(pid, &status, 0);
	ok(status == 0, "facts follow fork, vfork and setresuid (%#x)", status);
}

int main(void)
{
	ok(calls_of(one_call) == 1, "the tracer sees a call");
	ok(calls_of(facts) == 0, "getpid() and its like make none");
	ok(calls_of(clocks) == 0, "reading clocks makes none");
	ok(FACTS->abi_version == FL_ABI_VERSION && FACTS->page_size == 4096,
	   "the facts page has the version and the page size");
	test_clock();
	test_change();
	return done();
}
