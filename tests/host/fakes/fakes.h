/* SPDX-License-Identifier: MIT */
/* Small stand-ins for mm and proc, so that fs and dev run on the host. */
#ifndef TESTS_HOST_FAKES_H
#define TESTS_HOST_FAKES_H

#include "lib/types.h"
#include "proc/group.h"
#include "proc/process.h"
#include "proc/table.h"
#include "proc/usage.h"
#include "proc/wait.h"

/* Two processes of one session, and one of another; current is the first. */
extern struct process fake_processes[3];
extern struct thread fake_threads[3];
void fake_init(void); /* also makes the root file system */
void fake_memory_init(void);
void fake_switch(int n);

/* What wait_on() and wait_block() do instead of sleeping. */
extern int (*fake_wait)(struct wait_queue *q);
extern int fake_wakes;

extern int fake_last_signal, fake_signals;
extern struct group *fake_signalled_group;
extern bool fake_orphaned, fake_ignored;
extern uint32_t fake_free_frames; /* how many there are left */
extern int fake_objects;	  /* of slabs and kmalloc(), in use */
extern int64_t fake_now;

#define U(p) uaddr((uint32_t)(uintptr_t)(p))

/* TAP. */
extern int tap_failures;
void tap(bool ok, const char *file, int line, const char *what);
int tap_done(void);
#define OK(condition) tap(condition, __FILE__, __LINE__, #condition)
#define IS(value, wanted)                                                 \
	do {                                                              \
		long long v_ = (value), w_ = (wanted);                    \
		tap(v_ == w_, __FILE__, __LINE__, #value " == " #wanted); \
		if (v_ != w_)                                             \
			tap_values(v_, w_);                               \
	} while (0)
void tap_values(long long is, long long wanted);

#endif
