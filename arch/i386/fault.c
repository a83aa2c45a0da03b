/* SPDX-License-Identifier: MIT */
/*
 * Page faults.  An access to a window takes these steps:
 *
 *	classify -> region -> a page
 *			or a window: decode -> load or store -> write back
 *
 * For the usual loads of a call slot, door.asm decides all of that by a few
 * comparisons and runs the call.  Such a load comes here only if it fails.
 */
#include "access.h"
#include "call/run.h"
#include "farreturn.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/object.h"
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
	FAULT_PROGRAM, /* a program's access to a page, or to a window */
	FAULT_SMAP, /* a program's access that was made as the supervisor's */
	FAULT_USER_ACCESS, /* the kernel's access to a program's memory */
	FAULT_BUG,	   /* anything else in the kernel */
};

static enum fault_kind classify(const struct trapframe *f, uint32_t address)
{
	uint32_t error = f->error;

	if (!frame_is_user(f)) {
		if (address < FL_USER_END && current->process &&
		    trap_is_user_access(f))
			return FAULT_USER_ACCESS;
		return FAULT_BUG;
	}
	if ((error & (PF_USER | PF_PRESENT)) == PF_PRESENT &&
	    address < FL_USER_END)
		return FAULT_SMAP;
	return FAULT_PROGRAM;
}

static enum space_access access_of(uint32_t error)
{
	return error & PF_WRITE ? SPACE_WRITE : SPACE_READ;
}

/* A page of the program's: it is filled, or copied, or there is a signal. */
static void memory_fault(struct trapframe *f, struct region *r,
			 uint32_t address)
{
	int error = space_fault(r, address, access_of(f->error));

	if (error == -ENOMEM)
		oom_relieve(frames_are_short());
	else if (error == -ENXIO)
		trap_signal(f, SIGBUS, BUS_ADRERR, address);
	else if (error)
		trap_signal(f, SIGSEGV, SEGV_ACCERR, address);
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

/*
 * Carries out an instruction that accessed a window.  data: the window holds
 * data.
 */
static void window_fault(struct trapframe *f, uint32_t address, bool data)
{
	struct access_context context = { address, false };
	struct insn *insn = &current->arch->insn;
	uint8_t bytes[INSN_MAX];
	int result;

	result = decode_access(f, address, bytes, insn);
	if (result == 0 && insn->operation != INSN_STEP)
		result = insn_execute(insn, f, &access_memory, &context);
	else if (result == 0 && data)
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

/* The region that lies there has a page for the program, or an answer. */
static void program_fault(struct trapframe *f, uint32_t address)
{
	struct region *r =
	    space_lookup_fault(current->process->space, address, f->esp);

	if (!r)
		trap_signal(f, SIGSEGV, SEGV_MAPERR, address);
	else if (!object_is_window(r->object))
		memory_fault(f, r, address);
	else if (address == f->eip) /* it runs into a window */
		trap_signal(f, SIGSEGV, SEGV_ACCERR, address);
	else
		window_fault(f, address, r->object->ops->data);
}

/*
 * Ends a call that trap_page (door.asm) began and whose handler returned an
 * error.  call_fail() says what the program's register gets, if anything.
 */
void call_by_load_failed(struct trapframe *f, long result);
void call_by_load_failed(struct trapframe *f, long result)
{
	uint32_t value;

	call_end(result == -ERESTART);
	if (call_fail((int)-result, &value) != 0)
		return;
	(&f->eax)[-(int)(f->load % LOAD_SHORT)] = value;
	f->eip += f->load == LOAD_SHORT ? 5 : 6;
}

void page_fault(struct trapframe *f, uint32_t address)
{
	int error;

	switch (classify(f, address)) {
	case FAULT_PROGRAM:
		program_fault(f, address);
		break;
	case FAULT_SMAP:
		if (!far_return(f))
			trap_signal(f, SIGSEGV, SEGV_ACCERR, address);
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
