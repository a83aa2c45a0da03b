/* SPDX-License-Identifier: MIT */
/* What the files of trapbench share. */
#ifndef TRAPBENCH_H
#define TRAPBENCH_H

#include "lib/types.h"

/* console.c: the first serial port and the screen. */
void console_init(void);
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* machine.c: the processor, its descriptors and its page tables. */

/* A way from ring 3 into ring 0. */
enum way {
	WAY_NONE, /* the row stays in its ring */
	WAY_FAULT,
	WAY_INT,
	WAY_SYSENTER,
	WAY_SYSCALL,
	WAY_GATE,
	WAYS,
};

struct machine {
	char vendor[13], brand[49], hypervisor[13];
	bool has_tsc, has_sysenter, has_syscall;
	uint32_t khz; /* of the time-stamp counter */
};

void machine_init(struct machine *m);
const char *machine_kind(const struct machine *m);
bool way_exists(const struct machine *m, enum way way);
void way_set(enum way way, bool dispatch);

/* boot.asm, loops.asm: the stamps of the last loop_run(). */
void loop_run(void (*loop)(void), uint32_t count, bool user);
extern volatile uint64_t loop_start, loop_stop;
extern volatile uint32_t loop_result;

/* main.c */
#define ANSWER 0x600d /* what call 1 gives */
_Noreturn void end(bool good);

#endif
