/* SPDX-License-Identifier: MIT */
/* The serial line COM1. */
#ifndef ARCH_I386_UART_H
#define ARCH_I386_UART_H

#include "lib/types.h"

struct tty;

/*
 * Sets up the line at 115200 8N1 and registers it as a console for printk():
 * polled, so it works from the first moment and in a panic.  false: there is
 * no such chip.
 */
bool uart_early_init(void);

/* Registers ttyS0, with interrupts.  NULL: there is no such chip. */
struct tty *uart_init(void);

#endif
