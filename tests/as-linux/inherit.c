/* SPDX-License-Identifier: MIT */
/* What a new program inherits of the old one, and what ends with that. */
#include <fcntl.h>
#include <fenv.h>
#include <limits.h>
#include <mqueue.h>
#include <pthread.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>

#include "print.h"

#define FOLDER "/tmp/same.inherit"
#define PLACE  ((char *)0x20000000) /* nothing is there by itself */

static const char *self;

/* Becomes the program again, to look around as what. */
static void become(const char *what, const char *argument)
{
	execl(self, "self", what, argument, (char *)NULL);
	_exit(99);
}

static void become_in_child(void (*prepare)(void), const char *what,
			    const char *argument)
{
	pid_t pid = fork_child();

	if (pid == 0) {
		prepare();
		fflush(stdout);
		become(what, argument);
	}
	await(pid);
}

static void open_files(void)
{
	int fd;

	for (fd = 3; fd < 40; fd++)
		close(fd);
	fd = open(FOLDER "/file", O_RDWR | O_CREAT | O_TRUNC, 0644);
	write(fd, "0123456789", 10);
	lseek(fd, 3, SEEK_SET);
	dup2(fd, 20);
	dup3(fd, 21, O_CLOEXEC);
	close(fd);
	fcntl(20, F_SETFL, O_APPEND | O_NONBLOCK);
	fcntl(20, F_DUPFD, 22);
	fcntl(20, F_DUPFD_CLOEXEC, 23);
	fcntl(22, F_SETFD, FD_CLOEXEC);
	dup2(22, 24); /* dup2() does not pass it on */
	pipe2((int[2]){ 0, 0 }, O_CLOEXEC);
	dup2(20, 25);
	fcntl(25, F_SETFD, FD_CLOEXEC);
	dup2(25, 25);
	fcntl(24, F_SETFD, FD_CLOEXEC);
	fcntl(24, F_SETFD, 0);
}

static void see_files(void)
{
	printf(" open");
	for (int fd = 3; fd < 40; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			printf(" %d", fd);
	printf(", offset %d, flags %d %d", (int)lseek(20, 0, SEEK_CUR),
	       !!(fcntl(20, F_GETFL) & O_APPEND),
	       !!(fcntl(20, F_GETFL) & O_NONBLOCK));
}

static void take_locks(void)
{
	struct flock l = { .l_type = F_WRLCK, .l_len = 4 };

	dup2(open(FOLDER "/file", O_RDWR | O_CREAT, 0644), 20);
	fcntl(20, F_SETLK, &l);
	flock(20, LOCK_EX);
}

/* Exec closes another descriptor of the file: record locks are no more. */
static void take_locks_and_lose_them(void)
{
	take_locks();
	open(FOLDER "/file", O_RDONLY | O_CLOEXEC);
}

/* What another process finds. */
static void see_locks(void)
{
	pid_t pid = fork_child();
	struct flock l = { .l_type = F_WRLCK, .l_len = 4 };
	int fd;

	if (pid > 0) {
		await(pid);
		return;
	}
	tell("F_GETLK", fcntl(20, F_GETLK, &l));
	printf(" locked %d %d,", l.l_type == F_WRLCK, l.l_pid == getppid());
	fd = open(FOLDER "/file", O_RDONLY);
	tell("flock", flock(fd, LOCK_EX | LOCK_NB));
	end_child(0);
}

static void on_signal(int sig)
{
	(void)sig;
}

static void set_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal,
				    .sa_flags = SA_RESTART | SA_NODEFER };
	sigset_t set;

	sigfillset(&action.sa_mask);
	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGUSR2, SIG_IGN);
	action.sa_handler = SIG_DFL;
	action.sa_flags = SA_NOCLDWAIT;
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGRTMIN + 1);
	sigprocmask(SIG_SETMASK, &set, NULL);
	kill(getpid(), SIGUSR1);
	pthread_kill(pthread_self(), SIGHUP);
	sigqueue(getpid(), SIGRTMIN + 1, (union sigval){ .sival_int = 5 });
	sigqueue(getpid(), SIGRTMIN + 1, (union sigval){ .sival_int = 6 });
}

