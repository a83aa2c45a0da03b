/* SPDX-License-Identifier: MIT */
/* What threads do before they go back to their programs: signals, stops. */
#ifndef KERNEL_PROC_DELIVER_H
#define KERNEL_PROC_DELIVER_H

#include "lib/types.h"

struct process;
struct trapframe;

/* Called from the way back to the program when attention is not 0. */
void thread_attend(struct trapframe *f);

/* Delivers what is pending: handlers, stops, death.  May wait. */
void signal_deliver(void);

/* Continues a stopped process and tells its parent. */
void process_continue(struct process *p);
/* The same, but not told: it goes on only to end.  Was it stopped? */
bool process_resume(struct process *p);

#endif
