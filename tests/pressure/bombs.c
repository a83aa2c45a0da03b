/* SPDX-License-Identifier: MIT */
/*
 * Bombs: a user's processes, threads, descriptors and signals up to their
 * limits and beyond, on a machine of 64 MB.  What is over a limit fails with
 * the error that it should, others have what they want, and all comes back.
 */
#include "pressure.h"
#include <mqueue.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define USER	4001
#define OTHER	4002
#define THREADS 1000

static void limit(int which, rlim_t value)
{
	struct rlimit l = { value, value };

	setrlimit(which, &l);
}

/* In a child of the user; true if it ended with status 0. */
static int as_user(unsigned uid, int (*test)(void))
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		setgid(uid);
		setuid(uid);
		_exit(!test());
	}
	waitpid(pid, &status, 0);
	end_group(pid);
	return status == 0;
}

/* --- 1000 threads. --- */

static _Thread_local unsigned own;
static pthread_barrier_t barrier;

static void *count(void *arg)
{
	own = (unsigned)arg;
	pthread_barrier_wait(&barrier);
	errno = (int)own;
	sched_yield();
	return (void *)(errno == (int)(unsigned)arg ? own : 0);
}

static unsigned run_threads(void)
{
	static pthread_t threads[THREADS];
	unsigned made = 0, right = 0;

	pthread_barrier_init(&barrier, NULL, THREADS);
	while (made < THREADS && pthread_create(&threads[made], NULL, count,
						(void *)(made + 1)) == 0)
		made++;
	for (unsigned i = 0; i < made && made == THREADS; i++) {
		void *result;

		pthread_join(threads[i], &result);
		right += result == (void *)(i + 1);
	}
	return right;
}

static void test_threads(void)
{
	unsigned right = 0, pages;

	ok(run_threads() == THREADS, "%d threads at once", THREADS);
	pages = free_pages();
	for (int i = 0; i < 3; i++)
		right += run_threads();
	ok(right == 3 * THREADS, "and three times more");
	ok(free_pages() + SLACK >= pages,
	   "stacks and storage come back (%u pages, then %u)", pages,
	   free_pages());
}

/* --- Processes. --- */

#define PROCESSES 30

static int fork_to_limit(void)
{
	int children = 0, error;
	pid_t pid;

	limit(RLIMIT_NPROC, PROCESSES);
	while ((pid = fork()) > 0)
		children++;
	if (pid == 0)
		for (;;)
			pause();
	error = errno;
	return children == PROCESSES - 1 && error == EAGAIN;
}

static int fork_one(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		_exit(5);
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status) == 5;
}

/* The limit holds while another user, and the superuser, have their own. */
static int others_fork(void)
{
	limit(RLIMIT_NPROC, PROCESSES);
	return fork_one();
}

static void test_processes(void)
{
	unsigned pages = free_pages(), before = processes();
	int status, p[2];
	pid_t bomb;
	char c;

	ok(as_user(USER, fork_to_limit),
	   "a user has as many processes as the limit says");
	pipe(p);
	bomb = fork();
	if (bomb == 0) {
		setpgid(0, 0);
		setuid(USER);
		limit(RLIMIT_NPROC, PROCESSES);
		while (fork() >= 0)
			;
		write(p[1], "", 1);
		for (;;)
			fork();
	}
	read(p[0], &c, 1);
	ok(as_user(OTHER, others_fork) && fork_one(),
	   "while one is at the limit, others are not");
	end_group(bomb);
	waitpid(bomb, &status, 0);
	close(p[0]);
	close(p[1]);
	/* However long that takes. */
	for (int i = 0; i < 3000 && processes() != before; i++)
		pause_ms(20);
	ok(processes() == before, "a bomb's processes end (%u, then %u)",
	   before, processes());
	ok(free_pages() + SLACK >= pages, "and leave no page (%u, then %u)",
	   pages, free_pages());
}

/* --- Descriptors. --- */

#define DESCRIPTORS 50

static int all_say(int error)
{
	int p[2], good = 1, fd;

	fd = open("/dev/null", O_RDONLY);
	good &= fd == -1 && errno == error;
	good &= pipe(p) == -1 && errno == error;
	fd = open("/tmp/bomb", O_CREAT | O_EXCL | O_RDWR, 0600);
	good &= fd == -1 && errno == error;
	good &= access("/tmp/bomb", F_OK) != 0;
	good &= mq_open("/bomb", O_CREAT | O_RDWR, 0600, NULL) == (mqd_t)-1 &&
		errno == error;
	good &= mq_open("/bomb", O_RDWR) == (mqd_t)-1 &&
		(error == ENFILE ? errno == ENOENT : 1);
	unlink("/tmp/bomb");
	mq_unlink("/bomb");
	return good;
}

static int to_own_limit(void)
{
	int last = -1, fd, p[2];

	limit(RLIMIT_NOFILE, DESCRIPTORS);
	while ((fd = dup(1)) >= 0)
		last = fd;
	if (last != DESCRIPTORS - 1 || errno != EMFILE || !all_say(EMFILE))
		return 0;
	close(20);
	if (pipe(p) != -1 || errno != EMFILE) /* it takes two */
		return 0;
	fd = open("/dev/null", O_RDONLY);
	return fd == 20 && fcntl(1, F_DUPFD, 0) == -1 && errno == EMFILE;
}

