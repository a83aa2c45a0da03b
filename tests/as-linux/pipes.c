/* SPDX-License-Identifier: MIT */
/* Pipes: what fits, who waits, what poll() and errors say. */
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>

#include "print.h"

#define SIZE 65536 /* what a pipe holds */

static char bytes[2 * SIZE];

static void look_at_both(const int p[2])
{
	look("read end", p[0]);
	look("write end", p[1]);
}

static int left_in(int fd)
{
	int n = -1;

	ioctl(fd, FIONREAD, &n);
	return n;
}

static void states_of_a_pipe(void)
{
	int p[2];

	begin("states");
	pipe2(p, O_NONBLOCK);
	look_at_both(p);
	write(p[1], bytes, 10);
	begin("with data");
	look_at_both(p);
	begin("full");
	while (write(p[1], bytes, PIPE_BUF) > 0)
		;
	while (write(p[1], bytes, 1) > 0)
		;
	look_at_both(p);
	tell("a byte", write(p[1], bytes, 1));
	tell("nothing", write(p[1], bytes, 0));
	while (left_in(p[0]) > 0)
		read(p[0], bytes, SIZE);
	begin("emptied");
	look_at_both(p);
	tell("read", read(p[0], bytes, 1));
	write(p[1], bytes, 10);
	close(p[1]);
	begin("without writers");
	look("read end", p[0]);
	tell("read", read(p[0], bytes, 100));
	look("read end", p[0]);
	tell("read", read(p[0], bytes, 100));
	tell("nothing", read(p[0], bytes, 0));
	tell("FIONREAD", left_in(p[0]));
	look("closed", p[1]);
	close(p[0]);
}

static void without_readers(void)
{
	int p[2];

	begin("without readers");
	signal(SIGPIPE, SIG_IGN);
	pipe2(p, O_NONBLOCK);
	write(p[1], bytes, 10);
	close(p[0]);
	look("write end", p[1]);
	tell("write", write(p[1], bytes, 1));
	tell("much", write(p[1], bytes, 2 * SIZE));
	tell("nothing", write(p[1], bytes, 0));
	tell("FIONREAD", left_in(p[1]));
	close(p[1]);
	pipe2(p, O_NONBLOCK);
	while (write(p[1], bytes, PIPE_BUF) > 0)
		;
	close(p[0]);
	look("full", p[1]);
	tell("write", write(p[1], bytes, 1));
	close(p[1]);
	signal(SIGPIPE, SIG_DFL);
	if (fork_child() == 0) {
		pipe(p);
		close(p[0]);
		write(p[1], bytes, 1);
		_exit(0);
	} else {
		int status;

		wait(&status);
		tell_status("", status);
	}
}

/* The signal is the writing thread's own, and waits while it is blocked. */
static void blocked_sigpipe(void)
{
	struct timespec now = { 0, 0 };
	siginfo_t info = { 0 };
	sigset_t set, pending;
	int p[2];

	begin("SIGPIPE blocked");
	pipe(p);
	close(p[0]);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigprocmask(SIG_BLOCK, &set, NULL);
	tell("write", write(p[1], bytes, 1));
	tell("again", write(p[1], bytes, 1));
	sigpending(&pending);
	printf(" pending %d,", sigismember(&pending, SIGPIPE));
	tell("taken", sigtimedwait(&set, &info, &now) == SIGPIPE ? 0 : -1);
	tell("taken again", sigtimedwait(&set, &info, &now));
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	close(p[1]);
}

/* Counts that both must give: all, a part, or nothing. */
static void partial_writes(void)
{
	int p[2];

	begin("partial writes");
	pipe2(p, O_NONBLOCK);
	tell("more than fits", write(p[1], bytes, SIZE + 1));
	tell("PIPE_BUF", write(p[1], bytes, PIPE_BUF));
	tell("much", write(p[1], bytes, SIZE));
	tell("read", read(p[0], bytes, PIPE_BUF));
	tell("PIPE_BUF + 1", write(p[1], bytes, PIPE_BUF + 1));
	tell("then", write(p[1], bytes, 1));
	tell("read", read(p[0], bytes, 3 * PIPE_BUF));
	tell("2 PIPE_BUF", write(p[1], bytes, 2 * PIPE_BUF));
	tell("2 PIPE_BUF", write(p[1], bytes, 2 * PIPE_BUF));
	tell("read all", read(p[0], bytes, 2 * SIZE));
	tell("exactly", write(p[1], bytes, SIZE));
	tell("FIONREAD", left_in(p[0]));
	tell("at the write end", left_in(p[1]));
	close(p[0]);
	close(p[1]);
}