static void see_signals(void)
{
	static const int looked_at[] = { SIGUSR1, SIGUSR2, SIGTERM,
					 SIGHUP,  SIGCHLD, 0 };
	sigset_t blocked, pending, realtime;
	struct sigaction action;
	siginfo_t info;

	sigprocmask(SIG_SETMASK, NULL, &blocked);
	sigpending(&pending);
	for (int i = 0; looked_at[i]; i++) {
		int sig = looked_at[i];

		sigaction(sig, NULL, &action);
		printf(" %s %s %d%d%d%d,", signal_name(sig),
		       action.sa_handler == SIG_IGN   ? "ignored"
		       : action.sa_handler == SIG_DFL ? "default"
						      : "handled",
		       sigismember(&blocked, sig), sigismember(&pending, sig),
		       action.sa_flags &
			       (SA_RESTART | SA_NODEFER | SA_NOCLDWAIT)
			   ? 1
			   : 0,
		       sigismember(&action.sa_mask, SIGINT));
	}
	sigemptyset(&realtime);
	sigaddset(&realtime, SIGRTMIN + 1);
	for (int i = 0; i < 2; i++) {
		sigwaitinfo(&realtime, &info);
		printf(" value %d %d", info.si_value.sival_int,
		       info.si_pid == getpid());
	}
}

static void use_signal_stack(void)
{
	static char stack[65536];
	stack_t s = { .ss_sp = stack, .ss_size = sizeof(stack) };

	tell("sigaltstack", sigaltstack(&s, NULL));
	fesetround(FE_UPWARD);
	feraiseexcept(FE_INVALID);
}

static void see_signal_stack(void)
{
	stack_t s;

	sigaltstack(NULL, &s);
	printf(" %d, rounding %d, exceptions %d", s.ss_flags == SS_DISABLE,
	       fegetround() == FE_TONEAREST, !!fetestexcept(FE_INVALID));
}

static void change_surroundings(void)
{
	struct rlimit l = { 33, 44 };

	umask(0137);
	chdir(FOLDER);
	nice(7);
	setrlimit(RLIMIT_NOFILE, &l);
	setpgid(0, 0);
}

static void see_surroundings(void)
{
	char here[100];
	struct rlimit l;

	getrlimit(RLIMIT_NOFILE, &l);
	printf(" umask %o, %s, nice %d, limit %d %d, group %d", umask(0),
	       getcwd(here, sizeof(here)), getpriority(PRIO_PROCESS, 0),
	       (int)l.rlim_cur, (int)l.rlim_max, getpgrp() == getpid());
}

static void set_timers(void)
{
	struct itimerval t = { { 0, 500000 }, { 1000, 0 } };
	struct itimerspec s = { { 0, 1000000 }, { 0, 1000000 } };
	timer_t timer;

	tell("real", setitimer(ITIMER_REAL, &t, NULL));
	tell("virtual", setitimer(ITIMER_VIRTUAL, &t, NULL));
	tell("profile", setitimer(ITIMER_PROF, &t, NULL));
	tell("create",
	     timer_create(CLOCK_MONOTONIC,
			  &(struct sigevent){ .sigev_notify = SIGEV_SIGNAL,
					      .sigev_signo = SIGUSR1 },
			  &timer));
	signal(SIGUSR1, SIG_IGN);
	tell("set", timer_settime(timer, 0, &s, NULL));
	while (clock() < CLOCKS_PER_SEC / 20)
		;
}

static void see_timers(void)
{
	static const int timers[] = { ITIMER_REAL, ITIMER_VIRTUAL,
				      ITIMER_PROF };
	struct itimerval t;

	for (int i = 0; i < 3; i++) {
		getitimer(timers[i], &t);
		printf(" %d %d,", t.it_value.tv_sec >= 900,
		       (int)t.it_interval.tv_usec);
	}
	signal(SIGUSR1, SIG_DFL);
	usleep(20000); /* the timer would end this */
	printf(" processor time %d", clock() >= CLOCKS_PER_SEC / 20);
}

