/* SPDX-License-Identifier: MIT */
/* FIFOs: what opening waits for, names, times, and how they are made. */
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "print.h"

#define FOLDER "/tmp/same.fifos"

static char bytes[100];

static void on_alarm(int sig)
{
	(void)sig;
}

/* Interrupts whatever waits, again and again. */
static void ring(void)
{
	struct itimerval t = { { 0, 20000 }, { 0, 20000 } };
	struct sigaction a = { .sa_handler = on_alarm };

	sigaction(SIGALRM, &a, NULL);
	setitimer(ITIMER_REAL, &t, NULL);
}

static void quiet(void)
{
	struct itimerval none = { { 0, 0 }, { 0, 0 } };

	setitimer(ITIMER_REAL, &none, NULL);
	signal(SIGALRM, SIG_DFL);
}

static void open_ends(void)
{
	int rd, wr, both;

	begin("FIFO");
	tell("mkfifo", mkfifo("fifo", 0600));
	tell_ok("write end", open("fifo", O_WRONLY | O_NONBLOCK));
	rd = open("fifo", O_RDONLY | O_NONBLOCK);
	tell_ok("read end", rd);
	look("nobody yet", rd);
	tell("read", read(rd, bytes, 1));
	wr = open("fifo", O_WRONLY | O_NONBLOCK);
	tell_ok("write end then", wr);
	tell("read", read(rd, bytes, 1));
	look("both", rd);
	write(wr, bytes, 5);
	close(wr);
	look("writer gone", rd);
	tell("read", read(rd, bytes, 9));
	tell("end", read(rd, bytes, 9));
	look("at the end", rd);
	wr = open("fifo", O_WRONLY);
	look("writer again", rd);
	tell("read", read(rd, bytes, 9));
	close(rd);
	signal(SIGPIPE, SIG_IGN);
	tell("write", write(wr, bytes, 1));
	look("no reader", wr);
	rd = open("fifo", O_RDONLY);
	tell("write then", write(wr, bytes, 1));
	close(wr);
	close(rd);
	begin("FIFO for both");
	both = open("fifo", O_RDWR);
	look("", both);
	tell("write", write(both, "ab", 2));
	look("", both);
	tell("read", read(both, bytes, 9));
	wr = open("fifo", O_WRONLY | O_NONBLOCK);
	tell_ok("write end", wr);
	write(wr, "lost", 4);
	close(wr);
	close(both);
	rd = open("fifo", O_RDONLY | O_NONBLOCK);
	tell("what was left", read(rd, bytes, 9));
	close(rd);
	signal(SIGPIPE, SIG_DFL);
}

/* No hang-up before a writer has come: since this one opened it. */
static void each_open_counts_its_writers(void)
{
	int first, rd, wr;

	begin("hang-ups");
	first = open("fifo", O_RDONLY | O_NONBLOCK);
	look("first", first);
	wr = open("fifo", O_WRONLY);
	close(wr);
	look("first", first);
	rd = open("fifo", O_RDONLY | O_NONBLOCK);
	look("second", rd);
	wr = open("fifo", O_WRONLY);
	look("first", first);
	look("second", rd);
	close(wr);
	look("second", rd);
	close(first);
	close(rd);
}

static void blocking_opens(void)
{
	pid_t pid;
	int fd;
	char c = 0;

	begin("opens wait");
	pid = fork_child();
	if (pid == 0) {
		fd = open("fifo", O_WRONLY);
		write(fd, "w", 1);
		_exit(0);
	}
	fd = open("fifo", O_RDONLY);
	tell("read", read(fd, &c, 1));
	tell("end", read(fd, &c, 1));
	await(pid);
	close(fd);
	ring();
	tell_ok("interrupted", open("fifo", O_RDONLY));
	tell_ok("interrupted", open("fifo", O_WRONLY));
	quiet();
	tell_ok("no reader left", open("fifo", O_WRONLY | O_NONBLOCK));
	pid = fork_child();
	if (pid == 0) {
		/* It comes and goes while the other opens. */
		close(open("fifo", O_WRONLY));
		_exit(0);
	}
	fd = open("fifo", O_RDONLY);
	tell_ok("opened", fd);
	tell("end", read(fd, &c, 1));
	await(pid);
	close(fd);
}

/* Who waits for the other end and is killed leaves no end behind. */
static void killed_opens(void)
{
	struct stat s;
	pid_t pid;
	int fd;

	begin("killed opens");
	for (int writes = 0; writes < 2; writes++) {
		pid = fork_child();
		if (pid == 0) {
			alarm(1);
			open("fifo", writes ? O_WRONLY : O_RDONLY);
			_exit(0);
		}
		await(pid);
		tell_ok("write end", open("fifo", O_WRONLY | O_NONBLOCK));
	}
	fd = open("fifo", O_RDONLY | O_NONBLOCK);
	look("read end", fd);
	tell("read", read(fd, bytes, 1));
	fstat(fd, &s);
	printf(" %d", (int)s.st_nlink);
	close(fd);
}

/* Each byte goes to one reader, and the end to all. */
static void several_readers(void)
{
	int told[2], fd, sum = 0, n;
	char c;

	begin("readers");
	pipe(told);
	for (int i = 0; i < 3; i++)
		if (fork_child() == 0) {
			fd = open("fifo", O_RDONLY);
			close(told[0]);
			write(told[1], "o", 1);
			while (read(fd, &c, 1) == 1)
				write(told[1], &c, 1);
			write(told[1], "e", 1);
			_exit(0);
		}
	close(told[1]);
	fd = open("fifo", O_RDWR);
	for (int i = 0; i < 3; i++)
		read(told[0], &c, 1);
	for (int i = 0; i < 3; i++)
		write(fd, "12345678", 8);
	while (sum < 24 && read(told[0], &c, 1) == 1)
		sum += c != 'e';
	close(fd);
	for (n = 0; read(told[0], &c, 1) == 1;)
		n += c == 'e';
	printf(" %d bytes, %d ends", sum, n);
	close(told[0]);
	while (wait(NULL) > 0)
		;
}

