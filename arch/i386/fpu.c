/* SPDX-License-Identifier: MIT */
/*
 * FPU and SSE state, switched lazily: it stays in the processor when its
 * thread is switched out, and is saved when another thread's first FPU
 * instruction faults (#NM, because CR0.TS is set while the state is not the
 * running thread's).
 */
#include "cpu.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "proc/process.h"
#include "thread.h"

/* Whose state the FPU holds; NULL: nobody's. */
static struct thread *owner;
static bool trapping = true; /* CR0.TS */
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
	if (owner != t)
		return;
	if (trapping) {
		__asm__ volatile("clts");
		__asm__ volatile("fxsave %0" : "=m"(t->arch->fpu));
		write_cr0(read_cr0() | CR0_TS);
	} else {
		__asm__ volatile("fxsave %0" : "=m"(t->arch->fpu));
	}
}

void fpu_forget(struct thread *t)
{
	if (owner == t) {
		owner = NULL;
		set_trapping(true);
	}
}

/*
 * An owner that comes back to a trapping FPU traps once when it uses it: most
 * do not before the next switch, and a write of CR0 costs as much.
 */
void fpu_switch(struct thread *next)
{
	if (next != owner)
		set_trapping(true);
}

void fpu_fault(void)
{
	struct arch_thread *a = current->arch;

	KASSERT(trapping);
	set_trapping(false);
	if (owner == current)
		return;
	if (owner != NULL)
		__asm__ volatile("fxsave %0" : "=m"(owner->arch->fpu));
	if (!a->fpu_used) {
		fpu_reset(a);
		a->fpu_used = true;
	}
	__asm__ volatile("fxrstor %0" : : "m"(a->fpu));
	owner = current;
}
