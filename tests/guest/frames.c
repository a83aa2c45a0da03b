/* SPDX-License-Identifier: MIT */
/* Call frames: another's calls, fewer calls, and no way around either. */
#include "caught.h"
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <faultline/pages.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "call-tests.h"

#define SLOT_TESTS (sizeof(slot_tests) / sizeof(slot_tests[0]))

#define PAGE	   4096u
#define FRAME_SIZE (FL_CALL_GROUPS * PAGE)

static const char *self;

static int create(const struct fl_call_set *set, unsigned flags, int pair[2])
{
	*ARG1 = (unsigned)set;
	*ARG2 = flags;
	*ARG3 = (unsigned)pair;
	return fl_result(fl_call(CALL_FRAME_CREATE));
}

static volatile int *frame;

static void *map(int fd)
{
	void *at =
	    mmap(NULL, FRAME_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	return at;
}

/* A call through the frame. */
static int through(unsigned slot, unsigned a, unsigned b, unsigned c)
{
	*ARG1 = a;
	*ARG2 = b;
	*ARG3 = c;
	return fl_call(frame + (slot - FL_CALL_PAGES) / 4);
}

static struct fl_call_set file_calls(void)
{
	struct fl_call_set set = { { { 0 } } };

	FL_CALL_SET_ADD(&set, FL_CALL_OPEN);
	FL_CALL_SET_ADD(&set, FL_CALL_READ);
	FL_CALL_SET_ADD(&set, FL_CALL_CLOSE);
	FL_CALL_SET_ADD(&set, FL_CALL_NULL);
	return set;
}

/* What the holder of root's frame can do as a user without any rights. */
static int use_frame(int fd)
{
	char text[64] = "";
	int file, good, direct;

	frame = map(fd);
	setgid(1000);
	setuid(1000);
	direct = open("/root-only", O_RDONLY);
	good = direct == -1 && errno == EACCES;
	file = through(FL_CALL_OPEN, (unsigned)"/root-only", O_RDONLY, 0);
	good &= file >= 0;
	/* The descriptor is the maker's; the buffer is ours. */
	good &= read(file, text, sizeof(text)) == -1 && errno == EBADF;
	good &=
	    through(FL_CALL_READ, (unsigned)file, (unsigned)frame, 64) == -1 &&
	    *ERRNO == EFAULT;
	good &= through(FL_CALL_READ, (unsigned)file, (unsigned)text, 64) == 7;
	good &= strcmp(text, "secret\n") == 0;
	good &= through(FL_CALL_WRITE, 1, (unsigned)text, 7) == -1 &&
		*ERRNO == EPERM;
	good &= through(FL_CALL_CLOSE, (unsigned)file, 0, 0) == 0;
	return good;
}

static void test_maker(void)
{
	struct fl_call_set set = file_calls();
	int pair[2], status, fd = creat("/root-only", 0600);

	write(fd, "secret\n", 7);
	close(fd);
	ok(create(&set, 0, pair) == 0, "a frame with four calls");
	if (fork() == 0)
		_exit(!use_frame(pair[1]));
	wait(&status);
	ok(status == 0, "its holder opens files as the maker");
	frame = map(pair[1]);
	ok(through(FL_CALL_NULL, 0, 0, 0) == 0 && fl_call(frame) == 0,
	   "the maker can use it, too");
	ok(through(FL_CALL_GETCWD, 0, 0, 0) == -1 && *ERRNO == EPERM,
	   "a call that is not in it");
	ok(through(FL_CALL_PAGES + 7 * PAGE + 4000, 0, 0, 0) == -1 &&
	       *ERRNO == EPERM,
	   "a slot without a call");
	ok(SIGNAL_OF((void)*(volatile int *)((char *)frame + 2)) == SIGBUS,
	   "half a slot");
	*ARG2 = O_RDONLY;
	frame[(FL_CALL_OPEN - FL_CALL_PAGES) / 4] = (int)"/root-only";
	ok(*RESULT >= 0 && close(*RESULT) == 0,
	   "a store is a call with ARG1 in it");
	close(pair[0]);
	ok(SIGNAL_OF(through(FL_CALL_NULL, 0, 0, 0)) == SIGBUS,
	   "after revocation it is a signal");
	munmap((void *)frame, FRAME_SIZE);
	ok((frame = map(pair[1])) != MAP_FAILED &&
	       SIGNAL_OF(through(FL_CALL_NULL, 0, 0, 0)) == SIGBUS,
	   "mapping it again does not help");
	munmap((void *)frame, FRAME_SIZE);
	close(pair[1]);
}

/* The maker ends while its frame is used, and while a call waits in it. */
static void test_maker_ends(void)
{
	struct fl_call_set set = file_calls();
	int line[2], empty[2], status, maker;

	pipe(line);
	pipe(empty);
	maker = fork();
	if (maker == 0) {
		int pair[2];

		create(&set, 0, pair);
		*ARG1 = (unsigned)line[1];
		*ARG2 = (unsigned)pair[1];
		fl_result(fl_call(CALL_PASS_FD));
		pause();
	}
	*ARG1 = (unsigned)line[0];
	*ARG2 = 0;
	frame = map(fl_result(fl_call(CALL_TAKE_FD)));
	ok(through(FL_CALL_NULL, 0, 0, 0) == 0, "a frame that was passed on");
	if (fork() == 0) {
		char c;
		int n;

		signal(SIGBUS, SIG_DFL);
		n = through(FL_CALL_READ, (unsigned)empty[0], (unsigned)&c, 1);
		through(FL_CALL_NULL, 0, 0, 0);
		_exit(n);
	}
	usleep(20000);
	kill(maker, SIGKILL);
	waitpid(maker, NULL, 0);
	ok(SIGNAL_OF(through(FL_CALL_NULL, 0, 0, 0)) == SIGBUS,
	   "it ends with its maker");
	write(empty[1], "x", 1);
	wait(&status);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS,
	   "a call that waited ends, the next is a signal");
	munmap((void *)frame, FRAME_SIZE);
	close(line[0]);
	close(line[1]);
	close(empty[0]);
	close(empty[1]);
}

