/* SPDX-License-Identifier: MIT */
/* What the parts of the fuzzer share. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "watch.h"
#include <stdint.h>

/* User ids: the first attacker's, and not an attacker's. */
#define ATTACKER  1001
#define BYSTANDER 1000

/* Counters in memory that an attacker shares with who watches it. */
struct shared {
	volatile uint64_t events, calls, runs, signals;
};
extern struct shared *shared;

/* The run's random numbers. */

/* Does so many events; may end in any way. */
void attacker(unsigned events);

/* Checks itself for ever; returns 1 if something changed. */
int bystander(volatile uint64_t *checks);

/* Random calls and instructions (calls.c, code.c). */
void random_call(void);
void code_init(void);
void random_code(void);

/* Sockets to begin with; a name or a message for them (sockets.c). */
void sockets_init(void);
uint32_t random_socket_argument(void);

/* The queues whose names calls.c knows. */
void unlink_queues(void);

/* An address that may hurt: windows, their edges, memory, the kernel. */
uint32_t random_address(void);

#endif
