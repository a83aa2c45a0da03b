/* SPDX-License-Identifier: MIT */
/* Jobs: programs that use one part of the system in many ways. */
#include "jobs.h"
#include <dirent.h>
#include <errno.h>
#include <faultline/calls.h>
#include <faultline/batch.h>
#include <faultline/frame.h>
#include <faultline/pages.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FOLDER "/tmp/pressure"
#define PAGE   4096
#define KEY    0x70726573

void job_clean(const struct job *job)
{
	if (job->clean)
		job->clean();
}

/* --- Files. --- */

static void remove_tree(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	char name[600];

	while (d && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		if (unlink(name) != 0)
			remove_tree(name);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

static void clean_files(void)
{
	chdir("/");
	umount(FOLDER "/mounted");
	remove_tree(FOLDER);
}

static void make_names(void)
{
	char name[64], list[1024];
	DIR *d;

	for (int i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "name%d", i);
		close(open(name, O_CREAT | O_WRONLY, 0644));
	}
	mkdir("folder", 0755);
	mkdir("folder/sub", 0755);
	link("name1", "folder/link");
	symlink("folder/link", "symbolic");
	symlink("/tmp/pressure/folder", "absolute");
	rename("name2", "folder/moved");
	rename("name3", "name4");
	rename("folder/sub", "sub");
	readlink("symbolic", list, sizeof(list));
	close(open("symbolic", O_RDONLY));
	close(open("absolute/moved", O_RDONLY));
	mknod("fifo", S_IFIFO | 0644, 0);
	d = opendir(".");
	while (d && readdir(d) != NULL)
		;
	if (d)
		closedir(d);
	if (chdir("sub") == 0) {
		getcwd(list, sizeof(list));
		chdir("..");
	}
}

static void long_path(void)
{
	char path[3000] = "";
	struct stat st;

	while (strlen(path) < 2000)
		strcat(path, "folder/../");
	strcat(path, "name5");
	stat(path, &st);
}

static void lock_parts(int fd)
{
	struct flock l = { .l_type = F_WRLCK, .l_len = 100 };

	fcntl(fd, F_SETLK, &l);
	l.l_start = 10;
	l.l_len = 10;
	l.l_type = F_UNLCK;
	fcntl(fd, F_SETLK, &l);
	l.l_type = F_RDLCK;
	l.l_start = 40;
	fcntl(fd, F_SETLK, &l);
	flock(fd, LOCK_EX);
}

static void fill_file(int fd)
{
	static char data[3 * PAGE];

	for (int i = 0; i < 4; i++)
		write(fd, data, sizeof(data));
	pwrite(fd, data, 100, 5000000); /* a tree of two levels */
	pwrite(fd, data, 100, 500000000);
	ftruncate(fd, 20000);
	posix_fallocate(fd, 0, 40000);
	lseek(fd, 0, SEEK_SET);
	read(fd, data, sizeof(data));
}

static void map_file(int fd)
{
	char *shared, *private;

	ftruncate(fd, 30 * PAGE);
	shared =
	    mmap(NULL, 20 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	private =
	    mmap(NULL, 20 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	/* Through calls: a failure is an error, not a signal. */
	if (shared != MAP_FAILED) {
		getcwd(shared, PAGE);
		getcwd(shared + 9 * PAGE, PAGE);
		write(1, shared + 15 * PAGE, 0);
		msync(shared, 20 * PAGE, MS_SYNC);
		munmap(shared + 5 * PAGE, PAGE);
	}
	if (private != MAP_FAILED) {
		getcwd(private, PAGE);
		getcwd(private + 9 * PAGE, PAGE);
	}
}

static void job_files(void)
{
	int fd;

	mkdir(FOLDER, 0755);
	if (chdir(FOLDER) != 0)
		return;
	make_names();
	long_path();
	fd = open("data", O_RDWR | O_CREAT | O_TRUNC, 0644);
	fill_file(fd);
	lock_parts(fd);
	map_file(fd);
	close(fd);
	close(open("data", O_RDWR | O_TRUNC));
	mkdir("mounted", 0755);
	mount("none", FOLDER "/mounted", "tmpfs", 0);
	close(open("mounted/new", O_CREAT | O_WRONLY, 0600));
	umount(FOLDER "/mounted");
}

/* --- Descriptors. --- */

static void job_descriptors(void)
{
	struct pollfd fds[40];
	struct timespec soon = { 0, 1000000 };
	fd_set set;
	int p[2] = { -1, -1 }, q[2] = { -1, -1 }, fd;
	char data[PAGE * 2] = "";

	pipe(p);
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	fcntl(p[1], F_SETFL, O_NONBLOCK);
	for (int i = 0; i < 20; i++)
		write(p[1], data, sizeof(data));
	for (int i = 0; i < 10; i++)
		read(p[0], data, sizeof(data));
	dup2(p[0], 100);
	dup2(p[0], 200);
	fcntl(p[1], F_DUPFD, 150);
	pipe(q);
	for (int i = 0; i < 40; i++)
		fds[i] = (struct pollfd){ q[0], POLLIN, 0 };
	ppoll(fds, 40, &soon, NULL);
	FD_ZERO(&set);
	for (int i = 0; i < 40; i++)
		if (fcntl(i, F_GETFD) >= 0)
			FD_SET(i, &set);
	pselect(41, NULL, NULL, &set, &soon, NULL);
	mkfifo(FOLDER ".fifo", 0600);
	fd = open(FOLDER ".fifo", O_RDWR);
	write(fd, data, 10);
	close(fd);
	fd = open("/dev/null", O_RDONLY);
	*ARG1 = (unsigned)p[1];
	*ARG2 = (unsigned)fd;
	fl_result(fl_call(CALL_PASS_FD));
	*ARG1 = (unsigned)p[0];
	*ARG2 = 0;
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	fl_result(fl_call(CALL_TAKE_FD));
	fd = open("/dev/kmsg", O_RDONLY);
	read(fd, data, 100);
	fd = open("/dev/urandom", O_RDONLY);
	read(fd, data, 100);
	close(open("/dev/tty", O_RDWR));
}

static void clean_descriptors(void)
{
	unlink(FOLDER ".fifo");
}

/* --- Terminals. --- */

static void reap(pid_t pid)
{
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

static void job_terminals(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), terminal;
	struct pollfd fds[2];
	char data[100];
	pid_t pid;

	unlockpt(master);
	terminal = open(ptsname(master) ?: "", O_RDWR | O_NOCTTY);
	write(master, "a line\n", 7);
	if (terminal >= 0)
		read(terminal, data, sizeof(data));
	fds[0] = (struct pollfd){ master, POLLIN, 0 };
	fds[1] = (struct pollfd){ terminal, POLLIN, 0 };
	poll(fds, 2, 0);
	pid = fork();
	if (pid == 0) {
		setsid();
		ioctl(terminal, TIOCSCTTY, 0);
		close(open("/dev/tty", O_RDWR));
		_exit(0);
	}
	reap(pid);
	close(master);
	close(terminal);
}

/* --- Sockets. --- */

static void send_file(int to, int fd)
{
	char control[CMSG_SPACE(sizeof(int))];
	struct iovec v = { "file", 4 };
	struct msghdr m = { .msg_iov = &v,
			    .msg_iovlen = 1,
			    .msg_control = control,
			    .msg_controllen = sizeof(control) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(int));
	sendmsg(to, &m, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static int take_file(int from)
{
	char control[CMSG_SPACE(sizeof(int))], data[10];
	struct iovec v = { data, sizeof(data) };
	struct msghdr m = { .msg_iov = &v,
			    .msg_iovlen = 1,
			    .msg_control = control,
			    .msg_controllen = sizeof(control) };
	int fd = -1;

	if (recvmsg(from, &m, MSG_DONTWAIT) > 0 && CMSG_FIRSTHDR(&m))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(int));
	return fd;
}

static void use_stream(int domain, struct sockaddr *name, socklen_t length)
{
	int l = socket(domain, SOCK_STREAM | SOCK_NONBLOCK, 0), c, e;
	char data[PAGE] = "";

	bind(l, name, length);
	listen(l, 2);
	getsockname(l, name, &length);
	c = socket(domain, SOCK_STREAM | SOCK_NONBLOCK, 0);
	connect(c, name, length);
	e = accept(l, NULL, NULL);
	send(c, data, sizeof(data), MSG_NOSIGNAL);
	recv(e, data, sizeof(data), 0);
	close(c);
	close(e);
	close(l);
}

static void job_sockets(void)
{
	struct sockaddr_un local = { AF_UNIX, FOLDER ".socket" };
	struct sockaddr_in inet = { .sin_family = AF_INET };
	char data[100] = "";
	int s[2] = { -1, -1 };

	use_stream(AF_UNIX, (struct sockaddr *)&local, sizeof(local));
	use_stream(AF_INET, (struct sockaddr *)&inet, sizeof(inet));
	socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, s);
	send(s[0], data, sizeof(data), MSG_NOSIGNAL);
	recv(s[1], data, sizeof(data), 0);
	send_file(s[0], s[0]);
	close(take_file(s[1]));
	send_file(s[0], s[1]); /* refused */
	send_file(s[0], s[0]); /* stays */
	close(s[0]);
	close(s[1]);
	unlink(local.sun_path);
}

static void clean_sockets(void)
{
	unlink(FOLDER ".socket");
}

/* --- Processes. --- */

static void job_processes(void)
{
	char *true_argv[] = { "/bin/true", NULL };
	char *long_argv[101] = { "/bin/true" };
	posix_spawn_file_actions_t actions;
	static char word[1000];
	pid_t pid;

	memset(word, 'x', sizeof(word) - 1);
	for (int i = 1; i < 100; i++)
		long_argv[i] = word;
	pid = fork();
	if (pid == 0) {
		setsid();
		setgid(1);
		setuid(1234);
		setuid(1235);
		_exit(3);
	}
	reap(pid);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		execv("/bin/true", long_argv);
		_exit(1);
	}
	reap(pid);
	pid = vfork();
	if (pid == 0) {
		execv("/bin/true", true_argv);
		_exit(1);
	}
	reap(pid);
	pid = -1;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 70, "/dev/null", O_RDONLY,
					 0);
	posix_spawn_file_actions_adddup2(&actions, 70, 90);
	if (posix_spawn(&pid, "/bin/true", &actions, NULL, true_argv,
			environ) == 0)
		reap(pid);
	posix_spawn_file_actions_destroy(&actions);
	system("exit 3");
}

/* --- Signals and timers. --- */

static void on_signal(int sig)
{
	(void)sig;
}

static void job_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
				  .sigev_signo = SIGRTMIN };
	struct itimerspec spec = { { 0, 1000000 }, { 0, 1000000 } };
	struct itimerval interval = { { 0, 1000 }, { 0, 1000 } };
	struct timespec soon = { 0, 3000000 };
	union sigval value = { .sival_int = 5 };
	timer_t timers[5];
	siginfo_t info;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigaddset(&set, SIGRTMIN + 1);
	sigaction(SIGALRM, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (int i = 0; i < 50; i++)
		sigqueue(getpid(), SIGRTMIN + 1, value);
	for (int i = 0; i < 10; i++)
		sigtimedwait(&set, &info, &soon);
	raise(SIGUSR1);
	kill(getpid(), SIGUSR1);
	setitimer(ITIMER_REAL, &interval, NULL);
	for (int i = 0; i < 5; i++)
		if (timer_create(i % 2 ? CLOCK_REALTIME : CLOCK_MONOTONIC,
				 &event, &timers[i]) == 0) {
			timer_settime(timers[i], 0, &spec, NULL);
			sigtimedwait(&set, &info, &soon);
			if (i < 3)
				timer_delete(timers[i]);
		}
	nanosleep(&soon, NULL);
}

