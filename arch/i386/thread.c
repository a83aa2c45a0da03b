/* SPDX-License-Identifier: MIT */
/*
 * Threads: kernel stacks, thread pages, and the switch to the next thread.
 *
 * Every thread has a page table of its own for the last 4 MB of user
 * addresses: thread page, facts page of its process, clock page and
 * trampoline.  A switch between threads of one process replaces one
 * directory entry and invalidates the pages that differ; only a switch to
 * another address space writes CR3.
 */
#include "access.h"
#include "call/door.h"
#include "pc/clock.h"
#include "gdt.h"
#include "latency.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/signal.h"
#include "machine/thread.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/space.h"
#include "paging.h"
#include "proc/exit.h"
#include "proc/process.h"
#include "stack.h"
#include "thread.h"
#include <faultline/layout.h>

#define LAST_ENTRY (FL_CALL_PAGES_END >> 22)
#define SLOT(page) ((page) >> PAGE_SHIFT & 1023)
#define READ_ONLY  (PTE_PRESENT | PTE_USER)
#define READ_WRITE (PTE_PRESENT | PTE_USER | PTE_WRITE)

_Static_assert(LAST_ENTRY == 767, "the user's last directory entry");
_Static_assert(sizeof(struct arch_thread) < 1024, "room for the stack");

void context_switch(uint32_t *save_esp, uint32_t load_esp);
void thread_start(void);
void kernel_thread_start(void);
extern uint32_t boot_directory[1024];
extern char boot_stack[];

/* Makes context_switch() return to start, with a register for it in ebx. */
static void set_kernel_esp(struct thread *t, void (*start)(void), uint32_t ebx)
{
	uint32_t *sp = (uint32_t *)t->frame;

	*--sp = (uint32_t)start;
	*--sp = 0; /* ebp: the end of backtraces */
	*--sp = ebx;
	*--sp = 0; /* esi */
	*--sp = 0; /* edi */
	t->arch->esp = (uint32_t)sp;
}

static int alloc_stack(struct thread *t)
{
	void *stack = stack_alloc();
	struct arch_thread *a;

	if (!stack)
		return -ENOMEM;
	a = (struct arch_thread *)((char *)stack + KERNEL_STACK_SIZE) - 1;
	t->kernel_stack = stack;
	t->arch = a;
	t->frame = (struct trapframe *)a - 1;
	memset((char *)a + sizeof(a->fpu), 0, sizeof(*a) - sizeof(a->fpu));
	return 0;
}

int arch_thread_create(struct thread *t)
{
	struct frame *page;
	struct arch_thread *a;
	int error = alloc_stack(t);

	if (error)
		return error;
	a = t->arch;
	page = frame_alloc(0);
	if (!page)
		goto no_page;
	a->last_table = paging_table_alloc();
	if (!a->last_table)
		goto no_table;
	a->page_frame = page;
	t->page = frame_address(page);
	t->page->tid = (unsigned)t->tid;
	a->last_table[SLOT(FL_THREAD_PAGE)] =
	    frame_number(page) << PAGE_SHIFT | READ_WRITE;
	a->last_table[SLOT(FL_CLOCK_PAGE)] = clock_page_physical | READ_ONLY;
	a->last_table[SLOT(FL_TRAMPOLINE_PAGE)] =
	    trampoline_page_physical | READ_ONLY;
	set_kernel_esp(t, thread_start, 0);
	return 0;

no_table:
	frame_release(page);
no_page:
	stack_free(t->kernel_stack);
	return -ENOMEM;
}

void arch_thread_first(struct thread *t, void (*function)(void))
{
	set_kernel_esp(t, kernel_thread_start, (uint32_t)function);
}

int arch_thread_kernel(struct thread *t, void (*function)(void))
{
	int error = alloc_stack(t);

	if (error)
		return error;
	set_kernel_esp(t, kernel_thread_start, (uint32_t)function);
	return 0;
}

void arch_thread_set_facts(struct thread *t, struct frame *facts)
{
	t->arch->last_table[SLOT(FL_FACTS_PAGE)] =
	    frame_number(facts) << PAGE_SHIFT | READ_ONLY;
}

void arch_thread_destroy(struct thread *t)
{
	struct arch_thread *a = t->arch;

	KASSERT(t != current && t->kernel_stack);
	if (a->last_table) {
		a->last_table[SLOT(FL_THREAD_PAGE)] = 0;
		a->last_table[SLOT(FL_CLOCK_PAGE)] = 0;
		a->last_table[SLOT(FL_TRAMPOLINE_PAGE)] = 0;
		a->last_table[SLOT(FL_FACTS_PAGE)] = 0;
		paging_table_free(a->last_table);
		frame_release(a->page_frame);
	}
	stack_free(t->kernel_stack);
}

void arch_thread_fork(struct thread *child)
{
	struct arch_thread *to = child->arch;
	const struct arch_thread *from = current->arch;

	to->insn = *access_insn(current);
	*child->frame = *current->frame;
	*child->page = *current->page;
	child->page->tid = (unsigned)child->tid;
	to->tls_base = from->tls_base;
	__asm__("mov %%fs, %0" : "=m"(to->fs));
	__asm__("mov %%gs, %0" : "=m"(to->gs));
	if (from->fpu_used) {
		fpu_save(current);
		memcpy(to->fpu, from->fpu, sizeof(to->fpu));
		to->fpu_used = true;
	}
	/* An instruction that stores the result needs the child's memory, and
	 * so has to wait until the child runs. */
	if (to->insn.operation == INSN_LOAD)
		access_complete(child, 0);
	else
		to->forked = true;
}

