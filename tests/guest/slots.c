/* SPDX-License-Identifier: MIT */
/* Every slot of the call pages, and every pointer argument of every call. */
#include "tap.h"
#include <mqueue.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <time.h>
#include <fcntl.h>
#include <faultline/calls.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <grp.h>
#include <unistd.h>

#include "call-tests.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static volatile int *slot(uint32_t address)
{
	return (volatile int *)address;
}

static void set_arguments(const unsigned arg[6])
{
	*ARG1 = arg[0];
	*ARG2 = arg[1];
	*ARG3 = arg[2];
	*ARG4 = arg[3];
	*ARG5 = arg[4];
	*ARG6 = arg[5];
}

static void test_unassigned(void)
{
	unsigned wrong = 0, tried = 0;

	for (unsigned group = 0; group < 1024; group++) {
		unsigned used =
		    group < COUNT(group_slots) ? group_slots[group] : 0;
		/* All of the first pages, and a few of each later one. */
		unsigned step = group < 16 ? 1 : 255;

		for (unsigned n = used; n < 1024; n += step) {
			*ERRNO = 0;
			int r = *slot(FL_CALL_PAGES + group * 4096 + n * 4);

			wrong += r != -1 || *ERRNO != ENOSYS;
			tried++;
		}
	}
	ok(wrong == 0, "%u unassigned slots give ENOSYS", tried);
}

/* Calls that would block or end the test before they look at pointers. */
static int is_excluded(const char *name)
{
	static const char *const names[] = { "exit",	  "thread_exit",
					     "sigreturn", "reboot",
					     "fork",	  "vfork" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(name, names[i]) == 0)
			return 1;
	return 0;
}

/* Values for the other arguments that let a call come to its pointers. */
static void plausible(const struct pointer_test *t, unsigned arg[6])
{
	static char path[] = "/", buffer[8192] __attribute__((aligned(16)));
	static unsigned zero;

	zero = 0;
	for (int i = 0; i < 6; i++)
		arg[i] = 0;
	for (size_t i = 0; i < COUNT(pointer_tests); i++) {
		const struct pointer_test *p = &pointer_tests[i];

		if (p->address != t->address)
			continue;
		arg[p->word] = strcmp(p->kind, "str") == 0 ? (unsigned)path
			       : strcmp(p->kind, "strv") == 0
				   ? (unsigned)&zero
				   : (unsigned)buffer;
	}
	memset(buffer, 0, sizeof(buffer));
}

struct special {
	const char *name;
	int word;
	unsigned value;
};

#define LINK	  "/tmp/slots.link"
#define FILE_NAME "/tmp/slots.file"

static int pipe_fds[2], dir_fd, zero_fd, file_fd, program_fd;
static int empty_queue, full_queue, message_queue, semaphores, segment;
static int sockets[2];

/* Arguments that a call checks before it looks at its memory. */
static void specialise(const struct pointer_test *t, unsigned arg[6])
{
	const struct special s[] = {
		{ "wait4", 0, (unsigned)-1 },
		{ "wait4", 2, WNOHANG },
		{ "waitid", 2, 0 },
		{ "waitid", 3, WEXITED | WNOHANG },
		{ "getgroups", 0, 32 },
		{ "setgroups", 0, 1 },
		{ "getrusage", 0, 0 },
		{ "prlimit", 0, 7 },
		{ "readlinkat", 0, AT_FDCWD },
		{ "readlinkat", 3, 100 },
		{ "getcwd", 1, 100 },
		{ "read", 0, zero_fd },
		{ "read", 2, 4096 },
		{ "write", 0, pipe_fds[1] },
		{ "write", 2, 16 },
		{ "pread", 0, zero_fd },
		{ "pread", 2, 4096 },
		{ "pwrite", 0, file_fd },
		{ "pwrite", 2, 16 },
		{ "readv", 0, zero_fd },
		{ "readv", 2, 1 },
		{ "writev", 0, pipe_fds[1] },
		{ "writev", 2, 1 },
		{ "fstat", 0, dir_fd },
		{ "getdents", 0, dir_fd },
		{ "getdents", 2, 4096 },
		{ "poll", 1, 1 },
		{ "select", 0, 32 },
		{ "fstatvfs", 0, dir_fd },
		{ "sigaction", 0, SIGUSR1 },
		{ "sigprocmask", 0, SIG_BLOCK },
		{ "setitimer", 0, 2 },
		{ "clock_gettime", 0, 1 },
		{ "clock_settime", 0, 1 },
		{ "clock_nanosleep", 0, 1 },
		{ "getitimer", 0, 0 },
		{ "clock_getres", 0, 1 },
		{ "sethostname", 1, 4 },
		{ "klog", 1, 100 },
		{ "batch", 1, 1 },
		{ "window_create", 0, 4096 },
		{ "sigtimedwait", 2, 0 },
		{ "fchownat", 2, (unsigned)-1 },
		{ "fchownat", 3, (unsigned)-1 },
		{ "execve", 0, (unsigned)"/sbin/run" },
		{ "fexecve", 0, program_fd },
		{ "readlinkat", 1, (unsigned)LINK },
		{ "sigaltstack", 0, 0 },
		{ "timer_create", 0, 1 },
		{ "timer_create", 1, 0 },
		{ "timer_settime", 0, 0 },
		{ "timer_gettime", 0, 0 },
		{ "mq_send", 0, full_queue },
		{ "mq_send", 2, 8 },
		{ "mq_send", 3, 0 },
		{ "mq_receive", 0, empty_queue },
		{ "mq_receive", 2, 8 },
		{ "mq_attr", 0, empty_queue },
		{ "msgctl", 0, message_queue },
		{ "msgctl", 1, IPC_STAT },
		{ "msgsnd", 0, message_queue },
		{ "msgsnd", 2, 8 },
		{ "msgrcv", 0, message_queue },
		{ "msgrcv", 2, 8 },
		{ "semop", 0, semaphores },
		{ "semop", 2, 1 },
		{ "shmctl", 0, segment },
		{ "shmctl", 1, IPC_STAT },
		{ "socketpair", 0, AF_UNIX },
		{ "socketpair", 1, SOCK_STREAM },
		{ "bind", 0, sockets[0] },
		{ "bind", 2, 16 },
		{ "connect", 0, sockets[0] },
		{ "connect", 2, 16 },
		{ "sendto", 0, sockets[0] },
		{ "sendto", 2, 8 },
		{ "recvfrom", 0, sockets[1] },
		{ "recvfrom", 2, 8 },
		{ "sendmsg", 0, sockets[0] },
		{ "recvmsg", 0, sockets[1] },
		{ "setsockopt", 0, sockets[0] },
		{ "setsockopt", 1, SOL_SOCKET },
		{ "setsockopt", 2, SO_KEEPALIVE },
		{ "setsockopt", 4, 4 },
	};

	for (size_t i = 0; i < COUNT(s); i++)
		if (strcmp(s[i].name, t->name) == 0)
			arg[s[i].word] = s[i].value;
}

