/* SPDX-License-Identifier: MIT */
/* The end of the machine. */
#ifndef KERNEL_MACHINE_PANIC_H
#define KERNEL_MACHINE_PANIC_H

/* Says why, with registers and a backtrace, and stops the machine. */
_Noreturn void panic(const char *format, ...)
    __attribute__((cold, format(printf, 1, 2)));

#endif
