/* SPDX-License-Identifier: MIT */
/* Interrupt lines, for drivers. */
#ifndef KERNEL_DEV_IRQ_H
#define KERNEL_DEV_IRQ_H

/* From now on handler runs at each interrupt of the line, interrupts off. */
void irq_register(int line, void (*handler)(void));

/* Lets the line's interrupts in; irq_register() does so too. */
void irq_enable(int line);

#endif
