/* SPDX-License-Identifier: MIT */
/* Tests that run inside the kernel (ktest on the command line). */
#ifndef KERNEL_TEST_KTEST_H
#define KERNEL_TEST_KTEST_H

/* Runs all tests and prints their results to the log, as TAP. */
void ktest_run(void);

#endif
