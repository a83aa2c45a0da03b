/* SPDX-License-Identifier: MIT */
/* Sockets: the ways in which they hold each other, and what is left: nothing.
 */
#include "call/handlers.h"
#include "fakes.h"
#include "fs/file.h"
#include "mm/inject.h"
#include "net/socket.h"
#include <faultline/ioctl.h>
#include <faultline/poll.h>
#include <faultline/uio.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct path {
	uint16_t family;
	char path[20];
};

static char b[100000];

static int local(int type)
{
	return sys_socket(AF_UNIX, type | SOCK_NONBLOCK, 0);
}

static void pair(int type, int fds[2])
{
	IS(sys_socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, U(fds)), 0);
}

/* Sends n files; the result. */
static long send_files(int to, const int *fds, uint32_t n)
{
	struct {
		struct fl_cmsghdr header;
		int fds[10];
	} c = { { sizeof(c.header) + n * 4, SOL_SOCKET, SCM_RIGHTS }, { 0 } };
	struct fl_iovec v = { U("x").value, 1 };
	struct fl_msghdr m = { .msg_iov = U(&v).value,
			       .msg_iovlen = 1,
			       .msg_control = U(&c).value,
			       .msg_controllen = c.header.cmsg_len };

	memcpy(c.fds, fds, n * 4);
	return sys_sendmsg(to, U(&m), MSG_NOSIGNAL);
}

static long send_file(int to, int fd)
{
	return send_files(to, &fd, 1);
}

/* Receives up to room files; how many, and the first in *fd. */
static int take_files(int from, uint32_t room, int *fd, int *flags)
{
	struct {
		struct fl_cmsghdr header;
		int fds[10];
	} c = { { 0 }, { 0 } };
	struct fl_iovec v = { U(b).value, 1 };
	struct fl_msghdr m = { .msg_iov = U(&v).value,
			       .msg_iovlen = 1,
			       .msg_control = U(&c).value,
			       .msg_controllen =
				   room ? sizeof(c.header) + room * 4 : 0 };

	if (sys_recvmsg(from, U(&m), 0) < 0)
		return -1;
	*fd = c.fds[0];
	*flags = m.msg_flags;
	return m.msg_controllen ? (int)((c.header.cmsg_len - 12) / 4) : 0;
}

static void files_in_queues(void)
{
	int s[2], t[2], fds[3], fd, flags;

	pair(SOCK_STREAM, s);
	pair(SOCK_DGRAM, t);
	IS(send_file(s[0], s[0]), 1);
	IS(send_file(t[0], s[1]), 1); /* it holds a socket */
	IS(send_file(s[1], t[0]), 1); /* s[0] travels */
	IS(take_files(s[1], 1, &fd, &flags), 1);
	IS(sys_write(fd, U("y"), 1), 1);
	sys_close(fd);
	IS(send_file(t[0], s[0]), 1);
	IS(send_file(t[0], s[1]), 1);
	IS(send_file(s[0], t[0]), 1);
	IS(send_file(s[0], s[1]), 1); /* into its own queue */
	sys_close(s[0]);
	sys_close(s[1]);
	fds[0] = t[0];
	fds[1] = 77;
	IS(send_files(t[0], fds, 2), -EBADF);
	sys_close(t[0]);
	sys_close(t[1]); /* and with it all that it holds */
}

/* Each lies in the queue of the one before, and the last is closed first. */
static void files_in_a_circle(int n)
{
	int s[40][2];

	for (int i = 0; i < n; i++)
		pair(SOCK_STREAM, s[i]);
	for (int i = 0; i < n; i++)
		IS(send_file(s[i][0], s[(i + 1) % n][1]), 1);
	for (int i = n - 1; i >= 0; i--)
		sys_close(s[i][0]);
	for (int i = 0; i < n; i++)
		sys_close(s[i][1]);
}

/* A circle that can be reached is no circle: its sockets still work. */
static void files_in_an_open_circle(void)
{
	int s[2], t[2], fd, flags;

	pair(SOCK_STREAM, s);
	pair(SOCK_STREAM, t);
	IS(send_file(s[0], t[1]), 1);
	IS(send_file(t[0], s[1]), 1);
	IS(send_file(t[0], t[0]), 1);
	sys_close(s[1]);
	sys_close(s[0]); /* s[1] is in the queue of t[1] */
	IS(take_files(t[1], 1, &fd, &flags), 1);
	sys_close(t[1]);
	sys_close(t[0]);
	IS(take_files(fd, 1, &t[1], &flags), 1); /* t[1] again */
	IS(take_files(t[1], 1, &t[0], &flags), 1);
	IS(sys_write(t[0], U("x"), 1), 1);
	IS(sys_read(t[1], U(b), 1), 1);
	sys_close(t[0]);
	sys_close(t[1]);
	sys_close(fd);
}

