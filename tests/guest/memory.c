/* SPDX-License-Identifier: MIT */
/* Address spaces: copy-on-write, stacks, protection, files in memory. */
#include "tap.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile int caught_code;
static void *volatile caught_address;

static void handler(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	caught_code = info->si_code;
	caught_address = info->si_addr;
	siglongjmp(back, 1);
}

/* The si_code of the fault at p, or 0. */
static int fault(volatile char *p, int writing)
{
	caught_code = 0;
	if (sigsetjmp(back, 1) == 0) {
		if (writing)
			*p = 1;
		else
			(void)*p;
	}
	return caught_code;
}

static void test_copy_on_write(void)
{
	char *p = mmap(NULL, 64 * 4096, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int status, same = 1;
	pid_t pid;

	memset(p, 'a', 64 * 4096);
	pid = fork();
	if (pid == 0) {
		memset(p, 'b', 32 * 4096);
		_exit(p[0] == 'b' && p[40 * 4096] == 'a' ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	for (int i = 0; i < 64 * 4096; i++)
		same &= p[i] == 'a';
	ok(status == 0 && same, "a child's writes are its own");
	munmap(p, 64 * 4096);
	ok(fault(p, 0) == SEGV_MAPERR && caught_address == p,
	   "unmapped memory is SEGV_MAPERR, with the address");
}

static void test_protection(void)
{
	char *p = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	p[4096] = 'x';
	mprotect(p + 4096, 4096, PROT_READ);
	ok(fault(p + 4096, 1) == SEGV_ACCERR, "a write to read-only memory");
	ok(fault(p + 4096, 0) == 0 && p[4096] == 'x', "which can be read");
	ok(fault(p, 1) == 0 && fault(p + 8192, 1) == 0,
	   "pages beside it are as they were");
	mprotect(p + 4096, 4096, PROT_NONE);
	ok(fault(p + 4096, 0) == SEGV_ACCERR, "PROT_NONE cannot be read");
	ok(write(1, p + 4096, 1) == -1 && errno == EFAULT,
	   "nor by the kernel for the program");
	mprotect(p, 3 * 4096, PROT_READ | PROT_WRITE);
	ok(p[4096] == 'x', "and holds its contents again afterwards");
	ok(mprotect(p + 8192, 8192, PROT_READ) == -1 && errno == ENOMEM,
	   "mprotect over a hole is ENOMEM");
	munmap(p + 4096, 4096);
	ok(fault(p + 4096, 0) == SEGV_MAPERR && fault(p, 0) == 0,
	   "a hole can be cut");
	munmap(p, 3 * 4096);
}

static int depth(int n)
{
	volatile char room[1000];
	int below;

	room[0] = (char)n;
	below = n == 0 ? -1 : depth(n - 1);
	__asm__ volatile("" : : "r"(room) : "memory");
	return below + 1;
}

static void test_stack(void)
{
	int status;
	pid_t pid;

	ok(depth(3000) == 3000, "the stack grows to 3 MB");
	pid = fork();
	if (pid == 0) {
		signal(SIGSEGV, SIG_DFL);
		depth(100000000);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV,
	   "endless recursion is SIGSEGV");
}

static void test_files(void)
{
	int fd = open("/tmp/memory.file", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *shared, *private, text[8];
	int status;
	pid_t pid;

	ftruncate(fd, 5000);
	shared = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	private = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	memcpy(shared, "shared", 6);
	ok(pread(fd, text, 6, 0) == 6 && memcmp(text, "shared", 6) == 0,
	   "a write to a shared mapping is in the file");
	memcpy(private, "mine!!", 6);
	ok(memcmp(shared, "shared", 6) == 0, "one to a private one is not");
	pwrite(fd, "file", 4, 4096);
	ok(memcmp(shared + 4096, "file", 4) == 0 &&
	       memcmp(private + 4096, "file", 4) == 0,
	   "mappings show what is written to the file");
	pid = fork();
	if (pid == 0) {
		memcpy(shared, "child", 6);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	ok(strcmp(shared, "child") == 0, "processes share a shared mapping");
	ftruncate(fd, 100);
	ok(fault(shared + 4096, 0) == BUS_ADRERR, "beyond the end is SIGBUS");
	ok(fault(shared, 0) == 0 && shared[0] == 'c', "before it is not");
	close(fd);
	unlink("/tmp/memory.file");
	ok(shared[1] == 'h', "a mapping outlives name and descriptor");
	munmap(shared, 8192);
	munmap(private, 8192);
	ok(mmap(NULL, 4096, PROT_READ, MAP_SHARED, 77, 0) == MAP_FAILED &&
	       errno == EBADF,
	   "a bad descriptor is EBADF");
	fd = open("/etc/passwd", O_RDONLY);
	ok(mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED &&
	       errno == EACCES,
	   "a shared writable mapping of a read-only descriptor is EACCES");
	close(fd);
}

static void test_shared_anonymous(void)
{
	volatile int *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid = fork();

	if (pid == 0) {
		*p = 42;
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	ok(*p == 42, "anonymous memory can be shared with a child");
	munmap((void *)p, 4096);
}

static void test_exhaustion(void)
{
	struct rlimit limit = { 32 << 20, 32 << 20 };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		signal(SIGSEGV, SIG_DFL);
		for (;;) {
			char *p = mmap(NULL, 16 << 20, PROT_READ | PROT_WRITE,
				       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

			if (p == MAP_FAILED)
				_exit(3);
			memset(p, 1, 16 << 20);
		}
	}
	waitpid(pid, &status, 0);
	ok((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) ||
	       (WIFEXITED(status) && WEXITSTATUS(status) == 3),
	   "who eats all memory is killed, and nobody else (%#x)", status);
	pid = fork();
	if (pid == 0) {
		setrlimit(RLIMIT_AS, &limit);
		_exit(mmap(NULL, 64 << 20, PROT_READ,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED &&
			      errno == ENOMEM
			  ? 0
			  : 1);
	}
	waitpid(pid, &status, 0);
	ok(status == 0, "RLIMIT_AS is ENOMEM");
}

/* More than there is: it is said, and nobody is killed for it. */
static void test_locking_more_than_there_is(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		size_t size = 1000 << 20;
		void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			_exit(1);
		if (mlock(p, size) != -1 || errno != ENOMEM)
			_exit(2);
		_exit(munlock(p, size) != 0);
	}
	waitpid(pid, &status, 0);
	ok(status == 0, "mlock() hid that pages are missing (%#x)", status);
}

static void test_heap(void)
{
	/* Nothing is printed in between: that would use the heap. */
	char *start = sbrk(0), *p = sbrk(100000);
	int grew = p == start && sbrk(0) == start + 100000, shrank, zero;

	memset(p, 'h', 100000);
	sbrk(-100000);
	shrank = sbrk(0) == start;
	p = sbrk(100000);
	zero = p[8192] == 0 && p[99999] == 0;
	sbrk(-100000);
	ok(grew, "the heap grows");
	ok(shrank, "and shrinks");
	ok(zero, "new heap memory is zero");
}

/* RLIMIT_MEMLOCK is of all that is locked, not of one call. */
static void test_locking_in_parts(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		struct rlimit limit = { 8 * 4096, 8 * 4096 };
		char *p = mmap(NULL, 16 * 4096, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		setrlimit(RLIMIT_MEMLOCK, &limit);
		if (mlock(p, 6 * 4096) != 0)
			_exit(1);
		if (mlock(p + 8 * 4096, 3 * 4096) != -1 || errno != ENOMEM)
			_exit(2);
		if (mlock(p + 4 * 4096, 4 * 4096) != 0)
			_exit(3); /* two of them were locked */
		if (munlock(p, 4096) != 0 || mlock(p + 12 * 4096, 4096) != 0)
			_exit(4);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	ok(status == 0, "the limit is of all locked memory (%#x)", status);
}

int main(void)
{
	struct sigaction a = { .sa_sigaction = handler,
			       .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigaction(SIGSEGV, &a, NULL);
	sigaction(SIGBUS, &a, NULL);
	test_heap();
	test_copy_on_write();
	test_protection();
	test_stack();
	test_files();
	test_shared_anonymous();
	test_exhaustion();
	test_locking_more_than_there_is();
	test_locking_in_parts();
	return done();
}
