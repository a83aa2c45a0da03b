/* SPDX-License-Identifier: MIT */
/* IRET and RETF of programs, where an emulator does not execute them. */
#ifndef ARCH_I386_FARRETURN_H
#define ARCH_I386_FARRETURN_H

#include "cpu.h"

/*
 * Carries out the instruction at the frame's eip if it is an IRET or RETF that
 * stays in the program's code segment.  Otherwise does nothing and returns
 * false.
 */
bool far_return(struct trapframe *f);

#endif