static void vectors(void)
{
	struct iovec v[4] = {
		{ "one", 3 }, { NULL, 0 }, { "two", 3 }, { "three", 5 }
	};
	char a[4] = "", b[20] = "";
	struct iovec in[3] = { { a, 2 }, { NULL, 0 }, { b, 20 } };
	struct iovec bad[2] = { { "fine", 4 }, { (void *)8, 4 } };
	int p[2];

	begin("vectors");
	pipe2(p, O_NONBLOCK);
	tell("writev", writev(p[1], v, 4));
	tell("readv", readv(p[0], in, 3));
	printf(" %s %s,", a, b);
	tell("none", writev(p[1], v, 0));
	tell("none", readv(p[0], v, 0));
	tell("negative", writev(p[1], v, -1));
	tell("too many", writev(p[1], v, IOV_MAX + 1));
	tell("empty ones", writev(p[1], v + 1, 1));
	tell("to the read end", writev(p[0], v, 1));
	tell("from the write end", readv(p[1], in, 1));
	tell("bad vector", writev(p[1], (void *)8, 1));
	tell("bad part", writev(p[1], bad + 1, 1));
	close(p[0]);
	close(p[1]);
}

static void wrong_calls(void)
{
	struct stat s;
	int p[2];

	begin("wrong calls");
	pipe(p);
	tell("read end", write(p[0], bytes, 1));
	tell("write end", read(p[1], bytes, 1));
	for (int end = 0; end < 2; end++) {
		tell("lseek", lseek(p[end], 0, SEEK_CUR));
		tell("pread", pread(p[end], bytes, 1, 0));
		tell("pwrite", pwrite(p[end], bytes, 1, 0));
		tell("negative", pread(p[end], bytes, 1, -1));
		tell("ftruncate", ftruncate(p[end], 0));
		tell("fsync", fsync(p[end]));
		tell("fdatasync", fdatasync(p[end]));
		tell("fadvise", posix_fadvise(p[end], 0, 1, 0) == ESPIPE);
		tell("fchdir", fchdir(p[end]));
		tell("isatty", isatty(p[end]) - 1);
		tell("ioctl", ioctl(p[end], 0x5678, 0));
		tell("openat", openat(p[end], "x", O_RDONLY));
		fstat(p[end], &s);
		printf(" %o %d %d,", (unsigned)s.st_mode, (int)s.st_size,
		       (int)s.st_nlink);
	}
	tell("mmap",
	     mmap(NULL, 4096, PROT_READ, MAP_SHARED, p[0], 0) == MAP_FAILED
		 ? -1
		 : 0);
	tell("bad buffer", write(p[1], (void *)8, 1));
	write(p[1], "x", 1);
	tell("bad buffer", read(p[0], (void *)8, 1));
	tell("still there", read(p[0], bytes, 9));
	close(p[0]);
	close(p[1]);
	begin("pipe");
	tell("flags", pipe2(p, 0x7));
	tell("address", pipe((int *)8));
	tell("the lowest", dup(0) - 3);
	close(3);
}

static void flags(void)
{
	int p[2], other;

	begin("flags");
	pipe2(p, O_CLOEXEC);
	printf(" %d%d", fcntl(p[0], F_GETFD), fcntl(p[1], F_GETFD));
	printf(" %d%d", fcntl(p[0], F_GETFL) & O_ACCMODE,
	       fcntl(p[1], F_GETFL) & O_ACCMODE);
	other = dup(p[0]);
	printf(" %d", fcntl(other, F_GETFD));
	tell("F_SETFL", fcntl(other, F_SETFL, O_NONBLOCK | O_RDWR | O_CREAT));
	printf(" %d %d", fcntl(p[0], F_GETFL) & (O_ACCMODE | O_NONBLOCK),
	       fcntl(p[1], F_GETFL) & (O_ACCMODE | O_NONBLOCK));
	tell("read", read(p[0], bytes, 1));
	tell("O_APPEND", fcntl(p[1], F_SETFL, O_APPEND));
	tell("write", write(p[1], bytes, 3));
	close(p[0]);
	look("another reader", p[1]);
	tell("read", read(other, bytes, 9));
	close(other);
	close(p[1]);
}

static void no_descriptors(void)
{
	struct rlimit l;
	int p[2] = { 77, 88 }, last = dup(0);

	begin("no descriptors");
	getrlimit(RLIMIT_NOFILE, &l);
	for (int more = 0; more < 3; more++) {
		setrlimit(RLIMIT_NOFILE,
			  &(struct rlimit){ last + more, l.rlim_max });
		close(last);
		if (more == 0)
			dup2(0, last);
		tell("pipe", pipe(p));
		printf(" %d,", p[0] == 77 && p[1] == 88);
	}
	close(p[0]);
	close(p[1]);
	setrlimit(RLIMIT_NOFILE, &l);
}

static int rings, until;
static pid_t wakes;

/* The reader begins when the writer has surely been waiting. */
static void on_alarm(int sig)
{
	struct itimerval none = { { 0, 0 }, { 0, 0 } };

	(void)sig;
	if (++rings == until) {
		setitimer(ITIMER_REAL, &none, NULL);
		if (wakes)
			kill(wakes, SIGUSR1);
	}
}

