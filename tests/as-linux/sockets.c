/* SPDX-License-Identifier: MIT */
/* Sockets: local ones and the internet's on this machine. */
#include "errors.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define SERVER "server"

static char b[300000];

static void say(const char *what, long result)
{
	if (result < 0)
		printf("%s: %s\n", what, error_name(errno));
	else
		printf("%s: %ld\n", what, result);
}

static void got(const char *what, ssize_t n)
{
	if (n < 0)
		say(what, n);
	else
		printf("%s: %zd \"%.*s\"\n", what, n, (int)(n < 60 ? n : 60),
		       b);
}

static short events_of(int fd)
{
	struct pollfd p = { fd, POLLIN | POLLOUT, 0 };

	poll(&p, 1, 0);
	return p.revents;
}

static void events(const char *what, int fd)
{
	short e = events_of(fd);

	printf("%s:%s%s%s%s\n", what, e & POLLIN ? " in" : "",
	       e & POLLOUT ? " out" : "", e & POLLHUP ? " hup" : "",
	       e & POLLERR ? " err" : "");
}

static struct sockaddr_un local_name(const char *path)
{
	struct sockaddr_un n = { .sun_family = AF_UNIX };

	strcpy(n.sun_path, path);
	return n;
}

#define N(name) (struct sockaddr *)(__typeof__(name)[]){ name }, sizeof(name)

static void print_local(const char *what, const struct sockaddr_un *n,
			socklen_t length)
{
	printf("%s: length %u family %d \"%s\"\n", what, (unsigned)length,
	       length > 0 ? n->sun_family : 0,
	       length > sizeof(sa_family_t) ? n->sun_path : "");
}

