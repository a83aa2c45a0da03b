/* SPDX-License-Identifier: MIT */
/*
 * Programs that take all that they can get, each of another kind.  Each
 * function returns when it gets no more, if its process lives to see that.
 */
#ifndef TESTS_PRESSURE_EAT_H
#define TESTS_PRESSURE_EAT_H

#include "pressure.h"
#include <faultline/frame.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

#define PAGE 4096u

/* Shared with who watches: the eater has got all that it can. */
static volatile unsigned *eater_is_full;

static char page[PAGE];

static void *map(size_t length, int flags)
{
	return mmap(NULL, length, PROT_READ | PROT_WRITE, flags, -1, 0);
}

static void touch(char *at, size_t length)
{
	for (size_t i = 0; i < length; i += PAGE)
		at[i] = 1;
}

static void limit(int which, rlim_t value)
{
	struct rlimit l = { value, value };

	setrlimit(which, &l);
}

/* --- The eaters: each returns when it gets no more. --- */

static void eat_heap(void)
{
	char *more;

	while ((more = sbrk(64 * PAGE)) != (char *)-1)
		touch(more, 64 * PAGE);
}

static void eat_mappings(void)
{
	char *more;

	while ((more = map(PAGE * 64, MAP_PRIVATE | MAP_ANONYMOUS)) !=
	       MAP_FAILED)
		touch(more, 64 * PAGE);
}

static void eat_locked(void)
{
	mlockall(MCL_FUTURE);
	while (map(PAGE * 64, MAP_PRIVATE | MAP_ANONYMOUS) != MAP_FAILED)
		;
}

static void eat_shared(void)
{
	char *more;

	while ((more = map(PAGE * 64, MAP_SHARED | MAP_ANONYMOUS)) !=
	       MAP_FAILED)
		touch(more, 64 * PAGE);
}

/* A page in each 4 MB: the tables are half of it. */
static void eat_tables(void)
{
	while (fork() >= 0)
		for (unsigned at = 0x20000000; at < 0xa0000000; at += 4 << 20)
			touch(mmap((void *)at, PAGE, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
				   0),
			      PAGE);
}

static void eat_file(void)
{
	int fd = open("/tmp/eaten", O_CREAT | O_RDWR, 0666);

	while (write(fd, page, PAGE) > 0)
		;
}

static void eat_names(void)
{
	char name[300];

	mkdir("/tmp/eaten.d", 0777);
	for (int i = 0;; i++) {
		int fd;

		sprintf(name, "/tmp/eaten.d/%0200d", i);
		fd = open(name, O_CREAT | O_RDWR, 0666);
		if (fd < 0)
			return;
		close(fd);
	}
}

/* Pages that a mapping makes: no call can fail. */
static void eat_mapped_file(void)
{
	int fd = open("/tmp/eaten", O_CREAT | O_RDWR, 0666);
	char *at;

	ftruncate(fd, 256 << 20);
	at = mmap(NULL, 256 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	touch(at, 256 << 20);
}

/* Reading a hole makes its pages, too. */
static void eat_holes(void)
{
	int fd = open("/tmp/eaten", O_CREAT | O_RDWR, 0666);
	volatile char *at;

	ftruncate(fd, 256 << 20);
	at = mmap(NULL, 256 << 20, PROT_READ, MAP_PRIVATE, fd, 0);
	for (size_t i = 0; i < 256 << 20; i += PAGE)
		(void)at[i];
}

static void eat_pipes(void)
{
	int p[2];

	while (pipe2(p, O_NONBLOCK) == 0 || fork() == 0)
		while (write(p[1], page, PAGE) > 0)
			;
}

static void eat_files(void)
{
	while (open("/dev/null", O_RDONLY) >= 0 || fork() == 0)
		;
}

static void eat_terminals(void)
{
	char lines[PAGE];
	int master;

	memset(lines, '\n', sizeof(lines));
	while ((master = posix_openpt(O_RDWR | O_NONBLOCK)) >= 0 ||
	       fork() == 0) {
		unlockpt(master);
		open(ptsname(master) ?: "", O_RDWR | O_NONBLOCK);
		while (write(master, lines, PAGE) > 0)
			;
	}
}

/* Bytes, datagrams, connections that wait, and files under way. */
static void eat_sockets(void)
{
	struct sockaddr_un name = { AF_UNIX, "/tmp/eaten.socket" };
	int l = socket(AF_UNIX, SOCK_STREAM, 0), s[2];

	bind(l, (struct sockaddr *)&name, sizeof(name));
	listen(l, 1000);
	unlink(name.sun_path);
	while (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, s) == 0 ||
	       fork() == 0) {
		while (write(s[0], page, PAGE) > 0)
			;
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s);
		while (write(s[0], page, PAGE) > 0)
			;
		connect(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0),
			(struct sockaddr *)&name, sizeof(name));
	}
}