/* --- Memory. --- */

static void job_memory(void)
{
	char *at = mmap(NULL, 400 * PAGE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *old = sbrk(100 * PAGE), *shared;
	pid_t pid;

	if (old != (char *)-1)
		getcwd(old + 50 * PAGE, PAGE);
	sbrk(-50 * PAGE);
	if (at != MAP_FAILED) {
		for (int i = 0; i < 40; i++)
			mprotect(at + 2 * i * PAGE, PAGE, PROT_READ);
		for (int i = 0; i < 20; i++)
			munmap(at + (100 + 2 * i) * PAGE, PAGE);
		mlock(at + 200 * PAGE, 10 * PAGE);
		munlock(at + 205 * PAGE, PAGE);
		madvise(at, PAGE, MADV_NORMAL);
		getcwd(at + PAGE, PAGE);
		mmap(at + 50 * PAGE, PAGE, PROT_READ,
		     MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		/* A page moves to a place that has no table. */
		FL_PAGES[0x60000000u / PAGE] =
		    ((unsigned)at + PAGE) | FL_PAGE_READ | FL_PAGE_WRITE;
		FL_PAGES[0x68000000u / PAGE] =
		    FL_PAGE_NEW | FL_PAGE_READ | FL_PAGE_WRITE;
	}
	shared = mmap(NULL, 10 * PAGE, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared != MAP_FAILED)
		getcwd(shared + PAGE, PAGE);
	pid = fork();
	if (pid == 0) {
		if (shared != MAP_FAILED)
			getcwd(shared + 3 * PAGE, PAGE);
		if (at != MAP_FAILED)
			getcwd(at + PAGE, PAGE);
		_exit(0);
	}
	reap(pid);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
}

/* --- Threads. --- */

static pthread_mutex_t mutex, inheriting, robust;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_key_t key;

static void *contend(void *arg)
{
	struct timespec until;

	pthread_setspecific(key, arg);
	for (int i = 0; i < 5; i++) {
		pthread_mutex_lock(&mutex);
		usleep(100);
		pthread_mutex_unlock(&mutex);
		if (pthread_mutex_lock(&inheriting) == 0) {
			usleep(100);
			pthread_mutex_unlock(&inheriting);
		}
	}
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_mutex_lock(&mutex);
	pthread_cond_timedwait(&cond, &mutex, &until);
	pthread_mutex_unlock(&mutex);
	pthread_mutex_trylock(&robust); /* who has it ends with it */
	return arg;
}

static void job_threads(void)
{
	pthread_mutexattr_t attr;
	pthread_t threads[5];
	int made = 0;

	pthread_mutexattr_init(&attr);
	pthread_mutex_init(&mutex, &attr);
	pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_INHERIT);
	pthread_mutex_init(&inheriting, &attr);
	pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&robust, &attr);
	pthread_key_create(&key, NULL);
	for (int i = 0; i < 5; i++)
		made +=
		    pthread_create(&threads[made], NULL, contend, &attr) == 0;
	for (int i = 0; i < made; i++)
		pthread_join(threads[i], NULL);
}

