/* SPDX-License-Identifier: MIT */
/* Threads: their registers and kernel stacks, and the switch between them. */
#ifndef KERNEL_MACHINE_THREAD_H
#define KERNEL_MACHINE_THREAD_H

#include "lib/types.h"

struct frame;
struct thread;

/*
 * Makes a new thread's kernel stack, saved registers and thread page, and sets
 * kernel_stack, frame, arch and page of t.  0 or -ENOMEM.
 */
int arch_thread_create(struct thread *t);
void arch_thread_destroy(struct thread *t); /* t does not run */
/* child gets the running thread's registers, with 0 as its call's result. */
void arch_thread_fork(struct thread *child);
/* t starts a program at entry, on stack, with all other registers cleared. */
void arch_thread_exec(struct thread *t, uint32_t entry, uint32_t stack);
/* t, a new thread of its program, runs entry(arg) on stack: 0 or -EFAULT. */
int arch_thread_enter(struct thread *t, uint32_t entry, uint32_t stack,
		      uint32_t arg);
/* The address by which t's program finds the thread's own variables. */
void arch_thread_set_tls(struct thread *t, uint32_t base);
/* t starts in the kernel, in function, which executes a program in it. */
void arch_thread_first(struct thread *t, void (*function)(void));
/* idle becomes the thread that runs now, on the stack of the boot. */
void arch_thread_boot(struct thread *idle);
/* t, a thread of the kernel's own, runs function for ever: 0 or -ENOMEM. */
int arch_thread_kernel(struct thread *t, void (*function)(void));
/* Shows t's program the facts page of its process (fork, vfork). */
void arch_thread_set_facts(struct thread *t, struct frame *facts);
/* To be called when the running process has got another address space. */
void arch_space_switch(void);
/* How often the processor has switched to another address space. */
uint32_t arch_space_switches(void);
/* Gives the CPU to next; returns when somebody gives it back. */
void arch_switch(struct thread *previous, struct thread *next);
/* Stops the processor until an interrupt has been handled. */
void arch_idle(void);

#endif