static int to_limit_of_all(void)
{
	limit(RLIMIT_NOFILE, 1024);
	while (open("/dev/null", O_RDONLY) >= 0 || errno == EMFILE) {
		if (errno != EMFILE)
			continue;
		if (fork() != 0)
			for (;;)
				pause();
		for (int fd = 3; fd < 1024; fd++)
			close(fd);
	}
	return 1;
}

static void test_descriptors(void)
{
	unsigned pages = free_pages();
	int p[2], full;
	pid_t bomb;
	char c;

	ok(as_user(USER, to_own_limit), "a process's last descriptor");
	pipe(p);
	bomb = fork();
	if (bomb == 0) {
		setpgid(0, 0);
		limit(RLIMIT_NOFILE, 1024);
		setuid(USER);
		close(p[0]);
		dup2(p[1], 2);
		to_limit_of_all();
		full = errno == ENFILE && all_say(ENFILE);
		write(2, full ? "y" : "n", 1);
		for (;;)
			pause();
	}
	close(p[1]);
	c = 0;
	read(p[0], &c, 1);
	ok(c == 'y', "the system's last one");
	ok(is_well(), "the superuser has some more");
	end_group(bomb);
	waitpid(bomb, NULL, 0);
	close(p[0]);
	ok(as_user(USER, fork_one) && free_pages() + SLACK >= pages,
	   "and all of them come back (%u pages, then %u)", pages,
	   free_pages());
}

/* --- Signals. --- */

#define STORM 8

static volatile unsigned *got;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	static int depth;

	(void)context;
	if (depth < 3) {
		depth++;
		kill(info->si_pid ? info->si_pid : getpid(), SIGUSR1);
		depth--;
	}
	got[sig >= SIGRTMIN]++;
}

/*
 * Each sends to all of its group, and is interrupted by what they send: for
 * some time, and until enough have come, on however slow a machine.
 */
static void storm(unsigned ms)
{
	struct sigaction action = { .sa_sigaction = on_signal,
				    .sa_flags =
					SA_SIGINFO | SA_RESTART | SA_NODEFER };
	struct timespec now, start;
	unsigned elapsed;
	union sigval value = { .sival_int = 1 };
	pid_t group = getpgrp();

	for (int sig = SIGUSR1; sig <= SIGUSR2; sig++)
		sigaction(sig, &action, NULL);
	sigaction(SIGRTMIN, &action, NULL);
	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		for (int i = 0; i < 5; i++) {
			kill(-group, SIGUSR2);
			sigqueue(group, SIGRTMIN, value);
			kill(-group, SIGCONT);
			sched_yield();
		}
		clock_gettime(CLOCK_MONOTONIC, &now);
		elapsed = (unsigned)((now.tv_sec - start.tv_sec) * 1000 +
				     (now.tv_nsec - start.tv_nsec) / 1000000);
	} while (elapsed < ms ||
		 (elapsed < 60000 && (got[0] <= 1000 || got[1] <= 100)));
}

static int queue_to_limit(void)
{
	union sigval value = { .sival_int = 1 };
	struct timespec none = { 0, 0 };
	siginfo_t info;
	sigset_t set;
	int sent = 0, taken = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	while (sigqueue(getpid(), SIGRTMIN, value) == 0)
		sent++;
	if (errno != EAGAIN)
		return 0;
	while (sigtimedwait(&set, &info, &none) == SIGRTMIN)
		taken++;
	return sent > 30 && sent == taken &&
	       sigqueue(getpid(), SIGRTMIN, value) == 0;
}

static void test_signals(unsigned ms)
{
	unsigned pages = free_pages();
	int status = 0;
	pid_t leader;

	got = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	fflush(stdout);
	leader = fork();
	if (leader == 0) {
		setpgid(0, 0);
		setuid(USER);
		signal(SIGUSR1, SIG_IGN);
		signal(SIGUSR2, SIG_IGN);
		signal(SIGRTMIN, SIG_IGN);
		for (int i = 1; i < STORM; i++)
			if (fork() == 0)
				break;
		storm(ms);
		_exit(0);
	}
	waitpid(leader, &status, 0);
	ok(WIFEXITED(status) && is_well(), "a storm of signals (%u and %u)",
	   got[0], got[1]);
	end_group(leader);
	ok(got[0] > 1000 && got[1] > 100, "in which none is stuck");
	ok(as_user(USER, queue_to_limit), "the queue's end is EAGAIN");
	munmap((void *)got, 4096);
	pause_ms(20);
	ok(free_pages() + SLACK >= pages, "no page is lost (%u, then %u)",
	   pages, free_pages());
}

int main(int argc, char **argv)
{
	unsigned ms = argc > 1 ? (unsigned)atoi(argv[1]) : 1000;

	mkdir("/tmp", 01777);
	chmod("/tmp", 01777);
	fill_pools();
	is_well();
	test_threads();
	test_processes();
	test_descriptors();
	test_signals(ms);
	return done();
}
