/* SPDX-License-Identifier: MIT */
/* Windows that programs serve: good servers, and all kinds of bad ones. */
#include "caught.h"
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/window.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096u

static volatile sig_atomic_t alarms;

static void count_alarm(int sig)
{
	(void)sig;
	alarms++;
}

static int create(unsigned length, unsigned timeout, int pair[2])
{
	*ARG1 = length;
	*ARG2 = timeout;
	*ARG3 = (unsigned)pair;
	return fl_result(fl_call(CALL_WINDOW_CREATE));
}

static volatile unsigned *map(int fd, unsigned length)
{
	return mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
}

/* What a server does with a request; 0 ends it. */
typedef int (*serve_function)(int fd, const struct fl_window_request *q);

static unsigned char memory[2 * PAGE];

/* Memory, as an honest server has it. */
static int serve_memory(int fd, const struct fl_window_request *q)
{
	struct fl_window_reply reply = { .id = q->id };

	if (q->type == FL_WINDOW_STORE)
		memcpy(memory + q->offset, q->data, q->length);
	else
		memcpy(reply.data, memory + q->offset, q->length);
	return write(fd, &reply, sizeof(reply)) == sizeof(reply);
}

/* Each load gives the next number. */
static int serve_count(int fd, const struct fl_window_request *q)
{
	static unsigned count;
	struct fl_window_reply reply = { .id = q->id };

	count++;
	memcpy(reply.data, &count, sizeof(count));
	return write(fd, &reply, sizeof(reply)) == sizeof(reply);
}

static int serve_error(int fd, const struct fl_window_request *q)
{
	struct fl_window_reply reply = { .id = q->id, .error = 1 };

	return write(fd, &reply, sizeof(reply)) == sizeof(reply);
}

/* Answers what was never asked, and never what was. */
static int serve_lies(int fd, const struct fl_window_request *q)
{
	struct fl_window_reply reply = { .id = q->id + 1000 };
	int refused = write(fd, &reply, sizeof(reply)) == -1 && errno == EINVAL;

	refused &= write(fd, &reply, 5) == -1 && errno == EINVAL;
	reply.id = q->id - 1; /* that is over: dropped */
	refused &= write(fd, &reply, sizeof(reply)) == sizeof(reply);
	return refused;
}

static int serve_crash(int fd, const struct fl_window_request *q)
{
	(void)fd, (void)q;
	abort();
}

static int serve_never(int fd, const struct fl_window_request *q)
{
	(void)fd, (void)q;
	return 1;
}

static int serve_slowly(int fd, const struct fl_window_request *q)
{
	usleep(60000);
	return serve_memory(fd, q);
}

/* A server in a process of its own; the client's descriptor. */
static int start(serve_function serve, unsigned timeout, int *pid)
{
	struct fl_window_request q;
	int pair[2];

	if (create(2 * PAGE, timeout, pair) != 0)
		return -1;
	*pid = fork();
	if (*pid == 0) {
		signal(SIGABRT, SIG_DFL);
		close(pair[1]);
		while (read(pair[0], &q, sizeof(q)) == sizeof(q))
			if (!serve(pair[0], &q))
				_exit(1);
		_exit(0);
	}
	close(pair[0]);
	return pair[1];
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void test_memory(void)
{
	int pid, status, fd = start(serve_memory, 0, &pid);
	volatile unsigned *w = map(fd, 2 * PAGE);
	unsigned char block[300], copy[300];
	volatile unsigned char *bytes = (volatile unsigned char *)w;

	close(fd);
	ok(w[5] == 0, "a load is answered");
	w[5] = 0x12345678;
	ok(w[5] == 0x12345678, "a store too");
	ok(bytes[21] == 0x56 &&
	       *(volatile unsigned short *)(bytes + 22) == 0x1234,
	   "bytes and words");
	w[5] += 2;
	ok(w[5] == 0x1234567a, "read, modify, write");
	for (int i = 0; i < 300; i++)
		block[i] = (unsigned char)(i * 7);
	memcpy((void *)(bytes + 4000), block, 300);
	memcpy(copy, (void *)(bytes + 4000), 300);
	ok(memcmp(block, copy, 300) == 0, "a copy across the pages");
	if (fork() == 0) {
		w[9] = 99;
		_exit(0);
	}
	wait(NULL);
	ok(w[9] == 99, "two clients share it");
	munmap((void *)w, 2 * PAGE);
	waitpid(pid, &status, 0);
	ok(status == 0, "when the last client has gone the server reads 0");
}

static void *client(void *window)
{
	volatile unsigned *w = window;
	unsigned last = 0, good = 1;

	for (int i = 0; i < 300; i++) {
		unsigned next = w[0];

		good &= next > last;
		last = next;
	}
	return (void *)good;
}

static void test_threads(void)
{
	int pid, fd = start(serve_count, 0, &pid);
	volatile unsigned *w = map(fd, PAGE);
	pthread_t threads[4];
	void *good;
	int all = 1;

	close(fd);
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, client, (void *)w);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], &good);
		all &= (int)good;
	}
	ok(all && w[0] == 1201, "four threads, 1200 requests, each one once");
	munmap((void *)w, PAGE);
	wait(NULL);
}

