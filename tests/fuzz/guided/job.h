/* SPDX-License-Identifier: MIT */
/* What the fuzzer's first process and those that run programs share. */
#ifndef TESTS_FUZZ_JOB_H
#define TESTS_FUZZ_JOB_H

#include "program.h"

enum job_state { JOB_NONE, JOB_READY, JOB_DONE };

/*
 * What no program may ever see or do.  Programs write at random, and call what
 * is no code: only values with BREACH_MARK are meant.
 */
enum breach {
	BREACH_ROOT = 1,   /* it has become the superuser */
	BREACH_SECRET = 2, /* it has opened root's file */
	BREACH_LEAK = 4,   /* memory that somebody had freed */
	BREACH_MARK = 0x6ab50000,
};

static inline int is_breach(uint32_t value)
{
	return (value & 0xffff0000u) == BREACH_MARK;
}

/*
 * Programs can write to it, too: nothing that is read from here is trusted
 * beyond being a number.
 */
struct job {
	volatile uint32_t state;
	volatile uint32_t rounds; /* each actor does its operations so often */
	volatile uint32_t events;
	volatile uint32_t breach;
	volatile uint32_t done[ACTORS];
	volatile uint32_t result[MAX_OPS], second[MAX_OPS];
	struct program program;
};

/*
 * The pattern of freed memory in the kernel with sanitizers, inverted: programs
 * may read this program's file, which must not look like freed memory.
 */
#define NOT_FREED_WORD 0x04a50104u

/* Maps the arena, catches signals: what all programs find. */
void execute_prepare(void);

/* In a process of its own, which it ends. */
_Noreturn void execute(struct job *j);

/* If the program is /bin/idle or /bin/su: looks around, and ends. */
void be_victim(const char *name);

/* Where programs that programs run tell of freed memory that they saw. */
#define LEAK_FILE "/leak"

/* Descriptors that programs hardly ever hit. */
#define FD_COVERAGE 36
#define FD_GO	    37
#define FD_DONE	    38

#endif
