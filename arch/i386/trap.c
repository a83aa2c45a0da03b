/* SPDX-License-Identifier: MIT */
/* Traps: exceptions become signals, and interrupts go to their handlers. */
#include "pc/clock.h"
#include "latency.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/machine.h"
#include "machine/thread.h"
#include "pc/pic.h"
#include "proc/signal.h"
#include "proc/thread.h"
#include "step.h"
#include "thread.h"
#include "trap.h"

struct exception {
	const char *name;
	uint8_t signal; /* 0: a program cannot cause it */
	int8_t code;
};

static const struct exception exceptions[32] = {
	[VECTOR_DIVIDE] = { "divide error", SIGFPE, FPE_INTDIV },
	[VECTOR_DEBUG] = { "debug exception", SIGTRAP, TRAP_TRACE },
	[VECTOR_NMI] = { "NMI", 0, 0 },
	[VECTOR_BREAKPOINT] = { "breakpoint", SIGTRAP, TRAP_BRKPT },
	[VECTOR_OVERFLOW] = { "overflow", SIGSEGV, SI_KERNEL - 256 },
	[VECTOR_BOUND] = { "bound range exceeded", SIGSEGV, SI_KERNEL - 256 },
	[VECTOR_OPCODE] = { "invalid opcode", SIGILL, ILL_ILLOPN },
	[VECTOR_NO_FPU] = { "no FPU", 0, 0 },
	[VECTOR_TSS] = { "invalid TSS", SIGSEGV, SI_KERNEL - 256 },
	[VECTOR_SEGMENT] = { "segment not present", SIGBUS, BUS_ADRERR },
	[VECTOR_STACK] = { "stack fault", SIGBUS, BUS_ADRERR },
	[VECTOR_PROTECTION] = { "general protection", SIGSEGV,
				SI_KERNEL - 256 },
	[VECTOR_PAGE] = { "page fault", SIGSEGV, SEGV_MAPERR },
	[VECTOR_FPU] = { "x87 error", SIGFPE, 0 },
	[VECTOR_ALIGNMENT] = { "alignment check", SIGBUS, BUS_ADRALN },
	[VECTOR_MACHINE_CHECK] = { "machine check", 0, 0 },
	[VECTOR_SIMD] = { "SSE error", SIGFPE, 0 },
};

const char *trap_name(uint32_t vector)
{
	if (vector < ARRAY_SIZE(exceptions) && exceptions[vector].name)
		return exceptions[vector].name;
	return vector >= VECTOR_IRQ ? "interrupt" : "reserved exception";
}

/* An entry of the exception table (exceptions.inc): two addresses of code. */
struct fixup {
	uint32_t fault, resume;
};
extern const struct fixup exception_table[], exception_table_end[];

static const struct fixup *find_fixup(const struct trapframe *f)
{
	for (const struct fixup *x = exception_table; x < exception_table_end;
	     x++)
		if (x->fault == f->eip)
			return x;
	return NULL;
}

bool trap_is_user_access(const struct trapframe *f)
{
	return find_fixup(f);
}

bool trap_fixup(struct trapframe *f)
{
	const struct fixup *x = find_fixup(f);

	if (x)
		f->eip = x->resume;
	return x;
}

void trap_signal(struct trapframe *f, int sig, int code, uint32_t address)
{
	struct fl_siginfo info = {
		.si_signo = sig,
		.si_code = code,
		.si_addr = address,
	};

	(void)f;
	signal_force(sig, &info);
}

/*
 * The si_code for a floating-point error: that of the first exception that is
 * raised and not masked (Intel SDM vol. 1, "x87 FPU Exception Handling" and
 * "MXCSR").
 */
static int fpu_code(struct thread *t, bool simd)
{
	uint32_t raised;
	const uint8_t *state = t->arch->fpu;

	fpu_save(t);
	if (simd) {
		uint32_t mxcsr = *(const uint32_t *)(state + 24);

		raised = mxcsr & ~(mxcsr >> 7) & 0x3f;
	} else {
		uint32_t control = *(const uint16_t *)state;
		uint32_t status = *(const uint16_t *)(state + 2);

		raised = status & ~control & 0x3f;
	}
	if (raised & 1)
		return FPE_FLTINV;
	if (raised & 4)
		return FPE_FLTDIV;
	if (raised & 8)
		return FPE_FLTOVF;
	if (raised & (16 | 2))
		return FPE_FLTUND;
	return raised & 32 ? FPE_FLTRES : FPE_FLTINV;
}

