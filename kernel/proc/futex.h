/* SPDX-License-Identifier: MIT */
/* Waiting on a word of memory. */
#ifndef KERNEL_PROC_FUTEX_H
#define KERNEL_PROC_FUTEX_H

#include "lib/types.h"

/* Wakes up to count threads that wait on the word; returns how many. */
int futex_wake(struct uaddr word, int count);

#endif
