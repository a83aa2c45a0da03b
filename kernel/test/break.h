/* SPDX-License-Identifier: MIT */
/* Things that must end the kernel (break=HOW on its command line). */
#ifndef KERNEL_TEST_BREAK_H
#define KERNEL_TEST_BREAK_H

/* Does what how names, and returns if the kernel outlives it. */
void break_kernel(const char *how);

#endif
