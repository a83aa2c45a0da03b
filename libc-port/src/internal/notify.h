/* SPDX-License-Identifier: MIT */
/*
 * Events that a program wants to be told of by a function in a thread
 * (SIGEV_THREAD): a helper thread waits for the kernel's signal and calls it.
 */
#ifndef LIBC_PORT_NOTIFY_H
#define LIBC_PORT_NOTIFY_H

#include "../thread/thread.h"
#include <signal.h>

struct __notifier;

/*
 * What the kernel shall be asked for to tell as event wants.  For
 * SIGEV_THREAD *n is a new helper, which waits; NULL else.  0 or an error
 * number.
 */
int __notify_start(const struct sigevent *event, struct fl_notify *to,
		   struct __notifier **n, int once);
/* The helper ends. */
void __notify_stop(struct __notifier *n);

/* Tells at once, by whatever event says (aio). */
void __notify_now(const struct sigevent *event, int code);

#endif
