/* SPDX-License-Identifier: MIT */
/*
 * Reading facts that belong together: what is read between fl_facts_begin()
 * and fl_facts_retry() was true at one moment if the latter gives 0.
 *
 *	do {
 *		seq = fl_facts_begin(&CLOCK->system.seq);
 *		free = CLOCK->system.pages_free;
 *		total = CLOCK->system.pages_total;
 *	} while (fl_facts_retry(&CLOCK->system.seq, seq));
 */
#ifndef FAULTLINE_FACTS_H
#define FAULTLINE_FACTS_H

#include <faultline/call-page.h>

static inline unsigned int fl_facts_begin(const volatile unsigned int *seq)
{
	unsigned int value;

	while ((value = *seq) & 1)
		;
	__asm__ volatile("" : : : "memory");
	return value;
}

static inline int fl_facts_retry(const volatile unsigned int *seq,
				 unsigned int begin)
{
	__asm__ volatile("" : : : "memory");
	return *seq != begin;
}

/* The system's facts, all of one moment. */
static inline void fl_system_facts(struct fl_system_facts *to)
{
	unsigned int seq;

	do {
		seq = fl_facts_begin(&CLOCK->system.seq);
		*to = *(const struct fl_system_facts *)&CLOCK->system;
	} while (fl_facts_retry(&CLOCK->system.seq, seq));
}

#endif
