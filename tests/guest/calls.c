/* SPDX-License-Identifier: MIT */
/* What a call is: one register, no other change, and how it is interrupted. */
#include "tap.h"
#include <faultline/calls.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* eax ecx edx ebx esi edi ebp eflags */
struct registers {
	uint32_t r[8];
};

extern void call_with_registers(const struct registers *in,
				struct registers *out);

/* Loads all registers, makes a call by `A1`, stores all registers. */
__asm__("	.globl call_with_registers\n"
	"call_with_registers:\n"
	"	pushal\n"
	"	movl 36(%esp), %eax\n"
	"	pushl 28(%eax)\n"
	"	popfl\n"
	"	movl 4(%eax), %ecx\n"
	"	movl 8(%eax), %edx\n"
	"	movl 12(%eax), %ebx\n"
	"	movl 16(%eax), %esi\n"
	"	movl 20(%eax), %edi\n"
	"	movl 24(%eax), %ebp\n"
	"	movl 0(%eax), %eax\n"
	"	.byte 0xa1\n"
	"	.long 0xbf806014\n" /* CALL_YIELD */
	"	pushl %eax\n"
	"	movl 44(%esp), %eax\n"
	"	movl %ecx, 4(%eax)\n"
	"	movl %edx, 8(%eax)\n"
	"	movl %ebx, 12(%eax)\n"
	"	movl %esi, 16(%eax)\n"
	"	movl %edi, 20(%eax)\n"
	"	movl %ebp, 24(%eax)\n"
	"	pushfl\n"
	"	popl %ecx\n"
	"	movl %ecx, 28(%eax)\n"
	"	popl %ecx\n"
	"	movl %ecx, 0(%eax)\n"
	"	cld\n"
	"	popal\n"
	"	ret\n");

static void test_registers(void)
{
	struct registers in = { { 0xdeadbeef, 0x11111111, 0x22222222,
				  0x33333333, 0x44444444, 0x55555555,
				  0x66666666, 0x00000ad7 } };
	struct registers out;

	call_with_registers(&in, &out);
	ok(out.r[0] == 0, "the result is in eax");
	ok(memcmp(in.r + 1, out.r + 1, 24) == 0, "no other register changes");
	ok((out.r[7] & 0xcd5) == (in.r[7] & 0xcd5),
	   "the flags do not change (%#x, %#x)", in.r[7], out.r[7]);
}

/* The kernel uses the program's flat segments; it must cope without them. */
static void test_segments(void)
{
	int es, fs, gs, group;

	*ARG1 = 0;
	__asm__ volatile("pushl %%es\n\t"
			 "pushl %%gs\n\t"
			 "xorl %%eax, %%eax\n\t"
			 "movl %%eax, %%es\n\t"
			 "movl %%eax, %%gs\n\t"
			 "movl $0x2b, %%eax\n\t"
			 "movl %%eax, %%fs\n\t"
			 ".byte 0xa1\n\t"
			 ".long 0xbf80001c\n\t"
			 "movl %%eax, %3\n\t"
			 "movl %%es, %0\n\t"
			 "movl %%fs, %1\n\t"
			 "movl %%gs, %2\n\t"
			 "xorl %%eax, %%eax\n\t"
			 "movl %%eax, %%fs\n\t"
			 "popl %%gs\n\t"
			 "popl %%es"
			 : "=&r"(es), "=&r"(fs), "=&r"(gs), "=&r"(group)
			 :
			 : "eax", "memory");
	ok(group == getpgid(0), "a call with a null ES works");
	ok((es & 0xffff) == 0 && (fs & 0xffff) == 0x2b && (gs & 0xffff) == 0,
	   "and leaves all segment registers alone (%x %x %x)", es, fs, gs);
}

