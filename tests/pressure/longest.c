/* SPDX-License-Identifier: MIT */
/*
 * Work that a program can make as large as it likes: the kernel must let
 * interrupts in meanwhile (tests/latency.tap).  It prints nothing and ends with
 * 0; each job is named after what once kept interrupts off.
 */
#include <dirent.h>
#include <faultline/calls.h>
#include <faultline/thread.h>
#include <faultline/window.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096ul

static const char *self;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

/* mlock() of much memory; then it is protected, and given back. */
static void lock_memory(void)
{
	size_t size = 64ul << 20;
	char *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED || mlock(at, size) != 0)
		die("mlock");
	mprotect(at, size, PROT_READ);
	mprotect(at, size, PROT_NONE);
	mprotect(at, size, PROT_READ | PROT_WRITE);
	if (fork() == 0)
		_exit(0);
	wait(NULL);
	munmap(at, size);
}

/* So many pages, each of them a region. */
static char *map_regions(size_t n)
{
	char *at =
	    mmap(NULL, n * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (size_t i = 0; i < n; i += 2)
		mprotect(at + i * PAGE, PAGE, PROT_NONE);
	return at;
}

/* fork() of as many regions as there can be, and the end of both. */
static void fork_regions(void)
{
	size_t n = 20000;
	char *at;

	if (fork() != 0) {
		wait(NULL);
		return;
	}
	at = map_regions(n);
	if (fork() == 0)
		_exit(0);
	wait(NULL);
	mprotect(at, n * PAGE, PROT_READ);
	for (size_t i = 0; i < n; i += 2)
		mprotect(at + i * PAGE, PAGE, PROT_NONE);
	munmap(at, n * PAGE);
	_exit(0);
}

/* A folder whose table of names grows, is read, and is emptied. */
static void fill_folder(void)
{
	char name[32];
	DIR *d;

	mkdir("/tmp/longest", 0755);
	if (chdir("/tmp/longest") != 0)
		die("chdir");
	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "%d", i);
		if (link(i ? "0" : "/etc/passwd", name) != 0)
			close(open(name, O_CREAT | O_WRONLY, 0644));
	}
	d = opendir(".");
	seekdir(d, 10000);
	readdir(d);
	closedir(d);
	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "%d", i);
		unlink(name);
	}
	chdir("/");
	rmdir("/tmp/longest");
}

/* A line of a terminal that is as long as there is room, erased and shown. */
static void edit_line(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;
	char line[4000];
	struct termios t;

	grantpt(master);
	unlockpt(master);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	if (slave < 0)
		die("pty");
	fcntl(master, F_SETFL, O_NONBLOCK);
	tcgetattr(slave, &t);
	t.c_lflag |= ECHO | ECHOE | ECHOK | ECHOKE | ICANON | IEXTEN;
	tcsetattr(slave, TCSANOW, &t);
	memset(line, 'x', sizeof(line));
	for (int i = 0; i < 3; i++) {
		write(master, line, sizeof(line));
		read(master, line, sizeof(line));
		memset(line, i ? '\022' : '\027', sizeof(line));
		write(master, line, 100);
		memset(line, '\t', sizeof(line));
		write(master, line, sizeof(line));
		write(master, "\025", 1);
	}
	close(slave);
	close(master);
}

/* Line feeds on the screen, which moves all of it for each. */
static void scroll_screen(void)
{
	int fd = open("/dev/tty1", O_WRONLY | O_NOCTTY);
	static char lines[4096];

	memset(lines, '\n', sizeof(lines));
	write(fd, lines, sizeof(lines));
	close(fd);
}

/* Arguments: many, and empty. */
static void pass_arguments(void)
{
	static char *argv[100001];

	if (fork() == 0) {
		for (int i = 0; i < 100000; i++)
			argv[i] = "";
		execv(self, argv);
		_exit(0);
	}
	wait(NULL);
}

/* A large file is cut to nothing, while it is mapped. */
static void cut_file(void)
{
	int fd = open("/tmp/longest", O_RDWR | O_CREAT, 0644);
	size_t size = 32ul << 20;
	char *at;

	ftruncate(fd, (off_t)size);
	at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
		  fd, 0);
	for (size_t i = 0; at != MAP_FAILED && i < size; i += PAGE)
		at[i] = 1;
	msync(at, size, MS_SYNC);
	ftruncate(fd, 0);
	munmap(at, size);
	close(fd);
	unlink("/tmp/longest");
}

