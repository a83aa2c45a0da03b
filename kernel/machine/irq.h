/* SPDX-License-Identifier: MIT */
/* Interrupts. */
#ifndef KERNEL_MACHINE_IRQ_H
#define KERNEL_MACHINE_IRQ_H

/* From now on handler runs at each interrupt of the line, interrupts off. */
void irq_register(int line, void (*handler)(void));

/* Lets the line's interrupts in; irq_register() does so too. */
void irq_enable(int line);

/* Takes the interrupts that are waiting. */
void arch_poll_interrupts(void);

#endif
