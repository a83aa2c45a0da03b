/* SPDX-License-Identifier: MIT */
/*
 * What calls answer, where they once answered wrongly.  Each test is named
 * after the mistake.
 */
#include "tap.h"
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <faultline/pages.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *self;

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

/* --- Stopped and continued, a call goes on waiting. --- */

static int ends[2], queue, semaphore, sockets[2];

static int wait_in_poll(void)
{
	struct pollfd p = { ends[0], POLLIN, 0 };

	return poll(&p, 1, -1);
}

static int wait_in_select(void)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	return select(ends[0] + 1, &set, NULL, NULL, NULL);
}

static int wait_in_msgrcv(void)
{
	struct {
		long type;
		char text[8];
	} m;

	return msgrcv(queue, &m, sizeof(m.text), 0, 0) == 1;
}

static int wait_in_semop(void)
{
	struct sembuf op = { 0, -1, 0 };

	return semop(semaphore, &op, 1) == 0;
}

static int wait_in_recv(void)
{
	struct timeval t = { 1000, 0 };
	char c;

	setsockopt(sockets[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
	return recv(sockets[0], &c, 1, 0) == 1;
}

static void on_usr1(int sig)
{
	(void)sig;
}

/* Only its own handler ends these: EINTR then, and not before. */
static int wait_in_pause(void)
{
	return pause() == -1 && errno == EINTR;
}

static int wait_in_sigsuspend(void)
{
	sigset_t none;

	sigemptyset(&none);
	return sigsuspend(&none) == -1 && errno == EINTR;
}

static void end_waiting(pid_t pid)
{
	struct {
		long type;
		char text[8];
	} m = { 1, "x" };
	struct sembuf op = { 0, 1, 0 };

	write(ends[1], "x", 1);
	msgsnd(queue, &m, 1, 0);
	semop(semaphore, &op, 1);
	send(sockets[1], "x", 1, 0);
	kill(pid, SIGUSR1);
}

/* Until the process sleeps in its call, or has stopped. */
static void settle(void)
{
	usleep(30000);
}

static void stop_and_continue(int (*wait_in)(void), const char *name)
{
	int status = -1;
	pid_t pid;

	pipe(ends);
	socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
	queue = msgget(IPC_PRIVATE, 0600);
	semaphore = semget(IPC_PRIVATE, 1, 0600);
	pid = fork();
	if (pid == 0) {
		signal(SIGUSR1, on_usr1);
		_exit(wait_in() == 1 ? 5 : errno);
	}
	settle();
	for (int i = 0; i < 3; i++) {
		kill(pid, SIGSTOP);
		waitpid(pid, &status, WUNTRACED);
		kill(pid, SIGCONT);
		settle();
	}
	if (waitpid(pid, &status, WNOHANG) == 0) {
		end_waiting(pid);
		waitpid(pid, &status, 0);
	}
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 5,
	   "%s goes on after a stop (%x)", name, status);
	for (int i = 0; i < 2; i++) {
		close(ends[i]);
		close(sockets[i]);
	}
	msgctl(queue, IPC_RMID, NULL);
	semctl(semaphore, 0, IPC_RMID);
}

static void test_stops(void)
{
	stop_and_continue(wait_in_poll, "poll()");
	stop_and_continue(wait_in_select, "select()");
	stop_and_continue(wait_in_pause, "pause()");
	stop_and_continue(wait_in_sigsuspend, "sigsuspend()");
	stop_and_continue(wait_in_msgrcv, "msgrcv()");
	stop_and_continue(wait_in_semop, "semop()");
	stop_and_continue(wait_in_recv, "recv() with a time-out");
}

/* A time-out that began anew with every stop never came. */
static void test_time_out_over_stops(void)
{
	struct timeval t = { 0, 400000 };
	int status = -1, pair[2];
	long long begin = now_ms();
	char c;
	pid_t pid;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	pid = fork();
	if (pid == 0) {
		setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
		_exit(recv(pair[0], &c, 1, 0) == -1 && errno == EAGAIN ? 5 : 6);
	}
	while (waitpid(pid, &status, WNOHANG) == 0 &&
	       now_ms() - begin < 60000) {
		kill(pid, SIGSTOP);
		usleep(1000);
		kill(pid, SIGCONT);
		usleep(50000);
	}
	kill(pid, SIGKILL);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 5,
	   "the time of recv() runs on over stops (%x)", status);
	close(pair[0]);
	close(pair[1]);
}

