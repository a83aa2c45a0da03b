/* SPDX-License-Identifier: MIT */
/* Files: flags, offsets, names, links, pipes, FIFOs, locks, poll, folders. */
#include "tap.h"
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FILE_NAME "/tmp/files/f"

static void test_flags(void)
{
	int fd = open(FILE_NAME, O_CREAT | O_EXCL | O_RDWR, 0640);
	struct stat s;
	char text[20] = { 0 };

	ok(fd >= 0 && fstat(fd, &s) == 0 && (s.st_mode & 07777) == 0640 &&
	       s.st_size == 0,
	   "a new file");
	ok(open(FILE_NAME, O_CREAT | O_EXCL, 0600) == -1 && errno == EEXIST,
	   "O_EXCL refuses an old one");
	write(fd, "0123456789", 10);
	lseek(fd, 20, SEEK_SET);
	write(fd, "end", 3);
	ok(pread(fd, text, 5, 8) == 5 && memcmp(text, "89\0\0\0", 5) == 0,
	   "a hole reads as zeros");
	ok(lseek(fd, 0, SEEK_END) == 23 && lseek(fd, -3, SEEK_CUR) == 20 &&
	       lseek(fd, -50, SEEK_CUR) == -1 && errno == EINVAL,
	   "lseek");
	close(fd);
	fd = open(FILE_NAME, O_WRONLY | O_APPEND);
	lseek(fd, 0, SEEK_SET);
	write(fd, "x", 1);
	ok(lseek(fd, 0, SEEK_CUR) == 24, "O_APPEND writes at the end");
	ok(read(fd, text, 1) == -1 && errno == EBADF, "O_WRONLY does not read");
	close(fd);
	fd = open(FILE_NAME, O_RDWR | O_TRUNC);
	ok(fstat(fd, &s) == 0 && s.st_size == 0, "O_TRUNC empties");
	ok(open("/tmp/files", O_WRONLY) == -1 && errno == EISDIR,
	   "a directory is not written to");
	ok(open(FILE_NAME "/x", O_RDONLY) == -1 && errno == ENOTDIR,
	   "a file is no directory");
	ok(open(FILE_NAME, O_RDONLY | O_DIRECTORY) == -1 && errno == ENOTDIR,
	   "O_DIRECTORY wants one");
	close(fd);
}

static void test_links(void)
{
	struct stat a, b;
	char text[100];
	int fd;

	link(FILE_NAME, FILE_NAME "2");
	stat(FILE_NAME, &a);
	stat(FILE_NAME "2", &b);
	ok(a.st_ino == b.st_ino && a.st_nlink == 2, "a hard link");
	symlink("f", "/tmp/files/s");
	ok(lstat("/tmp/files/s", &b) == 0 && S_ISLNK(b.st_mode) &&
	       readlink("/tmp/files/s", text, 100) == 1 && text[0] == 'f',
	   "a symbolic link");
	ok(open("/tmp/files/s", O_RDONLY | O_NOFOLLOW) == -1 && errno == ELOOP,
	   "O_NOFOLLOW does not follow");
	symlink("loop", "/tmp/files/loop");
	ok(stat("/tmp/files/loop", &b) == -1 && errno == ELOOP,
	   "a loop is ELOOP");
	fd = open(FILE_NAME, O_RDWR);
	write(fd, "still", 5);
	unlink(FILE_NAME);
	unlink(FILE_NAME "2");
	ok(fstat(fd, &a) == 0 && a.st_nlink == 0 && pread(fd, text, 5, 0) == 5,
	   "an unlinked open file lives on");
	close(fd);
	ok(rmdir("/tmp/files") == -1 && errno == ENOTEMPTY,
	   "a directory with names in it stays");
	unlink("/tmp/files/s");
	unlink("/tmp/files/loop");
}

static void test_rename(void)
{
	struct stat s;

	mkdir("/tmp/files/a", 0755);
	mkdir("/tmp/files/b", 0755);
	close(open("/tmp/files/a/x", O_CREAT | O_WRONLY, 0600));
	ok(rename("/tmp/files/a", "/tmp/files/b") == 0 &&
	       stat("/tmp/files/b/x", &s) == 0,
	   "a directory replaces an empty one");
	mkdir("/tmp/files/c", 0755);
	ok(rename("/tmp/files/c", "/tmp/files/b") == -1 && errno == ENOTEMPTY,
	   "not a full one");
	ok(rename("/tmp/files/b", "/tmp/files/b/y") == -1 && errno == EINVAL,
	   "and does not go into itself");
	unlink("/tmp/files/b/x");
	rmdir("/tmp/files/b");
	rmdir("/tmp/files/c");
}

