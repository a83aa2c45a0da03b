/* SPDX-License-Identifier: MIT */
/* The longest names, the largest numbers, and crowds where one is usual. */
#include "tap.h"
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/msg.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void sleep_ms(int ms)
{
	struct timespec t = { 0, ms * 1000000 };

	nanosleep(&t, NULL);
}

/* A path that fills the address had its NUL behind it, in other memory. */
static void test_longest_socket_name(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX }, b;
	char bytes[sizeof(a) + 8];
	socklen_t n = sizeof(bytes), m = sizeof(bytes);
	int s = socket(AF_UNIX, SOCK_DGRAM, 0), error;
	int t = socket(AF_UNIX, SOCK_DGRAM, 0);

	memset(a.sun_path, 'x', sizeof(a.sun_path));
	memcpy(a.sun_path, "/tmp/", 5);
	unlink("/tmp/short");
	b = (struct sockaddr_un){ AF_UNIX, "/tmp/short" };
	bind(t, (struct sockaddr *)&b, sizeof(b));
	error = bind(s, (struct sockaddr *)&a, sizeof(a));
	getsockname(s, (struct sockaddr *)bytes, &n);
	ok(error == 0 && n == sizeof(a) && memcmp(bytes, &a, n) == 0,
	   "the longest path of a socket is as long as an address");
	sendto(s, "", 1, 0, (struct sockaddr *)&b, sizeof(b));
	recvfrom(t, bytes + sizeof(bytes) - 1, 1, 0, (struct sockaddr *)bytes,
		 &m);
	ok(m == sizeof(a) && memcmp(bytes, &a, m) == 0,
	   "and comes so with a datagram");
	close(s);
	close(t);
	unlink("/tmp/short");
	memcpy(bytes, a.sun_path, sizeof(a.sun_path));
	bytes[sizeof(a.sun_path)] = '\0';
	unlink(bytes);
}

static void test_lowest_message_type(void)
{
	struct {
		long type;
		char byte;
	} m = { INT_MAX, 'm' };
	int q = msgget(IPC_PRIVATE, 0600);

	msgsnd(q, &m, 1, 0);
	m.type = 0;
	ok(msgrcv(q, &m, 1, INT_MIN, IPC_NOWAIT) == 1 && m.type == INT_MAX,
	   "the lowest type that msgrcv() takes is for all messages");
	msgctl(q, IPC_RMID, NULL);
}

/* The second expiry was at a negative time, and so were all that followed. */
static void test_longest_interval(clockid_t clock)
{
	struct itimerspec t = { .it_value.tv_nsec = 1 };
	struct timespec soon = { 0, 20000000 };
	int times = 0;
	sigset_t set;
	timer_t id;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	timer_create(clock, NULL, &id);
	t.it_interval.tv_sec = sizeof(time_t) == 8 ? LLONG_MAX : LONG_MAX;
	timer_settime(id, 0, &t, NULL);
	while (times < 4 && sigtimedwait(&set, NULL, &soon) == SIGALRM)
		times++;
	timer_gettime(id, &t);
	ok(times == 1 && t.it_value.tv_sec > 2000000000,
	   "a timer of clock %d with the longest interval expires once",
	   (int)clock);
	timer_delete(id);
}

/* Who polled a queue took the wake of who waited for a message. */
static void test_receiver_beside_poller(void)
{
	struct mq_attr a = { .mq_maxmsg = 4, .mq_msgsize = 4 };
	mqd_t q = mq_open("/polled", O_CREAT | O_RDWR, 0600, &a);
	struct pollfd p = { .fd = q, .events = POLLIN };
	int poller, receiver, status, got = 0, polled = 0;
	char bytes[4];

	poller = fork();
	if (poller == 0)
		_exit(poll(&p, 1, 10000) == 1 ? 0 : 1);
	sleep_ms(50);
	receiver = fork();
	if (receiver == 0)
		_exit(mq_receive(q, bytes, 4, NULL) == 1 ? 0 : 1);
	sleep_ms(50);
	mq_send(q, "m", 1, 0);
	for (int i = 0; i < 500 && !got; i++) {
		got = waitpid(receiver, &status, WNOHANG) == receiver;
		sleep_ms(10);
	}
	kill(receiver, SIGKILL);
	ok(got && status == 0, "who polls a queue takes no receiver's wake");
	mq_send(q, "n", 1, 0);
	waitpid(poller, &status, 0);
	polled = status == 0;
	ok(polled, "and is told of messages");
	mq_close(q);
	mq_unlink("/polled");
}

/* A poll is no wait for a message: who asked for a signal gets it. */
static void test_notification_beside_poller(void)
{
	struct mq_attr a = { .mq_maxmsg = 4, .mq_msgsize = 4 };
	mqd_t q = mq_open("/told", O_CREAT | O_RDWR, 0600, &a);
	struct pollfd p = { .fd = q, .events = POLLIN };
	struct sigevent e = { .sigev_notify = SIGEV_SIGNAL,
			      .sigev_signo = SIGUSR1 };
	struct timespec limit = { 5, 0 };
	sigset_t set;
	int poller;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	poller = fork();
	if (poller == 0)
		_exit(poll(&p, 1, 10000) != 1);
	sleep_ms(50);
	mq_notify(q, &e);
	mq_send(q, "m", 1, 0);
	ok(sigtimedwait(&set, NULL, &limit) == SIGUSR1,
	   "a process is told of a message though another one polls");
	waitpid(poller, NULL, 0);
	mq_close(q);
	mq_unlink("/told");
}

static int port_of(int s)
{
	struct sockaddr_in a;
	socklen_t n = sizeof(a);

	getsockname(s, (struct sockaddr *)&a, &n);
	return ntohs(a.sin_port);
}

static int bind_to(int s, unsigned addr, int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons(port),
				 .sin_addr.s_addr = htonl(addr) };

	return bind(s, (struct sockaddr *)&a, sizeof(a));
}

/* Nobody's port is given out, be it another address's. */
static void test_ports_are_given_once(void)
{
	int s[200], again[3], good = 1;
	static char given[65536];

	for (int i = 0; i < 200; i++) {
		s[i] = socket(AF_INET, SOCK_DGRAM, 0);
		good &= bind_to(s[i], 0x7f000002 + i, 0) == 0;
		good &= given[port_of(s[i])]++ == 0;
	}
	ok(good, "each socket is given a port of its own");
	good = 1;
	for (int i = 0; i < 3; i++) { /* three of one port, in any order */
		again[i] = socket(AF_INET, SOCK_DGRAM, 0);
		good &= bind_to(again[i], 0x7f010000 + i, port_of(s[7])) == 0;
	}
	close(again[1]);
	close(s[7]);
	for (int i = 0; i < 28232 * 2 && good; i++) {
		int t = socket(AF_INET, SOCK_DGRAM, 0);

		good = bind_to(t, 0x7f000001, 0) == 0 &&
		       port_of(t) != port_of(again[0]) && port_of(t) >= 32768 &&
		       port_of(t) <= 60999;
		close(t);
	}
	ok(good, "a port is taken until the last one that has it is closed");
	for (int i = 0; i < 200; i++)
		if (i != 7)
			close(s[i]);
	close(again[0]);
	close(again[2]);
}

int main(void)
{
	test_longest_socket_name();
	test_lowest_message_type();
	test_longest_interval(CLOCK_MONOTONIC);
	test_longest_interval(CLOCK_REALTIME);
	test_receiver_beside_poller();
	test_notification_beside_poller();
	test_ports_are_given_once();
	return done();
}