static void map_memory(void)
{
	int fd = open(FOLDER "/file", O_RDWR | O_CREAT | O_TRUNC, 0644);
	int id = shmget(IPC_PRIVATE, 4096, 0600);
	char *p;

	ftruncate(fd, 4096);
	p = mmap(PLACE, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
		 fd, 0);
	strcpy(p, "written before");
	mmap(PLACE + 4096, 4096, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	p = shmat(id, PLACE + 65536, 0);
	tell_ok("shmat", p == PLACE + 65536 ? 0 : -1);
	dup2(id, 30);
	shmctl(id, IPC_RMID, NULL);
	tell("mlock", mlock(PLACE, 4096));
	tell("msync", msync(PLACE, 8192, MS_ASYNC));
}

static void see_memory(void)
{
	char text[20] = "";
	int fd = open(FOLDER "/file", O_RDONLY);

	read(fd, text, sizeof(text) - 1);
	printf(" %s,", text);
	tell("msync", msync(PLACE, 4096, MS_ASYNC));
	tell("private", msync(PLACE + 4096, 4096, MS_ASYNC));
	tell("shared memory", msync(PLACE + 65536, 4096, MS_ASYNC));
	tell("shmdt", shmdt(PLACE + 65536));
}

/* What is undone at the end is the end of the last program. */
static void undo_later(void)
{
	struct sembuf up = { 0, 5, SEM_UNDO };
	int id = semget(0x5a3e02, 1, IPC_CREAT | 0600);
	struct rlimit l = { 100, 200 };

	tell("semop", semop(id, &up, 1));
	setrlimit(RLIMIT_CPU, &l);
}

static void see_undo(void)
{
	int id = semget(0x5a3e02, 1, 0);
	struct rlimit l;

	tell("value", semctl(id, 0, GETVAL));
	getrlimit(RLIMIT_CPU, &l);
	printf(" limit %d %d,", (int)l.rlim_cur, (int)l.rlim_max);
}

static void tell_undone(void)
{
	int id = semget(0x5a3e02, 1, 0);

	tell("value then", semctl(id, 0, GETVAL));
	semctl(id, 0, IPC_RMID);
}

static void open_queue(void)
{
	struct mq_attr attr = { .mq_maxmsg = 2, .mq_msgsize = 10 };
	mqd_t q;

	mq_unlink("/same.inherit");
	q = mq_open("/same.inherit", O_RDWR | O_CREAT, 0600, &attr);
	tell_ok("mq_open", q);
	dup2(q, 35);
	fcntl(35, F_SETFD, FD_CLOEXEC);
	mq_unlink("/same.inherit");
}

static void at_the_end(void)
{
	printf(" atexit");
	fflush(stdout);
}

static FILE *unwritten;

static void leave_text_behind(void)
{
	int fd = open(FOLDER "/file", O_RDWR | O_CREAT | O_TRUNC, 0644);

	unwritten = fdopen(fd, "w");
	fprintf(unwritten, "never written");
	atexit(at_the_end);
}

static void see_text(void)
{
	struct stat s;

	stat(FOLDER "/file", &s);
	printf(" file has %d bytes,", (int)s.st_size);
}

static void *exec_here(void *number)
{
	become("threads", number);
	return NULL;
}

static void *sleep_here(void *mutex)
{
	pthread_cleanup_push((void (*)(void *))puts, "cleaned up");
	if (mutex)
		pthread_mutex_lock(mutex);
	pause();
	pthread_cleanup_pop(0);
	return NULL;
}

static void *loop_here(void *count)
{
	for (;;)
		++*(volatile long *)count;
}

static void block(int how, int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	pthread_sigmask(how, &set, NULL);
}

/* A thread becomes the program: the others end, the process stays. */
static void exec_in_thread(void)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	static long count;
	pthread_t t;
	char number[20];

	snprintf(number, sizeof(number), "%d", getpid());
	pthread_mutex_lock(&mutex);
	pthread_create(&t, NULL, sleep_here, &mutex);
	pthread_create(&t, NULL, sleep_here, NULL);
	pthread_create(&t, NULL, loop_here, &count);
	block(SIG_BLOCK, SIGUSR1);
	fflush(stdout);
	pthread_create(&t, NULL, exec_here, number);
	block(SIG_UNBLOCK, SIGUSR1);
	pause();
}

