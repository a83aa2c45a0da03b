/* SPDX-License-Identifier: MIT */
/*
 * What is kept for a user is charged to it, and root keeps some of everything:
 * each resource is taken to the end by a user, then all of them together by
 * one user and by several who conspire, while root logs in, makes one of each
 * kind, and ends the users' processes.  Then the accounts are empty.
 *
 *	accounts [NAME...]
 *
 * NAME is an eater's, or "all", or "conspiracy".
 */
#include "eat.h"

#define USER	 4100
#define PATIENCE 6000 /* tens of ms for eaters to get all */
#define REST	 100  /* and then for their children, of 40 ms */

#define EATERS (sizeof(eaters) / sizeof(eaters[0]) - 1)

static volatile unsigned *full; /* one for each eater */

/* --- The accounts, as /dev/accounts shows them. --- */

static char text[32768];

static void read_accounts(void)
{
	int fd = open("/dev/accounts", O_RDONLY);
	ssize_t n, length = 0;

	while (length < (ssize_t)sizeof(text) - 1 &&
	       (n = read(fd, text + length, sizeof(text) - 1 - length)) > 0)
		length += n;
	text[length] = '\0';
	close(fd);
}

/* Of the accounts that were read; -1: the user has none. */
static long charged(unsigned uid, const char *what)
{
	char start[30], *line, *at;

	sprintf(start, "user %u ", uid);
	line = strstr(text, start);
	if (line == NULL)
		return -1;
	sprintf(start, " %s ", what);
	at = strstr(line, start);
	return at ? strtol(at + strlen(start), NULL, 10) : -1;
}

static long limit_of(const char *what, int of_all)
{
	char start[40], *at;
	long user = -1, users = -1;

	sprintf(start, "limit %s ", what);
	at = strstr(text, start);
	if (at != NULL)
		sscanf(at + strlen(start), "%ld %ld", &user, &users);
	return of_all ? users : user;
}

/* The counts of all kinds, in the order of the table of limits. */
static int is_within_limits(unsigned uid, int *kinds)
{
	char *line = text, name[40];
	int good = 1;

	*kinds = 0;
	while (sscanf(line, "limit %39s", name) == 1) {
		long has = charged(uid, name);

		good &= has <= limit_of(name, 0);
		if (has > limit_of(name, 0))
			printf("# %s: %ld of %ld\n", name, has,
			       limit_of(name, 0));
		++*kinds;
		line = strchr(line, '\n') + 1;
	}
	return good;
}

/* --- What root wants. --- */

/* A child of root's, at the priority of all others. */
static int in_child(int (*act)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid < 0) {
		printf("# fork: %s\n", strerror(errno));
		return 0;
	}
	if (pid == 0)
		_exit(act());
	waitpid(pid, &status, 0);
	if (status != 0)
		printf("# status %x\n", status);
	return status == 0;
}

static int log_in(void)
{
	setsid();
	execl("/bin/sh", "sh", "-c",
	      "echo root was here >/tmp/root.text && "
	      "read text </tmp/root.text && "
	      "test \"$text $(echo twice)\" = 'root was here twice'",
	      (char *)NULL);
	return 1;
}

static int use_memory(void)
{
	touch(map(8 << 20, MAP_PRIVATE | MAP_ANONYMOUS), 8 << 20);
	return 0;
}

static int wants(int good, const char *what)
{
	if (!good)
		printf("# root's %s: %s\n", what, strerror(errno));
	return good;
}

static int write_bytes(void)
{
	int fd = open("/tmp/root.byte", O_CREAT | O_RDWR, 0600), p[2];
	int good = wants(fd >= 0 && write(fd, "x", 1) == 1, "file");
	char c;

	good &= wants(pipe(p) == 0 && write(p[1], "y", 1) == 1 &&
			  read(p[0], &c, 1) == 1 && c == 'y',
		      "pipe");
	good &= wants(socketpair(AF_UNIX, SOCK_STREAM, 0, p) == 0 &&
			  write(p[1], "z", 1) == 1 && read(p[0], &c, 1) == 1,
		      "socket");
	unlink("/tmp/root.byte");
	return good;
}

static int make_ipc(void)
{
	int good, id;
	mqd_t q;
	long type = 1;

	q = mq_open("/root", O_CREAT | O_RDWR, 0600, NULL);
	good = wants(q >= 0 && mq_send(q, "m", 1, 1) == 0, "queue");
	mq_unlink("/root");
	id = msgget(IPC_PRIVATE, 0600);
	good &=
	    wants(id >= 0 && msgsnd(id, &type, 0, IPC_NOWAIT) == 0, "message");
	msgctl(id, IPC_RMID, NULL);
	id = semget(IPC_PRIVATE, 1, 0600);
	good &= wants(id >= 0, "semaphore");
	semctl(id, 0, IPC_RMID);
	id = shmget(IPC_PRIVATE, PAGE, 0600);
	good &= wants(id >= 0, "segment");
	shmctl(id, IPC_RMID, NULL);
	return good;
}