static void user_exception(struct trapframe *f)
{
	const struct exception *e = &exceptions[f->vector];
	uint32_t address = f->eip;
	int code = e->code;

	if (f->vector == VECTOR_NO_FPU) {
		fpu_fault();
		return;
	}
	if (e->signal == 0)
		trap_panic(f, 0);
	if (code == SI_KERNEL - 256) {
		code = SI_KERNEL;
		address = 0;
	}
	if (f->vector == VECTOR_FPU || f->vector == VECTOR_SIMD)
		code = fpu_code(current, f->vector == VECTOR_SIMD);
	if (f->vector == VECTOR_DEBUG)
		f->eflags &= ~(uint32_t)EFLAGS_TF;
	trap_signal(f, e->signal, code, address);
}

/*
 * A debug exception in the kernel.  A program that sets TF and then executes
 * MOV SS delays the exception until after the next instruction (Intel SDM vol.
 * 3, "Masking Exceptions and Interrupts When Switching Stacks"), which may
 * enter the kernel.  The program gets no signal for that.  The kernel goes on
 * with the flags that its own code uses.
 */
static void kernel_stepped(struct trapframe *f)
{
	f->eflags &= EFLAGS_STATUS | EFLAGS_DF;
	f->eflags |= EFLAGS_FIX;
}

bool arch_step_kernel(void)
{
	uint32_t flags;

	__asm__ volatile("pushf; orl %1, (%%esp); popf; nop; pushf; pop %0"
			 : "=r"(flags)
			 : "i"(EFLAGS_TF)
			 : "cc", "memory");
	return !(flags & EFLAGS_TF);
}

static void dispatch(struct trapframe *f, uint32_t address)
{
	if (frame_is_user(f) && current->arch->step.frame && step_trap(f))
		return;
	if (f->vector == VECTOR_PAGE) {
		page_fault(f, address);
	} else if (f->vector >= VECTOR_IRQ) {
		clock_note_mode(frame_is_user(f));
		alone_begin();
		pic_interrupt(f->vector - VECTOR_IRQ);
		alone_end();
	} else if (frame_is_user(f)) {
		user_exception(f);
	} else if (f->vector == VECTOR_DEBUG) {
		kernel_stepped(f);
	} else if (!trap_fixup(f)) {
		trap_panic(f, address);
	}
}

void trap_dispatch(struct trapframe *f, uint32_t address)
{
	bool timed = latency_is_on && frame_is_user(f);

	if (timed)
		latency_begin(f->vector, address);
	dispatch(f, address);
	/* Otherwise thread_attend() is still to come, with interrupts off. */
	if (timed && current->attention == 0)
		latency_end();
}

/*
 * Programs cannot enter virtual-8086 mode on a processor (Intel SDM vol. 2,
 * "IRET": VM is loaded at CPL 0 only), but some emulators let them.  The frame
 * has four more segment registers at its end, and so lies too low.  The program
 * is put back into protected mode and gets a signal.  It has done nothing in
 * the other mode, since nothing is ever mapped below 0x110000.
 */
struct trapframe *trap_from_vm86(struct trapframe *f, uint32_t address)
{
	struct trapframe *to = current->frame;

	memmove(to, f, sizeof(*to));
	to->cs = USER_CS;
	to->ds = to->es = to->ss = USER_DS;
	to->eflags &= EFLAGS_USER;
	to->eflags |= EFLAGS_FIX | EFLAGS_IF;
	arch_thread_set_tls(current, current->arch->tls_base);
	if (to->vector >= VECTOR_IRQ)
		trap_dispatch(to, address);
	trap_signal(to, SIGSEGV, SI_KERNEL, 0);
	return to;
}