static void test_bad_server(const char *name, serve_function serve,
			    double least, double most)
{
	int pid, fd = start(serve, 200, &pid);
	volatile unsigned *w = map(fd, PAGE);
	double begin = now(), took;

	close(fd);
	ok(SIGNAL_OF(w[1] = 3) == SIGBUS && caught_code == BUS_OBJERR,
	   "%s: SIGBUS for the client", name);
	took = now() - begin;
	ok(took >= least && took <= most, "%s: in bounded time", name);
	munmap((void *)w, PAGE);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void test_liar(void)
{
	int pid, status, fd = start(serve_lies, 200, &pid);
	volatile unsigned *w = map(fd, PAGE);

	close(fd);
	ok(SIGNAL_OF((void)w[1]) == SIGBUS, "a liar's client gets SIGBUS");
	munmap((void *)w, PAGE);
	waitpid(pid, &status, 0);
	ok(status == 0, "the liar EINVAL");
}

static void test_slow(void)
{
	struct sigaction a = { .sa_handler = count_alarm };
	int pid, fd = start(serve_slowly, 1000, &pid);
	volatile unsigned *w = map(fd, PAGE);

	close(fd);
	sigaction(SIGALRM, &a, NULL);
	ualarm(20000, 0);
	w[3] = 77;
	ok(alarms == 1, "a signal is handled while a client waits");
	ok(w[3] == 77, "and the access is done again");
	munmap((void *)w, PAGE);
	waitpid(pid, NULL, 0);
}

static void test_kill_waiting_client(void)
{
	int pair[2], status, pid;
	double begin;

	create(PAGE, 30000, pair);
	pid = fork();
	if (pid == 0) {
		signal(SIGBUS, SIG_DFL);
		(void)map(pair[1], PAGE)[0];
		_exit(0);
	}
	usleep(20000);
	begin = now();
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	ok(WIFSIGNALED(status) && now() - begin < 1,
	   "a client that waits can be killed");
	close(pair[0]);
	close(pair[1]);
}

static void test_ends(void)
{
	int pair[2], pid;
	struct fl_window_request q[4];
	struct pollfd p;
	volatile unsigned *w;

	ok(create(0, 0, pair) == -1 && errno == EINVAL &&
	       create(PAGE, 100000, pair) == -1 && errno == EINVAL,
	   "no length, too long a time");
	create(100, 500, pair);
	w = map(pair[1], PAGE);
	ok(w != MAP_FAILED &&
	       mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, pair[1], 0) ==
		   MAP_FAILED &&
	       errno == ENXIO,
	   "no longer than it is");
	ok(SIGNAL_OF((void)w[25]) == SIGSEGV, "the end within a page");
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	ok(read(pair[0], q, sizeof(q)) == -1 && errno == EAGAIN,
	   "no requests: EAGAIN");
	ok(read(pair[0], q, 100) == -1 && errno == EINVAL, "no half requests");
	pid = fork();
	if (pid == 0) {
		signal(SIGBUS, SIG_DFL);
		w[3] = 0xabcd;
		_exit(0);
	}
	p = (struct pollfd){ pair[0], POLLIN, 0 };
	ok(poll(&p, 1, 1000) == 1 && p.revents & POLLIN, "poll()");
	ok(read(pair[0], q, sizeof(q)) == sizeof(q[0]) &&
	       q[0].type == FL_WINDOW_STORE && q[0].offset == 12 &&
	       q[0].length == 4 && q[0].width == 4 && q[0].pid == pid &&
	       q[0].uid == 0 && q[0].size == sizeof(q[0]) &&
	       *(unsigned *)q[0].data == 0xabcd,
	   "what a request says");
	close(pair[0]);
	waitpid(pid, &pid, 0);
	ok(WIFSIGNALED(pid) && WTERMSIG(pid) == SIGBUS,
	   "closing the server's end ends its requests");
	ok(SIGNAL_OF((void)w[0]) == SIGBUS, "and all later ones");
	munmap((void *)w, PAGE);
	close(pair[1]);
}

