/* SPDX-License-Identifier: MIT */
/* Sizes that bound what one request may make the kernel do. */
#ifndef KERNEL_MM_LIMITS_H
#define KERNEL_MM_LIMITS_H

/* A long copy calls sched_checkpoint() after each so many bytes. */
#define COPY_SLICE 65536u

#endif
