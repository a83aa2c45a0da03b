/* SPDX-License-Identifier: MIT */
/* Running the first program.  The others are run by calls. */
#ifndef KERNEL_PROC_EXEC_H
#define KERNEL_PROC_EXEC_H

/*
 * Runs the file at path in process 1, which is the running one and has no
 * program yet.  Its arguments are path and argument; argument may be NULL.
 * Returns -ECALLDONE, or what execve() fails with.  May wait.
 */
int process_exec_first(const char *path, const char *argument);

#endif
