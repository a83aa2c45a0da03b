/* SPDX-License-Identifier: MIT */
/* IRET and RETF of programs, where an emulator needs help. */
#ifndef ARCH_I386_FARRETURN_H
#define ARCH_I386_FARRETURN_H

#include "cpu.h"

/*
 * Carries out the instruction at the frame's eip if it is one of them, and
 * stays within the program.  False: nothing was done.
 */
bool far_return(struct trapframe *f);

#endif
