/* SPDX-License-Identifier: MIT */
/* Interrupts. */
#ifndef KERNEL_MACHINE_IRQ_H
#define KERNEL_MACHINE_IRQ_H

/*
 * A device's handler of interrupts.  handle runs at each interrupt of the line,
 * with interrupts off, and must not wait.  Devices may share a line: then
 * handle runs at the interrupts of the others, too, and has to look whether its
 * own device asked for one.
 */
struct irq_handler {
	void (*handle)(void *device);
	void *device;
	struct irq_handler *next; /* of the same line */
};

/* Adds h, which lives for ever, to a line, and lets its interrupts in. */
void irq_register(int line, struct irq_handler *h);

/* Lets the interrupts of a line in that has no handler. */
void irq_enable(int line);

/* Lets the interrupts that are pending in.  No other thread runs. */
void arch_poll_interrupts(void);

#endif
