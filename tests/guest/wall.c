/* SPDX-License-Identifier: MIT */
/*
 * The wall: what a program must not do to the kernel, to others, or with
 * another's rights.  Each test is named after a hole that there was.
 */
#include "tap.h"
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <faultline/window.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PAGE	   4096u
#define FRAME_SIZE (FL_CALL_GROUPS * PAGE)
#define USER	   1000

static const char *self;

static void drop_root(void)
{
	if (setgid(USER) != 0 || setuid(USER) != 0)
		_exit(99);
}

/* The status of a child that runs the function as an ordinary user. */
static int as_user(void (*function)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		drop_root();
		function();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return status;
}

/* A frame's client end, mapped; both descriptors are closed. */
static char *map_frame(const struct fl_call_set *set, unsigned flags)
{
	int pair[2];
	char *at;

	if (frame_create(set, flags, pair) != 0)
		_exit(98);
	at = mmap(NULL, FRAME_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, pair[1],
		  0);
	close(pair[0]);
	close(pair[1]);
	return at;
}

/*
 * The first element of a string instruction unmaps the window that the second
 * one goes to, and nothing else held it.
 */
static void unmap_by_first_element(void)
{
	struct fl_call_set set = { { { 0 } } };
	unsigned from, count = 2, result;
	char *frame;

	FL_CALL_SET_ADD(&set, FL_CALL_MUNMAP);
	FL_CALL_SET_ADD(&set, FL_CALL_MPROTECT);
	frame = map_frame(&set, FL_FRAME_CALLER);
	*ARG1 = (unsigned)frame;
	*ARG2 = FRAME_SIZE;
	*ARG3 = 0;
	from = (unsigned)frame + (FL_CALL_MUNMAP - FL_CALL_PAGES);
	__asm__ volatile("cld; rep lodsl"
			 : "+S"(from), "+c"(count), "=a"(result)
			 :
			 : "memory");
	_exit(count == 0 ? 7 : 1);
}

static void test_window_that_unmaps_itself(void)
{
	int status = as_user(unmap_by_first_element);

	ok(WIFEXITED(status) && WEXITSTATUS(status) == 7,
	   "a window that its own access unmaps answers to the end");
}

static void copy_of_self(const char *to, mode_t mode)
{
	static char buffer[65536];
	int from = open(self, O_RDONLY), fd;
	ssize_t n;

	unlink(to);
	fd = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	while ((n = read(from, buffer, sizeof(buffer))) > 0)
		write(fd, buffer, (size_t)n);
	close(from);
	close(fd);
	chmod(to, mode);
}

/* Reads the secret through the frame: what open() gave. */
static int open_through(char *frame)
{
	*ARG1 = (unsigned)"/tmp/wall-secret";
	*ARG2 = O_RDONLY;
	return fl_call(FL_FRAME_CALL(frame, FL_CALL_OPEN));
}

/* The maker of a frame becomes a set-user-ID program, whose rights it gets. */
static void test_frame_of_set_user_id_program(void)
{
	struct fl_call_set set = { { { 0 } } };
	int started[2], status;
	char *frame, c;
	pid_t maker, user;

	copy_of_self("/tmp/wall-setuid", 04755);
	close(open("/tmp/wall-secret", O_WRONLY | O_CREAT, 0600));
	pipe(started);
	FL_CALL_SET_ADD(&set, FL_CALL_OPEN);
	maker = fork();
	if (maker == 0) {
		int pair[2];

		drop_root();
		frame_create(&set, 0, pair);
		frame =
		    mmap(NULL, FRAME_SIZE, PROT_READ, MAP_SHARED, pair[1], 0);
		user = fork();
		if (user == 0) {
			close(started[1]);
			read(started[0], &c, 1); /* the program runs */
			_exit(open_through(frame) == -1 && *ARG1 ? 5 : 6);
		}
		dup2(started[1], 9);
		execl("/tmp/wall-setuid", "setuid", "started", (char *)NULL);
		_exit(97);
	}
	waitpid(maker, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 5,
	   "a set-user-ID program has given no frame to anybody (%x)", status);
	unlink("/tmp/wall-secret");
	unlink("/tmp/wall-setuid");
}