/* The deadline of a sleep in a batch was the next sleep's. */
static void test_sleep_after_batch(void)
{
	struct timespec two = { 2, 0 }, longer = { 3, 0 };
	struct fl_batch b[2] = {
		{ .slot = FL_CALL_NULL },
		{ .slot = FL_CALL_CLOCK_NANOSLEEP,
		  .arg = { CLOCK_MONOTONIC, 0, (unsigned)&two, 0 } },
	};
	pid_t me = getpid(), pid = fork();
	long long begin;

	if (pid == 0) {
		usleep(100000);
		kill(me, SIGSTOP);
		usleep(100000);
		kill(me, SIGCONT);
		_exit(0);
	}
	batch(b, 2);
	begin = now_ms();
	nanosleep(&longer, NULL);
	ok(now_ms() - begin >= 2990, "a sleep has a deadline of its own");
	waitpid(pid, NULL, 0);
}

/* --- execve() --- */

static int be_many_arguments(int argc)
{
	return argc == 14002 ? 5 : 6;
}

static void test_many_arguments(void)
{
	static char *argv[14003];
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		argv[0] = (char *)self;
		argv[1] = "count";
		for (int i = 2; i < 14002; i++)
			argv[i] = "1234567";
		execv(self, argv);
		_exit(errno);
	}
	waitpid(pid, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 5,
	   "14,000 arguments below ARG_MAX (%x)", status);
}

/* A mapping that can write to the file is one that has it open for writing. */
static void test_exec_of_mapped_file(void)
{
	int fd = open("/tmp/answers-text", O_RDWR | O_CREAT | O_TRUNC, 0755);
	int status = -1;
	void *at;
	pid_t pid;

	write(fd, "#!/nothing\n", 11);
	at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	for (int mapped = 1; mapped >= 0; mapped--) {
		pid = fork();
		if (pid == 0) {
			execl("/tmp/answers-text", "x", (char *)NULL);
			_exit(errno);
		}
		waitpid(pid, &status, 0);
		ok(WEXITSTATUS(status) == (mapped ? ETXTBSY : ENOENT),
		   mapped ? "what is mapped for writing does not run"
			  : "and runs when it is not");
		munmap(at, 4096);
	}
	unlink("/tmp/answers-text");
}

/* --- Files. --- */

static void test_behind_the_end(void)
{
	int fd = open("/tmp/answers-tail", O_RDWR | O_CREAT | O_TRUNC, 0644);
	volatile char *at;
	char c = 1;

	write(fd, "abc", 3);
	at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	at[100] = 'x';
	munmap((void *)at, 4096);
	at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	c = at[100];
	ok(c == 0 && at[2] == 'c', "what was written behind the end is gone");
	munmap((void *)at, 4096);
	close(fd);
	unlink("/tmp/answers-tail");
}

static void test_search_descriptor(void)
{
	struct timespec times[2] = { { 1, 0 }, { 2, 0 } };
	struct stat s;
	int fd;

	mkdir("/tmp/answers-dir", 0700);
	fd = open("/tmp/answers-dir", O_SEARCH | O_DIRECTORY);
	ok(fchmod(fd, 01777) == 0 && fstat(fd, &s) == 0 &&
	       (s.st_mode & 07777) == 01777,
	   "fchmod() of a directory opened for searching");
	ok(fchown(fd, 5, 6) == 0 && fstat(fd, &s) == 0 && s.st_uid == 5 &&
	       s.st_gid == 6,
	   "fchown()");
	ok(futimens(fd, times) == 0 && fstat(fd, &s) == 0 && s.st_mtime == 2,
	   "futimens()");
	close(fd);
	rmdir("/tmp/answers-dir");
	fd = open("/etc/passwd", O_PATH);
	ok(fchmod(fd, 0644) == -1 && errno == EBADF,
	   "but a file's name is not changed by O_PATH");
	close(fd);
}

