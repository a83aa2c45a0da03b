/* SPDX-License-Identifier: MIT */
/*
 * The benchmark: what a program pays for POSIX calls.  The same source runs
 * on Faultline and on Linux; each row is the median of several rounds, in
 * nanoseconds for one operation, or in MB/s where its unit says so.
 *
 *	bench [ROW...]		prints "row<TAB>value<TAB>unit" lines
 *	bench --turns ROW...	the least of many rounds instead of the median
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

#ifdef __faultline__
#include <faultline/calls.h>
#include <faultline/system.h>
#else
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#endif

#define PAGE	  4096
#define FILE_SIZE (1 << 20)
#define BUFFER	  65536
#define BATCH	  1024 /* pages */

static int zero_fd, null_fd, file_fd;
static char buffer[BUFFER] __attribute__((aligned(4096)));
static char file_path[] = "/tmp/bench.file";

/* --- The rows: each does n operations. --- */

/* As libraries do it: a function returns the result. */
static __attribute__((noipa)) int enter_kernel(void)
{
#ifdef __faultline__
	return *CALL_NULL;
#else
	return (int)syscall(SYS_getppid);
#endif
}

static void null_call(unsigned n)
{
	while (n--)
		enter_kernel();
}

static void call_getpid(unsigned n)
{
	while (n--)
		getpid();
}

static void call_clock_gettime(unsigned n)
{
	struct timespec t;

	while (n--)
		clock_gettime(CLOCK_MONOTONIC, &t);
}

static void read_byte(unsigned n)
{
	while (n--)
		if (read(zero_fd, buffer, 1) != 1)
			die("read");
}

static void write_byte(unsigned n)
{
	while (n--)
		if (write(null_fd, buffer, 1) != 1)
			die("write");
}

static void call_lseek(unsigned n)
{
	while (n--)
		lseek(file_fd, 0, SEEK_SET);
}

static void open_close(unsigned n)
{
	while (n--)
		close(open(file_path, O_RDONLY));
}

static void call_stat(unsigned n)
{
	struct stat s;

	while (n--)
		if (stat(file_path, &s) != 0)
			die("stat");
}

static void create_unlink(unsigned n)
{
	while (n--) {
		close(open("/tmp/bench.new", O_CREAT | O_WRONLY, 0600));
		unlink("/tmp/bench.new");
	}
}

static void call_select(unsigned n)
{
	static int fds[10];
	struct timeval none = { 0, 0 };
	fd_set set;

	if (fds[0] == 0)
		for (int i = 0; i < 10; i++)
			fds[i] = dup(zero_fd);
	while (n--) {
		FD_ZERO(&set);
		for (int i = 0; i < 10; i++)
			FD_SET(fds[i], &set);
		if (select(fds[9] + 1, &set, NULL, NULL, &none) != 10)
			die("select");
	}
}

static void handler(int sig)
{
	(void)sig;
}

static void install_signal(unsigned n)
{
	struct sigaction a = { .sa_handler = handler };

	while (n--)
		sigaction(SIGUSR1, &a, NULL);
}

static void signal_self(unsigned n)
{
	pid_t self = getpid();

	install_signal(1);
	while (n--)
		kill(self, SIGUSR1);
}

static void *protected_page;

static void unprotect(int sig)
{
	(void)sig;
	mprotect(protected_page, PAGE, PROT_READ | PROT_WRITE);
}

static void signal_protection(unsigned n)
{
	struct sigaction a = { .sa_handler = unprotect };

	if (protected_page == NULL)
		protected_page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	sigaction(SIGSEGV, &a, NULL);
	while (n--) {
		mprotect(protected_page, PAGE, PROT_READ);
		*(volatile char *)protected_page = 1;
	}
	signal(SIGSEGV, SIG_DFL);
}

static void pipe_round_trip(unsigned n)
{
	int to[2], from[2];
	pid_t pid;
	char c = 0;

	if (pipe(to) != 0 || pipe(from) != 0)
		die("pipe");
	pid = fork();
	if (pid == 0) {
		close(to[1]);
		while (read(to[0], &c, 1) == 1)
			write(from[1], &c, 1);
		_exit(0);
	}
	close(to[0]);
	close(from[1]);
	while (n--)
		if (write(to[1], &c, 1) != 1 || read(from[0], &c, 1) != 1)
			die("pipe");
	close(to[1]);
	close(from[0]);
	waitpid(pid, NULL, 0);
}

/* n times BUFFER bytes. */
static void pipe_bandwidth(unsigned n)
{
	int p[2];
	pid_t pid;

	if (pipe(p) != 0)
		die("pipe");
	pid = fork();
	if (pid == 0) {
		close(p[0]);
		while (n--)
			for (size_t done = 0; done < BUFFER;) {
				ssize_t w =
				    write(p[1], buffer + done, BUFFER - done);

				if (w <= 0)
					_exit(1);
				done += (size_t)w;
			}
		_exit(0);
	}
	close(p[1]);
	while (read(p[0], buffer, BUFFER) > 0)
		;
	close(p[0]);
	waitpid(pid, NULL, 0);
}

static void fork_exit(unsigned n)
{
	while (n--) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(0);
		if (pid < 0 || waitpid(pid, NULL, 0) != pid)
			die("fork");
	}
}

static char *self_path;

static void fork_exec(unsigned n)
{
	while (n--) {
		pid_t pid = fork();

		if (pid == 0) {
			execl(self_path, "bench", "--exit", (char *)NULL);
			_exit(127);
		}
		if (pid < 0 || waitpid(pid, NULL, 0) != pid)
			die("fork");
	}
}