/* A server that asks itself gets a signal when its time is up. */
static void test_self(void)
{
	int pair[2];

	create(PAGE, 50, pair);
	ok(SIGNAL_OF((void)map(pair[1], PAGE)[0]) == SIGBUS,
	   "a server's own request");
	close(pair[0]);
	close(pair[1]);
}

static void test_passed(void)
{
	int pid, fd = start(serve_memory, 0, &pid), line[2], status;

	pipe(line);
	if (fork() == 0) {
		int got;

		close(fd);
		*ARG1 = (unsigned)line[0];
		*ARG2 = O_CLOEXEC;
		got = fl_result(fl_call(CALL_TAKE_FD));
		_exit(got >= 0 && (map(got, PAGE)[1] = 5, 1) ? 0 : 1);
	}
	*ARG1 = (unsigned)line[1];
	*ARG2 = (unsigned)fd;
	ok(fl_result(fl_call(CALL_PASS_FD)) == 0, "a descriptor is passed on");
	wait(&status);
	ok(status == 0 && map(fd, PAGE)[1] == 5,
	   "and is the same window there");
	*ARG1 = (unsigned)line[1];
	*ARG2 = (unsigned)line[0];
	ok(fl_result(fl_call(CALL_PASS_FD)) == -1 && errno == EINVAL,
	   "pipes are not passed");
	close(line[1]);
	*ARG1 = (unsigned)line[0];
	*ARG2 = 0;
	ok(fl_result(fl_call(CALL_TAKE_FD)) == -1 && errno == ENODATA,
	   "nothing more comes");
	close(line[0]);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(fd);
}

static void test_sse(void)
{
	int pid, fd = start(serve_memory, 0, &pid);
	volatile float *w = (volatile float *)map(fd, PAGE);
	float four[4] = { 1, 2, 3, 4 }, got[4];

	close(fd);
	__asm__ volatile("movups %1, %%xmm3; movups %%xmm3, %0"
			 : "=m"(*(float(*)[4])w)
			 : "m"(four));
	__asm__ volatile("movups %1, %%xmm4; movups %%xmm4, %0"
			 : "=m"(got)
			 : "m"(*(float(*)[4])w));
	ok(memcmp(four, got, 16) == 0, "SSE stores and loads");
	w[8] = 1.5f;
	ok(w[8] == 1.5f, "x87 stores and loads");
	munmap((void *)w, PAGE);
	waitpid(pid, NULL, 0);
}

int main(void)
{
	catch_faults();
	test_memory();
	test_threads();
	test_bad_server("an error", serve_error, 0, 0.15);
	test_bad_server("a crash", serve_crash, 0, 0.15);
	test_bad_server("no answer", serve_never, 0.2, 1);
	test_liar();
	test_slow();
	test_kill_waiting_client();
	test_ends();
	test_self();
	test_passed();
	test_sse();
	return done();
}