/* `cp -a' of a symbolic link ended with status 1. */
static void test_mode_of_symbolic_link(void)
{
	struct stat s;

	symlink("/nonexistent", "/tmp/answers-symlink");
	ok(fchmodat(AT_FDCWD, "/tmp/answers-symlink", 0750,
		    AT_SYMLINK_NOFOLLOW) == 0 &&
	       lstat("/tmp/answers-symlink", &s) == 0 &&
	       s.st_mode == (S_IFLNK | 0750),
	   "a symbolic link's mode is changed");
	unlink("/tmp/answers-symlink");
}

static void test_link_of_descriptor(void)
{
	int fd = open("/tmp/answers-link", O_RDONLY | O_CREAT, 0644);
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		setuid(1000);
		_exit(linkat(fd, "", AT_FDCWD, "/tmp/answers-new",
			     AT_EMPTY_PATH) == -1
			  ? errno
			  : 99);
	}
	waitpid(pid, &status, 0);
	ok(WEXITSTATUS(status) == ENOENT, "only root links what has no path");
	ok(linkat(fd, "", AT_FDCWD, "/tmp/answers-new", AT_EMPTY_PATH) == 0,
	   "and root does");
	close(fd);
	unlink("/tmp/answers-link");
	unlink("/tmp/answers-new");
}

/* Kernel addresses were the numbers of pipes and sockets. */
static void test_numbers_of_pipes(void)
{
	struct stat s;
	int bad = 0, pair[2];

	pipe(pair);
	for (int i = 0; i < 2; i++) {
		fstat(pair[i], &s);
		bad += s.st_ino >= 0xc0000000u;
		close(pair[i]);
	}
	socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
	for (int i = 0; i < 2; i++) {
		fstat(pair[i], &s);
		bad += s.st_ino >= 0xc0000000u;
		close(pair[i]);
	}
	ok(bad == 0, "no file's number is an address of the kernel's");
}

/* --- Messages and semaphores. --- */

/* Calls that fail leave the caller's buffer alone. */
static void test_buffers_of_failed_calls(void)
{
	struct {
		long type;
		char text[8];
	} m = { 77, "before" };
	struct mq_attr attr = { .mq_maxmsg = 1, .mq_msgsize = 8 };
	mqd_t mq =
	    mq_open("/answers", O_CREAT | O_RDWR | O_NONBLOCK, 0600, &attr);
	int q = msgget(IPC_PRIVATE, 0600);
	siginfo_t info;
	sigset_t set;
	struct timespec none = { 0, 0 };

	ok(msgrcv(q, &m, sizeof(m.text), 0, IPC_NOWAIT) == -1 && m.type == 77 &&
	       strcmp(m.text, "before") == 0,
	   "msgrcv() that fails changes nothing");
	msgctl(q, IPC_RMID, NULL);
	ok(mq_receive(mq, m.text, 8, NULL) == -1 &&
	       strcmp(m.text, "before") == 0,
	   "mq_receive() that fails changes nothing");
	mq_close(mq);
	mq_unlink("/answers");
	memset(&info, 0x55, sizeof(info));
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	ok(sigtimedwait(&set, &info, &none) == -1 &&
	       info.si_signo == 0x55555555,
	   "sigtimedwait() that fails changes nothing");
}

static void test_semaphore_undo(void)
{
	struct sembuf up = { 0, 32767, SEM_UNDO }, down = { 0, -32767, 0 };
	int s = semget(IPC_PRIVATE, 1, 0600), status;
	pid_t pid = fork();

	if (pid == 0) {
		semop(s, &up, 1);
		semop(s, &down, 1);
		_exit(semop(s, &up, 1) == -1 && errno == ERANGE ? 5 : 6);
	}
	waitpid(pid, &status, 0);
	ok(WEXITSTATUS(status) == 5, "SEM_UNDO does not wrap (%x)", status);
	semctl(s, 0, IPC_RMID);
}

