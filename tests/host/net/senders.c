/* SPDX-License-Identifier: MIT */
/*
 * What ends the waiting of those that send, connect or poll.  Each test is
 * named after what once did not.
 */
#include "call/handlers.h"
#include "fakes.h"
#include "fs/file.h"
#include "net/socket.h"
#include <faultline/poll.h>
#include <string.h>

struct path {
	uint16_t family;
	char path[20];
};

static char b[60000];
static int s[2]; /* s[0] sends, and s[1]'s queue is full */
static const struct path elsewhere = { AF_UNIX, "/elsewhere" };

/* What another thread does while a call waits, once. */
static long (*meanwhile)(void);

static int wait_meanwhile(struct wait_queue *q)
{
	int before = fake_wakes;

	(void)q;
	fake_wait = NULL;
	IS(meanwhile(), 0);
	OK(fake_wakes > before);
	return fake_wakes > before ? 0 : -ERESTART;
}

/* To the last byte: there is room for what is sent last, and no more. */
static void fill(void)
{
	while (sys_sendto(s[0], U(b), 20000, MSG_DONTWAIT, 0, 0) > 0)
		;
	while (sys_sendto(s[0], U(b), 1000, MSG_DONTWAIT, 0, 0) > 0)
		;
	for (int n = 1000; n > 0; n--)
		if (sys_sendto(s[0], U(b), n, MSG_DONTWAIT, 0, 0) > 0)
			break;
}

static void begin(int type)
{
	IS(sys_socketpair(AF_UNIX, type, 0, U(s)), 0);
	fill();
}

/* As begin(), to a receiver that is not connected itself. */
static void begin_one_sided(void)
{
	struct path n = { AF_UNIX, "/receiver" };

	s[0] = sys_socket(AF_UNIX, SOCK_DGRAM, 0);
	s[1] = sys_socket(AF_UNIX, SOCK_DGRAM, 0);
	IS(sys_bind(s[1], U(&n), sizeof(n)), 0);
	IS(sys_connect(s[0], U(&n), sizeof(n)), 0);
	IS(sys_unlinkat(AT_FDCWD, U("/receiver"), 0), 0);
	fill();
}

static void end(void)
{
	sys_close(s[0]);
	sys_close(s[1]);
}

/* The result of a send that waits, while action happens. */
static long send_while(long (*action)(void))
{
	long n;

	meanwhile = action;
	fake_wait = wait_meanwhile;
	n = sys_sendto(s[0], U(b), 20000, MSG_NOSIGNAL, 0, 0);
	OK(!fake_wait); /* it did wait */
	fake_wait = NULL;
	return n;
}

/* The events of s[0] after a poll() for POLLOUT that waits meanwhile. */
static long poll_while(long (*action)(void))
{
	struct pollfd p = { s[0], POLLOUT, 0 };
	long n;

	meanwhile = action;
	fake_wait = wait_meanwhile;
	n = sys_poll(U(&p), 1, uaddr(0), uaddr(0));
	OK(!fake_wait);
	fake_wait = NULL;
	return n == 1 ? p.revents : n;
}

static long stop_receiving(void)
{
	return sys_shutdown(s[1], SHUT_RD);
}

static long stop_sending(void)
{
	return sys_shutdown(s[0], SHUT_WR);
}

static long receiver_connects(void)
{
	return sys_connect(s[1], U(&elsewhere), sizeof(elsewhere));
}

static long sender_connects(void)
{
	return sys_connect(s[0], U(&elsewhere), sizeof(elsewhere));
}

static long grow(void)
{
	int n = 200000;

	return sys_setsockopt(s[1], SOL_SOCKET, SO_RCVBUF, U(&n), sizeof(n));
}

static void senders(int type)
{
	begin(type);
	IS(send_while(stop_receiving), -EPIPE);
	end();
	begin(type);
	IS(send_while(stop_sending), -EPIPE);
	end();
	begin(type);
	IS(send_while(grow), 20000);
	end();
}

static void sender_of_another_connection(void)
{
	begin(SOCK_DGRAM);
	IS(send_while(receiver_connects), -EPERM);
	end();
}

static void pollers(int type)
{
	begin(type);
	IS(poll_while(grow), POLLOUT);
	end();
	begin(type);
	IS(poll_while(stop_receiving), POLLOUT);
	IS(sys_sendto(s[0], U(b), 1, MSG_NOSIGNAL, 0, 0), -EPIPE);
	end();
	begin(type);
	IS(poll_while(stop_sending), POLLOUT);
	IS(sys_sendto(s[0], U(b), 1, MSG_NOSIGNAL, 0, 0), -EPIPE);
	end();
}

static void pollers_of_unconnected(void)
{
	begin_one_sided();
	IS(poll_while(grow), POLLOUT);
	end();
	begin_one_sided();
	IS(poll_while(receiver_connects), POLLOUT);
	end();
	begin_one_sided();
	IS(send_while(receiver_connects), -EPERM);
	end();
	begin_one_sided();
	IS(send_while(stop_sending), -EPIPE);
	end();
}

static void pollers_of_other_connections(void)
{
	begin(SOCK_DGRAM);
	IS(poll_while(receiver_connects), POLLOUT);
	IS(sys_sendto(s[0], U(b), 1, MSG_NOSIGNAL, 0, 0), -EPERM);
	end();
	begin(SOCK_DGRAM);
	IS(poll_while(sender_connects), POLLOUT);
	IS(sys_sendto(s[0], U(b), 1, MSG_NOSIGNAL, 0, 0), 1);
	end();
}

/* It can accept no more, so nobody would make room in its backlog. */
static int listener;

static long stop_listening(void)
{
	return sys_shutdown(listener, SHUT_RD);
}

static void connectors(void)
{
	struct path n = { AF_UNIX, "/listener" };
	int c[2];

	listener = sys_socket(AF_UNIX, SOCK_STREAM, 0);
	c[0] = sys_socket(AF_UNIX, SOCK_STREAM, 0);
	c[1] = sys_socket(AF_UNIX, SOCK_STREAM, 0);
	IS(sys_bind(listener, U(&n), sizeof(n)), 0);
	IS(sys_listen(listener, 0), 0);
	IS(sys_connect(c[0], U(&n), sizeof(n)), 0);
	meanwhile = stop_listening;
	fake_wait = wait_meanwhile;
	IS(sys_connect(c[1], U(&n), sizeof(n)), -ECONNREFUSED);
	OK(!fake_wait);
	fake_wait = NULL;
	IS(sys_connect(c[1], U(&n), sizeof(n)), -ECONNREFUSED);
	sys_close(listener);
	sys_close(c[0]);
	sys_close(c[1]);
}

int main(void)
{
	int fd;

	fake_init();
	fd = sys_socket(AF_UNIX, SOCK_DGRAM, 0);
	IS(sys_bind(fd, U(&elsewhere), sizeof(elsewhere)), 0);
	senders(SOCK_STREAM);
	senders(SOCK_SEQPACKET);
	senders(SOCK_DGRAM);
	sender_of_another_connection();
	pollers(SOCK_STREAM);
	pollers(SOCK_SEQPACKET);
	pollers(SOCK_DGRAM);
	pollers_of_unconnected();
	pollers_of_other_connections();
	connectors();
	sys_close(fd);
	return tap_done();
}