static void eat_queues(void)
{
	struct mq_attr attr = { .mq_maxmsg = 1000, .mq_msgsize = 100000 };
	char name[30];

	for (int i = 0; i < 250; i++) {
		mqd_t q;

		sprintf(name, "/eaten%d", i);
		q = mq_open(name, O_CREAT | O_RDWR | O_NONBLOCK, 0600, &attr);
		while (mq_send(q, page, PAGE, 1) == 0)
			;
	}
}

static void eat_sysv(void)
{
	struct {
		long type;
		char text[8000];
	} m = { 1, "" };

	for (int i = 1; i < 250; i++) {
		int q = msgget(i, IPC_CREAT | 0666), shm;
		char *at;

		while (msgsnd(q, &m, sizeof(m.text), IPC_NOWAIT) == 0)
			;
		semget(i, 250, IPC_CREAT | 0666);
		shm = shmget(i, 1 << 20, IPC_CREAT | 0666);
		at = shmat(shm, NULL, 0);
		if (at != (char *)-1)
			touch(at, 1 << 20);
	}
}

static void *wait_for_ever(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static void eat_threads(void)
{
	pthread_attr_t attr;
	pthread_t t;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 16384);
	while (pthread_create(&t, &attr, wait_for_ever, NULL) == 0)
		;
}

/* Each child has memory of its own, and stays. */
static void eat_processes(void)
{
	pid_t pid;

	while ((pid = fork()) > 0)
		;
	if (pid == 0) {
		touch(map(16 * PAGE, MAP_PRIVATE | MAP_ANONYMOUS), 16 * PAGE);
		wait_for_ever(NULL);
	}
}

/* Children that make children, up to a limit; then all of them still try. */
static void eat_generations(void)
{
	limit(RLIMIT_NPROC, 50);
	for (;;)
		if (fork() < 0)
			*eater_is_full = 1;
}

static void eat_timers(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_NONE };
	struct itimerspec spec = { { 1000, 0 }, { 1000, 0 } };
	timer_t t;

	for (;;) {
		while (timer_create(CLOCK_MONOTONIC, &event, &t) == 0)
			timer_settime(t, 0, &spec, NULL);
		if (fork() != 0)
			return;
	}
}

static void eat_locks(void)
{
	int fd = open("/tmp/eaten", O_CREAT | O_RDWR, 0666);
	struct flock l = { .l_type = F_WRLCK, .l_len = 1 };

	while (fcntl(fd, F_SETLK, &l) == 0)
		l.l_start += 2;
}

static void eat_regions(void)
{
	for (;;) {
		char *at = map(60000 * PAGE, MAP_PRIVATE | MAP_ANONYMOUS);

		for (unsigned i = 0; i < 60000; i += 2)
			if (mprotect(at + i * PAGE, PAGE, PROT_READ) != 0)
				break;
		if (fork() != 0)
			return;
	}
}

static void eat_signals(void)
{
	union sigval value = { .sival_int = 0 };
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	while (sigqueue(getpid(), SIGRTMIN, value) == 0)
		;
}

static void eat_windows(void)
{
	int pair[2];

	do {
		do {
			*ARG1 = PAGE;
			*ARG2 = 1000;
			*ARG3 = (unsigned)pair;
		} while (fl_result(fl_call(CALL_WINDOW_CREATE)) == 0);
	} while (fork() == 0);
}

/* Numbers of groups and sessions outlive their leaders. */
static void eat_numbers(void)
{
	pid_t pid;

	while ((pid = fork()) >= 0) {
		if (pid > 0)
			continue;
		setsid();
		if (fork() > 0)
			_exit(0);
		if (fork() == 0) {
			setpgid(0, 0);
			if (fork() == 0)
				wait_for_ever(NULL);
		}
		_exit(0);
	}
}

/* Queues that fill with nothing. */
static void eat_empty_messages(void)
{
	struct mq_attr attr = { .mq_maxmsg = 1024, .mq_msgsize = 1 };
	long type = 1;
	char name[30];

	for (int i = 1; i < 250; i++) {
		int q = msgget(i, IPC_CREAT | 0666);
		mqd_t mq;

		while (msgsnd(q, &type, 0, IPC_NOWAIT) == 0)
			;
		sprintf(name, "/eaten%d", i);
		mq = mq_open(name, O_CREAT | O_RDWR | O_NONBLOCK, 0600, &attr);
		while (mq_send(mq, "", 0, 1) == 0)
			;
	}
}

static void eat_ports(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	int type = SOCK_DGRAM, fd;

	for (;;) {
		fd = socket(AF_INET, type, 0);
		if (fd >= 0 &&
		    bind(fd, (struct sockaddr *)&any, sizeof(any)) == 0)
			continue;
		if (fd >= 0 && type == SOCK_DGRAM) {
			type = SOCK_STREAM;
			continue;
		}
		if (fd >= 0 || fork() != 0)
			return;
	}
}

