/* SPDX-License-Identifier: MIT */
/*
 * Page faults.  An access to a window takes these steps:
 *
 *	classify -> which window? -> decode -> load or store -> write back
 *
 * For the usual loads of a call slot, door.asm decides all of that by a few
 * comparisons and runs the call.  Such a load comes here only if it fails.
 */
#include "access.h"
#include "call/run.h"
#include "farreturn.h"
#include "machine/uaccess.h"
#include "mm/space.h"
#include "paging.h"
#include "proc/process.h"
#include "proc/oom.h"
#include "proc/signal.h"
#include "step.h"
#include "thread.h"
#include "trap.h"
#include "window/window.h"
#include <faultline/layout.h>

_Static_assert(offsetof(struct trapframe, eax) -
		       offsetof(struct trapframe, edi) ==
		   28,
	       "pusha");

enum fault_kind {
	FAULT_WINDOW, /* a program's load or store of a window */
	FAULT_FETCH,  /* a program runs into a window */
	FAULT_SMAP,   /* a program's access that was made as the supervisor's */
	FAULT_MEMORY, /* a program's memory: fill, copy, grow, or error */
	FAULT_USER_ACCESS, /* the kernel's access to a program's memory */
	FAULT_BUG,	   /* anything else in the kernel */
};

static enum fault_kind classify(const struct trapframe *f, uint32_t address)
{
	uint32_t error = f->error;
	bool in_window =
	    address >= FL_PAGE_TABLE_WINDOW && address < FL_CALL_PAGES_END;

	if (!frame_is_user(f)) {
		if (address < FL_USER_END && current->process &&
		    trap_is_user_access(f))
			return FAULT_USER_ACCESS;
		return FAULT_BUG;
	}
	if ((error & (PF_USER | PF_PRESENT)) == PF_PRESENT &&
	    address < FL_USER_END)
		return FAULT_SMAP;
	if (!in_window)
		return FAULT_MEMORY;
	return address == f->eip ? FAULT_FETCH : FAULT_WINDOW;
}

static enum space_access access_of(uint32_t error)
{
	return error & PF_WRITE ? SPACE_WRITE : SPACE_READ;
}

/* The signal for a page that space_fault() could not provide. */
static void memory_error(struct trapframe *f, int error, uint32_t address)
{
	if (error == -ENOMEM)
		oom_relieve();
	else if (error == -ENXIO)
		trap_signal(f, SIGBUS, BUS_ADRERR, address);
	else
		trap_signal(f, SIGSEGV,
			    error == -EACCES ? SEGV_ACCERR : SEGV_MAPERR,
			    address);
}

/* FS and GS are not in the trap frame: the kernel leaves them as they are. */
static uint16_t live_selector(enum segment segment)
{
	uint16_t selector;

	if (segment == FS)
		__asm__ volatile("mov %%fs, %0" : "=m"(selector));
	else
		__asm__ volatile("mov %%gs, %0" : "=m"(selector));
	return selector;
}

/*
 * Fills *m with all that decides what an instruction means, but the registers.
 */
static void describe_machine(const struct trapframe *f, struct insn_machine *m)
{
	*m = (struct insn_machine){
		.selector = {
			[ES] = (uint16_t)f->es, [CS] = (uint16_t)f->cs,
			[SS] = (uint16_t)f->ss, [DS] = (uint16_t)f->ds,
			[FS] = live_selector(FS), [GS] = live_selector(GS),
		},
		.popcnt = cpu.popcnt,
		.tzcnt = cpu.bmi1,
		.lzcnt = cpu.lzcnt,
		.movbe = cpu.movbe,
	};
	for (unsigned i = 0; i < SEGMENTS; i++)
		if ((m->selector[i] | 3) == USER_TLS)
			m->base[i] = current->arch->tls_base;
}

/*
 * Can the processor have faulted for this operand, at this address and in this
 * direction?  For an operand that is read and written it may report either.
 * For one of many words (INSN_STEP) any byte may be the first that it tried.
 */