/* A new thread comes here first, from entry.asm. */
void thread_started(void);
void thread_started(void)
{
	thread_bury_dead();
	if (current->arch->forked) {
		current->arch->forked = false;
		access_complete(current, 0);
	}
	/* trap_dispatch(), which ends the measurement, is not on its way. */
	if (latency_is_on)
		latency_end();
}

/* Makes t, the idle thread, of what runs on the boot stack. */
void arch_thread_boot(struct thread *t)
{
	static struct arch_thread boot_arch;

	t->arch = &boot_arch;
	t->frame = (struct trapframe *)(boot_stack + KERNEL_STACK_SIZE) - 1;
}

void arch_idle(void)
{
	if (latency_is_on)
		latency_end();
	__asm__ volatile("sti; hlt; cli");
	if (latency_is_on)
		latency_begin(VECTOR_IRQ, 0);
}

void arch_poll_interrupts(void)
{
	if (__builtin_expect(latency_is_on, 0))
		latency_end();
	__asm__ volatile("sti; nop; cli");
	if (__builtin_expect(latency_is_on, 0))
		latency_resume();
}

static void start_frame(struct thread *t, uint32_t eip, uint32_t esp)
{
	*t->frame = (struct trapframe){
		.load = LOAD_NONE,
		.es = USER_DS,
		.ds = USER_DS,
		.eip = eip,
		.cs = USER_CS,
		.eflags = EFLAGS_FIX | EFLAGS_IF,
		.esp = esp,
		.ss = USER_DS,
	};
}

void arch_thread_exec(struct thread *t, uint32_t entry, uint32_t stack)
{
	start_frame(t, entry, stack);
	memset(t->page, 0, PAGE_SIZE); /* the old program left words there */
	t->page->tid = (unsigned)t->tid;
	fpu_forget(t);
	t->arch->fpu_used = false;
	arch_thread_set_tls(t, 0);
	if (t == current)
		__asm__ volatile("mov %w0, %%fs" : : "r"(0));
	t->arch->fs = 0;
}

int arch_thread_enter(struct thread *t, uint32_t entry, uint32_t stack,
		      uint32_t arg)
{
	uint32_t call[2] = { 0, arg }; /* return address, argument */

	stack = (stack & ~15u) - 16 - sizeof(call[0]);
	if (copy_to_user(uaddr(stack), call, sizeof(call)) != 0)
		return -EFAULT;
	start_frame(t, entry, stack);
	return 0;
}

static void load_gs(uint16_t selector)
{
	__asm__ volatile("mov %w0, %%gs" : : "r"((uint32_t)selector));
}

void arch_thread_set_tls(struct thread *t, uint32_t base)
{
	t->arch->tls_base = base;
	t->arch->gs = USER_TLS;
	if (t == current) {
		gdt_set_tls(base);
		load_gs(USER_TLS);
	}
}

static void switch_segments(struct arch_thread *from, struct arch_thread *to)
{
	uint16_t fs, gs;

	__asm__ volatile("mov %%fs, %0" : "=m"(fs));
	__asm__ volatile("mov %%gs, %0" : "=m"(gs));
	from->fs = fs;
	from->gs = gs;
	if (from->tls_base != to->tls_base)
		gdt_set_tls(to->tls_base);
	if (from->tls_base != to->tls_base || gs != to->gs)
		load_gs(to->gs);
	if (fs != to->fs || fs == USER_TLS)
		__asm__ volatile("mov %w0, %%fs" : : "r"((uint32_t)to->fs));
}

call_args *call_arguments;
static uint32_t space_switches;

uint32_t arch_space_switches(void)
{
	return space_switches;
}

/*
 * Switches to the address space and the last table of next, at the least cost.
 * Where the space remains, the TLB may still have the thread page and the facts
 * page of the thread that ran before.
 */
static void switch_memory(struct thread *next)
{
	static uint32_t facts_entry; /* what the TLB may hold */
	struct arch_thread *a = next->arch;
	uint32_t *directory;
	uint32_t entry, facts;

	if (!next->process || !next->process->space)
		return; /* a thread of the kernel runs in any */
	call_arguments = next->page->arg;
	directory = (uint32_t *)next->process->space->tables;
	facts = a->last_table[SLOT(FL_FACTS_PAGE)];
	entry = virt_to_phys(a->last_table) | READ_WRITE;
	if (read_cr3() != virt_to_phys(directory)) {
		directory[LAST_ENTRY] = entry;
		write_cr3(virt_to_phys(directory));
		space_switches++;
		door_limit = next->process->space->door_limit;
	} else if (directory[LAST_ENTRY] != entry) {
		directory[LAST_ENTRY] = entry;
		invlpg(FL_THREAD_PAGE);
		if (facts != facts_entry)
			invlpg(FL_FACTS_PAGE); /* vfork()'s child runs here */
	}
	facts_entry = facts;
}

void arch_space_switch(void)
{
	switch_memory(current);
}

/* TS makes the next thread's first FPU instruction fault; see fpu.c. */
void arch_switch(struct thread *previous, struct thread *next)
{
	switch_memory(next);
	switch_segments(previous->arch, next->arch);
	gdt_set_kernel_stack((uint32_t)(next->frame + 1));
	fpu_switch(previous, next);
	context_switch(&previous->arch->esp, next->arch->esp);
}

uint32_t arch_stack_pointer(const struct thread *t)
{
	return t->frame->esp;
}
