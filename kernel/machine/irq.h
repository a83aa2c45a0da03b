/* SPDX-License-Identifier: MIT */
/* Interrupts. */
#ifndef KERNEL_MACHINE_IRQ_H
#define KERNEL_MACHINE_IRQ_H

/*
 * From now on handler runs at each interrupt of the line, with interrupts off.
 * It must not wait.  A line has one handler.
 */
void irq_register(int line, void (*handler)(void));

/* Lets the interrupts of a line in; irq_register() does so, too. */
void irq_enable(int line);

/* Lets the interrupts that are pending in.  No other thread runs. */
void arch_poll_interrupts(void);

#endif