static void ring(int flags, int times, pid_t pid)
{
	struct itimerval t = { { 0, 20000 }, { 0, 20000 } };
	struct sigaction a = { .sa_handler = on_alarm, .sa_flags = flags };

	rings = 0;
	until = times;
	wakes = pid;
	sigaction(SIGALRM, &a, NULL);
	setitimer(ITIMER_REAL, &t, NULL);
}

static void quiet(void)
{
	struct itimerval none = { { 0, 0 }, { 0, 0 } };

	setitimer(ITIMER_REAL, &none, NULL);
	signal(SIGALRM, SIG_DFL);
}

/* A child that does something to the pipe when it is told. */
static pid_t helper(const int p[2], int reads, int writes)
{
	sigset_t set;
	pid_t pid;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	pid = fork_child();
	if (pid > 0)
		return pid;
	sigwait(&set, &sig);
	if (!reads)
		close(p[0]);
	if (!writes)
		close(p[1]);
	for (int n; reads > 0; reads -= n)
		n = read(p[0], bytes, reads < SIZE ? reads : SIZE);
	if (writes)
		write(p[1], bytes, writes);
	_exit(0);
}

static void interrupted_calls(void)
{
	int p[2];
	pid_t pid;

	begin("interrupted");
	pipe(p);
	ring(0, 1000, 0);
	tell("read", read(p[0], bytes, 1));
	tell("write much", write(p[1], bytes, SIZE + 10));
	tell("write", write(p[1], bytes, 1));
	tell("write", write(p[1], bytes, PIPE_BUF));
	tell("drained", read(p[0], bytes, 2 * SIZE));
	quiet();
	begin("restarted");
	pid = helper(p, 0, 5);
	ring(SA_RESTART, 3, pid);
	tell("read", read(p[0], bytes, 9));
	await(pid);
	write(p[1], bytes, SIZE);
	pid = helper(p, SIZE, 0);
	ring(SA_RESTART, 3, pid);
	tell("write", write(p[1], bytes, 100));
	await(pid);
	tell("read", read(p[0], bytes, SIZE));
	ring(SA_RESTART, 1000, 0);
	tell("part of a write", write(p[1], bytes, SIZE + 10));
	quiet();
	close(p[0]);
	close(p[1]);
}

/* 100 writes of each of 3 children never mix. */
static void writes_are_whole(void)
{
	char record[PIPE_BUF];
	int p[2], counts[3] = { 0, 0, 0 }, mixed = 0;
	FILE *in;

	begin("whole writes");
	pipe(p);
	for (int child = 0; child < 3; child++)
		if (fork_child() == 0) {
			memset(record, 'a' + child, sizeof(record));
			for (int i = 0; i < 100; i++)
				write(p[1], record, sizeof(record));
			_exit(0);
		}
	close(p[1]);
	in = fdopen(p[0], "r");
	while (fread(record, sizeof(record), 1, in) == 1) {
		for (unsigned i = 1; i < sizeof(record); i++)
			mixed += record[i] != record[0];
		counts[record[0] - 'a']++;
	}
	fclose(in);
	while (wait(NULL) > 0)
		;
	printf(" %d %d %d, mixed %d", counts[0], counts[1], counts[2], mixed);
}

/* Data that come, ends that go: each wakes who waits in poll(). */
static void polls_that_wait(void)
{
	struct pollfd f;
	int p[2];
	pid_t pid;

	begin("waiting polls");
	pipe(p);
	pid = helper(p, 0, 5);
	ring(0, 1, pid);
	f = (struct pollfd){ p[0], POLLIN };
	while (poll(&f, 1, -1) < 0)
		;
	printf(" %d,", f.revents == POLLIN);
	await(pid);
	tell("read", read(p[0], bytes, 9));
	write(p[1], bytes, SIZE);
	pid = helper(p, SIZE, 0);
	ring(0, 1, pid);
	f = (struct pollfd){ p[1], POLLOUT };
	while (poll(&f, 1, -1) < 0)
		;
	printf(" %d,", f.revents == POLLOUT);
	await(pid);
	close(p[0]);
	close(p[1]);
	pipe(p);
	pid = helper(p, 0, 0);
	ring(0, 1, pid);
	close(p[1]);
	f = (struct pollfd){ p[0], POLLIN };
	while (poll(&f, 1, -1) < 0)
		;
	printf(" %d,", f.revents == POLLHUP);
	await(pid);
	close(p[0]);
	quiet();
}

int main(int argc, char **argv)
{
	start_afresh();
	states_of_a_pipe();
	without_readers();
	blocked_sigpipe();
	partial_writes();
	vectors();
	wrong_calls();
	flags();
	no_descriptors();
	interrupted_calls();
	writes_are_whole();
	polls_that_wait();
	puts("");
	return 0;
}
