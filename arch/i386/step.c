/* SPDX-License-Identifier: MIT */
/*
 * x87, MMX and SSE instructions on windows.
 *
 * The operand's bytes are loaded from the window into a frame, which is then
 * mapped where the window lies.  The processor executes the one instruction.
 * The frame is unmapped, and what was written is stored to the window.
 *
 * No other instruction may see the frame.  So the instruction runs with
 * interrupts off and the trap flag on: no other thread runs between the last
 * look at its bytes and the debug exception after it.  Only opcodes of these
 * groups get here.  None of them changes IF or TF, delays a debug exception, or
 * leaves the program.
 */
#include "access.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/mmu.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/wait.h"
#include "step.h"
#include "thread.h"
#include "trap.h"
#include "window/window.h"
#include <faultline/mman.h>

#define STEP_FLAGS ((uint32_t)(EFLAGS_TF | EFLAGS_IF))

static uint8_t *operand(const struct step *s)
{
	return (uint8_t *)frame_address(s->frame) + (s->address & PAGE_MASK);
}

/* The width of the accesses: as much as address and size are multiples of. */
static unsigned unit(const struct step *s)
{
	uint32_t both = s->address | s->size;

	return both & 1 ? 1 : both & 2 ? 2 : 4;
}

/* Moves the operand from the copy to the window (store) or back. */
static int transfer(const struct step *s, bool store, uint32_t *failed)
{
	struct access_context context = { s->address, store };
	unsigned width = unit(s);
	uint32_t n = 0, count = s->size / width;
	int moved = 0;

	while (n < count && moved >= 0) {
		uint32_t address = s->address + n * width;
		uint8_t *data = operand(s) + n * width;

		moved = store ? access_memory.store(&context, address, data,
						    width, count - n)
			      : access_memory.load(&context, address, data,
						   width, count - n);
		n += moved == 0 ? count - n : (uint32_t)moved;
	}
	*failed = context.address;
	return moved < 0 ? moved : 0;
}

/*
 * Can the program go on at once, with the same instruction and the window still
 * there?  Another thread may have had a turn.
 */
static bool ready(const struct trapframe *f, const struct insn *insn,
		  const uint8_t *bytes)
{
	uint8_t now[INSN_MAX];
	struct window_place at;

	if (current->attention & ATTENTION_RESCHEDULE)
		sched_yield();
	return copy_from_user(now, uaddr(f->eip), insn->length) == 0 &&
	       memcmp(now, bytes, insn->length) == 0 &&
	       window_find(current->process->space, insn->memory[0].address,
			   &at) &&
	       current->attention == 0;
}

int step_begin(struct trapframe *f, const struct insn *insn,
	       const uint8_t *bytes, uint32_t *failed)
{
	may_wait();
	struct step *s = &current->arch->step;
	const struct insn_operand *m = &insn->memory[0];
	struct step new = {
		.frame = frame_alloc(0),
		.address = m->address,
		.size = m->size,
		.writes = m->access & INSN_WRITES,
		.eflags = f->eflags & STEP_FLAGS,
	};
	struct window_place at;
	int error = 0;

	KASSERT(!s->frame);
	if (!new.frame)
		return -ENOMEM;
	/* A load finds out itself if it is allowed.  A store happens after the
	 * instruction, which is too late. */
	*failed = m->address;
	if (new.writes &&
	    (!window_find(current->process->space, m->address, &at) ||
	     !(at.prot & PROT_WRITE)))
		error = -EACCES;
	else if (m->access & INSN_READS)
		error = transfer(&new, false, failed);
	if (!error && !ready(f, insn, bytes))
		error = -EAGAIN;
	if (!error)
		error =
		    mmu_map(current->process->space->tables,
			    PAGE_ALIGN_DOWN(m->address), new.frame, PAGE_WRITE);
	if (error) {
		frame_release(new.frame);
		return error;
	}
	*s = new;
	f->eflags = (f->eflags & ~STEP_FLAGS) | EFLAGS_TF;
	return 0;
}

bool step_trap(struct trapframe *f)
{
	struct step *current_step = &current->arch->step;
	struct step s = *current_step;
	uint32_t page = PAGE_ALIGN_DOWN(s.address), failed;
	int error = 0;

	if (f->vector == VECTOR_NO_FPU)
		return false; /* it runs again, with the FPU's state */
	frame_hold(s.frame);
	mmu_unmap_range(current->process->space->tables, page,
			page + PAGE_SIZE);
	current_step->frame = NULL;
	f->eflags = (f->eflags & ~STEP_FLAGS) | s.eflags;
	if (f->vector == VECTOR_DEBUG && s.writes)
		error = transfer(&s, true, &failed);
	frame_release(s.frame);
	if (error)
		access_signal(f, error, failed);
	return f->vector == VECTOR_DEBUG && !(s.eflags & EFLAGS_TF);
}