/* Loads in every form of mov give what the call gives. */
static void test_forms(void)
{
	int pid = getpid(), expected = getpgid(0);
	int a, b, c, d, e, f;
	short s;
	unsigned char byte;

	(void)pid;
	*ARG1 = 0;
	__asm__ volatile("movl 0xbf80001c, %%ecx" : "=c"(a) : : "memory");
	__asm__ volatile("movl (%1), %%edx" : "=d"(b) : "r"(0xbf80001c));
	__asm__ volatile("movl 0x1c(%1,%2,4), %%edi"
			 : "=D"(c)
			 : "r"(0xbf800000 - 16), "r"(4));
	__asm__ volatile("movzwl 0xbf80001c, %%esi" : "=S"(d));
	__asm__ volatile("movsbl 0xbf80001c, %0" : "=r"(e));
	__asm__ volatile("movw 0xbf80001c, %0" : "=r"(s));
	__asm__ volatile("movb 0xbf80001c, %0" : "=q"(byte));
	__asm__ volatile("movl %%ds:0xbf80001c, %%ebx" : "=b"(f));
	ok(a == expected && b == expected && c == expected && f == expected,
	   "mov into any register, by any addressing");
	ok(d == (expected & 0xffff) && e == (signed char)expected &&
	       s == (short)expected && byte == (unsigned char)expected,
	   "movzx, movsx and short loads");
}

static void test_store(void)
{
	*ARG1 = 12345;
	*RESULT = 0;
	*CALL_GETPGID = getpid();
	ok(*RESULT == getpgid(0), "a store calls with the value as ARG1");
	*RESULT = 7;
	*CALL_CLOSE = -1;
	ok(*RESULT == -1 && *ERRNO == EBADF,
	   "a store that fails gives RESULT -1 and ERRNO");
	__asm__ volatile("movl $-1, 0xbf802008" : : : "memory");
	ok(*RESULT == -1 && *ERRNO == EBADF, "an immediate can be stored");
}

static void test_errno(void)
{
	*ERRNO = 77;
	*ARG1 = 0;
	int r = *CALL_GETPGID;

	ok(r > 0 && *ERRNO == 77, "success leaves ERRNO alone");
	int fd = open("/tmp/offset", O_CREAT | O_RDWR, 0600);

	ok(lseek(fd, 0x123456789ll, SEEK_SET) == 0x123456789ll &&
	       *RESULT_HI == 1,
	   "a 64-bit result has its upper half in RESULT_HI");
	close(fd);
	unlink("/tmp/offset");
}

static sigjmp_buf back;
static volatile sig_atomic_t caught;
static void *volatile caught_address;

static void jump_handler(int sig, siginfo_t *info, void *context)
{
	(void)context;
	caught = sig;
	caught_address = info->si_addr;
	siglongjmp(back, 1);
}

static void expect_signal(const char *what, uint32_t address)
{
	caught = 0;
	if (sigsetjmp(back, 1) == 0) {
		if (strcmp(what, "jump") == 0)
			((void (*)(void))address)();
		else if (strcmp(what, "misaligned") == 0)
			(void)*(volatile int *)address;
		else if (strcmp(what, "crossing") == 0)
			(void)*(volatile int *)address;
		else if (strcmp(what, "x87") == 0)
			__asm__ volatile("flds (%0)" : : "r"(address));
		else if (strcmp(what, "add") == 0)
			__asm__ volatile("lock cmpxchg8b (%0)"
					 :
					 : "r"(address)
					 : "eax", "edx", "memory");
		else if (strcmp(what, "push") == 0)
			__asm__ volatile("movaps (%0), %%xmm0"
					 :
					 : "r"(address)
					 : "memory");
	}
	ok(caught == SIGSEGV || caught == SIGBUS || caught == SIGILL,
	   "%s at %#x raises a signal (%d at %p)", what, address, caught,
	   caught_address);
	ok((uint32_t)caught_address - address < 4, "and tells the address");
}

