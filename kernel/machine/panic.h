/* SPDX-License-Identifier: MIT */
/* The end of the machine. */
#ifndef KERNEL_MACHINE_PANIC_H
#define KERNEL_MACHINE_PANIC_H

/*
 * Prints the message, registers and a backtrace, and stops the machine.  May be
 * called from any state.
 */
_Noreturn void panic(const char *format, ...)
    __attribute__((cold, format(printf, 1, 2)));

#endif
