/* SPDX-License-Identifier: MIT */
/*
 * FPU and SSE state.  If a thread's state is in the registers when it is
 * switched out, it is saved to memory.  It is loaded by the thread's next FPU
 * instruction, which faults (#NM) because CR0.TS is set.  If the thread was
 * interrupted, its next instruction probably uses the FPU, and the state is
 * loaded at the switch.
 *
 * While CR0.TS is set the registers hold no thread's state.  To leave another
 * thread's there would be cheaper, and wrong.  Some processors let programs
 * read it in spite of the trap (CVE-2018-3665), and QEMU does not trap at some
 * instructions that change it (EMMS, CVTPI2PS, EXTRQ).
 */
#include "cpu.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "proc/thread.h"
#include "thread.h"

/* Is CR0.TS set?  If not, the registers hold the running thread's state. */
static bool trapping = true;
static uint8_t initial[512] __attribute__((aligned(16)));

static void set_trapping(bool on)
{
	if (on == trapping)
		return;
	trapping = on;
	if (on)
		write_cr0(read_cr0() | CR0_TS);
	else
		__asm__ volatile("clts");
}

void fpu_init(void)
{
	uint32_t mxcsr = 0x1f80; /* all exceptions masked, round to nearest */

	set_trapping(false);
	__asm__ volatile("fninit");
	if (cpu.sse)
		__asm__ volatile("ldmxcsr %0" : : "m"(mxcsr));
	__asm__ volatile("fxsave %0" : "=m"(initial));
	set_trapping(true);
}

void fpu_reset(struct arch_thread *a)
{
	memcpy(a->fpu, initial, sizeof(a->fpu));
}

void fpu_save(struct thread *t)
{
	if (t == current && !trapping)
		__asm__ volatile("fxsave %0" : "=m"(t->arch->fpu));
}

static void load(const uint8_t *state)
{
	__asm__ volatile("fxrstor %0" : : "m"(*(const uint8_t(*)[512])state));
}

/* Drops the state in the registers, if there is one. */
static void empty(void)
{
	if (trapping)
		return;
	load(initial);
	set_trapping(true);
}

void fpu_forget(struct thread *t)
{
	if (t == current)
		empty();
}

void fpu_load(struct thread *t)
{
	set_trapping(false);
	load(t->arch->fpu);
}

/*
 * A thread that waits (interruptible) does so in a call.  Calls are rarely made
 * amid FPU instructions, so its state is left for its next #NM.
 */
void fpu_switch(struct thread *previous, struct thread *next)
{
	struct arch_thread *from = previous->arch;

	from->fpu_amid = !trapping && !previous->interruptible;
	if (!trapping)
		__asm__ volatile("fxsave %0" : "=m"(from->fpu));
	if (next->arch->fpu_amid)
		fpu_load(next);
	else
		empty();
}

void fpu_fault(void)
{
	struct arch_thread *a = current->arch;

	KASSERT(trapping);
	if (!a->fpu_used) {
		fpu_reset(a);
		a->fpu_used = true;
	}
	fpu_load(current);
}
