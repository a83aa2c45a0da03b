/* SPDX-License-Identifier: MIT */
/* The machine as a whole: its ports, its power, its terminals. */
#ifndef KERNEL_MACHINE_MACHINE_H
#define KERNEL_MACHINE_MACHINE_H

#include "lib/types.h"

/* I/O ports, if the machine has them; width is 1, 2 or 4 bytes. */
uint32_t arch_port_in(uint16_t port, unsigned width);
void arch_port_out(uint16_t port, unsigned width, uint32_t value);

/*
 * From now on each new maximum of the time with interrupts off is printed
 * (`latency' on the kernel's command line).
 */
void arch_measure_latency(void);
/* The end of a time with interrupts off: the program goes on. */
void arch_latency_end(void);

/* n bytes that are as unpredictable as the machine can make them. */
void arch_entropy(void *to, size_t n);

_Noreturn void arch_power_off(void);
_Noreturn void arch_restart(void);
_Noreturn void arch_halt(void);
/* Ends the emulator with a status, if it runs on one; else powers off. */
_Noreturn void arch_exit(int status);

/* The processor's own name, for the system's facts. */
const char *arch_cpu_name(void);
/*
 * For ktest: takes a single step as if a program's had ended in the kernel.
 * True: it was the only one; false: the kernel went on in steps.
 */
bool arch_step_kernel(void);
/* Writes count return addresses, the nearest first; 0 if there are fewer. */
void arch_callers(uint32_t *to, unsigned count);

/*
 * Registers the machine's terminals.  /dev/console is the one of the name
 * console, or the machine's choice if that is NULL.
 */
void arch_register_terminals(const char *console);

#endif
