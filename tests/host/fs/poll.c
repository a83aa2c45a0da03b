/* SPDX-License-Identifier: MIT */
/* poll() and select(): events, sets, time-outs, signals. */
#include "call/handlers.h"
#include "fakes.h"
#include "fs/file.h"
#include <faultline/poll.h>
#include <string.h>

static int fd[2], file;
static struct fl_timespec now;
static const struct uaddr null;

static long poll_(struct pollfd *p, unsigned n)
{
	return sys_poll(U(p), n, U(&now), null);
}

static int write_it(struct wait_queue *q)
{
	(void)q;
	IS(sys_write(fd[1], U("x"), 1), 1);
	return 0;
}

static int time_out(struct wait_queue *q)
{
	(void)q;
	return -ETIMEDOUT;
}

static void polls(void)
{
	struct pollfd p[4] = { { fd[0], POLLIN, 9 },
			       { fd[1], POLLOUT | POLLIN, 9 },
			       { -1, POLLIN, 9 },
			       { 77, POLLIN, 9 } };
	fl_sigset_t mask = SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGUSR1);
	struct fl_timespec second = { 1, 0 }, bad = { 0, NSEC_PER_SEC };
	char c;

	IS(poll_(p, 4), 2);
	IS(p[0].revents, 0);
	IS(p[1].revents, POLLOUT);
	IS(p[2].revents, 0);
	IS(p[3].revents, POLLNVAL);
	IS(poll_(p, 1), 0);
	IS(sys_poll(U(p), 1, null, null), -ERESTART);
	fake_wait = time_out;
	IS(sys_poll(U(p), 1, U(&second), null), 0);
	IS(sys_poll(U(p), 1, U(&bad), null), -EINVAL);
	fake_wait = write_it;
	IS(sys_poll(U(p), 1, null, null), 1);
	fake_wait = NULL;
	IS(p[0].revents, POLLIN);
	IS(sys_read(fd[0], U(&c), 1), 1);
	IS(sys_poll(uaddr(8), 1, null, null), -EFAULT);
	IS(sys_poll(U(p), 5000, null, null), -EINVAL);
	current->blocked = 5;
	IS(sys_poll(U(p), 1, U(&now), U(&mask)), 0);
	IS(current->blocked, 5);
	OK(!current->restore_blocked);
	IS(sys_poll(U(p), 1, null, U(&mask)), -ERESTART);
	IS(current->blocked, SIGNAL_BIT(SIGUSR1));
	IS(current->saved_blocked, 5);
	OK(current->restore_blocked);
	OK(current->attention & ATTENTION_SIGNAL);
	p[0].fd = file;
	p[0].events = POLLIN | POLLOUT;
	IS(poll_(p, 1), 1);
	IS(p[0].revents, POLLIN | POLLOUT);
}

static void selects(void)
{
	uint32_t rd[32] = { 0 }, wr[32] = { 0 };

	rd[0] = 1u << fd[0] | 1u << file;
	wr[0] = 1u << fd[1];
	IS(sys_select(10, U(rd), U(wr), null, U(&now), null), 2);
	IS(rd[0], 1u << file);
	IS(wr[0], 1u << fd[1]);
	rd[0] = 1u << fd[0] | 1u << 20;
	IS(sys_select(10, U(rd), null, null, U(&now), null), 0);
	IS(rd[0], 0);
	rd[0] = 1u << 20;
	IS(sys_select(21, U(rd), null, null, U(&now), null), -EBADF);
	IS(sys_select(2000, U(rd), null, null, U(&now), null), -EINVAL);
	IS(sys_select(-1, U(rd), null, null, U(&now), null), -EINVAL);
	IS(sys_select(0, null, null, null, U(&now), null), 0);
	rd[0] = 1u << fd[0];
	fake_wait = write_it;
	IS(sys_select(1024, U(rd), null, U(wr), null, null), 1);
	IS(rd[0], 1u << fd[0]);
	fake_wait = NULL;
	IS(sys_close(fd[1]), 0);
	rd[0] = 1u << fd[0];
	IS(sys_select(10, U(rd), null, null, U(&now), null), 1);
}

static void many(void)
{
	struct pollfd p[40];
	char c;

	sys_read(fd[0], U(&c), 1);
	IS(sys_pipe2(U(fd), 0), 0);
	for (int i = 0; i < 40; i++)
		p[i] = (struct pollfd){ fd[0], POLLIN, 0 };
	fake_wait = write_it;
	IS(sys_poll(U(p), 40, null, null), 40);
	IS(p[39].revents, POLLIN);
}

int main(void)
{
	fake_init();
	file = sys_open(U("/f"), O_CREAT | O_RDWR, 0644);
	IS(sys_pipe2(U(fd), 0), 0);
	polls();
	selects();
	many();
	return tap_done();
}
