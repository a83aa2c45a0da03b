/* SPDX-License-Identifier: MIT */
/* The serial line COM1. */
#ifndef ARCH_I386_UART_H
#define ARCH_I386_UART_H

#include "lib/types.h"

struct tty;

/*
 * Sets the line up with 115200 baud, 8N1, and registers it as a console for
 * printk().  The console polls, so it works from the first moment on and in a
 * panic.  Returns false if there is no such chip.
 */
bool uart_early_init(void);

/*
 * Registers the terminal ttyS0, which uses interrupts.  NULL: there is no chip.
 */
struct tty *uart_init(void);

#endif
