/* SPDX-License-Identifier: MIT */
/* The context that a signal handler is given. */
#ifndef _UCONTEXT_H
#define _UCONTEXT_H

#include <sys/signal.h>

#endif
