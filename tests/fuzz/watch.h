/* SPDX-License-Identifier: MIT */
/* What both fuzzers watch attackers with, and take from them. */
#ifndef TESTS_FUZZ_WATCH_H
#define TESTS_FUZZ_WATCH_H

#include <faultline/system.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The process becomes that user's, in /cage, with limits. */
void drop_rights(unsigned uid);

/* Descriptors 0 to 2 become /dev/null. */
void redirect(void);

/* System V objects and message queues outlive who made them, lawfully. */
void remove_objects(void);

/* Everything of the user ends: nobody can escape by fork(). */
void sweep(unsigned uid);

/* Memory that is shared with children; of whole pages. */
void *shared_memory(size_t size);

/* A process that checks itself for ever, and ends if something changed. */
pid_t start_bystander(volatile uint64_t *checks);

/* Prints what memory is used for; 1: pages are missing. */
int print_memory(const struct fl_sysinfo *before,
		 const struct fl_sysinfo *after);

/* Nobody but this program, and what started it, may be left: how many are. */
int print_survivors(void);

/* The run's random numbers; below n, which is not 0. */
void random_seed(uint64_t seed);
uint32_t random32(void);
uint32_t random_below(uint32_t n);

#endif