/* As that program: says that it runs, and ends as its child does. */
static int be_set_user_id_program(void)
{
	int status = 0;

	if (geteuid() != 0)
		return 96;
	write(9, "x", 1);
	wait(&status);
	return WEXITSTATUS(status);
}

/* The thread page of the old program was the new one's to execute. */
static int be_fresh_program(void)
{
	const unsigned *page = (const unsigned *)FL_THREAD_PAGE;
	unsigned found = 0;

	for (unsigned i = 0; i < PAGE / 4; i++)
		found += page[i] == 0x90c3c390;
	return found ? 1 : 3;
}

static void test_thread_page_at_exec(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		volatile unsigned *page = (volatile unsigned *)FL_THREAD_PAGE;

		for (unsigned i = PAGE / 8; i < PAGE / 4; i++)
			page[i] = 0x90c3c390;
		execl(self, "wall", "fresh", (char *)NULL);
		_exit(97);
	}
	waitpid(pid, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 3,
	   "a new program's thread page has nothing of the old one's");
}

/* Whoever is traced and runs a set-user-ID program would show its calls. */
static void test_trace_of_set_user_id_program(void)
{
	int records[2], status = -1, left = 0;
	char buffer[4096];
	ssize_t n;
	pid_t pid;

	copy_of_self("/tmp/wall-traced", 04755);
	pipe(records);
	pid = fork();
	if (pid == 0) {
		drop_root();
		close(records[0]);
		dup2(records[1], 20);
		close(records[1]);
		fcntl(20, F_SETFD, FD_CLOEXEC);
		*ARG1 = 20;
		fl_call(CALL_TRACE);
		execl("/tmp/wall-traced", "traced", "secrets", (char *)NULL);
		_exit(97);
	}
	close(records[1]);
	while ((n = read(records[0], buffer, sizeof(buffer))) > 0)
		left +=
		    memmem(buffer, (size_t)n, "/wall-is-secret", 15) != NULL;
	waitpid(pid, &status, 0);
	close(records[0]);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 4 && left == 0,
	   "a set-user-ID program is not traced by who runs it");
	unlink("/tmp/wall-traced");
}

static int be_secretive_program(void)
{
	access("/wall-is-secret", F_OK);
	return geteuid() == 0 ? 4 : 95;
}

/* A confined program maps a frame of its own where other calls would be. */
static void escape(void)
{
	static const unsigned calls[] = {
		FL_CALL_READ,	FL_CALL_WRITE,	      FL_CALL_CLOSE,
		FL_CALL_MMAP,	FL_CALL_EXIT,	      FL_CALL_BATCH,
		FL_CALL_MUNMAP, FL_CALL_FRAME_CREATE,
	};
	struct fl_call_set set = { { { 0 } } }, one = { { { 0 } } };
	struct fl_batch b = { .slot = FL_CALL_OPEN,
			      .arg = { (unsigned)"/etc/passwd", O_RDONLY } };
	int pair[2], made;

	for (unsigned i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		FL_CALL_SET_ADD(&set, calls[i]);
	if (frame_create(&set, FL_FRAME_CALLER, pair) != 0 ||
	    mmap((void *)FL_CALL_PAGES, FRAME_SIZE, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_FIXED, pair[1], 0) == MAP_FAILED)
		_exit(98);
	close(pair[0]);
	close(pair[1]);
	FL_CALL_SET_ADD(&one, FL_CALL_READ);
	if (frame_create(&one, FL_FRAME_CALLER, pair) != 0)
		_exit(94);
	*ARG1 = FL_CALL_PAGES + FL_GROUP_FILE * PAGE;
	*ARG2 = PAGE;
	*ARG3 = PROT_READ;
	*ARG4 = MAP_SHARED | MAP_FIXED;
	*ARG5 = (unsigned)pair[1];
	*ARG6 = FL_GROUP_IO;
	fl_call(CALL_MMAP);
	made = batch(&b, 1);
	memset(&one, 0, sizeof(one));
	FL_CALL_SET_ADD(&one, FL_CALL_OPEN);
	_exit(made == 1 && b.result == -1 &&
		      frame_create(&one, FL_FRAME_CALLER, pair) == -1
		  ? 7
		  : 1);
}

/* A frame that may not be read, in the place of the calls, makes none. */
static void batch_through_hidden_frame(void)
{
	struct fl_call_set set = { { { 0 } } };
	struct fl_batch b = { .slot = FL_CALL_NULL };
	int pair[2];

	FL_CALL_SET_ADD(&set, FL_CALL_NULL);
	if (frame_create(&set, FL_FRAME_CALLER, pair) != 0 ||
	    mmap((void *)(FL_CALL_PAGES + FL_GROUP_PROCESS * PAGE), PAGE,
		 PROT_NONE, MAP_SHARED | MAP_FIXED, pair[1],
		 FL_GROUP_PROCESS * PAGE) == MAP_FAILED)
		_exit(98);
	batch(&b, 1);
	/* The calls of the process group are gone: end by a signal. */
	if (b.result == 0)
		for (;;)
			pause();
	__builtin_trap();
}

static void test_confinement(void)
{
	int status = as_user(escape);

	ok(WIFEXITED(status) && WEXITSTATUS(status) == 7,
	   "a frame at another group's place opens nothing (%x)", status);
	status = as_user(batch_through_hidden_frame);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGILL,
	   "nor does one that cannot be read (%x)", status);
}

