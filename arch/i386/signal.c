/* SPDX-License-Identifier: MIT */
/* Signal delivery: the frame on a program's stack, and its registers. */
#include "cpu.h"
#include "lib/string.h"
#include "machine/signal.h"
#include "machine/uaccess.h"
#include "mm/object.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/thread.h"
#include "thread.h"
#include <faultline/layout.h>

#define UC_HAS_FPU 1

/*
 * What a handler finds at its stack pointer, as if the trampoline had called
 * handler(sig, info, context).
 */
struct signal_frame {
	uint32_t return_address;
	uint32_t sig;
	uint32_t info_pointer;
	uint32_t context_pointer;
	struct fl_siginfo info;
	uint32_t reserved; /* 0 */
	struct fl_ucontext context;
};

_Static_assert(sizeof(struct signal_frame) == 5 * 4 +
						  sizeof(struct fl_siginfo) +
						  sizeof(struct fl_ucontext),
	       "no byte that is not written");
_Static_assert(offsetof(struct fl_thread_page, tid) == 9 * 4, "slots");

static void save_context(struct thread *t, struct fl_ucontext *uc,
			 fl_sigset_t restore)
{
	const struct trapframe *f = t->frame;
	uint16_t fs, gs;

	__asm__("mov %%fs, %0" : "=m"(fs));
	__asm__("mov %%gs, %0" : "=m"(gs));
	uc->uc_flags = 0;
	uc->uc_link = 0;
	uc->uc_stack = t->signal_stack;
	uc->uc_sigmask = restore;
	uc->uc_mcontext = (struct fl_mcontext){
		.gs = gs,
		.fs = fs,
		.es = f->es & 0xffff,
		.ds = f->ds & 0xffff,
		.edi = f->edi,
		.esi = f->esi,
		.ebp = f->ebp,
		.esp = f->esp,
		.ebx = f->ebx,
		.edx = f->edx,
		.ecx = f->ecx,
		.eax = f->eax,
		.trapno = f->vector,
		.err = f->error,
		.eip = f->eip,
		.cs = f->cs,
		.eflags = f->eflags,
	};
	memcpy(uc->slots, t->page, sizeof(uc->slots));
	memset(uc->uc_reserved, 0, sizeof(uc->uc_reserved));
	if (t->arch->fpu_used) {
		fpu_save(t);
		memcpy(uc->fpu, t->arch->fpu, sizeof(uc->fpu));
		uc->uc_flags = UC_HAS_FPU;
	}
}

static int provide_page(uint32_t address, uint32_t esp)
{
	struct region *r =
	    space_lookup_fault(current->process->space, address, esp);

	if (!r || object_is_window(r->object))
		return -EFAULT;
	return space_fault(r, address, SPACE_WRITE);
}

/* Makes the pages for a frame of size bytes at sp present.  0 or -errno. */
static int provide_stack(uint32_t sp, size_t size, uint32_t esp)
{
	int error = provide_page(sp, esp);

	return error < 0 ? error : provide_page(sp + size - 1, esp);
}

int arch_signal_enter(struct thread *t, const struct fl_sigaction *action,
		      const struct fl_siginfo *info, fl_sigset_t restore,
		      bool on_signal_stack)
{
	struct signal_frame frame;
	struct trapframe *f = t->frame;
	uint32_t sp = f->esp;
	size_t size = sizeof(frame);

	if (on_signal_stack)
		sp = t->signal_stack.ss_sp + t->signal_stack.ss_size;
	sp = ((sp - size + 4) & ~15u) - 4;
	frame.return_address = FL_TRAMPOLINE_PAGE;
	frame.sig = (uint32_t)info->si_signo;
	frame.info_pointer = sp + offsetof(struct signal_frame, info);
	frame.context_pointer = sp + offsetof(struct signal_frame, context);
	frame.info = *info;
	frame.reserved = 0;
	save_context(t, &frame.context, restore);
	if (!(frame.context.uc_flags & UC_HAS_FPU))
		size -= sizeof(frame.context.fpu);
	if (copy_to_user(uaddr(sp), &frame, size) != 0) {
		/* Nothing waits between this and the copy, so one more try
		 * is enough. */
		int error = provide_stack(sp, size, f->esp);

		if (error == -ENOMEM)
			return error;
		if (error < 0 || copy_to_user(uaddr(sp), &frame, size) != 0)
			return -EFAULT;
	}
	f->esp = sp;
	f->eip = action->handler;
	f->eflags &= ~(uint32_t)(EFLAGS_TF | EFLAGS_DF);
	f->ds = f->es = USER_DS;
	/* Handlers may be fastcall or regparm functions. */
	f->eax = frame.sig;
	f->edx = frame.info_pointer;
	f->ecx = frame.context_pointer;
	return 0;
}

/* The selector if a program may load it, else the flat data segment's. */
static uint32_t safe_selector(uint32_t selector)
{
	selector &= 0xffff;
	if (selector <= 3 || selector == USER_TLS || selector == USER_CS)
		return selector;
	return USER_DS;
}

/*
 * Gives the thread the FPU state of a signal frame.  amid is true if the signal
 * came by an interrupt: then the next instruction may use the FPU, and the
 * state is loaded at once.
 */
static void restore_fpu(struct thread *t, const uint8_t *state, bool amid)
{
	struct arch_thread *a = t->arch;
	uint32_t *mxcsr = (uint32_t *)(a->fpu + 24);
	uint32_t mask;

	fpu_reset(a);
	mask = *(uint32_t *)(a->fpu + 28); /* MXCSR_MASK */
	memcpy(a->fpu, state, sizeof(a->fpu));
	*mxcsr &= mask ? mask : 0xffbf; /* reserved bits would fault */
	a->fpu_used = true;
	if (amid)
		fpu_load(t);
	else
		fpu_forget(t);
}

int arch_signal_return(struct thread *t, fl_sigset_t *blocked,
		       struct fl_stack *stack)
{
	struct signal_frame frame;
	struct fl_ucontext *uc = &frame.context;
	const struct fl_mcontext *m = &uc->uc_mcontext;
	struct trapframe *f = t->frame;
	size_t size = sizeof(frame) - sizeof(uc->fpu);
	struct uaddr at = uaddr(f->esp - sizeof(frame.return_address));

	if (copy_from_user(&frame, at, size) != 0)
		return -EFAULT;
	if (uc->uc_flags & UC_HAS_FPU) {
		if (copy_from_user(uc->fpu, uaddr_add(at, size),
				   sizeof(uc->fpu)) != 0)
			return -EFAULT;
		restore_fpu(t, uc->fpu, m->trapno >= VECTOR_IRQ);
	}
	*f = (struct trapframe){
		.load = LOAD_NONE,
		.es = safe_selector(m->es),
		.ds = safe_selector(m->ds),
		.edi = m->edi,
		.esi = m->esi,
		.ebp = m->ebp,
		.ebx = m->ebx,
		.edx = m->edx,
		.ecx = m->ecx,
		.eax = m->eax,
		.eip = m->eip,
		.cs = USER_CS,
		.esp = m->esp,
		.ss = USER_DS,
		.eflags = (m->eflags & EFLAGS_USER) | EFLAGS_FIX | EFLAGS_IF,
	};
	__asm__ volatile("mov %w0, %%fs" : : "r"(safe_selector(m->fs)));
	__asm__ volatile("mov %w0, %%gs" : : "r"(safe_selector(m->gs)));
	memcpy(t->page, uc->slots, sizeof(uc->slots));
	*blocked = uc->uc_sigmask;
	*stack = uc->uc_stack;
	return 0;
}
