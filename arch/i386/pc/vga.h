/* SPDX-License-Identifier: MIT */
/* The PC's text screen, and the keyboard that types to it. */
#ifndef ARCH_I386_VGA_H
#define ARCH_I386_VGA_H

#include "lib/types.h"

struct tty;

/* Clears the screen and registers it as a console for printk(). */
void vga_early_init(void);

/* Registers the terminal tty1: the screen with the keyboard. */
struct tty *vga_init(void);

/* Registers the PS/2 keyboard's interrupt.  What is typed is t's input. */
void keyboard_init(struct tty *t);

/*
 * Did a program switch the screen's cursor keys to application mode (DECCKM)?
 */
bool vga_has_application_cursor(void);

#endif