/* --- Communication. --- */

static void use_sysv(void)
{
	struct {
		long type;
		char text[100];
	} m = { 1, "text" };
	struct sembuf op = { 0, 1, SEM_UNDO | IPC_NOWAIT };
	struct shmid_ds ds;
	int q = msgget(KEY, IPC_CREAT | 0600);
	int s = semget(KEY, 3, IPC_CREAT | 0600);
	int shm = shmget(KEY, 5 * PAGE, IPC_CREAT | 0600);
	char *at;

	for (int i = 0; i < 5; i++)
		msgsnd(q, &m, i * 20, IPC_NOWAIT);
	msgrcv(q, &m, 100, 0, IPC_NOWAIT);
	semop(s, &op, 1);
	op.sem_op = -1;
	semop(s, &op, 1);
	at = shmat(shm, NULL, 0);
	if (at != (char *)-1)
		getcwd(at + PAGE, PAGE);
	shmctl(shm, IPC_STAT, &ds);
	shmdt(at);
}

static void job_ipc(void)
{
	struct mq_attr attr = { .mq_maxmsg = 5, .mq_msgsize = 1000 };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
				  .sigev_signo = SIGURG };
	mqd_t q =
	    mq_open("/pressure", O_CREAT | O_RDWR | O_NONBLOCK, 0600, &attr);
	char data[1000] = "";
	sem_t *sem;
	int fd;

	mq_notify(q, &event);
	for (int i = 0; i < 6; i++)
		mq_send(q, data, 100 * i, i);
	for (int i = 0; i < 3; i++)
		mq_receive(q, data, sizeof(data), NULL);
	sem = sem_open("/pressure", O_CREAT, 0600, 1);
	if (sem != SEM_FAILED) {
		sem_trywait(sem);
		sem_post(sem);
		sem_close(sem);
	}
	fd = shm_open("/pressure", O_CREAT | O_RDWR, 0600);
	ftruncate(fd, 3 * PAGE);
	use_sysv();
}