static void test_makers_rights(void)
{
	struct fl_call_set set = { { { 0 } } };
	int pair[2];

	FL_CALL_SET_ADD(&set, FL_CALL_FORK);
	ok(create(&set, 0, pair) == -1 && errno == EINVAL,
	   "some calls are not for others");
	set = (struct fl_call_set){ { { 0 } } };
	set.slots[7][3] = 1u << 31;
	ok(create(&set, FL_FRAME_CALLER, pair) == -1 && errno == EINVAL,
	   "calls that do not exist");
	set = file_calls();
	ok(create(&set, 8, pair) == -1 && errno == EINVAL, "unknown flags");
	ok(create((void *)FL_CALL_PAGES, 0, pair) == -1 && errno == EFAULT,
	   "a set in a window");
}

/* All calls but a few, in the place of the process's own. */
static void confine(const struct fl_call_set *set)
{
	int pair[2];

	if (create(set, FL_FRAME_CALLER, pair) != 0 ||
	    mmap((void *)FL_CALL_PAGES, FRAME_SIZE, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_FIXED, pair[1], 0) != (void *)FL_CALL_PAGES)
		_exit(100);
}

static struct fl_call_set few_calls(void)
{
	struct fl_call_set set = { { { 0 } } };

	FL_CALL_SET_ADD(&set, FL_CALL_EXIT);
	FL_CALL_SET_ADD(&set, FL_CALL_WRITE);
	FL_CALL_SET_ADD(&set, FL_CALL_FORK);
	FL_CALL_SET_ADD(&set, FL_CALL_EXECVE);
	FL_CALL_SET_ADD(&set, FL_CALL_WAIT4);
	FL_CALL_SET_ADD(&set, FL_CALL_BRK);
	FL_CALL_SET_ADD(&set, FL_CALL_SET_TLS);
	return set;
}