static void test_directory(void)
{
	struct dirent *e;
	DIR *d;
	int seen = 0, removed = 0;
	char name[50];

	mkdir("/tmp/files/many", 0755);
	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "/tmp/files/many/%d", i);
		close(open(name, O_CREAT | O_WRONLY, 0600));
	}
	d = opendir("/tmp/files/many");
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		seen++;
		removed += unlinkat(dirfd(d), e->d_name, 0) == 0;
	}
	closedir(d);
	ok(seen == 3000 && removed == 3000,
	   "each of 3000 names is seen once, while they are removed (%d)",
	   seen);
	ok(rmdir("/tmp/files/many") == 0, "and the directory is empty");
}

static void test_vectors(void)
{
	struct iovec v[3] = { { "one ", 4 }, { "", 0 }, { "two", 3 } };
	char a[3] = { 0 }, b[10] = { 0 };
	struct iovec r[2] = { { a, 2 }, { b, 9 } };
	int fd = open(FILE_NAME, O_CREAT | O_RDWR, 0600);

	ok(writev(fd, v, 3) == 7 && lseek(fd, 0, SEEK_SET) == 0 &&
	       readv(fd, r, 2) == 7 && strcmp(a, "on") == 0 &&
	       strcmp(b, "e two") == 0,
	   "readv and writev");
	ok(ftruncate(fd, 3) == 0 && pread(fd, b, 9, 0) == 3, "ftruncate");
	close(fd);
	unlink(FILE_NAME);
}

static void test_pipes(void)
{
	int p[2], n;
	char buffer[5000];
	struct pollfd f;

	pipe(p);
	fcntl(p[1], F_SETFL, O_NONBLOCK);
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	ok(read(p[0], buffer, 1) == -1 && errno == EAGAIN,
	   "an empty pipe is EAGAIN");
	for (n = 0; write(p[1], buffer, 4096) == 4096; n++)
		;
	ok(errno == EAGAIN && n >= 16, "a full one too (%d pages)", n);
	f = (struct pollfd){ .fd = p[1], .events = POLLOUT };
	ok(poll(&f, 1, 0) == 0, "poll says it cannot be written");
	ioctl(p[0], FIONREAD, &n);
	ok(n >= 65536, "FIONREAD counts (%d)", n);
	while (read(p[0], buffer, sizeof(buffer)) > 0)
		;
	ok(poll(&f, 1, 0) == 1 && f.revents == POLLOUT, "empty it can");
	close(p[1]);
	f = (struct pollfd){ .fd = p[0], .events = POLLIN };
	ok(poll(&f, 1, 0) == 1 && f.revents & POLLHUP &&
	       read(p[0], buffer, 1) == 0,
	   "without writers: end of file");
	close(p[0]);
	pipe(p);
	close(p[0]);
	signal(SIGPIPE, SIG_IGN);
	ok(write(p[1], "x", 1) == -1 && errno == EPIPE,
	   "without readers: EPIPE");
	close(p[1]);
	mkfifo("/tmp/files/fifo", 0600);
	ok(open("/tmp/files/fifo", O_WRONLY | O_NONBLOCK) == -1 &&
	       errno == ENXIO,
	   "a FIFO without readers is ENXIO");
	unlink("/tmp/files/fifo");
}

static void test_select(void)
{
	int p[2];
	fd_set r, w;
	struct timeval t = { 0, 30000 };
	struct timespec a, b;

	pipe(p);
	FD_ZERO(&r);
	FD_SET(p[0], &r);
	clock_gettime(CLOCK_MONOTONIC, &a);
	ok(select(p[0] + 1, &r, NULL, NULL, &t) == 0, "select times out");
	clock_gettime(CLOCK_MONOTONIC, &b);
	ok((b.tv_sec - a.tv_sec) * 1000 + (b.tv_nsec - a.tv_nsec) / 1000000 >=
	       29,
	   "not early");
	FD_ZERO(&w);
	FD_SET(p[0], &r);
	FD_SET(p[1], &w);
	ok(select(p[1] + 1, &r, &w, NULL, NULL) == 1 && FD_ISSET(p[1], &w) &&
	       !FD_ISSET(p[0], &r),
	   "it finds what is ready");
	if (fork() == 0) {
		usleep(20000);
		write(p[1], "x", 1);
		_exit(0);
	}
	FD_ZERO(&r);
	FD_SET(p[0], &r);
	ok(select(p[0] + 1, &r, NULL, NULL, NULL) == 1, "and waits for it");
	wait(NULL);
	close(p[0]);
	close(p[1]);
}