static void clean_ipc(void)
{
	mq_unlink("/pressure");
	sem_unlink("/pressure");
	shm_unlink("/pressure");
	msgctl(msgget(KEY, 0), IPC_RMID, NULL);
	semctl(semget(KEY, 0, 0), 0, IPC_RMID);
	shmctl(shmget(KEY, 0, 0), IPC_RMID, NULL);
}

/* --- Windows, frames, batches, traces. --- */

static void use_frame(void)
{
	struct fl_call_set set = { { { 0 } } };
	int pair[2] = { -1, -1 };
	volatile int *frame;

	FL_CALL_SET_ADD(&set, FL_CALL_OPEN);
	FL_CALL_SET_ADD(&set, FL_CALL_NULL);
	*ARG1 = (unsigned)&set;
	*ARG2 = 0;
	*ARG3 = (unsigned)pair;
	if (fl_result(fl_call(CALL_FRAME_CREATE)) != 0)
		return;
	frame = mmap(NULL, FL_CALL_GROUPS * PAGE, PROT_READ, MAP_SHARED,
		     pair[1], 0);
	if (frame == MAP_FAILED)
		return;
	*ARG1 = (unsigned)"/dev/null";
	*ARG2 = O_RDONLY;
	fl_call(frame + (FL_CALL_OPEN - FL_CALL_PAGES) / 4);
}