static void kinds(void)
{
	struct stat st;
	int fd;

	say("no such domain", socket(99, SOCK_STREAM, 0));
	say("no such protocol", socket(AF_UNIX, SOCK_STREAM, 99));
	say("a pair of inet", socketpair(AF_INET, SOCK_STREAM, 0, (int[2]){}));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	printf("%d %d\n", fcntl(fd, F_GETFD) & FD_CLOEXEC,
	       (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
	fstat(fd, &st);
	printf("%d\n", S_ISSOCK(st.st_mode));
	say("lseek", lseek(fd, 0, SEEK_CUR));
	say("pread", pread(fd, b, 1, 0));
	say("ftruncate", ftruncate(fd, 0));
	say("read", read(fd, b, 1));
	say("write", write(fd, b, 1));
	say("recv", recv(fd, b, 1, 0));
	say("getpeername", getpeername(fd, (void *)b, &(socklen_t){ 10 }));
	say("listen", listen(fd, 1));
	say("accept", accept(fd, NULL, NULL));
	events("new", fd);
	say("close", close(fd));
	say("of a file", listen(0, 1));
	say("of nothing", listen(1000, 1));
	fd = socket(AF_INET, SOCK_STREAM, 0);
	say("read", read(fd, b, 1));
	say("shutdown", shutdown(fd, SHUT_WR));
	say("accept", accept(fd, NULL, NULL));
	events("new", fd);
	close(fd);
	fd = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
	say("listen", listen(fd, 1));
	say("accept", accept(fd, NULL, NULL));
	say("send", send(fd, b, 1, 0));
	say("shutdown", shutdown(fd, SHUT_WR));
	events("new", fd);
	close(fd);
}

static void stream_pair(void)
{
	int s[2], n;

	say("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, s));
	events("connected", s[0]);
	say("write", write(s[0], "hello", 5));
	say("write", write(s[0], " there", 6));
	say("FIONREAD", ioctl(s[1], FIONREAD, &n));
	say("bytes", n);
	events("with bytes", s[1]);
	got("peek", recv(s[1], b, 8, MSG_PEEK));
	got("read", read(s[1], b, 4));
	got("read", read(s[1], b, sizeof(b)));
	got("nothing", recv(s[1], b, 1, MSG_DONTWAIT));
	say("read of 0", read(s[1], b, 0));
	say("write of 0", write(s[1], b, 0));
	if (fork() == 0) {
		write(s[0], "abc", 3);
		usleep(20000);
		write(s[0], "def", 3);
		_exit(0);
	}
	got("all", recv(s[1], b, 6, MSG_WAITALL));
	wait(NULL);
	write(s[0], "last", 4);
	say("shutdown", shutdown(s[0], SHUT_WR));
	say("write after it", send(s[0], "x", 1, MSG_NOSIGNAL));
	events("half closed", s[0]);
	events("at the other end", s[1]);
	got("read", read(s[1], b, 10));
	got("end", read(s[1], b, 10));
	say("the other way", write(s[1], "back", 4));
	got("read", read(s[0], b, 10));
	say("shutdown", shutdown(s[1], SHUT_RD));
	say("shutdown of 7", shutdown(s[1], 7));
	close(s[0]);
	events("alone", s[1]);
	say("write alone", send(s[1], "x", 1, MSG_NOSIGNAL));
	close(s[1]);

	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	write(s[1], "unread", 6);
	close(s[1]);
	got("closed: what was sent", read(s[0], b, 10));
	got("and then", read(s[0], b, 10));
	close(s[0]);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	write(s[0], "unread", 6);
	close(s[1]);
	events("closed with bytes", s[0]);
	got("reset", read(s[0], b, 10));
	got("and then", read(s[0], b, 10));
	close(s[0]);
}

static volatile sig_atomic_t caught;

static void catch (int sig)
{
	caught = sig;
}

static void broken(void)
{
	int s[2];

	signal(SIGPIPE, catch);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	close(s[1]);
	say("write", write(s[0], "x", 1));
	printf("signal %d\n", caught == SIGPIPE);
	caught = 0;
	say("send", send(s[0], "x", 1, MSG_NOSIGNAL));
	printf("signal %d\n", caught);
	close(s[0]);
	signal(SIGPIPE, SIG_DFL);
}

static void full(void)
{
	long total = 0, more = 0;
	ssize_t n;
	int s[2];

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s);
	while ((n = write(s[0], b, 1000)) > 0)
		total += n;
	say("full", n);
	printf("%d\n", total >= 10000);
	printf("%d\n", !(events_of(s[0]) & POLLOUT));
	while ((n = read(s[1], b, 777)) > 0)
		more += n;
	say("empty", n);
	printf("%d %d\n", total == more, !!(events_of(s[0]) & POLLOUT));
	close(s[0]);
	close(s[1]);
}

/* More than fits, through a child. */
static void through(int domain)
{
	int s[2], status;
	long sum = 0, n, total = 0;

	for (unsigned i = 0; i < sizeof(b); i++)
		b[i] = i % 251;
	if (domain == AF_UNIX) {
		socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	} else {
		struct sockaddr_in a = { .sin_family = AF_INET };
		int l = socket(AF_INET, SOCK_STREAM, 0);

		listen(l, 1);
		getsockname(l, (void *)&a, &(socklen_t){ sizeof(a) });
		s[0] = socket(AF_INET, SOCK_STREAM, 0);
		connect(s[0], N(a));
		s[1] = accept(l, NULL, NULL);
		close(l);
	}
	fflush(stdout);
	if (fork() == 0) {
		close(s[0]);
		while ((n = read(s[1], b, 5000)) > 0) {
			for (int i = 0; i < n; i++)
				sum += (unsigned char)b[i] == (total + i) % 251;
			total += n;
		}
		_exit(sum == sizeof(b) && total == sizeof(b) ? 5 : 6);
	}
	close(s[1]);
	say("written", write(s[0], b, sizeof(b)));
	close(s[0]);
	wait(&status);
	say("read", WEXITSTATUS(status));
}

static void datagram_pair(int type)
{
	struct msghdr m = { 0 };
	struct iovec v = { b, 4 };
	int s[2];

	socketpair(AF_UNIX, type, 0, s);
	say("send", send(s[0], "first", 5, 0));
	say("send", send(s[0], "", 0, 0));
	say("send", send(s[0], "third", 5, 0));
	got("cut", recv(s[1], b, 3, 0));
	got("empty", recv(s[1], b, 10, 0));
	m.msg_iov = &v;
	m.msg_iovlen = 1;
	got("message", recvmsg(s[1], &m, 0));
	printf("cut %d\n", !!(m.msg_flags & MSG_TRUNC));
	send(s[0], "whole length", 12, 0);
	got("whole length", recv(s[1], b, 3, MSG_TRUNC));
	say("nothing", recv(s[1], b, 3, MSG_DONTWAIT));
	say("too long", send(s[0], b, sizeof(b), 0));
	send(s[0], "left", 4, 0);
	close(s[0]);
	got("what was sent", recv(s[1], b, 10, 0));
	got("then", recv(s[1], b, 10, MSG_DONTWAIT));
	say("send", send(s[1], "x", 1, MSG_NOSIGNAL));
	close(s[1]);
}

static void local_streams(void)
{
	struct sockaddr_un a = local_name(SERVER), n;
	socklen_t length = sizeof(n);
	int l, c, e, other;

	l = socket(AF_UNIX, SOCK_STREAM, 0);
	c = socket(AF_UNIX, SOCK_STREAM, 0);
	say("connect to nothing", connect(c, N(a)));
	umask(027);
	say("bind", bind(l, N(a)));
	umask(022);
	n = local_name("another");
	say("bind again", bind(l, N(n)));
	other = socket(AF_UNIX, SOCK_STREAM, 0);
	say("bind to the same", bind(other, N(a)));
	struct stat st;
	stat(SERVER, &st);
	printf("%o\n", st.st_mode);
	say("open", open(SERVER, O_RDWR));
	say("connect before listen", connect(c, N(a)));
	say("listen", listen(l, 5));
	events("listening", l);
	say("connect", connect(c, N(a)));
	say("connect again", connect(c, N(a)));
	events("a connection", l);
	say("send before accept", send(c, "early", 5, 0));
	e = accept(l, (void *)&n, &length);
	print_local("accept", &n, length);
	got("early", recv(e, b, 10, 0));
	length = sizeof(n);
	getsockname(e, (void *)&n, &length);
	print_local("name of this end", &n, length);
	length = sizeof(n);
	getpeername(c, (void *)&n, &length);
	print_local("name of the peer", &n, length);
	length = sizeof(n);
	getsockname(c, (void *)&n, &length);
	print_local("name of the other", &n, length);
	length = 5;
	memset(&n, 0, sizeof(n));
	getsockname(l, (void *)&n, &length);
	print_local("cut", &n, length);
	say("accept of a connection", accept(e, NULL, NULL));
	say("sendto", sendto(c, "x", 1, 0, N(a)));
	close(c);
	say("end", read(e, b, 10));
	close(e);

	c = socket(AF_UNIX, SOCK_STREAM, 0);
	connect(c, N(a));
	close(l);
	got("the listener is gone", read(c, b, 10));
	say("write", send(c, "x", 1, MSG_NOSIGNAL));
	close(c);
	c = socket(AF_UNIX, SOCK_DGRAM, 0);
	say("the name is left", connect(c, N(a)));
	unlink(SERVER);
	say("a datagram", sendto(c, "x", 1, 0, N(a)));
	close(c);
	say("bind to a folder that is not there",
	    bind(other, N(local_name("none/x"))));
	a.sun_family = 77;
	say("another family", bind(other, N(a)));
	close(other);
}

static void local_types(void)
{
	struct sockaddr_un a = local_name(SERVER);
	int l = socket(AF_UNIX, SOCK_SEQPACKET, 0), c, e;

	bind(l, N(a));
	listen(l, 1);
	c = socket(AF_UNIX, SOCK_STREAM, 0);
	say("a stream to records", connect(c, N(a)));
	close(c);
	c = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	say("records", connect(c, N(a)));
	e = accept(l, NULL, NULL);
	send(c, "one", 3, 0);
	send(c, "two", 3, MSG_EOR);
	got("a record", recv(e, b, 10, 0));
	got("a record", recv(e, b, 10, 0));
	close(c);
	got("end", recv(e, b, 10, 0));
	close(e);
	close(l);
	unlink(SERVER);
}

static void local_datagrams(void)
{
	struct sockaddr_un a = local_name(SERVER), mine = local_name("client"),
			   n;
	socklen_t length = sizeof(n);
	int l = socket(AF_UNIX, SOCK_DGRAM, 0);
	int c = socket(AF_UNIX, SOCK_DGRAM, 0);
	int third = socket(AF_UNIX, SOCK_DGRAM, 0);

	bind(l, N(a));
	say("sendto", sendto(c, "anonymous", 9, 0, N(a)));
	got("from nobody", recvfrom(l, b, 100, 0, (void *)&n, &length));
	print_local("its name", &n, length);
	bind(c, N(mine));
	sendto(c, "named", 5, 0, N(a));
	length = sizeof(n);
	got("from a name", recvfrom(l, b, 100, 0, (void *)&n, &length));
	print_local("its name", &n, length);
	say("answer", sendto(l, "answer", 6, 0, (void *)&n, length));
	got("answer", recv(c, b, 100, 0));
	say("send without a peer", send(c, "x", 1, 0));
	say("connect", connect(c, N(a)));
	say("send", send(c, "connected", 9, 0));
	got("recv", recv(l, b, 100, 0));
	say("connect back", connect(l, N(mine)));
	say("a third", sendto(third, "x", 1, 0, N(a)));
	say("disconnect",
	    connect(l, (struct sockaddr *)&(sa_family_t){ AF_UNSPEC },
		    sizeof(sa_family_t)));
	say("a third", sendto(third, "x", 1, 0, N(a)));
	close(l);
	say("send to the closed", send(c, "x", 1, 0));
	say("send again", send(c, "x", 1, 0));
	close(c);
	close(third);
	unlink(SERVER);
	unlink("client");
}

static void send_files(int to, int *fds, int count, const char *text)
{
	char control[CMSG_SPACE(10 * sizeof(int))];
	struct iovec v = { (char *)text, strlen(text) };
	struct msghdr m = { .msg_iov = &v,
			    .msg_iovlen = 1,
			    .msg_control = control,
			    .msg_controllen = CMSG_SPACE(count * sizeof(int)) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(c), fds, count * sizeof(int));
	say("send files", sendmsg(to, &m, 0));
}

/* The first of the files, or -1. */
static int take_files(int from, int room, int flags)
{
	char control[CMSG_SPACE(10 * sizeof(int))];
	struct iovec v = { b, 100 };
	struct msghdr m = { .msg_iov = &v,
			    .msg_iovlen = 1,
			    .msg_control = control,
			    .msg_controllen = room ? CMSG_LEN(room * 4) : 0 };
	struct cmsghdr *c;
	int fds[10] = { -1 }, n = 0;

	got("take", recvmsg(from, &m, flags));
	for (c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
		n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		printf("level %d type %d files %d\n",
		       c->cmsg_level == SOL_SOCKET, c->cmsg_type == SCM_RIGHTS,
		       n);
		memcpy(fds, CMSG_DATA(c), n * sizeof(int));
	}
	printf("cut %d\n", !!(m.msg_flags & MSG_CTRUNC));
	for (int i = 1; i < n; i++)
		close(fds[i]);
	return fds[0];
}

static void files(void)
{
	int s[2], p[2], fd, two[2];

	pipe(p);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	send_files(s[0], &p[1], 1, "a pipe");
	fd = take_files(s[1], 1, MSG_CMSG_CLOEXEC);
	printf("%d\n", fcntl(fd, F_GETFD) & FD_CLOEXEC);
	write(fd, "by another number", 17);
	got("read", read(p[0], b, 100));
	close(fd);
	/* Bytes after those with files stay apart. */
	write(s[0], "before ", 7);
	send_files(s[0], p, 2, "with ");
	write(s[0], "after", 5);
	close(take_files(s[1], 1, 0));
	close(take_files(s[1], 1, 0));
	send_files(s[0], p, 2, "unwanted");
	got("read", read(s[1], b, 100));
	send_files(s[0], p, 2, "no room");
	take_files(s[1], 0, 0);
	two[0] = p[0];
	two[1] = 1000;
	send_files(s[0], two, 2, "none such");
	/* A socket through a socket. */
	send_files(s[0], &s[0], 1, "itself");
	fd = take_files(s[1], 1, 0);
	write(fd, "through it", 10);
	got("read", read(s[1], b, 100));
	close(fd);
	/* The last who has it may be under way. */
	send_files(s[0], &p[1], 1, "held");
	close(p[1]);
	printf("%d\n", events_of(p[0]));
	close(s[1]);
	close(s[0]);
	printf("%d\n", !!(events_of(p[0]) & POLLHUP));
	close(p[0]);
}

static struct sockaddr_in inet_name(const char *address, int port)
{
	struct sockaddr_in n = { .sin_family = AF_INET,
				 .sin_port = htons(port) };

	inet_pton(AF_INET, address, &n.sin_addr);
	return n;
}

static void inet_streams(void)
{
	struct sockaddr_in a = inet_name("127.0.0.1", 0), n;
	socklen_t length = sizeof(n);
	int l, c, e, other, one = 1;

	l = socket(AF_INET, SOCK_STREAM, 0);
	say("bind elsewhere", bind(l, N(inet_name("192.0.2.1", 0))));
	say("bind", bind(l, N(a)));
	getsockname(l, (void *)&a, &length);
	printf("%s %d %u\n", inet_ntoa(a.sin_addr), a.sin_port != 0,
	       (unsigned)length);
	say("bind again", bind(l, N(a)));
	other = socket(AF_INET, SOCK_STREAM, 0);
	say("bind to the same", bind(other, N(a)));
	c = socket(AF_INET, SOCK_STREAM, 0);
	say("connect before listen", connect(c, N(a)));
	close(c);
	say("listen", listen(l, 1));
	c = socket(AF_INET, SOCK_STREAM, 0);
	say("connect", connect(c, N(a)));
	say("connect again", connect(c, N(a)));
	e = accept(l, (void *)&n, &length);
	printf("%s %d\n", inet_ntoa(n.sin_addr), n.sin_port != 0);
	struct sockaddr_in m;
	getsockname(c, (void *)&m, &length);
	printf("%d\n", m.sin_port == n.sin_port &&
			   m.sin_addr.s_addr == n.sin_addr.s_addr);
	getpeername(c, (void *)&m, &length);
	printf("%d\n", m.sin_port == a.sin_port);
	getsockname(e, (void *)&m, &length);
	printf("%d %s\n", m.sin_port == a.sin_port, inet_ntoa(m.sin_addr));
	say("send", send(c, "hello", 5, 0));
	got("recv", recv(e, b, 10, 0));
	say("TCP_NODELAY",
	    setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)));
	say("files", sendmsg(c, &(struct msghdr){ 0 }, 0));
	shutdown(c, SHUT_WR);
	got("end", recv(e, b, 10, 0));
	send(e, "answer", 6, 0);
	close(e);
	got("answer", recv(c, b, 10, 0));
	got("end", recv(c, b, 10, 0));
	events("closed by the other", c);
	say("send to the closed", send(c, "x", 1, MSG_NOSIGNAL));
	usleep(1000);
	printf("%d\n", !!(events_of(c) & POLLHUP));
	say("and again", send(c, "x", 1, MSG_NOSIGNAL));
	close(c);
	c = socket(AF_INET, SOCK_STREAM, 0);
	connect(c, N(a));
	e = accept(l, NULL, NULL);
	send(c, "unread", 6, 0);
	close(e);
	usleep(1000);
	say("send after a reset", send(c, "x", 1, MSG_NOSIGNAL));
	say("and again", send(c, "x", 1, MSG_NOSIGNAL));
	close(c);
	close(l);
	close(other);
	c = socket(AF_INET, SOCK_STREAM, 0);
	say("to nobody", connect(c, N(a)));
	say("another family", connect(c, N(local_name(SERVER))));
	say("too short", connect(c, (void *)&a, 4));
	close(c);
}