static void test_bad_accesses(void)
{
	struct sigaction a = { .sa_sigaction = jump_handler,
			       .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigaction(SIGSEGV, &a, NULL);
	sigaction(SIGBUS, &a, NULL);
	sigaction(SIGILL, &a, NULL);
	expect_signal("jump", 0xbf800000);
	expect_signal("misaligned", 0xbf800001);
	expect_signal("crossing", 0xbf800ffe);
	expect_signal("x87", 0xbf800000);
	expect_signal("add", 0xbf800000);
	expect_signal("push", 0xbf800000);
}

static volatile int handler_ran;
static int pipe_fds[2];

static void busy_handler(int sig)
{
	char name[] = "/nonexistent";

	(void)sig;
	handler_ran++;
	open(name, O_RDONLY); /* fails: changes ERRNO and all arguments */
	getpgid(0);
}

/* A signal at every moment of a call's preparation, by a timer. */
static void test_handlers_between(void)
{
	struct sigaction a = { .sa_handler = busy_handler };
	struct itimerval often = { { 0, 1000 }, { 0, 1000 } }, off = { 0 };
	time_t end = time(NULL) + 2;
	unsigned wrong = 0, rounds = 0;

	sigaction(SIGALRM, &a, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	while (time(NULL) < end) {
		for (int i = 0; i < 2000; i++) {
			*ERRNO = 0;
			*ARG1 = 100000 + (unsigned)i;
			*ARG2 = 1;
			*ARG3 = 2;
			int r = *CALL_CLOSE;

			wrong += r != -1 || *ERRNO != EBADF ||
				 *ARG1 != 100000 + (unsigned)i || *ARG3 != 2;
			rounds++;
		}
	}
	setitimer(ITIMER_REAL, &off, NULL);
	ok(handler_ran > 100, "handlers ran (%d)", handler_ran);
	ok(wrong == 0, "and none spoilt one of %u calls", rounds);
}

static void *killer(void *main_thread)
{
	struct timespec t = { 0, 50000000 };

	nanosleep(&t, NULL);
	pthread_kill(*(pthread_t *)main_thread, SIGUSR1);
	nanosleep(&t, NULL);
	write(pipe_fds[1], "x", 1);
	return NULL;
}

static int read_interrupted(int flags)
{
	struct sigaction a = { .sa_handler = busy_handler, .sa_flags = flags };
	pthread_t self = pthread_self(), thread;
	char c = 0;
	int r;

	handler_ran = 0;
	pipe(pipe_fds);
	sigaction(SIGUSR1, &a, NULL);
	pthread_create(&thread, NULL, killer, &self);
	errno = 0;
	r = read(pipe_fds[0], &c, 1);
	int e = errno;

	pthread_join(thread, NULL);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
	if (handler_ran != 1)
		return -2;
	return r == 1 && c == 'x' ? 1 : r == -1 && e == EINTR ? -1 : -3;
}

static void test_restart(void)
{
	ok(read_interrupted(SA_RESTART) == 1, "SA_RESTART runs the call again");
	ok(read_interrupted(0) == -1, "without it the call gives EINTR");
}

static void test_fork(void)
{
	int status, parent = getpid();
	pid_t pid;

	*ARG1 = 0;
	__asm__ volatile("movl 0xbf800008, %0" : "=b"(pid) : : "memory");
	if (pid == 0)
		_exit(getpid() != parent && getppid() == parent ? 42 : 1);
	ok(waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 42,
	   "fork by a load into ebx: the child sees 0, and its own facts");
}

/* Without the page of a group there is no way back to its calls. */
static void test_unmapped_group(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (munmap((void *)(FL_CALL_PAGES + FL_GROUP_FILE * 4096),
			   4096) != 0)
			_exit(1);
		if (getpgid(0) < 0)
			_exit(2);
		signal(SIGSEGV, SIG_DFL);
		open("/dev/null", O_RDONLY);
		_exit(3);
	}
	waitpid(pid, &status, 0);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV,
	   "a process that unmaps the file page cannot open files (%#x)",
	   status);
}

int main(void)
{
	test_registers();
	test_segments();
	test_forms();
	test_store();
	test_errno();
	test_bad_accesses();
	test_handlers_between();
	test_restart();
	test_fork();
	test_unmapped_group();
	return done();
}
