/* SPDX-License-Identifier: MIT */
/* Processes per user. */
#ifndef KERNEL_PROC_USER_H
#define KERNEL_PROC_USER_H

#include "lib/types.h"

uint32_t process_count_of(uint32_t uid);
/* 0, or -EAGAIN: no memory for the first of a user. */
int process_count_add(uint32_t uid, int change);

#endif
