/* SPDX-License-Identifier: MIT */
/* The PC's text screen, and the keyboard that types to it. */
#ifndef ARCH_I386_VGA_H
#define ARCH_I386_VGA_H

#include "lib/types.h"

struct tty;

/* Clears the screen and registers it as a console for printk(). */
void vga_early_init(void);

/* Registers tty1, the screen with the keyboard. */
struct tty *vga_init(void);

/* Takes over the PS/2 keyboard's interrupt; input goes to t. */
void keyboard_init(struct tty *t);

/* Modes of the screen that change what keys send. */
bool vga_has_application_cursor(void);

#endif
