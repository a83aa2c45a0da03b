/* SPDX-License-Identifier: MIT */
/* A set of signals: bit n - 1 stands for signal n. */
#ifndef _SYS__SIGSET_H
#define _SYS__SIGSET_H

typedef unsigned long long __sigset_t;

#endif
