/* SPDX-License-Identifier: MIT */
/* New programs for processes. */
#ifndef KERNEL_PROC_EXEC_H
#define KERNEL_PROC_EXEC_H

/*
 * execve() for process 1: 0, or -errno.  The program is the file path, its
 * arguments are path and, if it is not NULL, argument.  May wait.
 */
int process_exec_first(const char *path, const char *argument);

#endif