/* A chain of removed directories, each held by the one below it. */
static void test_removed_directories(void)
{
	enum { DEPTH = 3000 };
	int fd, made = 0;

	mkdir("/tmp/wall-chain", 0777);
	chdir("/tmp/wall-chain");
	while (made < DEPTH && mkdir("d", 0777) == 0 && chdir("d") == 0)
		made++;
	fd = open(".", O_RDONLY);
	for (int i = 0; i < made; i++) {
		chdir("..");
		rmdir("d");
	}
	close(fd);
	chdir("/");
	ok(rmdir("/tmp/wall-chain") == 0 && made == DEPTH,
	   "a chain of removed directories is freed");
}

static int waiting_lock = -1;

static void *wait_for_lock(void *result)
{
	struct flock l = { .l_type = F_WRLCK };

	*(int *)result = fcntl(waiting_lock, F_SETLKW, &l) == 0 ? 0 : errno;
	return NULL;
}

/* The lock is granted to a descriptor that was closed while it waited. */
static void record_lock_of(int by_dup2)
{
	struct flock l = { .l_type = F_WRLCK };
	int go[2], other = open("/tmp/wall-lock", O_RDWR | O_CREAT, 0666);
	int result = -1, status, null = open("/dev/null", O_RDWR);
	char c = 'x';
	pthread_t t;
	pid_t holder;

	pipe(go);
	fcntl(other, F_SETLK, &l);
	close(other); /* its locks are gone: the child has some instead */
	holder = fork();
	if (holder == 0) {
		other = open("/tmp/wall-lock", O_RDWR);
		fcntl(other, F_SETLK, &l);
		write(go[1], &c, 1);
		pause();
	}
	read(go[0], &c, 1);
	waiting_lock = open("/tmp/wall-lock", O_RDWR);
	pthread_create(&t, NULL, wait_for_lock, &result);
	usleep(50000);
	if (by_dup2)
		dup2(null, waiting_lock);
	else
		close(waiting_lock);
	kill(holder, SIGKILL);
	waitpid(holder, &status, 0);
	pthread_join(t, NULL);
	holder = fork();
	if (holder == 0) {
		other = open("/tmp/wall-lock", O_RDWR);
		l.l_type = F_WRLCK;
		fcntl(other, F_GETLK, &l);
		_exit(l.l_type == F_UNLCK);
	}
	waitpid(holder, &status, 0);
	ok(result == EBADF && WEXITSTATUS(status) == 1,
	   "no record lock for a descriptor that %s meanwhile",
	   by_dup2 ? "became another" : "was closed");
	ok(unlink("/tmp/wall-lock") == 0, "and its file can be removed");
	close(null);
	close(go[0]);
	close(go[1]);
	if (by_dup2)
		close(waiting_lock);
}

