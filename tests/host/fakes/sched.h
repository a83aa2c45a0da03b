/* SPDX-License-Identifier: MIT */
/* What tests see of the stand-in for the scheduler. */
#ifndef TESTS_HOST_FAKES_SCHED_H
#define TESTS_HOST_FAKES_SCHED_H

#include "fakes.h"

/* What happens while the running thread sleeps; it then runs again. */
extern void (*fake_sleep)(void);
/* Threads in the order in which they became ready, the last one first. */
extern struct thread *fake_ready[16];
extern int fake_ready_count;
extern int64_t fake_alarm; /* what the clock's interrupt was asked for */
extern int fake_facts;	   /* how often the facts were brought up to date */

#endif
