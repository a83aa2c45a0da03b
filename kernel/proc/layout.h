/* SPDX-License-Identifier: MIT */
/*
 * Where a new program's stack and mappings lie.  The places are random, so that
 * an attacker who can make a program go wrong does not know its addresses.
 *
 * `layout=SEED' on the kernel's command line draws the places from a seed, so
 * that a run can be repeated; the kernel prints the seed.  `layout=fixed' gives
 * all programs the same places.
 */
#ifndef KERNEL_PROC_LAYOUT_H
#define KERNEL_PROC_LAYOUT_H

#include "lib/types.h"

/* option is the value of `layout=' on the command line, or NULL. */
void layout_init(const char *option);

/*
 * Returns a random number below limit, which must not be 0.  If the layout is
 * fixed it is always 0.
 */
uint32_t layout_random(uint32_t limit);

#endif