static void test_locks(void)
{
	int fd = open(FILE_NAME, O_CREAT | O_RDWR, 0600), status;
	struct flock l = { .l_type = F_WRLCK, .l_start = 10, .l_len = 10 };
	pid_t pid;

	ok(fcntl(fd, F_SETLK, &l) == 0, "a record lock");
	pid = fork();
	if (pid == 0) {
		struct flock other = { .l_type = F_RDLCK,
				       .l_start = 15,
				       .l_len = 1 };

		if (fcntl(fd, F_SETLK, &other) != -1 ||
		    (errno != EAGAIN && errno != EACCES))
			_exit(1);
		fcntl(fd, F_GETLK, &other);
		if (other.l_type != F_WRLCK || other.l_pid != getppid() ||
		    other.l_start != 10)
			_exit(2);
		other = (struct flock){ .l_type = F_WRLCK, .l_start = 20 };
		if (fcntl(fd, F_SETLK, &other) != 0)
			_exit(3);
		other = (struct flock){ .l_type = F_WRLCK,
					.l_start = 12,
					.l_len = 1 };
		_exit(fcntl(fd, F_SETLKW, &other) == 0 ? 0 : 4);
	}
	usleep(50000);
	l.l_type = F_UNLCK;
	fcntl(fd, F_SETLK, &l);
	waitpid(pid, &status, 0);
	ok(status == 0, "keeps others out until it goes (%#x)", status);
	close(fd);
	unlink(FILE_NAME);
}

/* The lock belongs to the open file description, not to the process. */
static void test_flock(void)
{
	int a = open(FILE_NAME, O_CREAT | O_RDWR, 0600);
	int b = open(FILE_NAME, O_RDWR), copy = dup(a);

	ok(flock(a, LOCK_SH) == 0 && flock(b, LOCK_SH | LOCK_NB) == 0,
	   "flock: two descriptions share");
	ok(flock(b, LOCK_EX | LOCK_NB) == -1 && errno == EWOULDBLOCK,
	   "and exclude a third that wants it for itself");
	flock(b, LOCK_UN);
	ok(flock(a, LOCK_EX | LOCK_NB) == 0, "the last one left may have it");
	ok(flock(b, LOCK_SH | LOCK_NB) == -1 && errno == EWOULDBLOCK,
	   "then there is no sharing");
	ok(flock(copy, LOCK_EX | LOCK_NB) == 0,
	   "a duplicate descriptor is the same holder");
	close(a);
	ok(flock(b, LOCK_SH | LOCK_NB) == -1 && errno == EWOULDBLOCK,
	   "closing one of two descriptors releases nothing");
	close(copy);
	ok(flock(b, LOCK_EX | LOCK_NB) == 0, "closing the last one does");
	ok(flock(b, 0) == -1 && errno == EINVAL, "no operation: EINVAL");
	close(b);
	ok(flock(b, LOCK_SH) == -1 && errno == EBADF, "no descriptor: EBADF");
	unlink(FILE_NAME);
}

/* Readable within ms milliseconds? */
static int readable(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, ms) == 1;
}

static void test_flock_fork(void)
{
	int held = open(FILE_NAME, O_CREAT | O_RDWR, 0600), own, p[2], status;
	char byte = 0;
	pid_t pid;

	pipe(p);
	flock(held, LOCK_EX);
	pid = fork();
	if (pid == 0) {
		own = open(FILE_NAME, O_RDWR);
		if (flock(held, LOCK_EX | LOCK_NB) != 0)
			_exit(1); /* inherited: the same holder */
		if (flock(own, LOCK_SH | LOCK_NB) != -1)
			_exit(2);
		close(held);
		if (flock(own, LOCK_SH | LOCK_NB) != -1)
			_exit(3); /* the parent has it still */
		write(p[1], "w", 1);
		if (flock(own, LOCK_EX) != 0)
			_exit(4);
		write(p[1], "l", 1);
		_exit(0);
	}
	read(p[0], &byte, 1);
	ok(byte == 'w' && !readable(p[0], 100),
	   "flock: a child's own description waits");
	flock(held, LOCK_UN);
	read(p[0], &byte, 1);
	waitpid(pid, &status, 0);
	ok(byte == 'l' && status == 0, "until the lock goes (%#x)", status);
	ok(flock(held, LOCK_EX | LOCK_NB) == 0, "exit releases it");
	pid = fork();
	if (pid == 0)
		_exit(flock(held, LOCK_UN));
	waitpid(pid, &status, 0);
	own = open(FILE_NAME, O_RDWR);
	ok(status == 0 && flock(own, LOCK_EX | LOCK_NB) == 0,
	   "a child may unlock what it inherited");
	close(own);
	close(held);
	close(p[0]);
	close(p[1]);
	unlink(FILE_NAME);
}

