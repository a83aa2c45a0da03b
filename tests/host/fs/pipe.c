/* SPDX-License-Identifier: MIT */
/* Pipes and FIFOs: the ring, atomic writes, ends that close, opening. */
#include "call/handlers.h"
#include "fakes.h"
#include "fs/file.h"
#include "mm/inject.h"
#include <faultline/ioctl.h>
#include <string.h>

static int fd[2];
static char a[200000], b[200000];
static size_t drained;

/* What the other side does while one waits. */
static int drain_some(struct wait_queue *q)
{
	struct list saved = *(struct list *)q;
	long n;

	(void)saved;
	n = sys_read(fd[0], U(b + drained), 10000);
	drained += n > 0 ? n : 0;
	return 0;
}

static int fill_some(struct wait_queue *q)
{
	(void)q;
	IS(sys_write(fd[1], U("late"), 4), 4);
	return 0;
}

static int close_writer(struct wait_queue *q)
{
	(void)q;
	IS(sys_close(fd[1]), 0);
	return 0;
}

static void ring(void)
{
	uint32_t n = 0, frames = fake_free_frames;

	IS(sys_pipe2(U(fd), O_NONBLOCK), 0);
	IS(sys_read(fd[0], U(b), 10), -EAGAIN);
	IS(sys_read(fd[1], U(b), 10), -EBADF);
	IS(sys_write(fd[0], U(b), 10), -EBADF);
	IS(sys_lseek(fd[0], 0, 0), -ESPIPE);
	IS(sys_pread(fd[0], U(b), 1, 0), -ESPIPE);
	for (size_t i = 0; i < sizeof(a); i++)
		a[i] = i * 13 + i / 999;
	IS(sys_write(fd[1], U(a), sizeof(a)), 65536);
	IS(sys_write(fd[1], U(a), 1), -EAGAIN);
	IS(sys_read(fd[0], U(b), 100), 100);
	IS(sys_write(fd[1], U(a), 101), -EAGAIN); /* atomic: all or nothing */
	IS(sys_write(fd[1], U(a + 65536), 100), 100);
	IS(sys_ioctl(fd[0], FIONREAD, U(&n).value), 0);
	IS(n, 65536);
	IS(sys_read(fd[0], U(b + 100), sizeof(b)), 65536);
	OK(memcmp(a, b, 65636) == 0);
	IS(sys_read(fd[0], U(b), 1), -EAGAIN);
	IS(sys_write(fd[1], uaddr(16), 5), -EFAULT);
	IS(sys_write(fd[1], U("abc"), 3), 3);
	IS(sys_read(fd[0], uaddr(16), 3), -EFAULT);
	IS(sys_read(fd[0], U(b), 2), 2);
	IS(sys_close(fd[1]), 0);
	IS(sys_read(fd[0], U(b), 2), 1);
	IS(sys_read(fd[0], U(b), 2), 0);
	IS(sys_close(fd[0]), 0);
	IS(fake_free_frames, frames);
}

/* Sizes that do not match pages, for a long time. */
static void wrapping(void)
{
	uint32_t in = 0, out = 0;
	bool same = true;

	IS(sys_pipe2(U(fd), O_NONBLOCK), 0);
	for (int turn = 0; turn < 3000; turn++) {
		size_t n = turn * 37 % 5000 + 1;
		long r;

		for (size_t i = 0; i < n; i++)
			a[i] = (in + i) * 31;
		r = sys_write(fd[1], U(a), n);
		in += r > 0 ? r : 0;
		r = sys_read(fd[0], U(b), turn * 53 % 4800 + 1);
		for (long i = 0; i < r; i++)
			same &= b[i] == (char)((out + i) * 31);
		out += r > 0 ? r : 0;
	}
	OK(same);
	OK(out > 1000000);
	sys_close(fd[0]);
	fake_signals = 0;
	IS(sys_write(fd[1], U(a), 1), -EPIPE);
	IS(fake_last_signal, SIGPIPE);
	IS(fake_signals, 1);
	sys_close(fd[1]);
}

static void waiting(void)
{
	IS(sys_pipe2(U(fd), O_CLOEXEC), 0);
	IS(sys_fcntl(fd[0], F_GETFD, 0), 1);
	fake_wait = fill_some;
	IS(sys_read(fd[0], U(b), 10), 4);
	fake_wait = drain_some;
	for (size_t i = 0; i < sizeof(a); i++)
		a[i] = i * 13 + i / 999;
	IS(sys_write(fd[1], U(a), sizeof(a)), sizeof(a));
	while (drained < sizeof(a))
		drain_some((void *)fd);
	OK(memcmp(a, b, sizeof(a)) == 0);
	fake_wait = NULL;
	IS(sys_read(fd[0], U(b), 1), -ERESTART);
	fake_wait = close_writer;
	IS(sys_read(fd[0], U(b), 1), 0);
	fake_wait = NULL;
	sys_close(fd[0]);
}