static void names_of_fifos(void)
{
	struct stat s, again;
	int fd, other;
	char c = 0;

	begin("names");
	fd = open("fifo", O_RDWR);
	tell_ok("exclusive", open("fifo", O_RDWR | O_CREAT | O_EXCL, 0600));
	tell_ok("folder", open("fifo", O_RDONLY | O_DIRECTORY | O_NONBLOCK));
	tell_ok("below", open("fifo/x", O_RDONLY | O_NONBLOCK));
	tell("truncate", truncate("fifo", 0));
	other = open("fifo", O_RDWR | O_TRUNC | O_CREAT | O_APPEND, 0600);
	tell_ok("truncating", other);
	write(fd, "x", 1);
	tell("link", link("fifo", "link"));
	close(other);
	other = open("link", O_RDONLY | O_NONBLOCK);
	tell("by another name", read(other, &c, 1));
	close(other);
	tell("rename", rename("fifo", "renamed"));
	tell("unlink", unlink("link"));
	other = open("renamed", O_WRONLY | O_NONBLOCK);
	tell("write", write(other, "y", 1));
	tell("unlink", unlink("renamed"));
	tell("read", read(fd, &c, 1));
	fstat(fd, &s);
	fstat(other, &again);
	printf(" %o %d %d %d,", (unsigned)s.st_mode, (int)s.st_nlink,
	       (int)s.st_size, s.st_ino == again.st_ino);
	tell("lseek", lseek(fd, 0, SEEK_CUR));
	tell("pread", pread(fd, &c, 1, 0));
	tell("ftruncate", ftruncate(fd, 0));
	tell("fchmod", fchmod(fd, 0644));
	close(other);
	close(fd);
	tell_ok("gone", open("renamed", O_WRONLY | O_NONBLOCK));
}

static void times_of_fifos(void)
{
	struct timespec old[2] = { { 1000, 0 }, { 1000, 0 } };
	struct stat s;
	int fd;

	begin("times");
	mkfifo("fifo", 0600);
	fd = open("fifo", O_RDWR);
	futimens(fd, old);
	write(fd, "x", 0);
	fstat(fd, &s);
	printf(" %d", s.st_mtime == 1000);
	write(fd, "x", 1);
	fstat(fd, &s);
	printf(" written %d %d", s.st_mtime > 1000, s.st_atime > 1000);
	futimens(fd, old);
	read(fd, bytes, 1);
	fstat(fd, &s);
	printf(" read %d %d", s.st_mtime > 1000, s.st_atime > 1000);
	close(fd);
	unlink("fifo");
}

static void tell_mode(const char *what, const char *name, int result)
{
	struct stat s;

	tell(what, result);
	if (stat(name, &s) == 0)
		printf(" %o %d,", (unsigned)s.st_mode, S_ISFIFO(s.st_mode));
	unlink(name);
}

static void making_fifos(void)
{
	char name[300];
	int dir = open(".", O_RDONLY | O_DIRECTORY);
	int file = open("file", O_CREAT | O_RDWR, 0600);

	begin("making");
	umask(0);
	tell_mode("0", "a", mkfifo("a", 0));
	tell_mode("777", "a", mkfifo("a", 0777));
	umask(027);
	tell_mode("777", "a", mkfifo("a", 0777));
	tell_mode("mknod", "a", mknod("a", S_IFIFO | 0666, 0));
	tell_mode("mknodat", "a", mknodat(dir, "a", S_IFIFO | 0666, 0));
	tell_mode("mkfifoat", "a", mkfifoat(dir, "a", 0666));
	tell_mode("mknod of a file", "a", mknod("a", S_IFREG | 0666, 0));
	tell_mode("mknod of no type", "a", mknod("a", 0666, 0));
	umask(022);
	tell("exists", mkfifo("file", 0600));
	tell("folder exists", mkfifo(".", 0600));
	tell("below a file", mkfifo("file/a", 0600));
	tell("at a file", mkfifoat(file, "a", 0600));
	tell("at nothing", mkfifoat(77, "a", 0600));
	tell("absolute", mkfifoat(77, FOLDER "/file", 0600));
	tell("missing", mkfifo("missing/a", 0600));
	tell("empty", mkfifo("", 0600));
	tell("slash", mkfifo("a/", 0600));
	tell("bad", mkfifo((char *)8, 0600));
	symlink("nowhere", "link");
	tell("dangling", mkfifo("link", 0600));
	memset(name, 'n', sizeof(name));
	name[256] = '\0';
	tell("long", mkfifo(name, 0600));
	name[255] = '\0';
	tell_mode("not too long", name, mkfifo(name, 0600));
	unlink("link");
	unlink("file");
	close(dir);
	close(file);
}

int main(int argc, char **argv)
{
	start_afresh();
	mkdir(FOLDER, 0755);
	chdir(FOLDER);
	open_ends();
	each_open_counts_its_writers();
	blocking_opens();
	killed_opens();
	several_readers();
	names_of_fifos();
	times_of_fifos();
	making_fifos();
	chdir("/");
	begin("end");
	tell("rmdir", rmdir(FOLDER));
	puts("");
	return 0;
}