/* Sockets in the queues of sockets, freed together. */
static void strand_sockets(void)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr header;
	} control;
	struct iovec v = { "x", 1 };
	struct msghdr m = { .msg_iov = &v,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };
	int s[2], t[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, s) != 0)
		die("socketpair");
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	for (int i = 0; i < 500; i++) {
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, t) != 0)
			break;
		for (int k = 0; k < 2; k++) {
			memcpy(CMSG_DATA(&control.header), &s[k], sizeof(int));
			sendmsg(t[0], &m, 0);
			close(s[k]);
		}
		s[0] = t[0];
		s[1] = t[1];
	}
	close(s[0]);
	close(s[1]);
}

/* Answers to requests that nobody waits for any more. */
static void answer_nobody(void)
{
	static struct fl_window_reply replies[1000];
	struct iovec v[64];
	int pair[2];

	if (window_create(PAGE, 0, pair) != 0)
		die("window_create");
	for (int i = 0; i < 64; i++)
		v[i] = (struct iovec){ replies, sizeof(replies) };
	if (writev(pair[0], v, 64) != 64 * (ssize_t)sizeof(replies))
		die("replies");
	close(pair[0]);
	close(pair[1]);
}

/* Entropy, as much as one call takes. */
static void stir_random_numbers(void)
{
	static char bytes[65536];
	int fd = open("/dev/urandom", O_WRONLY);

	if (write(fd, bytes, sizeof(bytes)) <= 0)
		die("/dev/urandom");
	close(fd);
}

/* A path of links, each of them as long as a path can be. */
static void follow_links(void)
{
	char name[16], last[16] = ".", target[4096];
	struct stat s;

	mkdir("/tmp/longest", 0755);
	if (chdir("/tmp/longest") != 0)
		die("chdir");
	mkdir("d", 0755);
	for (int i = 0; i < 19; i++) {
		size_t n = 0;

		for (; n < 4070; n += 5)
			memcpy(target + n, "d/../", 5);
		strcpy(target + n, last);
		snprintf(name, sizeof(name), "l%d", i);
		if (symlink(target, name) != 0)
			die("symlink");
		strcpy(last, name);
	}
	if (stat(last, &s) != 0)
		die("links");
	for (int i = 0; i < 19; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		unlink(name);
	}
	rmdir("d");
	chdir("/");
	rmdir("/tmp/longest");
}

/* Locks of many regions, some of which have no pages; and their limits. */
static void lock_regions(void)
{
	size_t n = 60000;
	struct rlimit limit;
	char *at;

	if (fork() != 0) {
		wait(NULL);
		return;
	}
	at = map_regions(n);
	msync(at, n * PAGE, MS_SYNC | MS_INVALIDATE);
	mlock(at, n * PAGE);
	mlock(at, PAGE);
	munlock(at, n * PAGE);
	mlockall(MCL_CURRENT);
	munlockall();
	getrlimit(RLIMIT_STACK, &limit);
	limit.rlim_cur /= 2;
	setrlimit(RLIMIT_STACK, &limit);
	_exit(0);
}

/* A file that is mapped in many places is cut. */
static void cut_mappings(void)
{
	int fd = open("/tmp/longest", O_RDWR | O_CREAT, 0644);
	int ready[2];
	pid_t pid[4];
	char c;

	pipe(ready);
	ftruncate(fd, PAGE);
	for (int i = 0; i < 4; i++) {
		pid[i] = fork();
		if (pid[i] != 0)
			continue;
		for (int k = 0; k < 30000; k++)
			mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
		write(ready[1], "", 1);
		pause();
	}
	for (int i = 0; i < 4; i++)
		read(ready[0], &c, 1);
	ftruncate(fd, 0);
	for (int i = 0; i < 4; i++) {
		kill(pid[i], SIGKILL);
		waitpid(pid[i], NULL, 0);
	}
	close(ready[0]);
	close(ready[1]);
	close(fd);
	unlink("/tmp/longest");
}

/* All descriptors of a file that somebody else has many locks of are closed. */
static void close_locked(void)
{
	int fd = open("/tmp/longest", O_RDWR | O_CREAT, 0644);
	int ready[2];
	pid_t pid;
	char c;

	pipe(ready);
	pid = fork();
	if (pid == 0) {
		struct flock l = { .l_type = F_WRLCK, .l_len = 1 };

		for (int i = 0; i < 2000; i++, l.l_start += 2)
			if (fcntl(fd, F_SETLK, &l) != 0)
				die("locks");
		write(ready[1], "", 1);
		pause();
	}
	read(ready[0], &c, 1);
	if (fork() == 0) {
		while (dup(fd) >= 0)
			;
		_exit(0);
	}
	wait(NULL);
	kill(pid, SIGKILL);
	wait(NULL);
	close(ready[0]);
	close(ready[1]);
	close(fd);
	unlink("/tmp/longest");
}