/* Each kind of region, for each operation on regions. */
static volatile unsigned char *served_window(void)
{
	int fd = open("/dev/echo", O_RDWR);
	void *at = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	close(fd);
	return at == MAP_FAILED ? NULL : at;
}

static void use_window_regions(void)
{
	volatile unsigned char *w = served_window();
	int right = 0, zero = open("/dev/zero", O_RDWR), ends[2];

	if (w == NULL || pipe(ends) != 0)
		_exit(98);
	w[0] = 7;
	right += mlock((void *)w, PAGE) == 0 && w[0] == 7;
	right += munlock((void *)w, PAGE) == 0 && w[0] == 7;
	right += mlockall(MCL_CURRENT) == 0 && w[0] == 7;
	right += munlockall() == 0 && w[0] == 7;
	right += mprotect((void *)w, PAGE, PROT_READ) == 0 && w[0] == 7;
	right += mlock((void *)w, PAGE) == 0 && w[0] == 7;
	right +=
	    mprotect((void *)w, PAGE, PROT_READ | PROT_WRITE) == 0 && w[0] == 7;
	right += msync((void *)w, PAGE, MS_SYNC) == 0 && w[0] == 7;
	right += posix_madvise((void *)w, PAGE, POSIX_MADV_DONTNEED) == 0 &&
		 w[0] == 7;
	/* Calls that take its address as memory. */
	right += read(zero, (void *)w, 1) == -1 && w[0] == 7;
	right += write(ends[1], (void *)w, 1) == -1 && w[0] == 7;
	/* The x87 stores through a page of its own. */
	__asm__ volatile("fnstcw %0" : "=m"(*(volatile short *)w));
	right += w[0] == 0x7f;
	right += munmap((void *)w, PAGE) == 0;
	_exit(right);
}

static void test_operations_on_windows(void)
{
	int status = as_user(use_window_regions);

	ok(WIFEXITED(status) && WEXITSTATUS(status) == 13,
	   "every operation on regions knows windows (%x)", status);
}

/* "Delete line" with the cursor below the scrolling region, and its kin. */
static void test_screen(void)
{
	static const char *const sequences[] = {
		"\033[1;2r\033[25;1H\033[M",
		"\033[1;2r\033[25;1H\033[L",
		"\033[10;20r\033[1;1H\033[99M",
		"\033[10;20r\033[1;1H\033[99L",
		"\033[2;3r\033[9999S\033[9999T",
		"\033[25;80H\033[9999X",
		"\033[25;80H\033[9999@\033[9999P",
		"\033[r\033c",
	};
	int fd = open("/dev/tty1", O_RDWR | O_NOCTTY);

	for (unsigned i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++)
		write(fd, sequences[i], strlen(sequences[i]));
	ok(close(fd) == 0, "sequences beside the scrolling region do nothing");
}

/* A screen that echoes its own answer, which asks again, and so on. */
static void test_screen_that_answers_itself(void)
{
	int fd = open("/dev/tty1", O_RDWR | O_NOCTTY);
	struct termios old, raw;

	tcgetattr(fd, &old);
	raw = old;
	raw.c_lflag &= ~(unsigned)(ECHOCTL | ICANON);
	raw.c_lflag |= ECHO;
	tcsetattr(fd, TCSANOW, &raw);
	write(fd, "\033[c\033[6n\033[5n", 11);
	tcsetattr(fd, TCSAFLUSH, &old);
	ok(close(fd) == 0, "an echo asks the screen nothing");
}

/* UMIP: where the kernel's tables are is nobody's business. */
static sigjmp_buf back;

static void jump_back(int sig)
{
	siglongjmp(back, sig);
}

#define SIGNAL_OF(instruction)                                       \
	({                                                           \
		char bytes[8];                                       \
		int sig = sigsetjmp(back, 1);                        \
		if (sig == 0)                                        \
			__asm__ volatile(instruction : "=m"(bytes)); \
		sig;                                                 \
	})

