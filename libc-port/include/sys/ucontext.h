/* SPDX-License-Identifier: MIT */
/* The context that a signal handler is given. */
#ifndef _SYS_UCONTEXT_H
#define _SYS_UCONTEXT_H

#include <sys/signal.h>

#endif