/* Files on their way through sockets, which nobody has open any more. */
static void eat_passed(void)
{
	char control[CMSG_SPACE(8 * sizeof(int))] = "";
	struct iovec io = { page, 1 };
	struct msghdr m = { .msg_iov = &io,
			    .msg_iovlen = 1,
			    .msg_control = control,
			    .msg_controllen = sizeof(control) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	int s[2];

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(8 * sizeof(int));
	while (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, s) == 0 ||
	       fork() == 0) {
		do {
			int *fds = (int *)CMSG_DATA(c);

			for (int i = 0; i < 8; i++)
				fds[i] = open("/dev/null", O_RDONLY);
			for (int i = 0; i < 8; i++)
				close(fds[i]);
			for (int i = 0; i < 8; i++)
				fds[i] = open("/dev/null", O_RDONLY);
			if (sendmsg(s[0], &m, 0) < 0) {
				for (int i = 0; i < 8; i++)
					close(fds[i]);
				break;
			}
			for (int i = 0; i < 8; i++)
				close(fds[i]);
		} while (1);
	}
}

static void eat_echoes(void)
{
	while (open("/dev/echo", O_RDWR) >= 0 || fork() == 0)
		;
}

static void eat_frames(void)
{
	struct fl_call_set set = { 0 };
	int pair[2];

	FL_CALL_SET_ADD(&set, FL_CALL_NULL);
	while (frame_create(&set, 0, pair) == 0 || fork() == 0)
		;
}

static void eat_undos(void)
{
	struct sembuf op = { .sem_op = 1, .sem_flg = SEM_UNDO };
	int sets[192];

	for (int i = 0; i < 192; i++)
		sets[i] = semget(i + 1, 250, IPC_CREAT | 0666);
	do
		for (int i = 0; i < 192; i++)
			semop(sets[i], &op, 1);
	while (fork() >= 0);
}

/* Timers that expire as often as they can, for nothing and for a handler. */
static void on_alarm(int sig)
{
	(void)sig;
}

static void eat_time(void)
{
	struct itimerspec spec = { { 0, 1000 }, { 0, 1000 } };
	struct itimerval often = { { 0, 1 }, { 0, 1 } };
	timer_t t;

	limit(RLIMIT_NPROC, 30);
	for (;;) {
		pid_t pid = fork();

		if (pid < 0)
			return;
		if (pid > 0)
			continue;
		signal(SIGALRM, getpid() % 2 ? SIG_IGN : on_alarm);
		setitimer(ITIMER_REAL, &often, NULL);
		while (timer_create(CLOCK_MONOTONIC, NULL, &t) == 0)
			timer_settime(t, 0, &spec, NULL);
		wait_for_ever(NULL);
	}
}

static const struct eater {
	const char *name;
	void (*eat)(void);
} eaters[] = {
	{ "heap", eat_heap },
	{ "mappings", eat_mappings },
	{ "locked memory", eat_locked },
	{ "shared memory", eat_shared },
	{ "page tables", eat_tables },
	{ "file", eat_file },
	{ "names", eat_names },
	{ "mapped file", eat_mapped_file },
	{ "holes of a file", eat_holes },
	{ "pipes", eat_pipes },
	{ "open files", eat_files },
	{ "terminals", eat_terminals },
	{ "sockets", eat_sockets },
	{ "message queues", eat_queues },
	{ "System V IPC", eat_sysv },
	{ "threads", eat_threads },
	{ "processes", eat_processes },
	{ "generations", eat_generations },
	{ "timers", eat_timers },
	{ "locks", eat_locks },
	{ "regions", eat_regions },
	{ "signals", eat_signals },
	{ "windows", eat_windows },
	{ "numbers", eat_numbers },
	{ "empty messages", eat_empty_messages },
	{ "ports", eat_ports },
	{ "passed files", eat_passed },
	{ "echoes", eat_echoes },
	{ "frames", eat_frames },
	{ "undos", eat_undos },
	{ "time", eat_time },
	{ NULL, NULL },
};

/* --- What they leave behind. --- */

static void clean(void)
{
	char name[300];

	unlink("/tmp/eaten");
	for (int i = 0;; i++) {
		sprintf(name, "/tmp/eaten.d/%0200d", i);
		if (unlink(name) != 0)
			break;
	}
	rmdir("/tmp/eaten.d");
	for (int i = 0; i < 250; i++) {
		sprintf(name, "/eaten%d", i);
		mq_unlink(name);
		msgctl(msgget(i + 1, 0), IPC_RMID, NULL);
		semctl(semget(i + 1, 0, 0), 0, IPC_RMID);
		shmctl(shmget(i + 1, 0, 0), IPC_RMID, NULL);
	}
}

/* All processes of a user end, however many more they make meanwhile. */
static void sweep(uid_t eater)
{
	for (;;) {
		pid_t pid;

		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		pid = fork();
		if (pid == 0) {
			setuid(eater);
			_exit(kill(-1, SIGKILL) == 0 ? 0 : 1);
		}
		if (pid > 0) {
			int status = 0;

			waitpid(pid, &status, 0);
			if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
				break;
		}
		pause_ms(10);
	}
}

#endif