static void inet_datagrams(void)
{
	struct sockaddr_in a = inet_name("127.0.0.1", 0), n,
			   any = inet_name("0.0.0.0", 0);
	socklen_t length = sizeof(n);
	int l = socket(AF_INET, SOCK_DGRAM, 0);
	int c = socket(AF_INET, SOCK_DGRAM, 0);
	int third = socket(AF_INET, SOCK_DGRAM, 0);

	bind(l, N(any));
	getsockname(l, (void *)&a, &length);
	printf("%s\n", inet_ntoa(a.sin_addr));
	inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
	say("send without a peer", send(c, "x", 1, 0));
	say("sendto", sendto(c, "hello", 5, 0, N(a)));
	got("recvfrom", recvfrom(l, b, 100, 0, (void *)&n, &length));
	printf("%s %d\n", inet_ntoa(n.sin_addr), n.sin_port != 0);
	say("answer", sendto(l, "answer", 6, 0, N(n)));
	got("recv", recv(c, b, 100, 0));
	say("connect", connect(c, N(a)));
	say("send", send(c, "", 0, 0));
	got("recv", recv(l, b, 100, 0));
	getsockname(c, (void *)&n, &length);
	printf("%s\n", inet_ntoa(n.sin_addr));
	sendto(third, "not for it", 10, 0, N(n));
	got("of another", recv(c, b, 100, MSG_DONTWAIT));
	say("too long", send(c, b, 70000, 0));
	close(l);
	say("to nobody", send(c, "x", 1, 0));
	usleep(1000);
	say("SO_ERROR",
	    getsockopt(c, SOL_SOCKET, SO_ERROR, b, &(socklen_t){ 4 }));
	printf("%d\n", *(int *)b == ECONNREFUSED);
	say("to nobody, by name", sendto(third, "x", 1, 0, N(a)));
	close(c);
	close(third);
}

