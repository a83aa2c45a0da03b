/* SPDX-License-Identifier: MIT */
/* The machine as a whole: its ports, its power, its terminals. */
#ifndef KERNEL_MACHINE_MACHINE_H
#define KERNEL_MACHINE_MACHINE_H

#include "lib/types.h"

/* Ports, if the machine has such: width is 1, 2 or 4. */
uint32_t arch_port_in(uint16_t port, unsigned width);
void arch_port_out(uint16_t port, unsigned width, uint32_t value);

/* From now on the longest time with interrupts off is told (`latency'). */
void arch_measure_latency(void);
/* Whatever thread_attend() did is over, and the program goes on. */
void arch_latency_end(void);

void arch_entropy(void *to, size_t n);
_Noreturn void arch_power_off(void);
_Noreturn void arch_restart(void);
_Noreturn void arch_halt(void);
/* Ends the emulator with a status, where there is one; else powers off. */
_Noreturn void arch_exit(int status);
const char *arch_cpu_name(void);
/* For ktest: single-steps the kernel; false: it goes on doing so. */
bool arch_step_kernel(void);
/* The return addresses of up to count callers, the nearest first. */
void arch_callers(uint32_t *to, unsigned count);

/* Registers the machine's terminals and chooses the console. */
void arch_register_terminals(const char *console);

#endif