/* So long a chain that freeing it link by link would need all of the stack. */
static void files_in_a_chain(void)
{
	bool sent = true;
	int s[2], t[2];

	pair(SOCK_STREAM, s);
	for (int i = 0; i < 4000 && sent; i++) {
		sent = sys_socketpair(AF_UNIX, SOCK_STREAM, 0, U(t)) == 0 &&
		       send_file(t[0], s[0]) == 1 && send_file(t[0], s[1]) == 1;
		sys_close(s[0]);
		sys_close(s[1]);
		s[0] = t[0];
		s[1] = t[1];
	}
	OK(sent);
	sys_close(s[0]);
	sys_close(s[1]);
}

static int waiting[6]; /* three pairs */

/* The file that waits to be sent gets a socket while it does. */
static int change_while_waiting(struct wait_queue *q)
{
	(void)q;
	fake_wait = NULL;
	IS(send_file(waiting[3], waiting[4]), 1);
	while (sys_recvfrom(waiting[1], U(b), 1, MSG_DONTWAIT, 0, 0) > 0)
		;
	return 0;
}

static void files_that_wait(int type)
{
	for (int i = 0; i < 3; i++)
		pair(i == 0 ? type : SOCK_STREAM, waiting + 2 * i);
	for (int n = 1000; n > 0; n /= 10)
		while (sys_write(waiting[0], U(b), n) > 0)
			;
	IS(sys_fcntl(waiting[0], F_SETFL, 0), 0); /* now it may wait */
	fake_wait = change_while_waiting;
	IS(send_file(waiting[0], waiting[2]), 1);
	fake_wait = NULL;
	for (int i = 0; i < 6; i++)
		sys_close(waiting[i]);
}

static void too_many_files(void)
{
	int s[2], fds[3], fd, flags;

	pair(SOCK_STREAM, s);
	fds[0] = fds[1] = fds[2] = sys_open(U("/"), O_RDONLY, 0);
	IS(send_files(s[0], fds, 3), 1);
	IS(take_files(s[1], 2, &fd, &flags), 2);
	IS(flags, MSG_CTRUNC);
	sys_close(fd);
	sys_close(fd + 1);
	IS(send_files(s[0], fds, 3), 1);
	IS(take_files(s[1], 0, &fd, &flags), 0);
	IS(flags, MSG_CTRUNC);
	IS(send_files(s[0], fds, 3), 1);
	IS(sys_read(s[1], U(b), 1), 1);
	IS(send_files(s[0], fds, 3), 1);
	sys_close(fds[0]);
	sys_close(s[0]);
	sys_close(s[1]);
}

static void listeners(void)
{
	struct path n = { AF_UNIX, "/socket" };
	int l = local(SOCK_STREAM), c = local(SOCK_STREAM), e, s[2];

	IS(sys_bind(l, U(&n), sizeof(n)), 0);
	IS(sys_listen(l, 0), 0);
	IS(sys_connect(c, U(&n), sizeof(n)), 0);
	/* It lies in the queue of what is to be accepted from it. */
	IS(send_file(c, l), 1);
	e = local(SOCK_STREAM);
	IS(sys_connect(e, U(&n), sizeof(n)), -EAGAIN);
	sys_close(e);
	e = sys_accept4(l, 0, 0, 0);
	OK(e >= 0);
	IS(send_file(c, l), 1);
	sys_close(e);
	sys_close(c);
	c = local(SOCK_STREAM);
	IS(sys_connect(c, U(&n), sizeof(n)), 0);
	pair(SOCK_STREAM, s);
	IS(send_file(s[0], l), 1); /* with a connection in its backlog */
	sys_close(l);
	sys_close(s[0]);
	sys_close(s[1]);
	IS(sys_read(c, U(b), 1), -ECONNRESET);
	IS(sys_read(c, U(b), 1), 0);
	sys_close(c);
	IS(sys_unlinkat(AT_FDCWD, U("/socket"), 0), 0);
}

static void pipes_hold_no_sockets(void)
{
	int p[2], s[2];

	IS(sys_pipe2(U(p), O_NONBLOCK), 0);
	pair(SOCK_STREAM, s);
	IS(sys_pass_fd(p[1], s[0]), -EINVAL);
	IS(send_file(s[0], p[0]), 1);
	for (int i = 0; i < 2; i++) {
		sys_close(p[i]);
		sys_close(s[i]);
	}
}

/* A byte each, but they take memory. */
static void files_cost(int type)
{
	int s[2], fds[3], n = 0;
	uint32_t bytes;

	pair(type, s);
	fds[0] = fds[1] = fds[2] = sys_open(U("/"), O_RDONLY, 0);
	while (send_files(s[0], fds, 3) == 1)
		n++;
	IS(send_files(s[0], fds, 3), -EAGAIN);
	OK(n > 50 && n < 2000);
	IS(sys_ioctl(s[1], FIONREAD, U(&bytes).value), 0);
	IS(bytes, type == SOCK_STREAM ? n : 1);
	while (sys_read(s[1], U(b), 1) == 1)
		n--;
	IS(n, 0);
	IS(send_files(s[0], fds, 3), 1);
	sys_close(fds[0]);
	sys_close(s[0]);
	sys_close(s[1]);
}