static void use_window(void)
{
	int pair[2] = { -1, -1 };
	volatile unsigned *at;

	*ARG1 = 2 * PAGE;
	*ARG2 = 5;
	*ARG3 = (unsigned)pair;
	if (fl_result(fl_call(CALL_WINDOW_CREATE)) != 0)
		return;
	at = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, pair[1],
		  0);
	if (at != MAP_FAILED)
		munmap((void *)at, PAGE);
}

static void use_trace(void)
{
	int p[2] = { -1, -1 };

	pipe(p);
	*ARG1 = (unsigned)p[1];
	fl_result(fl_call(CALL_TRACE));
	close(open("/dev/null", O_RDONLY));
	reap(fork());
}

static void job_windows(void)
{
	struct fl_batch b[3] = {
		{ .slot = FL_CALL_OPEN,
		  .arg = { (unsigned)"/dev/zero", O_RDONLY } },
		{ .slot = FL_CALL_DUP, .from = { 1 } },
		{ .slot = FL_CALL_NULL },
	};
	pid_t self = getpid();

	*ARG1 = (unsigned)b;
	*ARG2 = 3;
	fl_result(fl_call(CALL_BATCH));
	use_frame();
	use_window();
	use_trace();
	if (getpid() != self)
		_exit(0);
}

const struct job jobs[] = {
	{ "files", job_files, clean_files },
	{ "descriptors", job_descriptors, clean_descriptors },
	{ "terminals", job_terminals, NULL },
	{ "sockets", job_sockets, clean_sockets },
	{ "processes", job_processes, NULL },
	{ "signals", job_signals, NULL },
	{ "memory", job_memory, NULL },
	{ "threads", job_threads, NULL },
	{ "ipc", job_ipc, clean_ipc },
	{ "windows", job_windows, NULL },
	{ NULL, NULL, NULL },
};