static void options(void)
{
	static const struct {
		const char *name;
		int option;
	} switches[] = {
		{ "SO_REUSEADDR", SO_REUSEADDR },
		{ "SO_KEEPALIVE", SO_KEEPALIVE },
		{ "SO_BROADCAST", SO_BROADCAST },
		{ "SO_OOBINLINE", SO_OOBINLINE },
		{ "SO_DONTROUTE", SO_DONTROUTE },
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0), value = -1, one = 1;
	struct timeval t = { 0, 20000 };
	struct linger g = { 1, 2 };
	socklen_t length;
	int s[2];

	for (unsigned i = 0; i < sizeof(switches) / sizeof(*switches); i++) {
		int o = switches[i].option;

		length = sizeof(value);
		getsockopt(fd, SOL_SOCKET, o, &value, &length);
		printf("%s %d", switches[i].name, value);
		setsockopt(fd, SOL_SOCKET, o, &one, sizeof(one));
		getsockopt(fd, SOL_SOCKET, o, &value, &length);
		printf(" %d %u\n", value, (unsigned)length);
	}
	length = sizeof(value);
	getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &length);
	printf("SO_TYPE %d\n", value == SOCK_STREAM);
	getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &length);
	printf("SO_ACCEPTCONN %d\n", value);
	listen(fd, 1);
	getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &length);
	printf("SO_ACCEPTCONN %d\n", value);
	getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &value, &length);
	printf("SO_RCVBUF %d\n", value >= 4096);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &g, sizeof(g));
	g = (struct linger){ 0, 0 };
	length = sizeof(g);
	getsockopt(fd, SOL_SOCKET, SO_LINGER, &g, &length);
	printf("SO_LINGER %d %d\n", g.l_onoff, g.l_linger);
	say("no such option", setsockopt(fd, SOL_SOCKET, 999, &one, 4));
	say("of no bytes", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, 0));
	say("of a file", setsockopt(0, SOL_SOCKET, SO_REUSEADDR, &one, 4));
	close(fd);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	say("SO_RCVTIMEO",
	    setsockopt(s[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t)));
	say("in time", recv(s[0], b, 1, 0));
	t.tv_usec = 2000000;
	errno = 0;
	setsockopt(s[0], SOL_SOCKET, SO_SNDTIMEO, &t, sizeof(t));
	printf("%d\n", errno == EDOM);
	struct ucred u;
	length = sizeof(u);
	getsockopt(s[0], SOL_SOCKET, SO_PEERCRED, &u, &length);
	printf("%d %d %d\n", u.pid == getpid(), u.uid == geteuid(),
	       u.gid == getegid());
	close(s[0]);
	close(s[1]);
}