static void test_tables_are_hidden(void)
{
	signal(SIGSEGV, jump_back);
	ok(SIGNAL_OF("sgdt %0") == SIGSEGV && SIGNAL_OF("sidt %0") == SIGSEGV &&
	       SIGNAL_OF("sldt %0") == SIGSEGV &&
	       SIGNAL_OF("str %0") == SIGSEGV &&
	       SIGNAL_OF("smsw %0") == SIGSEGV,
	   "a program does not see where the kernel's tables are");
	signal(SIGSEGV, SIG_DFL);
}

/*
 * A batch wrote the results of the calls before execve() to where its entries
 * had been: into the new program, which may be another user's.
 */
static void test_batch_into_new_program(void)
{
	struct fl_batch *b =
	    mmap((void *)0x20000000, PAGE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	char *argv[] = { (char *)self, "batched", NULL };
	int status = -1;

	if (fork() == 0) {
		b[0] = (struct fl_batch){ .slot = FL_CALL_NULL };
		b[1] = (struct fl_batch){ .slot = FL_CALL_EXECVE,
					  .arg = { (unsigned)self,
						   (unsigned)argv, 0 } };
		_exit(batch(b, 2) ? 6 : 7);
	}
	wait(&status);
	munmap(b, PAGE);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 8,
	   "a batch's results stay out of the program that it became (%x)",
	   status);
}

/* Two runs of a program have their stacks in the same place one time in 10^4.
 */
static uintptr_t stack_of_new_program(void)
{
	uintptr_t at = 0;
	int ends[2];

	pipe(ends);
	if (fork() == 0) {
		dup2(ends[1], 9);
		execl(self, "wall", "where", (char *)NULL);
		_exit(97);
	}
	close(ends[1]);
	read(ends[0], &at, sizeof(at));
	close(ends[0]);
	wait(NULL);
	return at;
}

static int be_placed_program(void)
{
	int here;
	uintptr_t at = (uintptr_t)&here;

	write(9, &at, sizeof(at));
	return 0;
}

static void test_places_are_random(void)
{
	uintptr_t first = stack_of_new_program();
	int same = 0;

	for (int i = 0; i < 4; i++)
		same += stack_of_new_program() == first;
	ok(first != 0 && same < 4,
	   "programs' stacks lie in places of their own");
}

/* Is all zero behind the strings that the program was given? */
static int be_clean_program(void)
{
	uintptr_t at = getauxval(AT_RANDOM) + 16;

	for (; at % PAGE != 0; at++)
		if (*(const volatile char *)at != 0)
			return 1;
	return 0;
}

/* Leaves 8 MB of frames that are full of another's bytes. */
static void leave_secrets(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		char *m = mmap(NULL, 8 << 20, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		memset(m, 'S', 8 << 20);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

/* A new program's stack showed frames as others had left them. */
static void test_stack_of_freed_frames(void)
{
	int shown = 0;

	for (int i = 0; i < 5; i++) {
		int status = -1;

		leave_secrets();
		if (fork() == 0) {
			drop_root();
			execl(self, "wall", "clean", (char *)NULL);
			_exit(98);
		}
		wait(&status);
		shown += status != 0;
	}
	ok(shown == 0, "a new program's stack shows no freed frames (%d)",
	   shown);
}

int main(int argc, char **argv)
{
	self = argv[0];
	if (argc > 1 && strcmp(argv[1], "started") == 0)
		return be_set_user_id_program();
	if (argc > 1 && strcmp(argv[1], "fresh") == 0)
		return be_fresh_program();
	if (argc > 1 && strcmp(argv[1], "secrets") == 0)
		return be_secretive_program();
	if (argc > 1 && strcmp(argv[1], "batched") == 0)
		return 8;
	if (argc > 1 && strcmp(argv[1], "where") == 0)
		return be_placed_program();
	if (argc > 1 && strcmp(argv[1], "clean") == 0)
		return be_clean_program();
	test_window_that_unmaps_itself();
	test_frame_of_set_user_id_program();
	test_thread_page_at_exec();
	test_trace_of_set_user_id_program();
	test_confinement();
	test_removed_directories();
	record_lock_of(0);
	record_lock_of(1);
	test_operations_on_windows();
	test_screen();
	test_screen_that_answers_itself();
	test_tables_are_hidden();
	test_batch_into_new_program();
	test_places_are_random();
	test_stack_of_freed_frames();
	return done();
}
