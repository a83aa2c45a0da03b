/* SPDX-License-Identifier: MIT */
/* Moves data between programs and windows, for instructions that access one. */
#include "access.h"
#include "call/cancel.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/oom.h"
#include "proc/signal.h"
#include "proc/wait.h"
#include "thread.h"
#include "trap.h"
#include "window/window.h"
#include <faultline/mman.h>

#define ACCESS_MAX 4u /* bytes in one access of a window without data */

static bool find(uint32_t address, struct window_place *at)
{
	return window_find(current->process->space, address, at);
}

/* An access that crosses a page's end is refused: it may be of two windows. */
static bool crosses_page(uint32_t address, uint32_t n)
{
	return (address & PAGE_MASK) + n > PAGE_SIZE;
}

/*
 * It may be a call, or what the program has in the place of one that was to run
 * again.
 */
static int move(const struct window_place *at, struct access *a, bool store,
		void *data)
{
	int result = -EACCES;

	if (at->prot & (store ? PROT_WRITE : PROT_READ))
		result = store ? window_store(at->window, a, data)
			       : window_load(at->window, a, data);
	call_end(result == -ERESTART);
	return result;
}

/*
 * Was the thread killed while an access of this instruction waited?  Then the
 * instruction's other accesses are not made: one could be a call of fork().
 */
static bool is_over(void)
{
	return current->attention & (ATTENTION_SIGNAL | ATTENTION_EXIT) &&
	       signal_fatal_is_pending();
}

/*
 * Moves the elements one after the other, each as an access of its own.  If one
 * fails that is not the first, returns how many were moved before it, and the
 * caller asks for the rest again.
 *
 * An element may be a call that unmaps the window, or maps another one in its
 * place.  The instruction goes on with the window that it began with, as a
 * processor does with a translation that it has; the caller holds it.
 */
static int move_elements(struct access_context *c,
			 const struct window_place *at, bool store,
			 uint8_t *data, unsigned width, uint32_t count)
{
	uint32_t address = c->address;
	struct access a = { .width = width, .count = 1, .final = c->final };

	if (width > ACCESS_MAX)
		return -EINVAL;
	for (uint32_t i = 0; i < count; i++) {
		int error;

		c->address = address + i * width;
		a.offset = at->offset + i * width;
		if (is_over())
			return i > 0 ? (int)i : c->final ? -EIO : -ERESTART;
		error = move(at, &a, store, data + i * width);
		arch_poll_interrupts(); /* each may be a long call */
		if (error)
			return error != -ECALLDONE && i > 0 ? (int)i : error;
	}
	return 0;
}

static int move_window(struct access_context *c, const struct window_place *at,
		       bool store, void *data, unsigned width, uint32_t count)
{
	struct access a = { at->offset, width, count, c->final };
	int result;

	if (crosses_page(c->address, width * count))
		return -EFAULT;
	window_begin(at->window);
	if (at->window->ops->data)
		result = move(at, &a, store, data);
	else
		result = move_elements(c, at, store, data, width, count);
	window_end();
	return result;
}

static int access_load(void *context, uint32_t address, void *to,
		       unsigned width, uint32_t count)
{
	may_wait();
	struct access_context *c = context;
	struct window_place at;

	c->address = address;
	if (!find(address, &at))
		return copy_from_user(to, uaddr(address), width * count);
	return move_window(c, &at, false, to, width, count);
}

static int access_store(void *context, uint32_t address, const void *from,
			unsigned width, uint32_t count)
{
	may_wait();
	struct access_context *c = context;
	struct window_place at;

	c->address = address;
	if (!find(address, &at))
		return copy_to_user(uaddr(address), from, width * count);
	return move_window(c, &at, true, (void *)from, width, count);
}

/*
 * Lets interrupts in.  Returns true if the thread now has to attend to
 * something, which happens on the way back to the program.
 */
static bool access_pause(void *context)
{
	(void)context;
	arch_poll_interrupts();
	return current->attention != 0;
}

const struct insn_memory access_memory = {
	.load = access_load,
	.store = access_store,
	.pause = access_pause,
};

/* --- An access that ends with a value from elsewhere. --- */

struct insn *access_insn(struct thread *t)
{
	struct insn *insn = &t->arch->insn;
	uint32_t load = t->frame->load;

	if (load <= LOAD_SHORT) {
		insn->length = load == LOAD_SHORT ? 5 : 6;
		insn->operation = INSN_LOAD;
		insn->reg = load % LOAD_SHORT;
		insn->size = 4;
	}
	return insn;
}

struct completion {
	struct thread *thread;
	uint32_t value;
};

/*
 * Does address lie in the window of the access?  Of an INSN_LOAD only register
 * and length may be known, and it has no other memory operand.
 */
static bool is_window(const struct completion *c, uint32_t address)
{
	struct window_place at;

	return access_insn(c->thread)->operation == INSN_LOAD ||
	       window_find(c->thread->process->space, address, &at);
}

static int completion_load(void *context, uint32_t address, void *to,
			   unsigned width, uint32_t count)
{
	const struct completion *c = context;
	uint8_t *bytes = to;

	if (!is_window(c, address))
		return copy_from_user(to, uaddr(address), width * count);
	for (uint32_t i = 0; i < width * count; i++)
		bytes[i] = (uint8_t)(c->value >> 8 * (i % width % 4));
	return 0;
}

static int completion_store(void *context, uint32_t address, const void *from,
			    unsigned width, uint32_t count)
{
	const struct completion *c = context;

	if (is_window(c, address)) {
		c->thread->page->result = c->value;
		return 0;
	}
	return copy_to_user(uaddr(address), from, width * count);
}

static bool completion_pause(void *context)
{
	(void)context;
	return true;
}

/*
 * Only the running thread's memory can be written, so the instruction of any
 * other one must be a load to a register.
 */
void access_complete(struct thread *t, uint32_t value)
{
	static const struct insn_memory memory = {
		.load = completion_load,
		.store = completion_store,
		.pause = completion_pause,
	};
	struct completion c = { t, value };

	KASSERT(t == current || access_insn(t)->operation == INSN_LOAD);
	insn_execute(access_insn(t), t->frame, &memory, &c);
}

void access_signal(struct trapframe *f, int error, uint32_t address)
{
	may_wait();
	switch (error) {
	case -EDOM:
		trap_signal(f, SIGFPE, FPE_INTDIV, f->eip);
		break;
	case -EINVAL:
		trap_signal(f, SIGILL, ILL_ILLADR, address);
		break;
	case -ENXIO:
		trap_signal(f, SIGBUS, BUS_ADRALN, address);
		break;
	case -EIO:
		trap_signal(f, SIGBUS, BUS_OBJERR, address);
		break;
	case -ENOMEM:
		oom_relieve(frames_are_short());
		break;
	default:
		trap_signal(f, SIGSEGV, SEGV_ACCERR, address);
		break;
	}
}
