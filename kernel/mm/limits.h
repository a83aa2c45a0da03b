/* SPDX-License-Identifier: MIT */
/* Sizes that bound what one request may make the kernel do. */
#ifndef KERNEL_MM_LIMITS_H
#define KERNEL_MM_LIMITS_H

/* Bytes copied between two sched_checkpoint()s. */
#define COPY_SLICE 65536u

#endif
