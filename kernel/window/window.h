/* SPDX-License-Identifier: MIT */
/*
 * Windows: ranges of a program's pages whose loads and stores the kernel
 * answers.  There is no other way to ask it for anything.
 */
#ifndef KERNEL_WINDOW_WINDOW_H
#define KERNEL_WINDOW_WINDOW_H

#include "lib/types.h"

/* One load or store, by the running thread. */
struct access {
	uint32_t offset; /* in the window */
	uint8_t size;	 /* 1, 2 or 4 bytes; never across a page boundary */
	bool store;
	uint32_t value; /* of a store */
};

/*
 * Both return 0: done, *value is what the load gives; -ERESTART: leave the
 * program where it is; -ECALLDONE: its registers are set; or an error that
 * becomes a signal: -ENXIO misaligned, -EINVAL not carried out, else the
 * page does not allow it.
 */
struct window_ops {
	const char *name;
	int (*load)(const struct access *a, uint32_t *value);
	int (*store)(const struct access *a);
};

/* A kind of window and where it lies in every address space. */
struct window {
	const struct window_ops *ops;
	uint32_t start, end;
};

/* The call pages (call/call.c). */
extern const struct window call_window;

#endif