/* In a child, so that what the call may do stays there. */
static int result_of(const struct pointer_test *t, unsigned bad)
{
	unsigned arg[6];
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		timer_t timer; /* the child's first: number 0 */
		int r;

		alarm(2);
		timer_create(CLOCK_MONOTONIC, NULL, &timer);
		plausible(t, arg);
		specialise(t, arg);
		arg[t->word] = bad;
		set_arguments(arg);
		r = *slot(t->address);
		_exit(r == -1 ? *ERRNO : 0);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void test_pointers(void)
{
	unsigned char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	const unsigned bad[] = { 0xc0100000,
				 0xfffffffc,
				 0x1000,
				 FL_CALL_PAGES,
				 FL_CALL_PAGES + 8,
				 FL_PAGE_TABLE_WINDOW,
				 FL_PROCESS_WINDOW,
				 (unsigned)pages + 4096 - 1 };
	size_t count;

	memset(pages, 'x', 4096);
	munmap(pages + 4096, 4096);
	for (size_t i = 0; i < COUNT(pointer_tests); i++) {
		const struct pointer_test *t = &pointer_tests[i];
		unsigned wrong = 0, where = 0;
		int got = 0;

		/* Written only if a signal ends the sleep. */
		if (is_excluded(t->name) || strcmp(t->parameter, "rest") == 0)
			continue;
		/* A misaligned word is EINVAL before it is looked at. */
		count = COUNT(bad) - (strcmp(t->parameter, "word") == 0);
		for (size_t b = 0; b < count; b++) {
			int e = result_of(t, bad[b]);

			if (e == EFAULT)
				continue;
			if (wrong++ == 0) {
				where = bad[b];
				got = e;
			}
		}
		if (!t->may_be_null && result_of(t, 0) != EFAULT) {
			wrong++;
			got = result_of(t, 0);
		}
		ok(wrong == 0, "%s: a bad %s is EFAULT (%u wrong; %#x: %d)",
		   t->name, t->parameter, wrong, where, got);
	}
}

static void test_facts_are_read_only(void)
{
	int r;

	r = read(zero_fd, (void *)FL_FACTS_PAGE, 16);
	ok(r == -1 && errno == EFAULT, "read() into the facts page is EFAULT");
	r = read(zero_fd, (void *)FL_CLOCK_PAGE, 16);
	ok(r == -1 && errno == EFAULT, "read() into the clock page is EFAULT");
	r = write(pipe_fds[1], (void *)FL_CALL_PAGES, 4);
	ok(r == -1 && errno == EFAULT, "write() from a call page is EFAULT");
	r = read(zero_fd, (void *)(FL_CALL_PAGES + 4), 4);
	ok(r == -1 && errno == EFAULT, "read() into a call page is EFAULT");
}

static void make_ipc(void)
{
	struct mq_attr attr = { .mq_maxmsg = 1, .mq_msgsize = 8 };

	empty_queue = mq_open("/slots.empty", O_RDWR | O_CREAT, 0600, &attr);
	full_queue = mq_open("/slots.full", O_RDWR | O_CREAT, 0600, &attr);
	mq_send(full_queue, "12345678", 8, 0);
	message_queue = msgget(IPC_PRIVATE, 0600);
	semaphores = semget(IPC_PRIVATE, 1, 0600);
	segment = shmget(IPC_PRIVATE, 4096, 0600);
	socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
	write(sockets[0], "12345678", 8);
}

int main(void)
{
	make_ipc();
	zero_fd = open("/dev/zero", O_RDWR);
	program_fd = open("/sbin/run", O_RDONLY);
	dir_fd = open("/", O_RDONLY);
	file_fd = open(FILE_NAME, O_RDWR | O_CREAT, 0600);
	pipe(pipe_fds);
	symlink(FILE_NAME, LINK);
	setgroups(1, (gid_t[]){ 5 });
	test_unassigned();
	test_pointers();
	test_facts_are_read_only();
	return done();
}
