/* SPDX-License-Identifier: MIT */
/* What is done when memory has run out. */
#ifndef KERNEL_PROC_OOM_H
#define KERNEL_PROC_OOM_H

#include "lib/types.h"

/*
 * For a path that found no memory and can try again.  Kills a process, which
 * may be the running one, and waits a little for it to end.  The caller looks
 * at signal_fatal_is_pending() afterwards.  ran_out: was memory short when none
 * was found?  If not, a test has made the allocation fail, and the running
 * process ends.  May wait.
 */
void oom_relieve(bool ran_out);

/* The same for a path that cannot wait; does nothing if memory is not short. */
void oom_announce(void);

/* A process has given its memory back: wakes those in oom_relieve(). */
void oom_ended(void);

#endif