/* --- Sockets. --- */

static void test_peer_credentials(void)
{
	struct sockaddr_un name = { AF_UNIX, "/tmp/answers-socket" };
	int l = socket(AF_UNIX, SOCK_STREAM, 0), c, a;
	struct {
		int pid;
		unsigned uid, gid;
	} peer = { 0 };
	socklen_t size = sizeof(peer);
	pid_t pid;

	unlink(name.sun_path);
	bind(l, (struct sockaddr *)&name, sizeof(name));
	chmod(name.sun_path, 0777);
	listen(l, 5);
	pid = fork();
	if (pid == 0) {
		c = socket(AF_UNIX, SOCK_STREAM, 0);
		setgid(1000);
		setuid(1000);
		connect(c, (struct sockaddr *)&name, sizeof(name));
		read(c, &size, 1);
		_exit(0);
	}
	a = accept(l, NULL, NULL);
	getsockopt(a, SOL_SOCKET, SO_PEERCRED, &peer, &size);
	ok(peer.uid == 1000 && peer.gid == 1000 && peer.pid == pid,
	   "SO_PEERCRED names who connected");
	close(a);
	waitpid(pid, NULL, 0);
	close(l);
	unlink(name.sun_path);
}

static int listener(uint32_t address, uint16_t port)
{
	struct sockaddr_in name = { .sin_family = AF_INET,
				    .sin_port = htons(port),
				    .sin_addr = { htonl(address) } };
	int s = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(s, (struct sockaddr *)&name, sizeof(name)) != 0)
		return -1;
	return s;
}

static void test_two_listeners(void)
{
	int a = listener(INADDR_LOOPBACK, 5555),
	    b = listener(INADDR_LOOPBACK, 5555), c = listener(INADDR_ANY, 5555);

	ok(listen(a, 1) == 0 && listen(b, 1) == -1 && errno == EADDRINUSE,
	   "one address has one listener");
	ok(listen(c, 1) == -1 && errno == EADDRINUSE, "any is that one, too");
	close(a);
	ok(listen(b, 1) == 0, "until it is closed");
	close(b);
	close(c);
}

/* Two headers with descriptors: the second was lost. */
static void test_two_headers(void)
{
	union {
		char bytes[256];
		struct cmsghdr header;
	} control = { { 0 } };
	struct iovec v = { "x", 1 };
	struct msghdr m = { .msg_iov = &v,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = 2 * CMSG_SPACE(sizeof(int)) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	char byte;
	int pair[2], sent;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	for (int i = 0; i < 2; i++) {
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &pair[i], sizeof(int));
		c = (struct cmsghdr *)((char *)c + CMSG_SPACE(sizeof(int)));
	}
	sent = sendmsg(pair[0], &m, 0) == 1;
	memset(&control, 0, sizeof(control));
	v.iov_base = &byte;
	m.msg_controllen = sizeof(control);
	ok(sent && recvmsg(pair[1], &m, 0) == 1 &&
	       control.header.cmsg_len == CMSG_LEN(2 * sizeof(int)),
	   "descriptors of two headers arrive, a socket in its own queue too");
	close(pair[0]);
	close(pair[1]);
}

/* --- Job control. --- */

/* A job with a stopped member whose shell ends was left stopped for ever. */
static void test_orphaned_job(void)
{
	int told[2], status;
	char c = 0;
	pid_t shell, job;

	pipe(told);
	shell = fork();
	if (shell == 0) {
		setsid();
		job = fork();
		if (job == 0) {
			setpgid(0, 0);
			close(told[0]);
			signal(SIGHUP, SIG_IGN);
			raise(SIGSTOP);
			write(told[1], "c", 1);
			_exit(0);
		}
		setpgid(job, job);
		waitpid(job, &status, WUNTRACED);
		/* The leader's own child keeps the session. */
		if (fork() == 0) {
			close(told[1]);
			pause();
		}
		_exit(0);
	}
	close(told[1]);
	waitpid(shell, &status, 0);
	ok(read(told[0], &c, 1) == 1 && c == 'c',
	   "a stopped job that is orphaned is continued");
	close(told[0]);
}

