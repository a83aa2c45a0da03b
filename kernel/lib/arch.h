/* SPDX-License-Identifier: MIT */
/*
 * What the kernel asks of an architecture, and what it gives it.  All that
 * knows registers, page table bits or ports is behind this header.
 */
#ifndef KERNEL_LIB_ARCH_H
#define KERNEL_LIB_ARCH_H

#include "lib/types.h"
#include <faultline/signal.h>

struct access;
struct frame;
struct page_tables;
struct process;
struct thread;

/* --- Memory: page tables. --- */

/* What a page table entry allows, besides being read. */
enum page_flag {
	PAGE_WRITE = 1,
	PAGE_ACCESSED = 2, /* results only */
	PAGE_DIRTY = 4,	   /* results only */
};

/* NULL: out of memory. */
struct page_tables *mmu_create(void);
/* All of the program's pages must have been unmapped. */
void mmu_destroy(struct page_tables *pt);

/*
 * Maps f at address; takes over the caller's reference.  An entry that was
 * there is replaced and its frame released.  0 or -ENOMEM.
 */
int mmu_map(struct page_tables *pt, uint32_t address, struct frame *f,
	    unsigned flags);
/* The frame at address and its flags, or NULL. */
struct frame *mmu_lookup(struct page_tables *pt, uint32_t address,
			 unsigned *flags);
/* Changes what an entry that is there allows. */
void mmu_protect(struct page_tables *pt, uint32_t address, unsigned flags);
/* Takes write permission away in [start, end). */
void mmu_protect_range(struct page_tables *pt, uint32_t start, uint32_t end);
/* PROT_NONE: makes the pages of [start, end) unusable, and usable again. */
void mmu_hide_range(struct page_tables *pt, uint32_t start, uint32_t end);
void mmu_show_range(struct page_tables *pt, uint32_t start, uint32_t end);
/* Unmaps [start, end), releasing the frames; returns how many there were. */
uint32_t mmu_unmap_range(struct page_tables *pt, uint32_t start, uint32_t end);
/*
 * Gives to the pages that from has in [start, end), taking write permission
 * away in both where copy_on_write is set.  0 or -ENOMEM (some are copied).
 * *count grows by the number of pages.
 */
int mmu_copy_range(struct page_tables *to, struct page_tables *from,
		   uint32_t start, uint32_t end, bool copy_on_write,
		   uint32_t *count);
/* After mmu_copy_range() took permissions away from the running program. */
void mmu_flush(struct page_tables *pt);
/* Makes the page tables for [start, end), as far as they are missing. */
int mmu_reserve(struct page_tables *pt, uint32_t start, uint32_t end);
/* Moves the entry at from, if any, to the place to, empty and reserved. */
void mmu_move(struct page_tables *pt, uint32_t from, uint32_t to);
/* Pages that hold page tables and directories, all together. */
uint32_t mmu_pages(void);

/* Frames by the page: zeroed, copied. */
void page_clear(void *page);
void page_copy(void *to, const void *from);

/* --- Threads. --- */

/*
 * Stack, registers and pages of a new thread; fills kernel_stack, frame,
 * arch and page.  0 or -ENOMEM.
 */
int arch_thread_create(struct thread *t);
void arch_thread_destroy(struct thread *t);
/* Registers of the running thread, with 0 as the result of its call. */
void arch_thread_fork(struct thread *child);
/* A program's start: entry(eip) on stack, all else cleared. */
void arch_thread_exec(struct thread *t, uint32_t entry, uint32_t stack);
/* A new thread of a program: entry(arg) on stack. */
int arch_thread_enter(struct thread *t, uint32_t entry, uint32_t stack,
		      uint32_t arg);
void arch_thread_set_tls(struct thread *t, uint32_t base);
/* A program's thread that starts in the kernel, at function, which execs. */
void arch_thread_first(struct thread *t, void (*function)(void));
/* What runs now becomes the idle thread. */
void arch_thread_boot(struct thread *idle);
/* A thread of the kernel's own: runs function, which never returns. */
int arch_thread_kernel(struct thread *t, void (*function)(void));
/* The facts page of t's process changed hands (fork, vfork). */
void arch_thread_set_facts(struct thread *t, struct frame *facts);
/* The running process has another address space now. */
void arch_space_switch(void);
/* How often the processor was given another address space. */
uint32_t arch_space_switches(void);
/* Gives the CPU to next; returns when somebody gives it back. */
void arch_switch(struct thread *previous, struct thread *next);
/* Waits for an interrupt, with interrupts on. */
void arch_idle(void);
/* Takes the interrupts that are waiting. */
void arch_poll_interrupts(void);

/* --- The call that a thread is in. --- */

/* Writes value to the destination of the access and steps past it. */
void access_complete(struct thread *t, uint32_t value);

/* --- Signals. --- */

/*
 * Makes the thread's program run the handler.  -EFAULT: no stack to put
 * the frame on.
 */
int arch_signal_enter(struct thread *t, const struct fl_sigaction *action,
		      const struct fl_siginfo *info, fl_sigset_t restore,
		      bool on_signal_stack);
/* Takes the frame back; *blocked is the mask to restore. 0 or -EFAULT. */
int arch_signal_return(struct thread *t, fl_sigset_t *blocked,
		       struct fl_stack *stack);
uint32_t arch_stack_pointer(const struct thread *t);

/* --- Time. --- */

/* Asks for clock_interrupt() at the monotonic time deadline, or earlier. */
void arch_timer_set(int64_t deadline);
/* Moves the clock page's base to now. */
void arch_clock_update(void);
/* The facts about the system in the clock page. */
struct fl_system_facts *arch_system_facts(void);
/* Called by the architecture; user: was a program running? */
void clock_interrupt(bool user);

/* --- The machine. --- */

/* Ports, if the machine has such: width is 1, 2 or 4. */
uint32_t arch_port_in(uint16_t port, unsigned width);
void arch_port_out(uint16_t port, unsigned width, uint32_t value);

/* From now on the longest time with interrupts off is told (`latency'). */
void arch_measure_latency(void);
/* Whatever thread_attend() did is over, and the program goes on. */
void arch_latency_end(void);

void arch_entropy(void *to, size_t n);
_Noreturn void arch_power_off(void);
_Noreturn void arch_restart(void);
_Noreturn void arch_halt(void);
/* Ends the emulator with a status, where there is one; else powers off. */
_Noreturn void arch_exit(int status);
const char *arch_cpu_name(void);
/* For ktest: single-steps the kernel; false: it goes on doing so. */
bool arch_step_kernel(void);
/* The return addresses of up to count callers, the nearest first. */
void arch_callers(uint32_t *to, unsigned count);

#endif
