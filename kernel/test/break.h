/* SPDX-License-Identifier: MIT */
/* Breaking the kernel on purpose (break=HOW on its command line). */
#ifndef KERNEL_TEST_BREAK_H
#define KERNEL_TEST_BREAK_H

/* Does what how names.  It returns only if the kernel survives that. */
void break_kernel(const char *how);

#endif