/* One of each kind of which there is only so much. */
static int make_each(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	struct flock l = { .l_type = F_WRLCK, .l_len = 1 };
	int fd, good = write_bytes() & make_ipc();
	sigset_t set;
	pthread_t thread;
	timer_t t;

	fd = open("/tmp", O_RDONLY | O_DIRECTORY);
	good &= wants(fd >= 0, "descriptor");
	fd = open("/tmp/root.lock", O_CREAT | O_RDWR, 0600);
	good &= wants(fcntl(fd, F_SETLK, &l) == 0, "lock");
	unlink("/tmp/root.lock");
	good &= wants(timer_create(CLOCK_MONOTONIC, NULL, &t) == 0, "timer");
	good &= wants(posix_openpt(O_RDWR | O_NOCTTY) >= 0, "terminal");
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	good &=
	    wants(bind(fd, (struct sockaddr *)&any, sizeof(any)) == 0, "port");
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	good &= wants(
	    sigqueue(getpid(), SIGRTMIN, (union sigval){ .sival_int = 1 }) == 0,
	    "signal");
	errno = pthread_create(&thread, NULL, wait_for_ever, NULL);
	good &= wants(errno == 0, "thread");
	return !good;
}

/* --- Users take all there is. --- */

static pid_t start(const struct eater *e, unsigned uid)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		FL_PROCESSES[getpid()].scheduling =
		    FL_SCHEDULING(FL_SCHED_OTHER, 0);
		limit(RLIMIT_NOFILE, 1024);
		setgid(uid);
		setuid(uid);
		eater_is_full = &full[e - eaters];
		e->eat();
		*eater_is_full = 1;
		wait_for_ever(NULL);
	}
	return pid;
}

/* Until each has got all, or has ended. */
static void wait_for_eaters(pid_t *pids, const struct eater *first, unsigned n)
{
	for (int i = 0; i < PATIENCE; i++) {
		unsigned busy = 0;

		for (unsigned k = 0; k < n; k++) {
			if (pids[k] > 0 &&
			    waitpid(pids[k], NULL, WNOHANG) == pids[k])
				pids[k] = 0;
			busy += pids[k] > 0 && !full[first - eaters + k];
		}
		if (busy == 0)
			return;
		pause_ms(10);
	}
}

/* The children that they have left go on: until nothing grows any more. */
static void wait_for_rest(void)
{
	static char before[sizeof(text)];

	for (int i = 0, same = 0; i < REST && same < 5; i++) {
		pause_ms(40);
		strcpy(before, text);
		read_accounts();
		same = strcmp(before, text) == 0 ? same + 1 : 0;
	}
}

/* n eaters at once, of users from uid on or all of one. */
static void press(const char *name, const struct eater *first, unsigned n,
		  int conspire)
{
	pid_t pids[EATERS];
	unsigned users = conspire ? n : 1;
	unsigned pages = free_pages();
	int good = 1, kinds = 0;

	memset((void *)full, 0, EATERS * sizeof(*full));
	for (unsigned k = 0; k < n; k++)
		pids[k] = start(first + k, USER + (conspire ? k : 0));
	wait_for_eaters(pids, first, n);
	wait_for_rest();
	for (unsigned u = 0; u < users; u++)
		good &= is_within_limits(USER + u, &kinds);
	ok(good && kinds > 10, "%s: within %d limits (%ld pages, %ld kept)",
	   name, kinds, charged(USER, "pages"), charged(USER, "kept"));
	ok(in_child(make_each), "%s: root has one of each", name);
	ok(in_child(log_in), "%s: root logs in", name);
	unlink("/tmp/root.text");
	ok(in_child(use_memory), "%s: root has 8 MB", name);
	for (unsigned u = 0; u < users; u++)
		sweep(USER + u);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	clean();
	good = 1;
	for (int i = 0; i < 100; i++, pause_ms(10)) {
		read_accounts();
		good = 1;
		for (unsigned u = 0; u < users; u++)
			good &= charged(USER + u, "pages") == -1;
		if (good)
			break;
	}
	ok(good, "%s: nothing is charged any more", name);
	if (!good)
		printf("# %s\n", text);
	ok(is_well() && free_pages() + 64 >= pages,
	   "%s: all comes back (%u pages, then %u)", name, pages, free_pages());
}

static int is_wanted(const char *name, int argc, char **argv)
{
	int wanted = argc < 2;

	for (int i = 1; i < argc; i++)
		wanted |= strcmp(argv[i], name) == 0;
	return wanted;
}

int main(int argc, char **argv)
{
	full = map(EATERS * sizeof(*full), MAP_SHARED | MAP_ANONYMOUS);
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_RR, 10);
	mkdir("/tmp", 01777);
	chmod("/tmp", 01777);
	fill_pools();
	for (unsigned i = 0; i < EATERS; i++)
		if (is_wanted(eaters[i].name, argc, argv))
			press(eaters[i].name, &eaters[i], 1, 0);
	if (is_wanted("all", argc, argv))
		press("all of one user", eaters, EATERS, 0);
	if (is_wanted("conspiracy", argc, argv))
		press("all, each of another", eaters, EATERS, 1);
	return done();
}
