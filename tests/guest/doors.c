/* SPDX-License-Identifier: MIT */
/* There is no way into the kernel but memory: all others raise signals. */
#include "tap.h"
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile sig_atomic_t caught;

static void handler(int sig)
{
	caught = sig;
	siglongjmp(back, 1);
}

/* Runs code bytes; the signal that ended them, 0 for none. */
static int run(const void *code, size_t n)
{
	static unsigned char *page;

	if (page == NULL)
		page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memcpy(page, code, n);
	page[n] = 0xc3; /* ret */
	caught = 0;
	if (sigsetjmp(back, 1) == 0)
		((void (*)(void))page)();
	return caught;
}

static void test_interrupts(void)
{
	int quiet = 0, breakpoint = 0, first = -1;

	for (int n = 0; n < 256; n++) {
		unsigned char code[] = { 0xcd, (unsigned char)n };
		int sig = run(code, sizeof(code));

		if (n == 3 || n == 4)
			breakpoint += sig == SIGTRAP || sig == SIGSEGV;
		else if (sig != SIGSEGV && quiet++ == 0)
			first = n;
	}
	ok(quiet == 0, "int n raises SIGSEGV (first that does not: %d)", first);
	ok(breakpoint == 2, "int 3 and int 4 raise signals");
}

static void test_others(void)
{
	static const struct {
		const char *name;
		unsigned char code[8];
		unsigned char size;
	} doors[] = {
		{ "sysenter", { 0x0f, 0x34 }, 2 },
		{ "sysexit", { 0x0f, 0x35 }, 2 },
		{ "syscall", { 0x0f, 0x05 }, 2 },
		{ "sysret", { 0x0f, 0x07 }, 2 },
		{ "call far 8:0", { 0x9a, 0, 0, 0, 0, 8, 0 }, 7 },
		{ "call far 0x30:0 (TSS)", { 0x9a, 0, 0, 0, 0, 0x30, 0 }, 7 },
		{ "jmp far 8:0", { 0xea, 0, 0, 0, 0, 8, 0 }, 7 },
		{ "hlt", { 0xf4 }, 1 },
		{ "cli", { 0xfa }, 1 },
		{ "sti", { 0xfb }, 1 },
		{ "in al, 0x60", { 0xe4, 0x60 }, 2 },
		{ "out 0x64, al", { 0xe6, 0x64 }, 2 },
		{ "mov eax, cr0", { 0x0f, 0x20, 0xc0 }, 3 },
		{ "mov cr3, eax", { 0x0f, 0x22, 0xd8 }, 3 },
		{ "lgdt [0]", { 0x0f, 0x01, 0x15, 0, 0, 0, 0 }, 7 },
		{ "lidt [0]", { 0x0f, 0x01, 0x1d, 0, 0, 0, 0 }, 7 },
		{ "wrmsr", { 0x0f, 0x30 }, 2 },
		{ "rdmsr", { 0x0f, 0x32 }, 2 },
		{ "invlpg [0]", { 0x0f, 0x01, 0x3d, 0, 0, 0, 0 }, 7 },
		{ "ltr ax", { 0x0f, 0x00, 0xd8 }, 3 },
		{ "lldt ax", { 0x0f, 0x00, 0xd0 }, 3 },
		{ "ud2", { 0x0f, 0x0b }, 2 },
		{ "icebp", { 0xf1 }, 1 },
	};

	for (size_t i = 0; i < sizeof(doors) / sizeof(doors[0]); i++) {
		int sig = run(doors[i].code, doors[i].size);

		ok(sig == SIGSEGV || sig == SIGILL || sig == SIGTRAP ||
		       sig == SIGBUS,
		   "%s raises a signal (%d)", doors[i].name, sig);
	}
}

static void test_addresses(void)
{
	static const uint32_t bad[] = { 0,	    0xc0000000, 0xc0100000,
					0xffffffff, 0xbfffd000, 0xbffff000,
					0xbfffc000 };
	volatile int readable = 0, writable = 0;

	for (volatile size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		caught = 0;
		if (sigsetjmp(back, 1) == 0)
			*(volatile char *)bad[i] = 0;
		writable += caught != SIGSEGV;
		if (i > 3)
			continue;
		caught = 0;
		if (sigsetjmp(back, 1) == 0)
			(void)*(volatile char *)bad[i];
		readable += caught != SIGSEGV;
	}
	ok(writable == 0, "nothing of the kernel's can be written");
	ok(readable == 0, "the kernel's half cannot be read");
	caught = 0;
	if (sigsetjmp(back, 1) == 0)
		((void (*)(void))0xc0100000)();
	ok(caught == SIGSEGV, "the kernel cannot be jumped to");
}

/*
 * Named after a bug: an emulator's IRET let programs into virtual-8086 mode,
 * and the kernel took the longer frame of its traps for a program's.
 */
static void test_iret_to_vm86(void)
{
	static char other_stack[16384];
	stack_t stack = { .ss_sp = other_stack,
			  .ss_size = sizeof(other_stack) };
	struct sigaction a = { .sa_handler = handler,
			       .sa_flags = SA_NODEFER | SA_ONSTACK };
	static const unsigned char code[] = {
		0x6a, 0x00, 0x6a, 0x00, 0x6a, 0x00, /* push 0: gs, fs, ds */
		0x6a, 0x00, 0x6a, 0x00, 0x6a, 0x00, /* es, ss, esp */
		0x68, 0x02, 0x32, 0x02, 0x00,	    /* flags: VM, IOPL 3, IF */
		0x6a, 0x00, 0x6a, 0x00,		    /* cs, ip */
		0xcf,				    /* iret */
	};

	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &a, NULL);
	ok(run(code, sizeof(code)) == SIGSEGV, "iret with VM set");
	/* Nor is there anything to run where that mode reaches. */
	ok(mmap((void *)0x10000, 4096, PROT_READ,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED,
	   "nothing is mapped below 0x110000");
}

int main(void)
{
	struct sigaction a = { .sa_handler = handler, .sa_flags = SA_NODEFER };

	sigaction(SIGSEGV, &a, NULL);
	sigaction(SIGBUS, &a, NULL);
	sigaction(SIGILL, &a, NULL);
	sigaction(SIGTRAP, &a, NULL);
	sigaction(SIGFPE, &a, NULL);
	test_interrupts();
	test_others();
	test_addresses();
	test_iret_to_vm86();
	return done();
}