/*
 * A job whose last member with a parent in the session ends, while another is
 * stopped: the kernel asserted what does not hold at a process's end.
 */
static void test_job_orphaned_by_its_member(void)
{
	int told[2], status;
	char c = 0;
	pid_t shell;

	pipe(told);
	shell = fork();
	if (shell == 0) {
		pid_t member;

		setsid();
		member = fork();
		if (member == 0) {
			pid_t stopped;

			setpgid(0, 0);
			stopped = fork();
			if (stopped == 0) {
				signal(SIGHUP, SIG_IGN);
				raise(SIGSTOP);
				write(told[1], "c", 1);
				_exit(0);
			}
			waitpid(stopped, &status, WUNTRACED);
			_exit(0);
		}
		close(told[1]);
		waitpid(member, &status, 0);
		read(told[0], &c, 1);
		_exit(c == 'c' ? 0 : 1);
	}
	close(told[1]);
	close(told[0]);
	waitpid(shell, &status, 0);
	ok(status == 0, "so is one whose own member was the last to keep it");
}

/* --- The thread that killed its process went on for a while. --- */

static pthread_barrier_t started;

static void *wait_for_the_end(void *arg)
{
	(void)arg;
	pthread_barrier_wait(&started);
	for (;;)
		pause();
	return NULL;
}

static void test_killed_by_itself(void)
{
	int *went_on = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int ended = 0, status;

	for (int i = 0; i < 40; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			pthread_t t;

			pthread_barrier_init(&started, NULL, 2);
			pthread_create(&t, NULL, wait_for_the_end, NULL);
			pthread_barrier_wait(&started);
			if (i % 2)
				sched_yield();
			raise(SIGKILL);
			++*went_on;
			_exit(0);
		}
		waitpid(pid, &status, 0);
		ended += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
	}
	ok(ended == 40 && *went_on == 0,
	   "no thread goes on after it has killed its process (%d, %d)", ended,
	   *went_on);
}

/* --- shmdt() unmapped what lay behind what was left of the segment. --- */

static void test_detached_with_a_neighbour(void)
{
	int id = shmget(IPC_PRIVATE, 3 * 4096, 0600);
	char *at = shmat(id, NULL, 0);

	at[0] = 's';
	mmap(at + 4096, 4096, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	at[4096] = 'n';
	ok(shmdt(at) == 0 && msync(at, 4096, MS_ASYNC) == -1 &&
	       msync(at + 8192, 4096, MS_ASYNC) == -1 && at[4096] == 'n',
	   "shmdt() leaves what is not the segment's");
	munmap(at + 4096, 4096);
	shmctl(id, IPC_RMID, NULL);
}

/* --- A clock set to the end of time went on to before its beginning. --- */

static void test_clock_at_the_end_of_time(void)
{
	struct timespec before, after,
	    late = { (time_t)(~0ull >> 1), 999999999 };

	clock_gettime(CLOCK_REALTIME, &before);
	ok(clock_settime(CLOCK_REALTIME, &late) == -1 && errno == EINVAL,
	   "a clock is not set so late that it wraps around");
	late.tv_sec = 9223372036; /* 2^63 nanoseconds */
	late.tv_nsec = 0;
	ok(clock_settime(CLOCK_REALTIME, &late) == -1 && errno == EINVAL,
	   "nor a little before");
	clock_gettime(CLOCK_REALTIME, &after);
	ok(after.tv_sec - before.tv_sec < 100, "and keeps its time");
}

/* --- A signal that only ppoll() had blocked stayed pending after it. --- */

static volatile int handled;

static void count_signal(int sig)
{
	(void)sig;
	handled++;
}

static int poll_in_mask(int fd, const sigset_t *mask)
{
	struct pollfd p = { fd, POLLIN, 0 };

	return ppoll(&p, 1, NULL, mask);
}

static int select_in_mask(int fd, const sigset_t *mask)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	return pselect(fd + 1, &set, NULL, NULL, NULL, mask);
}

