/* SPDX-License-Identifier: MIT */
/* FPU and SSE state belongs to a thread, whatever others execute. */
#include "tap.h"
#include <signal.h>
#include <stdint.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct state {
	uint8_t bytes[512]; /* FXSAVE */
} __attribute__((aligned(16)));

#define IN_USE 288 /* bytes of it before XMM8 */

static struct state expected, now;

/* Values in all registers, and control words of our own. */
static void make_state(void)
{
	__asm__ volatile("fninit; fld1; fldpi; fldl2e; fxsave %0"
			 : "=m"(expected));
	for (unsigned i = 160; i < IN_USE; i++)
		expected.bytes[i] = (uint8_t)(i * 3);
}

/*
 * Instructions that change FPU or SSE registers; QEMU 7.2 does not look at
 * CR0.TS before some of them.
 */
static void change_state(void)
{
	static const double two[2] __attribute__((aligned(16))) = { 1, 2 };

	__asm__ volatile("emms; movq2dq %%mm1, %%xmm1" : : : "memory");
	__asm__ volatile("cvtpi2ps %0, %%xmm2" : : "m"(two));
	__asm__ volatile("cvtpi2pd %0, %%xmm3" : : "m"(two));
	__asm__ volatile("cvttpd2pi %0, %%mm3" : : "m"(two));
	__asm__ volatile("cvtpd2pi %0, %%mm4" : : "m"(two));
	__asm__ volatile("movdq2q %%xmm5, %%mm5" : : : "memory");
	__asm__ volatile("emms");
}

static void test_others_change_nothing(void)
{
	int status;

	make_state();
	__asm__ volatile("fxrstor %0" : : "m"(expected));
	if (fork() == 0) {
		change_state();
		_exit(0);
	}
	wait(&status);
	__asm__ volatile("fxsave %0" : "=m"(now));
	ok(memcmp(&now, &expected, IN_USE) == 0,
	   "another process changes no FPU register");
}

/* 0: what one process reads first are not another's registers. */
static int has_others_registers(void)
{
	uint32_t low;

	__asm__ volatile("cvttss2si %%xmm1, %0" : "=r"(low));
	return low == 12345;
}

static void test_others_read_nothing(void)
{
	static const float mine = 12345;
	int status, parts[2];

	pipe(parts);
	if (fork() == 0) {
		char byte;

		read(parts[0], &byte, 1);
		_exit(has_others_registers());
	}
	for (int i = 0; i < 100; i++) {
		__asm__ volatile("movss %0, %%xmm1" : : "m"(mine));
		if (i == 50)
			write(parts[1], "", 1);
		usleep(100);
	}
	wait(&status);
	ok(status == 0, "nor does it read one");
	close(parts[0]);
	close(parts[1]);
}

/* MMX and x87 in turn for a while; an EMMS that is lost leaves a NaN. */
static int use_mmx(void)
{
	time_t end = time(NULL) + 2;
	uint64_t in = 0x0102030405060708ull, out;
	double sum;

	while (time(NULL) < end) {
		__asm__ volatile("movq %1, %%mm0\n\t"
				 "mov $3000, %%ecx\n"
				 "1:\n\t"
				 "loop 1b\n\t"
				 "movq %%mm0, %0\n\t"
				 "movq %%mm0, %%mm7\n\t"
				 "mov $3000, %%ecx\n"
				 "2:\n\t"
				 "loop 2b\n\t"
				 "emms"
				 : "=m"(out)
				 : "m"(in)
				 : "ecx");
		__asm__ volatile("fld1; fld1; faddp; fstpl %0" : "=m"(sum));
		if (out != in || sum != 2)
			return 1;
	}
	return 0;
}

static void nothing(int sig)
{
	(void)sig;
}

/* Among processes that do the same, and signals. */
static void test_preempted(void)
{
	int status, wrong = 0;

	for (int i = 0; i < 3; i++) {
		if (fork() == 0) {
			struct itimerval often = { { 0, 900 }, { 0, 900 } };

			signal(SIGALRM, nothing);
			if (i == 0)
				setitimer(ITIMER_REAL, &often, NULL);
			_exit(use_mmx());
		}
	}
	while (wait(&status) > 0)
		wrong += status != 0;
	ok(wrong == 0, "MMX and x87 code keeps its state when interrupted");
}

int main(void)
{
	test_others_change_nothing();
	test_others_read_nothing();
	test_preempted();
	return done();
}