static bool explains(const struct insn *insn, const struct insn_operand *m,
		     uint32_t address, uint32_t error)
{
	uint32_t reach = insn->operation == INSN_STEP ? m->size : 1u;

	return address - m->address < reach &&
	       m->access & (error & PF_WRITE ? INSN_WRITES : INSN_READS) &&
	       (m->address & PAGE_MASK) + m->size <= PAGE_SIZE;
}

/*
 * Copies the instruction to bytes and decodes it.  Another thread may have
 * rewritten it since the fault, so it must fit the fault's address and
 * direction.  0; -EFAULT: it does not, or is not there; or insn_decode()'s
 * error.
 */
static int decode_access(struct trapframe *f, uint32_t address,
			 uint8_t bytes[INSN_MAX], struct insn *insn)
{
	struct insn_machine machine;
	uint32_t length = PAGE_SIZE - (f->eip & PAGE_MASK);
	int error;

	length = MIN(length, (uint32_t)INSN_MAX);
	if (copy_from_user(bytes, uaddr(f->eip), length) != 0)
		return -EFAULT;
	if (length < INSN_MAX &&
	    copy_from_user(bytes + length, uaddr(f->eip + length),
			   INSN_MAX - length) == 0)
		length = INSN_MAX;
	describe_machine(f, &machine);
	error = insn_decode(bytes, length, f, &machine, insn);
	if (error)
		return error;
	if (!explains(insn, &insn->memory[0], address, f->error) &&
	    !explains(insn, &insn->memory[1], address, f->error))
		return -EFAULT;
	return 0;
}

/* Carries out an instruction that accessed a window. */
static void window_fault(struct trapframe *f, uint32_t address)
{
	struct access_context context = { address, false };
	struct insn *insn = &current->arch->insn;
	uint8_t bytes[INSN_MAX];
	struct window_place at;
	int result;

	if (!window_find(current->process->space, address, &at)) {
		trap_signal(f, SIGSEGV, SEGV_MAPERR, address);
		return;
	}
	result = decode_access(f, address, bytes, insn);
	if (result == 0 && insn->operation != INSN_STEP)
		result = insn_execute(insn, f, &access_memory, &context);
	else if (result == 0 && at.window->ops->data)
		result = step_begin(f, insn, bytes, &context.address);
	else if (result == 0)
		result = -EINVAL;
	switch (result) {
	case 0:
	case -EAGAIN:
	case -ERESTART:
	case -ECALLDONE:
		break;
	default:
		access_signal(f, result, context.address);
		break;
	}
}

/*
 * Ends a call that trap_page (door.asm) began and whose handler returned an
 * error.  call_fail() says what the program's register gets, if anything.
 */
void call_by_load_failed(struct trapframe *f, long result);
void call_by_load_failed(struct trapframe *f, long result)
{
	uint32_t value;

	if (call_fail((int)-result, &value) != 0)
		return;
	(&f->eax)[-(int)(f->load % LOAD_SHORT)] = value;
	f->eip += f->load == LOAD_SHORT ? 5 : 6;
}

void page_fault(struct trapframe *f, uint32_t address)
{
	int error;

	switch (classify(f, address)) {
	case FAULT_WINDOW:
		window_fault(f, address);
		break;
	case FAULT_FETCH:
		trap_signal(f, SIGSEGV, SEGV_ACCERR, address);
		break;
	case FAULT_SMAP:
		if (!far_return(f))
			trap_signal(f, SIGSEGV, SEGV_ACCERR, address);
		break;
	case FAULT_MEMORY:
		error = space_fault(address, access_of(f->error), f->esp);
		if (error == -EXDEV)
			window_fault(f, address);
		else if (error)
			memory_error(f, error, address);
		break;
	case FAULT_USER_ACCESS:
		error = space_fault_in_call(address, access_of(f->error),
					    current->frame->esp);
		if (error && !trap_fixup(f))
			trap_panic(f, address);
		break;
	case FAULT_BUG:
		trap_panic(f, address);
	}
}