/* Whatever sizes come and go, the bytes are the same. */
static void bytes(void)
{
	uint32_t sent = 0, received = 0, seed = 1;
	bool same = true;
	int s[2];

	pair(SOCK_STREAM, s);
	while (received < 1000000) {
		uint32_t n = (seed = seed * 1103515245 + 12345) >> 8;
		long k;

		for (uint32_t i = 0; i < n % 3000; i++)
			b[i] = (char)((sent + i) * 7);
		k = sys_write(s[0], U(b), n % 3000);
		sent += MAX(k, 0);
		k = sys_read(s[1], U(b), (n >> 12) % 3000);
		for (long i = 0; i < k; i++)
			same &= b[i] == (char)((received + i) * 7);
		received += MAX(k, 0);
	}
	OK(same);
	OK(sent - received <= FL_SOCKET_BUFFER);
	sys_close(s[0]);
	sys_close(s[1]);
}

static void ports(void)
{
	struct fl_sockaddr_in n = { .sin_family = AF_INET }, m = n;
	int fds[200], l;
	uint32_t length = sizeof(n);

	for (int i = 0; i < 200; i++) {
		fds[i] = sys_socket(AF_INET, SOCK_DGRAM, 0);
		IS(sys_bind(fds[i], U(&n), sizeof(n)), 0);
	}
	IS(sys_getsockname(fds[7], U(&m).value, U(&length).value), 0);
	l = sys_socket(AF_INET, SOCK_DGRAM, 0);
	IS(sys_bind(l, U(&m), sizeof(m)), -EADDRINUSE);
	sys_close(fds[7]);
	IS(sys_bind(l, U(&m), sizeof(m)), 0);
	for (int i = 0; i < 200; i++)
		if (i != 7)
			sys_close(fds[i]);
	sys_close(l);
	m.sin_addr = 0x01020304;
	l = sys_socket(AF_INET, SOCK_STREAM, 0);
	IS(sys_connect(l, U(&m), sizeof(m)), -ENETUNREACH);
	sys_close(l);
}

/* --- A connection was lost if who accepted it had no room. --- */

static int client;
static struct path at = { AF_UNIX, "/accept" };

static int connect_and_fill_table(struct wait_queue *q)
{
	(void)q;
	fake_wait = NULL;
	client = local(SOCK_STREAM);
	IS(sys_connect(client, U(&at), sizeof(at)), 0);
	while (sys_dup(client) >= 0)
		;
	return 0;
}

static void accepted_without_room(void)
{
	struct fl_rlimit *limit = &current->subject->limits[RLIMIT_NOFILE];
	int l = sys_socket(AF_UNIX, SOCK_STREAM, 0), made;
	int size = current->subject->files->size;

	IS(sys_bind(l, U(&at), sizeof(at)), 0);
	IS(sys_listen(l, 5), 0);
	limit->rlim_cur = 32;
	fake_wait = connect_and_fill_table;
	IS(sys_accept4(l, 0, 0, 0), -EMFILE);
	IS(sys_close(20), 0);
	made = sys_accept4(l, 0, 0, 0);
	IS(made, 20);
	IS(sys_write(made, U("to"), 2), 2);
	IS(sys_read(client, U(b), 9), 2);
	sys_close(made);
	sys_close(client);
	/* No memory: for the table, and for the file. */
	client = local(SOCK_STREAM);
	IS(sys_connect(client, U(&at), sizeof(at)), 0);
	limit->rlim_cur = size + 1;
	while (sys_dup(client) < size - 1)
		;
	fault_inject(1);
	IS(sys_accept4(l, 0, 0, SOCK_NONBLOCK), -ENOMEM);
	sys_close(20);
	fault_inject(1);
	IS(sys_accept4(l, 0, 0, SOCK_NONBLOCK), -ENFILE);
	made = sys_accept4(l, 0, 0, SOCK_NONBLOCK);
	IS(made, 20);
	IS(sys_write(client, U("from"), 4), 4);
	IS(sys_read(made, U(b), 9), 4);
	IS(sys_read(made, U(b), 9), -EAGAIN);
	limit->rlim_cur = FL_RLIM_INFINITY;
	for (int i = 0; i < size; i++)
		sys_close(i);
	IS(sys_unlinkat(AT_FDCWD, U("/accept"), 0), 0);
}

int main(void)
{
	fake_init();
	files_in_queues();
	files_in_a_circle(1);
	files_in_a_circle(2);
	files_in_a_circle(40);
	files_in_an_open_circle();
	files_in_a_chain();
	files_that_wait(SOCK_STREAM);
	files_that_wait(SOCK_DGRAM);
	files_that_wait(SOCK_SEQPACKET);
	too_many_files();
	listeners();
	pipes_hold_no_sockets();
	files_cost(SOCK_STREAM);
	files_cost(SOCK_DGRAM);
	bytes();
	ports();
	accepted_without_room();
	return tap_done();
}