static void messages(void)
{
	char first[4], second[5] = "xxxx";
	struct iovec in[2] = { { "scat", 4 }, { "tered", 5 } };
	struct iovec out[2] = { { first, 4 }, { second, 4 } };
	struct msghdr m = { .msg_iov = in, .msg_iovlen = 2 };
	int s[2];

	socketpair(AF_UNIX, SOCK_DGRAM, 0, s);
	say("sendmsg", sendmsg(s[0], &m, 0));
	m.msg_iov = out;
	say("recvmsg", recvmsg(s[1], &m, 0));
	printf("%.4s %.4s cut %d\n", first, second,
	       !!(m.msg_flags & MSG_TRUNC));
	say("writev", writev(s[0], in, 2));
	say("readv", readv(s[1], out, 2));
	m.msg_iovlen = 100000;
	say("too many", sendmsg(s[0], &m, 0));
	m.msg_iovlen = 1;
	m.msg_iov = (void *)16;
	say("nowhere", sendmsg(s[0], &m, 0));
	say("data nowhere", send(s[0], (void *)16, 10, 0));
	send(s[0], "lost", 4, 0);
	say("to nowhere", recv(s[1], (void *)16, 10, 0));
	close(s[0]);
	close(s[1]);
}

static void *accept_one(void *l)
{
	return (void *)(long)accept(*(int *)l, NULL, NULL);
}

