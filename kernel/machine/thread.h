/* SPDX-License-Identifier: MIT */
/* Threads: registers, kernel stacks, and giving the processor from one to
 * another. */
#ifndef KERNEL_MACHINE_THREAD_H
#define KERNEL_MACHINE_THREAD_H

#include "lib/types.h"

struct frame;
struct thread;

/*
 * Stack, registers and pages of a new thread; fills kernel_stack, frame,
 * arch and page.  0 or -ENOMEM.
 */
int arch_thread_create(struct thread *t);
void arch_thread_destroy(struct thread *t);
/* Registers of the running thread, with 0 as the result of its call. */
void arch_thread_fork(struct thread *child);
/* A program's start: at entry, on stack, all else cleared. */
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

#endif
