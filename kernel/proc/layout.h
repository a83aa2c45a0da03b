/* SPDX-License-Identifier: MIT */
/*
 * Where a new program's stack and mappings lie: at random, so that who finds a
 * hole in a program does not know its addresses.
 *
 * `layout=SEED' on the kernel's command line draws the places from a seed,
 * which is printed, so that a run can be repeated; `layout=fixed' gives each
 * program the same ones.
 */
#ifndef KERNEL_PROC_LAYOUT_H
#define KERNEL_PROC_LAYOUT_H

#include "lib/types.h"

/* The option's value, or NULL if there was none. */
void layout_init(const char *option);

/* A number below limit, which is not 0; always 0 where the layout is fixed. */
uint32_t layout_random(uint32_t limit);

#endif