/* Of 13 pairs each has the effect of the other on FNV-1a, in this order. */
static void colliding_name(int which, char name[53])
{
	static const char *pairs[13][2] = {
		{ "gwzx", "16cd" }, { "yyao", "1kia" }, { "g3zx", "1pad" },
		{ "epvu", "33ea" }, { "zwfo", "2uja" }, { "g3zx", "1pad" },
		{ "epvu", "33ea" }, { "zwfo", "2uja" }, { "g3zx", "1pad" },
		{ "epvu", "33ea" }, { "zwfo", "2uja" }, { "g3zx", "1pad" },
		{ "epvu", "33ea" },
	};

	name[0] = '\0';
	for (int i = 0; i < 13; i++)
		strcat(name, pairs[i][which >> i & 1]);
}

/* A folder of names that its table cannot tell apart, and a path through it. */
static void collide_names(void)
{
	char name[53], path[4096] = "";
	struct stat s;

	mkdir("/tmp/longest", 0755);
	if (chdir("/tmp/longest") != 0)
		die("chdir");
	close(open("file", O_CREAT | O_WRONLY, 0644));
	for (int i = 0; i < 8000; i++) {
		colliding_name(i, name);
		if (i == 0 ? mkdir(name, 0755) : link("file", name))
			die("names");
	}
	colliding_name(0, name);
	for (int i = 0; i < 70; i++) {
		strcat(path, name);
		strcat(path, "/../");
	}
	if (stat(path, &s) != 0)
		die("path");
	rmdir(name);
	for (int i = 1; i < 8000; i++) {
		colliding_name(i, name);
		unlink(name);
	}
	unlink("file");
	chdir("/");
	rmdir("/tmp/longest");
}

/* Connections that nobody accepts, full of small records, end together. */
static void fill_backlog(void)
{
	struct sockaddr_un a = { AF_UNIX, "/tmp/longest" };
	int l = socket(AF_UNIX, SOCK_SEQPACKET, 0), s;

	if (bind(l, (struct sockaddr *)&a, sizeof(a)) != 0 ||
	    listen(l, 128) != 0)
		die("listen");
	for (int i = 0; i < 64; i++) {
		s = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0);
		connect(s, (struct sockaddr *)&a, sizeof(a));
		while (send(s, "x", 1, 0) == 1)
			;
		close(s);
	}
	close(l);
	unlink("/tmp/longest");
}

/* Many get a signal, and their parent, the last of its session, ends. */
static void leave_group(void)
{
	int group = 0, status = 0, n;

	n = fork();
	if (n == 0) {
		setsid(); /* or process 1 keeps the group from being orphaned */
		for (int i = 0; i < 1500; i++) {
			int pid = fork();

			if (pid == 0) {
				sleep(3);
				_exit(0);
			}
			if (pid < 0)
				break;
			setpgid(pid, group);
			group = group ? group : pid;
		}
		kill(-group, SIGCONT);
		sleep(1); /* all have run, and the next one to run waits */
		_exit(0);
	}
	waitpid(n, &status, 0);
	sleep(3); /* the children end, which are process 1's */
}

/* All semaphores of a set are set that many processes shall undo. */
static void set_undone_semaphores(void)
{
	static unsigned short values[256];
	struct sembuf op = { 0, 1, SEM_UNDO };
	int set = semget(IPC_PRIVATE, 256, 0600), pid[800], n = 0;

	for (; n < 800; n++) {
		pid[n] = fork();
		if (pid[n] < 0)
			break;
		if (pid[n] == 0) {
			semop(set, &op, 1);
			pause();
			_exit(0);
		}
	}
	while (semctl(set, 0, GETVAL) < n)
		sched_yield();
	semctl(set, 0, SETALL, values);
	semctl(set, 0, IPC_RMID);
	while (n-- > 0) {
		kill(pid[n], SIGKILL);
		waitpid(pid[n], NULL, 0);
	}
}

static void *rest(void *unused)
{
	pause();
	return unused;
}

/* Timers on the CPU time of a process of many threads, which runs. */
static void time_threads(void)
{
	struct itimerspec far = { .it_value.tv_sec = 1000000 };
	pthread_attr_t small;
	pthread_t thread;
	timer_t timer;

	if (fork() != 0) {
		wait(NULL);
		return;
	}
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 16384);
	for (int i = 0; i < 2000; i++)
		if (pthread_create(&thread, &small, rest, NULL) != 0)
			break;
	for (int i = 0; i < 256; i++)
		if (timer_create(CLOCK_PROCESS_CPUTIME_ID, NULL, &timer) == 0)
			timer_settime(timer, 0, &far, NULL);
	fork(); /* two that run, so that the clock does not rest */
	for (int i = 0; i < 100; i++)
		for (int k = 0; k < 1000000; k++)
			__asm__ volatile("");
	_exit(0);
}

static void ignore(int sig)
{
	(void)sig;
}

