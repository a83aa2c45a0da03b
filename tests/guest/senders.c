/* SPDX-License-Identifier: MIT */
/*
 * Senders that hung once, because nobody told them that their waiting was over.
 * Each test is named after the mistake.  tests/host/net/senders.c has more
 * ways.
 */
#include "tap.h"
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char data[20000];
static int s[2]; /* s[0] sends, and s[1]'s queue is full */

static void fill(void)
{
	for (size_t n = sizeof(data); n > 0; n = n > 1000 ? 1000 : n - 1)
		while (send(s[0], data, n, MSG_DONTWAIT) > 0)
			;
}

static int wait_to_send(void)
{
	return send(s[0], data, sizeof(data), MSG_NOSIGNAL) == -1 ? errno : 0;
}

static int wait_to_poll(void)
{
	struct pollfd p = { s[0], POLLOUT, 0 };

	return poll(&p, 1, -1) == 1 && p.revents == POLLOUT ? 0 : -1;
}

/* A child that waits; a minute at most for what takes no time. */
static int ends_with(int wanted, int (*wait_for)(void), void (*action)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		_exit(wait_for());
	for (int i = 0; i < 20; i++)
		usleep(2000); /* the child gets the CPU many times */
	if (waitpid(pid, &status, WNOHANG) != 0)
		return 0;
	action();
	for (int i = 0; i < 6000 && waitpid(pid, &status, WNOHANG) == 0; i++)
		usleep(10000);
	kill(pid, SIGKILL);
	close(s[0]);
	close(s[1]);
	return WIFEXITED(status) && WEXITSTATUS(status) == wanted;
}

static void make_pair(void)
{
	socketpair(AF_UNIX, SOCK_DGRAM, 0, s);
	fill();
}

/* The receiver has a name, and is not connected itself. */
static void make_receiver(void)
{
	struct sockaddr_un name = { AF_UNIX, "/tmp/receiver" };

	s[0] = socket(AF_UNIX, SOCK_DGRAM, 0);
	s[1] = socket(AF_UNIX, SOCK_DGRAM, 0);
	bind(s[1], (struct sockaddr *)&name, sizeof(name));
	connect(s[0], (struct sockaddr *)&name, sizeof(name));
	unlink(name.sun_path);
	fill();
}

static void stop_receiving(void)
{
	shutdown(s[1], SHUT_RD);
}

static void stop_sending(void)
{
	shutdown(s[0], SHUT_WR);
}

static void grow(void)
{
	int n = 200000;

	setsockopt(s[1], SOL_SOCKET, SO_RCVBUF, &n, sizeof(n));
}

static void connect_receiver(void)
{
	struct sockaddr_un name = { AF_UNIX, "/tmp/other" };
	int other = socket(AF_UNIX, SOCK_DGRAM, 0);

	bind(other, (struct sockaddr *)&name, sizeof(name));
	connect(s[1], (struct sockaddr *)&name, sizeof(name));
	unlink(name.sun_path);
}

int main(void)
{
	make_pair();
	ok(ends_with(EPIPE, wait_to_send, stop_receiving),
	   "a sender ends when its receiver is shut down");
	make_pair();
	ok(ends_with(EPIPE, wait_to_send, stop_sending),
	   "a sender ends when it is shut down itself");
	make_receiver();
	ok(ends_with(EPERM, wait_to_send, connect_receiver),
	   "a sender ends when its receiver connects to another");
	make_receiver();
	ok(ends_with(0, wait_to_poll, connect_receiver),
	   "so does one that polls");
	make_receiver();
	ok(ends_with(0, wait_to_poll, stop_sending),
	   "and one that polls and is shut down");
	make_receiver();
	ok(ends_with(0, wait_to_poll, grow),
	   "one that polls sees that its receiver's buffer has grown");
	return done();
}
