/* SPDX-License-Identifier: MIT */
/* Switching the machine off (power.c). */
#ifndef ARCH_I386_POWER_H
#define ARCH_I386_POWER_H

#include "lib/types.h"

/* debug_exit: does the command line say that QEMU has its isa-debug-exit? */
void power_init(bool debug_exit);

#endif
