/* SPDX-License-Identifier: MIT */
/*
 * Descriptors sent through pipes: what pass_fd() puts into the writing end,
 * in a queue beside the bytes, take_fd() gets from the reading end as a
 * descriptor of the process's own.  An end of a pipe cannot be passed.
 */
#ifndef FAULTLINE_PASS_H
#define FAULTLINE_PASS_H

int pass_fd(int pipe, int fd);

/* flags may hold O_CLOEXEC. */
int take_fd(int pipe, int flags);

#endif