/* A terminal's signals go to a group of many, and its session ends. */
static void signal_from_terminal(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave, pid;
	struct winsize w = { .ws_row = 10, .ws_col = 10 };
	char keys[64];

	grantpt(master);
	unlockpt(master);
	memset(keys, '\003', sizeof(keys));
	pid = fork();
	if (pid == 0) {
		setsid();
		slave = open(ptsname(master), O_RDWR);
		signal(SIGHUP, SIG_IGN);
		signal(SIGINT, SIG_IGN);
		signal(SIGWINCH, ignore);
		for (int i = 0; i < 1500; i++) {
			pid = fork();
			if (pid < 0)
				break;
			if (pid > 0)
				continue;
			close(master);
			close(slave);
			signal(SIGHUP, SIG_DFL);
			for (;;)
				pause();
		}
		ioctl(slave, TIOCSWINSZ, &w);
		sleep(1);
		write(master, keys, sizeof(keys));
		write(master, "\032", 1); /* stops this one, too */
		sleep(1);
		_exit(0);
	}
	waitpid(pid, NULL, WUNTRACED);
	kill(pid, SIGCONT);
	waitpid(pid, NULL, 0);
	sleep(1); /* the others end, which are process 1's */
	close(master);
}

/* The screen is asked who it is, and each answer shows a long line again. */
static void ask_screen(void)
{
	int fd = open("/dev/tty1", O_RDWR | O_NOCTTY);
	static char questions[4095];
	struct termios t, old;

	for (int i = 0; i < (int)sizeof(questions); i += 3)
		memcpy(questions + i, "\033[c", 3);
	tcgetattr(fd, &old);
	t = old;
	t.c_lflag |= ICANON | IEXTEN | ECHO | ECHOCTL;
	t.c_oflag &= ~OPOST;
	tcsetattr(fd, TCSANOW, &t);
	write(fd, questions, sizeof(questions)); /* the line is as long now */
	t.c_cc[VREPRINT] = 'c';
	tcsetattr(fd, TCSANOW, &t);
	write(fd, questions, 90);
	tcflush(fd, TCIFLUSH);
	tcsetattr(fd, TCSANOW, &old);
	close(fd);
}

static unsigned *awaited;
static struct timespec ended;

static void *await(void *unused)
{
	*ARG1 = (unsigned)awaited;
	*ARG2 = 0;
	*ARG3 = 0;
	fl_call(CALL_LOCK_OWNED);
	return unused;
}

/*
 * Its locks have the remainder, in a hash of the kernel's that there was, that
 * the one has for which all wait.  A lock's link follows its word.
 */
static void *end_with_locks(void *unused)
{
	static struct fl_robust_list list = { .offset = -4 };
	unsigned *link = NULL;
	int n = 0;

	for (unsigned i = 2; n < FL_ROBUST_MAX; i += 2) {
		if ((i * 4 * 0x9e3779b1u >> 16) % 256 != 0)
			continue;
		awaited[i] = ((struct fl_thread_page *)FL_THREAD_PAGE)->tid;
		awaited[i + 1] = (unsigned)link;
		link = &awaited[i + 1];
		n++;
	}
	list.first = (unsigned)link;
	*ARG1 = (unsigned)&list;
	fl_call(CALL_ROBUST_LIST);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	return unused;
}

/* A thread ends with many locks while others wait, though not for those. */
static void end_owner(void)
{
	struct timespec now;
	pthread_attr_t small;
	pthread_t thread;
	long long ns;
	int status;

	if (fork() != 0) {
		wait(&status);
		if (status != 0)
			exit(1);
		return;
	}
	awaited = mmap(NULL, 16ul << 20, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*awaited = (unsigned)getpid();
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 16384);
	for (int i = 0; i < 2000; i++)
		if (pthread_create(&thread, &small, await, NULL) != 0)
			break;
	sleep(1); /* all wait */
	if (pthread_create(&thread, NULL, end_with_locks, NULL) != 0)
		die("thread");
	pthread_join(thread, NULL);
	clock_gettime(CLOCK_MONOTONIC, &now);
	ns = (now.tv_sec - ended.tv_sec) * 1000000000ll + now.tv_nsec -
	     ended.tv_nsec;
	_exit(ns > 10 * 1000000);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return 0; /* with the arguments of pass_arguments() */
	self = argv[0];
	lock_memory();
	fork_regions();
	fill_folder();
	edit_line();
	scroll_screen();
	pass_arguments();
	cut_file();
	strand_sockets();
	answer_nobody();
	stir_random_numbers();
	follow_links();
	lock_regions();
	cut_mappings();
	close_locked();
	collide_names();
	fill_backlog();
	leave_group();
	set_undone_semaphores();
	time_threads();
	end_owner();
	signal_from_terminal();
	ask_screen();
	return 0;
}
