/* SPDX-License-Identifier: MIT */
/* Signal handlers: the frames on programs' stacks. */
#ifndef KERNEL_MACHINE_SIGNAL_H
#define KERNEL_MACHINE_SIGNAL_H

#include "lib/types.h"
#include <faultline/signal.h>

struct thread;

/*
 * Makes the thread's program run the handler of action: puts a frame on its
 * stack, or on its signal stack if on_signal_stack says so.  restore is the
 * mask after the handler.  0; -EFAULT: there is no stack for the frame;
 * -ENOMEM: there is no memory for the stack, and a second try may find some.
 */
int arch_signal_enter(struct thread *t, const struct fl_sigaction *action,
		      const struct fl_siginfo *info, fl_sigset_t restore,
		      bool on_signal_stack);
/*
 * Takes the frame back, from the stack pointer of the thread's program.  The
 * program may have changed all of it.  *blocked and *stack are the mask and the
 * signal stack that the caller restores.  0 or -EFAULT.
 */
int arch_signal_return(struct thread *t, fl_sigset_t *blocked,
		       struct fl_stack *stack);
/* The stack pointer of the thread's program. */
uint32_t arch_stack_pointer(const struct thread *t);

#endif