static void see_threads(const char *number)
{
	sigset_t set;

	pthread_sigmask(SIG_SETMASK, NULL, &set);
	printf(" same process %d, first thread %d, blocked %d,",
	       atoi(number) == getpid(), gettid() == getpid(),
	       sigismember(&set, SIGUSR1));
	tell("kill", pthread_kill(pthread_self(), 0));
}

/* The child shares memory until it becomes another program. */
static void vfork_shares(void)
{
	static volatile int shared, failed;
	int status, p[2];
	pid_t pid;
	char c;

	begin("vfork");
	pid = vfork();
	if (pid == 0) {
		shared = 1;
		execl("/missing", "x", (char *)NULL);
		failed = errno;
		_exit(7);
	}
	printf(" %d %s,", shared, error_name(failed));
	waitpid(pid, &status, 0);
	tell_status("", status);
	pipe2(p, O_CLOEXEC);
	fflush(stdout);
	pid = vfork();
	if (pid == 0) {
		shared = 2;
		fcntl(p[1], F_SETFL, O_APPEND); /* a description is shared */
		close(p[0]);			/* a descriptor is not */
		umask(0);
		chdir("/");
		execl(self, "self", "nothing", (char *)NULL);
		_exit(99);
	}
	printf(" %d,", shared);
	tell("closed there", fcntl(p[0], F_GETFD) - FD_CLOEXEC);
	close(p[1]);
	tell("all ends closed", read(p[0], &c, 1));
	close(p[0]);
	printf(" umask %o", umask(022));
	await(pid);
}

static int look_around(const char *what, const char *argument)
{
	if (strcmp(what, "files") == 0)
		see_files();
	else if (strcmp(what, "locks") == 0)
		see_locks();
	else if (strcmp(what, "signals") == 0)
		see_signals();
	else if (strcmp(what, "signal stack") == 0)
		see_signal_stack();
	else if (strcmp(what, "surroundings") == 0)
		see_surroundings();
	else if (strcmp(what, "timers") == 0)
		see_timers();
	else if (strcmp(what, "memory") == 0)
		see_memory();
	else if (strcmp(what, "undo") == 0)
		see_undo();
	else if (strcmp(what, "queue") == 0)
		tell("queue", fcntl(35, F_GETFD));
	else if (strcmp(what, "text") == 0)
		see_text();
	else if (strcmp(what, "threads") == 0)
		see_threads(argument);
	return 0;
}

static void all(void)
{
	static const struct {
		const char *what;
		void (*prepare)(void);
	} parts[] = {
		{ "files", open_files },
		{ "locks", take_locks },
		{ "locks", take_locks_and_lose_them },
		{ "signals", set_signals },
		{ "signal stack", use_signal_stack },
		{ "surroundings", change_surroundings },
		{ "timers", set_timers },
		{ "memory", map_memory },
		{ "undo", undo_later },
		{ "queue", open_queue },
		{ "text", leave_text_behind },
		{ "threads", exec_in_thread },
	};

	for (unsigned i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		begin(parts[i].what);
		become_in_child(parts[i].prepare, parts[i].what, NULL);
	}
}

int main(int argc, char **argv)
{
	char path[PATH_MAX];

	self = realpath(argv[0], path);
	if (argc > 1 && strcmp(argv[1], "argument") != 0)
		return look_around(argv[1], argv[2]);
	start_afresh();
	mkdir(FOLDER, 0755);
	all();
	begin("undone");
	tell_undone();
	vfork_shares();
	unlink(FOLDER "/file");
	begin("end");
	tell("rmdir", rmdir(FOLDER));
	puts("");
	return 0;
}
