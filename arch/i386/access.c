/* SPDX-License-Identifier: MIT */
/* Moves the data of instructions that touch a window. */
#include "access.h"
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

/* An element that crosses a page belongs to no window. */
static bool crosses_page(uint32_t address, uint32_t n)
{
	return (address & PAGE_MASK) + n > PAGE_SIZE;
}

static int move(const struct window_place *at, struct access *a, bool store,
		void *data)
{
	if (!(at->prot & (store ? PROT_WRITE : PROT_READ)))
		return -EACCES;
	return store ? window_store(at->window, a, data)
		     : window_load(at->window, a, data);
}

/*
 * Has the thread been killed while an access of this instruction waited?  Then
 * the others are not made: a call among them could be fork().
 */
static bool is_over(void)
{
	return current->attention & (ATTENTION_SIGNAL | ATTENTION_EXIT) &&
	       signal_fatal_is_pending();
}

/*
 * The elements one after the other.  When one fails behind the first, those
 * before it count, and it is asked for again.
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

/* Interrupts are taken here; what they want done is done on the way out. */
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

/* There is no more of an INSN_LOAD than its register and length. */
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

/* Of a thread that does not run only registers can be written. */
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