static void signal_under_mask(int (*wait_in)(int fd, const sigset_t *mask),
			      const char *name)
{
	int pipes[2], n;
	sigset_t mask;
	pid_t pid;

	handled = 0;
	signal(SIGUSR1, count_signal);
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	pipe(pipes);
	pid = fork();
	if (pid == 0) {
		settle();
		kill(getppid(), SIGUSR1);
		write(pipes[1], "x", 1);
		_exit(0);
	}
	n = wait_in(pipes[0], &mask);
	/* No call comes in between. */
	ok(n == 1 && handled == 1,
	   "%s: what only its mask blocked is delivered at its end (%d, %d)",
	   name, n, handled);
	waitpid(pid, NULL, 0);
	close(pipes[0]);
	close(pipes[1]);
	signal(SIGUSR1, SIG_DFL);
}

static void test_signal_after_mask(void)
{
	signal_under_mask(poll_in_mask, "ppoll()");
	signal_under_mask(select_in_mask, "pselect()");
}

/* --- The heap grew by a page beyond RLIMIT_AS. --- */

static int grow_beyond_the_limit(void)
{
	struct rlimit limit;
	int pages = 0;

	sbrk(-(intptr_t)sbrk(0) & 4095);
	getrlimit(RLIMIT_AS, &limit);
	for (limit.rlim_cur = 1 << 20; sbrk(4096) != (void *)-1; pages++)
		setrlimit(RLIMIT_AS, &limit);
	return sbrk(1) == (void *)-1;
}

static void test_heap_at_the_limit(void)
{
	int status;

	if (fork() == 0)
		_exit(grow_beyond_the_limit() ? 0 : 1);
	wait(&status);
	ok(status == 0, "RLIMIT_AS holds for the heap's last page");
}

/* --- mlockall(MCL_FUTURE) forgot the heap and pages made by stores. --- */

static int is_resident(const void *at)
{
	return FL_PAGES[(unsigned)at / 4096] & FL_PAGE_RESIDENT;
}

static void test_future_memory_is_locked(void)
{
	char *heap, *place = mmap(NULL, 4096, PROT_NONE,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct rlimit limit;
	int status;

	ok(mlockall(8) == -1 && errno == EINVAL, "unknown flags of mlockall()");
	if (fork() == 0) {
		mlockall(MCL_FUTURE);
		heap = sbrk(3 * 4096);
		FL_PAGES[(unsigned)place / 4096] =
		    FL_PAGE_NEW | FL_PAGE_READ | FL_PAGE_WRITE;
		if (!is_resident(heap + 4096) || !is_resident(heap + 8192) ||
		    !is_resident(place))
			_exit(1);
		setgid(1000);
		setuid(1000);
		getrlimit(RLIMIT_MEMLOCK, &limit);
		limit.rlim_cur = 4096;
		setrlimit(RLIMIT_MEMLOCK, &limit);
		_exit(sbrk(4096) == (void *)-1 ? 0 : 2);
	}
	wait(&status);
	ok(status == 0, "mlockall() locks the heap that comes (%x)", status);
	munmap(place, 4096);
}

int main(int argc, char **argv)
{
	self = argv[0];
	if (argc > 1 && strcmp(argv[1], "count") == 0)
		return be_many_arguments(argc);
	test_stops();
	test_time_out_over_stops();
	test_sleep_after_batch();
	test_many_arguments();
	test_exec_of_mapped_file();
	test_behind_the_end();
	test_search_descriptor();
	test_mode_of_symbolic_link();
	test_link_of_descriptor();
	test_numbers_of_pipes();
	test_buffers_of_failed_calls();
	test_semaphore_undo();
	test_peer_credentials();
	test_two_listeners();
	test_two_headers();
	test_orphaned_job();
	test_job_orphaned_by_its_member();
	test_killed_by_itself();
	test_detached_with_a_neighbour();
	test_clock_at_the_end_of_time();
	test_signal_after_mask();
	test_heap_at_the_limit();
	test_future_memory_is_locked();
	return done();
}