/* Opens the FIFO and tells it; then passes one byte and ends. */
static void fifo_end(int flags, int told)
{
	char byte = 'f';
	int fd = open(FILE_NAME, flags);

	if (fd == -1)
		_exit(1);
	write(told, "o", 1);
	if (flags == O_WRONLY)
		_exit(write(fd, &byte, 1) != 1);
	_exit(read(fd, &byte, 1) != 1 || byte != 'f' ||
	      read(fd, &byte, 1) != 0); /* the writer has gone */
}

static void fifo_waits(int flags, const char *what)
{
	char byte = 0;
	int p[2], fd, status;
	pid_t pid;

	pipe(p);
	pid = fork();
	if (pid == 0)
		fifo_end(flags, p[1]);
	ok(!readable(p[0], 100), "a FIFO's %s waits in open()", what);
	fd = open(FILE_NAME, flags == O_RDONLY ? O_WRONLY : O_RDONLY);
	ok(fd != -1 && readable(p[0], 5000), "until the other end opens");
	if (flags == O_RDONLY)
		write(fd, "f", 1);
	else
		ok(read(fd, &byte, 1) == 1 && byte == 'f',
		   "and what it writes arrives");
	close(fd);
	waitpid(pid, &status, 0);
	ok(status == 0, "the %s ends well (%#x)", what, status);
	close(p[0]);
	close(p[1]);
}

static void on_alarm(int sig)
{
	(void)sig;
}

static void test_fifo(void)
{
	struct sigaction a = { .sa_handler = on_alarm };
	int r, w;

	ok(mkfifo(FILE_NAME, 0600) == 0, "mkfifo");
	ok(open(FILE_NAME, O_WRONLY | O_NONBLOCK) == -1 && errno == ENXIO,
	   "O_NONBLOCK: a writer without a reader is ENXIO");
	r = open(FILE_NAME, O_RDONLY | O_NONBLOCK);
	ok(r != -1, "a reader does not wait");
	w = open(FILE_NAME, O_WRONLY | O_NONBLOCK);
	ok(w != -1, "a writer with a reader opens");
	close(r);
	close(w);
	fifo_waits(O_RDONLY, "reader");
	fifo_waits(O_WRONLY, "writer");
	sigaction(SIGALRM, &a, NULL);
	ualarm(50000, 50000); /* again: one may come before the waiting */
	ok(open(FILE_NAME, O_RDONLY) == -1 && errno == EINTR,
	   "a signal ends the waiting: EINTR");
	ualarm(0, 0);
	unlink(FILE_NAME);
}

static void test_times(void)
{
	struct timespec t[2] = { { 1000000000, 5 }, { 2000000000, 7 } };
	struct stat s;
	struct statvfs v;

	close(open(FILE_NAME, O_CREAT | O_WRONLY, 0600));
	utimensat(AT_FDCWD, FILE_NAME, t, 0);
	stat(FILE_NAME, &s);
	ok(s.st_atim.tv_sec == 1000000000 && s.st_atim.tv_nsec == 5 &&
	       s.st_mtim.tv_sec == 2000000000 && s.st_mtim.tv_nsec == 7,
	   "utimensat, in nanoseconds");
	t[0] = (struct timespec){ 5000000000ll, 0 };
	utimensat(AT_FDCWD, FILE_NAME, t, 0);
	stat(FILE_NAME, &s);
	ok(s.st_atim.tv_sec == 5000000000ll, "beyond 2038");
	ok(access(FILE_NAME, R_OK | W_OK) == 0 &&
	       access("/nonexistent", F_OK) == -1,
	   "access");
	ok(statvfs("/", &v) == 0 && v.f_bsize == 4096 && v.f_bfree > 0,
	   "statvfs");
	unlink(FILE_NAME);
}

int main(void)
{
	umask(0);
	mkdir("/tmp/files", 0755);
	test_flags();
	test_links();
	test_rename();
	test_directory();
	test_vectors();
	test_pipes();
	test_select();
	test_locks();
	test_flock();
	test_flock_fork();
	test_fifo();
	test_times();
	rmdir("/tmp/files");
	return done();
}
