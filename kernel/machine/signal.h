/* SPDX-License-Identifier: MIT */
/* Signal handlers: the frames on programs' stacks. */
#ifndef KERNEL_MACHINE_SIGNAL_H
#define KERNEL_MACHINE_SIGNAL_H

#include "lib/types.h"
#include <faultline/signal.h>

struct thread;

/*
 * Makes the thread's program run the handler.  -EFAULT: no stack to put
 * the frame on; -ENOMEM: no memory for the stack, and a second try may find
 * some.
 */
int arch_signal_enter(struct thread *t, const struct fl_sigaction *action,
		      const struct fl_siginfo *info, fl_sigset_t restore,
		      bool on_signal_stack);
/* Takes the frame back; *blocked is the mask to restore. 0 or -EFAULT. */
int arch_signal_return(struct thread *t, fl_sigset_t *blocked,
		       struct fl_stack *stack);
uint32_t arch_stack_pointer(const struct thread *t);

#endif