static void waiting(void)
{
	struct sockaddr_un a = local_name(SERVER);
	int l = socket(AF_UNIX, SOCK_STREAM, 0), c, status;
	struct timeval t = { 1, 0 };
	pthread_t thread;
	void *e;
	fd_set set;

	bind(l, N(a));
	listen(l, 5);
	pthread_create(&thread, NULL, accept_one, &l);
	usleep(10000);
	c = socket(AF_UNIX, SOCK_STREAM, 0);
	say("connect", connect(c, N(a)));
	pthread_join(thread, &e);
	printf("%d\n", (long)e > 0);
	fflush(stdout);
	if (fork() == 0) {
		usleep(20000);
		write((long)e, "woken", 5);
		_exit(0);
	}
	FD_ZERO(&set);
	FD_SET(c, &set);
	say("select", select(c + 1, &set, NULL, NULL, &t));
	got("read", read(c, b, 10));
	wait(&status);
	fcntl(l, F_SETFL, O_NONBLOCK);
	say("nobody calls", accept(l, NULL, NULL));
	close(c);
	close((long)e);
	close(l);
	unlink(SERVER);
}

static void addresses(void)
{
	struct addrinfo hints = { .ai_family = AF_INET,
				  .ai_socktype = SOCK_STREAM,
				  .ai_flags = AI_NUMERICHOST },
			*list;
	struct sockaddr_in *n;
	char host[50], service[50];

	say("getaddrinfo", getaddrinfo("127.0.0.1", "8080", &hints, &list));
	n = (struct sockaddr_in *)list->ai_addr;
	printf("%s %d %d %d %d\n", inet_ntoa(n->sin_addr), ntohs(n->sin_port),
	       list->ai_socktype, list->ai_protocol, list->ai_next != NULL);
	say("getnameinfo", getnameinfo(list->ai_addr, list->ai_addrlen, host,
				       sizeof(host), service, sizeof(service),
				       NI_NUMERICHOST | NI_NUMERICSERV));
	printf("%s %s\n", host, service);
	freeaddrinfo(list);
	hints.ai_flags |= AI_PASSIVE;
	getaddrinfo(NULL, "1", &hints, &list);
	n = (struct sockaddr_in *)list->ai_addr;
	printf("%s\n", inet_ntoa(n->sin_addr));
	freeaddrinfo(list);
	printf("%s\n",
	       gai_strerror(getaddrinfo("no number", "1", &hints, &list)));
	printf("%s\n", gai_strerror(getaddrinfo(NULL, NULL, &hints, &list)));
	hints.ai_family = 99;
	printf("%s\n",
	       gai_strerror(getaddrinfo("127.0.0.1", "1", &hints, &list)));
	hints.ai_family = AF_INET;
	hints.ai_flags = 0x8000000;
	printf("%s\n",
	       gai_strerror(getaddrinfo("127.0.0.1", "1", &hints, &list)));
}

int main(void)
{
	mkdir("/tmp/sockets", 0700);
	chdir("/tmp/sockets");
	kinds();
	stream_pair();
	broken();
	full();
	through(AF_UNIX);
	through(AF_INET);
	puts("datagrams");
	datagram_pair(SOCK_DGRAM);
	puts("records");
	datagram_pair(SOCK_SEQPACKET);
	local_streams();
	local_types();
	local_datagrams();
	files();
	inet_streams();
	inet_datagrams();
	options();
	messages();
	waiting();
	addresses();
	chdir("/");
	rmdir("/tmp/sockets");
	fputs("to stderr\n", stderr);
	return 0;
}
