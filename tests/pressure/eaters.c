/* SPDX-License-Identifier: MIT */
/*
 * Programs that eat all memory, each in another way, on a small machine.  The
 * eater dies, or its calls fail; a bystander goes on all the while, nobody
 * else dies, and when the eater is gone, so is what it held.
 *
 *	eaters [NAME...]
 */
#include "pressure.h"
#include <mqueue.h>
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
#include <sys/un.h>

#define PAGE	4096u
#define EATER	4000 /* its user */
#define SECONDS 5

struct bystander {
	volatile unsigned rounds, wrong, forks;
	volatile unsigned full; /* the eater has got all that it can */
};

static struct bystander *bystander;
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
			bystander->full = 1;
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
	{ NULL, NULL },
};

/* --- The bystander: memory, pipes and files that stay what they are. --- */

static void stand_by(struct bystander *b)
{
	static char memory[40 * PAGE];
	int p[2], fd = open("/tmp/bystander", O_CREAT | O_RDWR, 0600);
	char text[64], back[64];

	pipe(p);
	for (;; b->rounds++) {
		int n = sprintf(text, "round %u", b->rounds) + 1;
		pid_t pid;

		for (unsigned i = 0; i < sizeof(memory); i += PAGE)
			b->wrong += memory[i] != (char)b->rounds;
		for (unsigned i = 0; i < sizeof(memory); i += PAGE)
			memory[i] = (char)(b->rounds + 1);
		if (write(p[1], text, n) == n)
			b->wrong +=
			    read(p[0], back, n) != n || strcmp(text, back) != 0;
		else
			b->wrong += errno != ENOMEM;
		pwrite(fd, text, n, 0);
		pid = b->rounds % 8 ? -1 : fork();
		if (pid == 0)
			_exit(memory[PAGE] == (char)(b->rounds + 1) ? 5 : 6);
		if (pid > 0) {
			int status;

			waitpid(pid, &status, 0);
			b->forks += WIFEXITED(status);
			b->wrong +=
			    WIFEXITED(status) && WEXITSTATUS(status) != 5;
		}
		pause_ms(2);
	}
}

/* --- One eater at a time. --- */

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

/* The rest of an eater that died leaves before others do what they want. */
static void sweep(pid_t eater)
{
	kill(eater, SIGKILL);
	for (;;) {
		pid_t pid;

		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		pid = fork();
		if (pid == 0) {
			setuid(EATER);
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

static unsigned milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void watch(const struct eater *e, struct bystander *b, pid_t innocent)
{
	unsigned pages = free_pages(), least = pages, wrong = b->wrong;
	unsigned rounds, status_known = 0, start = milliseconds();
	struct fl_sysinfo info;
	int status = 0;
	pid_t eater;

	b->full = 0;
	fflush(stdout);
	eater = fork();
	if (eater == 0) {
		FL_PROCESSES[getpid()].scheduling =
		    FL_SCHEDULING(FL_SCHED_OTHER, 0);
		limit(RLIMIT_NOFILE, 1024);
		setgid(EATER);
		setuid(EATER);
		e->eat();
		b->full = 1;
		wait_for_ever(NULL);
	}
	for (int i = 0; i < SECONDS * 100; i++) {
		pause_ms(10);
		sysinfo(&info);
		least = info.pages_free < least ? info.pages_free : least;
		if (waitpid(eater, &status, WNOHANG) == eater) {
			status_known = 1;
			break;
		}
		if (b->full)
			break;
	}
	rounds = b->rounds;
	for (int i = 0; i < 50; i++)
		if (pause_ms(100), b->rounds > rounds + 1)
			break;
	rounds = b->rounds - rounds;
	sweep(eater);
	clean();
	printf("# %s after %u ms: %s %d; %u pages free, then %u at least\n",
	       e->name, milliseconds() - start,
	       status_known ? "ended, status" : "got no more, status", status,
	       pages, least);
	ok(rounds > 0 && kill(innocent, 0) == 0 &&
	       waitpid(innocent, NULL, WNOHANG) == 0 && b->wrong == wrong,
	   "%s: another goes on (%u rounds)", e->name, rounds);
	ok(is_well() && free_pages() + 64 >= pages,
	   "%s: all comes back (%u pages, then %u)", e->name, pages,
	   free_pages());
}

int main(int argc, char **argv)
{
	struct bystander *b = map(sizeof(*b), MAP_SHARED | MAP_ANONYMOUS);
	pid_t innocent;

	limit(RLIMIT_NPROC, 10000);
	/* However many there are, who watches them gets its turn. */
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_RR, 10);
	mkdir("/tmp", 01777);
	chmod("/tmp", 01777);
	fill_pools();
	bystander = b;
	innocent = fork();
	if (innocent == 0) {
		FL_PROCESSES[getpid()].scheduling =
		    FL_SCHEDULING(FL_SCHED_OTHER, 0);
		stand_by(b);
	}
	pause_ms(50);
	b->wrong = 0; /* of the first round */
	for (const struct eater *e = eaters; e->name; e++) {
		int wanted = argc < 2;

		for (int i = 1; i < argc; i++)
			wanted |= strcmp(argv[i], e->name) == 0;
		if (wanted)
			watch(e, b, innocent);
	}
	ok(b->forks > 0, "the bystander had children (%u)", b->forks);
	kill(innocent, SIGKILL);
	waitpid(innocent, NULL, 0);
	return done();
}