/* How many of all slots answer with anything but EPERM. */
static int count_answers(const struct fl_call_set *left_out)
{
	int answers = 0;

	for (unsigned i = 0; i < SLOT_TESTS; i++) {
		unsigned slot = slot_tests[i].address;
		const unsigned *word =
		    &left_out->slots[(slot - FL_CALL_PAGES) >> 12]
				    [(slot & 0xfff) >> 7];

		if (*word >> ((slot & 0xfff) >> 2 & 31) & 1)
			continue;
		for (int k = 0; k < 6; k++)
			ARG1[k] = 0;
		*ERRNO = 0;
		if (fl_call((volatile int *)slot) != -1 || *ERRNO != EPERM)
			answers++;
	}
	return answers;
}

static void test_confined(void)
{
	struct fl_call_set set = few_calls();
	int status;

	if (fork() == 0) {
		confine(&set);
		_exit(count_answers(&set));
	}
	wait(&status);
	ok(status == 0, "a confined process gets nothing from other calls");
	if (fork() == 0) {
		confine(&set);
		if (fork() == 0)
			_exit(getpgid(0) == -1 && errno == EPERM ? 0 : 1);
		wait(&status);
		_exit(status != 0);
	}
	wait(&status);
	ok(status == 0, "nor does its child");
	if (fork() == 0) {
		confine(&set);
		execl(self, "frames", "confined", NULL);
		_exit(1);
	}
	wait(&status);
	ok(status == 0, "nor the program it runs (%x)", status);
}

/* What a confined process might try to get its calls back. */
static void test_escapes(void)
{
	struct fl_call_set set = few_calls();
	int status, pair[2];

	FL_CALL_SET_ADD(&set, FL_CALL_MMAP);
	FL_CALL_SET_ADD(&set, FL_CALL_MUNMAP);
	FL_CALL_SET_ADD(&set, FL_CALL_SIGACTION);
	FL_CALL_SET_ADD(&set, FL_CALL_FRAME_CREATE);
	FL_CALL_SET_ADD(&set, FL_CALL_BATCH);
	if (fork() == 0) {
		struct fl_call_set all = set;
		int escaped = 0;

		confine(&set);
		FL_CALL_SET_ADD(&all, FL_CALL_OPEN);
		escaped |=
		    create(&all, FL_FRAME_CALLER, pair) != -1 || errno != EPERM;
		escaped |= create(&all, 0, pair) != -1;
		/* Moving the frame's pages, or another place for them. */
		FL_PAGE_OF(0x30000000) = FL_PAGE_OF(FL_CALL_PAGES) & ~0xf00u;
		FL_PAGE_OF(FL_CALL_PAGES) = FL_PAGE_NEW | FL_PAGE_READ;
		*ARG1 = (unsigned)"/etc/passwd";
		*ARG2 = O_RDONLY;
		escaped |= fl_call(CALL_OPEN) != -1;
		if (escaped)
			_Exit(1);
		/* Without any frame: nothing at all, not even exit. */
		signal(SIGSEGV, SIG_DFL);
		munmap((void *)FL_CALL_PAGES, PAGE);
		(void)*CALL_FORK;
		_Exit(2);
	}
	wait(&status);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV,
	   "forging and remapping a frame gives nothing (%x)", status);
}

/* Set-user-ID programs do not run with fewer calls than they know. */
static void test_setuid(void)
{
	struct fl_call_set set = few_calls();
	int status;

	FL_CALL_SET_ADD(&set, FL_CALL_SETRESUID);
	chmod(self, 04755);
	if (fork() == 0) {
		confine(&set);
		setresuid(1000, 1000, 1000);
		execl(self, "frames", "euid", NULL);
		_exit(101);
	}
	wait(&status);
	ok(WEXITSTATUS(status) == 1000 % 256,
	   "a confined process runs set-user-ID programs as itself (%x)",
	   status);
	chmod(self, 0755);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "confined") == 0) {
		struct fl_call_set set = few_calls();

		_exit(count_answers(&set));
	}
	if (argc > 1)
		_exit((int)FACTS->euid % 256);
	self = argv[0];
	catch_faults();
	test_maker();
	test_maker_ends();
	test_makers_rights();
	test_confined();
	test_escapes();
	test_setuid();
	return done();
}