static void map_touch(unsigned n, size_t pages)
{
	while (n--) {
		char *p = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			die("mmap");
		for (size_t i = 0; i < pages; i++)
			p[i * PAGE] = 1;
		munmap(p, pages * PAGE);
	}
}

static void map_touch_1(unsigned n)
{
	map_touch(n, 1);
}

static void map_touch_64(unsigned n)
{
	map_touch(n, 64);
}

/* BATCH pages of a mapping at a time; the mapping itself is cheap. */
static void zero_fill(unsigned n)
{
	map_touch(n, BATCH);
}

/* BATCH pages that are shared with a child are written to. */
static void copy_on_write(unsigned n)
{
	char *p = mmap(NULL, BATCH * PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (unsigned i = 0; i < BATCH; i++)
		p[i * PAGE] = 1;
	while (n--) {
		pid_t pid = fork();

		if (pid == 0) {
			for (unsigned i = 0; i < BATCH; i++)
				p[i * PAGE] = 2;
			_exit(0);
		}
		waitpid(pid, NULL, 0);
	}
	munmap(p, BATCH * PAGE);
}

/* n times 1 MB. */
static void file_write(unsigned n)
{
	while (n--) {
		int fd =
		    open("/tmp/bench.big", O_CREAT | O_TRUNC | O_WRONLY, 0600);

		for (int i = 0; i < FILE_SIZE; i += BUFFER)
			if (write(fd, buffer, BUFFER) != BUFFER)
				die("write");
		close(fd);
	}
}

static void file_rewrite(unsigned n)
{
	int fd = open("/tmp/bench.big", O_CREAT | O_WRONLY, 0600);

	while (n--) {
		lseek(fd, 0, SEEK_SET);
		for (int i = 0; i < FILE_SIZE; i += BUFFER)
			if (write(fd, buffer, BUFFER) != BUFFER)
				die("write");
	}
	close(fd);
}

static void file_reread(unsigned n)
{
	int fd = open("/tmp/bench.big", O_RDONLY);

	while (n--) {
		lseek(fd, 0, SEEK_SET);
		for (int i = 0; i < FILE_SIZE; i += BUFFER)
			if (read(fd, buffer, BUFFER) != BUFFER)
				die("read");
	}
	close(fd);
}

static void malloc_free(unsigned n)
{
	static void *held[16];

	for (unsigned i = 0; i < n; i++) {
		free(held[i % 16]);
		held[i % 16] = malloc(16 + i * 37 % 500);
	}
}

static const struct row rows[] = {
	{ "control loop", control_loop, 0, 1 },
	{ "null call", null_call, 0, 1 },
	{ "getpid", call_getpid, 0, 1 },
	{ "clock_gettime", call_clock_gettime, 0, 1 },
	{ "read 1 byte", read_byte, 0, 1 },
	{ "write 1 byte", write_byte, 0, 1 },
	{ "lseek", call_lseek, 0, 1 },
	{ "open+close", open_close, 0, 1 },
	{ "stat", call_stat, 0, 1 },
	{ "select on 10", call_select, 0, 1 },
	{ "pipe round trip", pipe_round_trip, 0, 1 },
	{ "pipe bandwidth", pipe_bandwidth, BUFFER, 1 },
	{ "fork+exit+wait", fork_exit, 0, 1 },
	{ "fork+execve+wait", fork_exec, 0, 1 },
	{ "mmap+touch 1+munmap", map_touch_1, 0, 1 },
	{ "mmap+touch 64+munmap", map_touch_64, 0, 1 },
	{ "zero-fill fault", zero_fill, 0, BATCH },
	{ "copy-on-write fault", copy_on_write, 0, BATCH },
	{ "signal install", install_signal, 0, 1 },
	{ "signal to self", signal_self, 0, 1 },
	{ "protection signal", signal_protection, 0, 1 },
	{ "create+unlink", create_unlink, 0, 1 },
	{ "file write", file_write, FILE_SIZE, 1 },
	{ "file rewrite", file_rewrite, FILE_SIZE, 1 },
	{ "file reread", file_reread, FILE_SIZE, 1 },
	{ "malloc+free", malloc_free, 0, 1 },
};

/* KB of the machine's 256 MB that are not free. */
static void print_memory(void)
{
	unsigned long free_kb;
#ifdef __faultline__
	struct fl_sysinfo info;

	*ARG1 = (unsigned)&info;
	fl_call(CALL_SYSINFO);
	free_kb = info.pages_free * 4ul;
#else
	struct sysinfo info;

	sysinfo(&info);
	free_kb = info.freeram / 1024 * info.mem_unit;
#endif
	printf("memory in use\t%lu\tKB\n", 262144 - free_kb);
}

int main(int argc, char **argv)
{
	const size_t count = sizeof(rows) / sizeof(rows[0]);

	if (argc == 2 && strcmp(argv[1], "--exit") == 0)
		_exit(0);
	self_path = argv[0];
	zero_fd = open("/dev/zero", O_RDWR);
	null_fd = open("/dev/null", O_RDWR);
	file_fd = open(file_path, O_CREAT | O_RDWR, 0600);
	if (zero_fd < 0 || null_fd < 0 || file_fd < 0)
		die("open");
	memset(buffer, 'x', sizeof(buffer));
	if (is_wanted("memory in use", argc, argv))
		print_memory();
	if (argc > 1 && strcmp(argv[1], "--turns") == 0)
		measure_in_turn(rows, count, argc, argv);
	else
		for (size_t i = 0; i < count; i++)
			if (is_wanted(rows[i].name, argc, argv))
				measure(&rows[i]);
	unlink(file_path);
	unlink("/tmp/bench.big");
	return 0;
}