static int open_other(struct wait_queue *q)
{
	(void)q;
	fake_wait = NULL;
	fd[1] = sys_open(U("/fifo"), O_WRONLY, 0);
	return 0;
}

static void fifos(void)
{
	struct fl_stat s;

	IS(sys_mknodat(AT_FDCWD, U("/fifo"), S_IFIFO | 0644, 0), 0);
	IS(sys_open(U("/fifo"), O_WRONLY | O_NONBLOCK, 0), -ENXIO);
	IS(sys_open(U("/fifo"), O_RDONLY, 0), -ERESTART);
	fake_wait = open_other;
	fd[0] = sys_open(U("/fifo"), O_RDONLY, 0);
	IS(fd[1], 0);
	IS(fd[0], 1);
	IS(sys_write(fd[1], U("hi"), 2), 2);
	IS(sys_read(fd[0], U(b), 9), 2);
	IS(sys_fstat(fd[0], U(&s)), 0);
	IS(s.st_mode, S_IFIFO | 0644);
	IS(sys_write(fd[1], U("gone"), 4), 4);
	sys_close(fd[0]);
	sys_close(fd[1]);
	fd[0] = sys_open(U("/fifo"), O_RDONLY | O_NONBLOCK, 0);
	IS(sys_read(fd[0], U(b), 9), 0);
	fd[1] = sys_open(U("/fifo"), O_RDWR, 0);
	IS(sys_read(fd[0], U(b), 9), -EAGAIN);
	sys_close(fd[0]);
	IS(sys_write(fd[1], U("me"), 2), 2);
	IS(sys_read(fd[1], U(b), 9), 2);
	sys_close(fd[1]);
}

/* --- A FIFO that nobody reads kept a page for each open() that failed. --- */

static void fifo_for_nobody(void)
{
	uint32_t frames;

	IS(sys_mknodat(AT_FDCWD, U("/nobody"), S_IFIFO | 0644, 0), 0);
	frames = fake_free_frames;
	for (int i = 0; i < 10; i++)
		IS(sys_open(U("/nobody"), O_WRONLY | O_NONBLOCK, 0), -ENXIO);
	IS(fake_free_frames, frames);
	fd[0] = sys_open(U("/nobody"), O_RDONLY | O_NONBLOCK, 0);
	fd[1] = sys_open(U("/nobody"), O_WRONLY | O_NONBLOCK, 0);
	OK(fd[0] >= 0 && fd[1] >= 0);
	sys_close(fd[0]);
	/* The writer keeps the pipe, and still nobody reads. */
	IS(sys_open(U("/nobody"), O_WRONLY | O_NONBLOCK, 0), -ENXIO);
	sys_close(fd[1]);
	IS(fake_free_frames, frames);
}

/* --- A file that was passed was lost if its receiver had no room. --- */

static long passed;

static int pass_and_fill_table(struct wait_queue *q)
{
	(void)q;
	fake_wait = NULL;
	IS(sys_pass_fd(fd[1], passed), 0);
	while (sys_dup(passed) >= 0)
		;
	return 0;
}

static void passed_without_room(void)
{
	struct fl_rlimit *limit = &current->subject->limits[RLIMIT_NOFILE];

	passed = sys_open(U("/passed"), O_CREAT | O_RDWR, 0644);
	IS(sys_write(passed, U("here"), 4), 4);
	IS(sys_pipe2(U(fd), 0), 0);
	limit->rlim_cur = 32;
	fake_wait = pass_and_fill_table;
	IS(sys_take_fd(fd[0], 0), -EMFILE);
	IS(sys_close(20), 0);
	IS(sys_take_fd(fd[0], O_CLOEXEC), 20);
	IS(sys_pread(20, U(b), 4, 0), 4);
	IS(sys_fcntl(20, F_GETFD, 0), 1);
	limit->rlim_cur = FL_OPEN_MAX;
	IS(sys_pass_fd(fd[1], passed), 0);
	fault_inject(1); /* the table has room for 32 */
	IS(sys_take_fd(fd[0], 0), -ENOMEM);
	IS(sys_take_fd(fd[0], 0), 32);
	IS(sys_pread(32, U(b), 4, 0), 4);
	for (int i = 0; i <= 32; i++)
		sys_close(i);
}

int main(void)
{
	fake_init();
	ring();
	wrapping();
	waiting();
	fifos();
	fifo_for_nobody();
	passed_without_room();
	return tap_done();
}
