/* SPDX-License-Identifier: MIT */
/*
 * Page faults.  The way of each is the same:
 *
 *	classify -> which window? -> decode -> load or store -> write back
 *
 * A load of a call slot by `A1 moffs32` comes here by call_by_load(), from
 * entry.asm, with all steps but the call decided by comparisons.
 */
#include "call/call.h"
#include "lib/arch.h"
#include "mm/space.h"
#include "mm/uaccess.h"
#include "paging.h"
#include "proc/process.h"
#include "proc/signal.h"
#include "thread.h"
#include "trap.h"
#include "window/window.h"
#include <faultline/layout.h>

#define REG_ESP 4

_Static_assert(sizeof(struct insn) == 4, "one word");
_Static_assert(offsetof(struct trapframe, eax) -
		       offsetof(struct trapframe, edi) ==
		   28,
	       "pusha");

enum fault_kind {
	FAULT_WINDOW,	   /* a program's load or store of a window */
	FAULT_FETCH,	   /* a program runs into a window */
	FAULT_MEMORY,	   /* a program's memory: fill, copy, grow, or error */
	FAULT_USER_ACCESS, /* the kernel's access to a program's memory */
	FAULT_BUG,	   /* anything else in the kernel */
};

static enum fault_kind classify(const struct trapframe *f, uint32_t address)
{
	bool in_window =
	    address >= FL_PAGE_TABLE_WINDOW && address < FL_CALL_PAGES_END;

	if (!frame_is_user(f)) {
		if (address < FL_USER_END && current->process != NULL)
			return FAULT_USER_ACCESS;
		return FAULT_BUG;
	}
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
		process_kill_for_memory();
	else if (error == -ENXIO)
		trap_signal(f, SIGBUS, BUS_ADRERR, address);
	else
		trap_signal(f, SIGSEGV,
			    error == -EACCES ? SEGV_ACCERR : SEGV_MAPERR,
			    address);
}

/*
 * Copies the instruction once and decodes it.  What it does must be what
 * the processor faulted for: another thread may have rewritten it since.
 */
static int decode_access(struct trapframe *f, uint32_t fault_address,
			 struct access *a, struct insn *insn, uint32_t *value)
{
	struct arch_thread *arch = current->arch;
	struct segment_bases bases = { arch->tls_base, arch->tls_base };
	uint8_t bytes[INSN_MAX];
	uint32_t address, length = PAGE_SIZE - (f->eip & PAGE_MASK);
	int error;

	length = MIN(length, (uint32_t)INSN_MAX);
	if (copy_from_user(bytes, uaddr(f->eip), length) != 0)
		return -EFAULT;
	if (length < INSN_MAX &&
	    copy_from_user(bytes + length, uaddr(f->eip + length),
			   INSN_MAX - length) == 0)
		length = INSN_MAX;
	error = insn_decode(bytes, length, f, &bases, insn, &address, value);
	if (error)
		return error;
	a->width = insn->memory_size;
	a->count = 1;
	if (address != fault_address ||
	    (insn->operation == INSN_STORE) != !!(f->error & PF_WRITE))
		return -EFAULT;
	if ((address & PAGE_MASK) + a->width > PAGE_SIZE)
		return -EFAULT;
	return 0;
}

static void window_fault(struct trapframe *f, uint32_t address)
{
	struct window_place at;
	struct access a;
	struct insn insn;
	uint32_t value = 0;
	int result;

	if (!window_find(current->process->space, address, &at)) {
		trap_signal(f, SIGSEGV, SEGV_MAPERR, address);
		return;
	}
	a.offset = at.offset;
	result = decode_access(f, address, &a, &insn, &value);
	if (result == 0) {
		current->arch->insn = insn;
		if (insn.operation == INSN_STORE)
			result = at.window->ops->store(at.window, &a, &value);
		else
			result = at.window->ops->load(at.window, &a, &value);
	}
	switch (result) {
	case 0:
		access_complete(current, value);
		break;
	case -ERESTART:
	case -ECALLDONE:
		break;
	case -EINVAL:
		trap_signal(f, SIGILL, ILL_ILLADR, address);
		break;
	case -ENXIO:
		trap_signal(f, SIGBUS, BUS_ADRALN, address);
		break;
	default:
		trap_signal(f, SIGSEGV, SEGV_ACCERR, address);
		break;
	}
}

/* A call that did not give a value: it runs again, or is a signal. */
static void call_failed(struct trapframe *f, uint32_t offset, int result)
{
	uint32_t address = FL_CALL_PAGES + offset;

	if (result == -ERESTART || result == -ECALLDONE)
		return;
	if (result == -ENXIO)
		trap_signal(f, SIGBUS, BUS_ADRALN, address);
	else
		trap_signal(f, SIGSEGV, SEGV_ACCERR, address);
}

/*
 * The common call: see trap_page in entry.asm.  load is a struct insn, a
 * load of 4 bytes into a register; pusha stored that register 4 * reg bytes
 * below eax.
 */
void __attribute__((regparm(3)))
call_by_load(struct trapframe *f, uint32_t offset, uint32_t load);
void __attribute__((regparm(3)))
call_by_load(struct trapframe *f, uint32_t offset, uint32_t load)
{
	uint32_t value;
	int result;

	*(uint32_t *)&current->arch->insn = load;
	result = call_run(offset, &value);
	if (__builtin_expect(result != 0, 0)) {
		call_failed(f, offset, result);
		return;
	}
	if (__builtin_expect((load >> 16 & 7) == REG_ESP, 0))
		f->esp = value;
	else
		(&f->eax)[-(int)(load >> 16 & 7)] = value;
	f->eip += load & 15;
}

void access_complete(struct thread *t, uint32_t value)
{
	insn_finish(&t->arch->insn, t->frame, value);
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
	case FAULT_MEMORY:
		error = space_fault(address, access_of(f->error), f->esp);
		if (error == -EXDEV)
			window_fault(f, address);
		else if (error)
			memory_error(f, error, address);
		break;
	case FAULT_USER_ACCESS:
		error = space_fault(address, access_of(f->error),
				    current->frame->esp);
		if (error && !trap_fixup(f))
			trap_panic(f, address);
		break;
	case FAULT_BUG:
		trap_panic(f, address);
	}
}
