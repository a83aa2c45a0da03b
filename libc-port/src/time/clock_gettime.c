/* SPDX-License-Identifier: MIT */
/*
 * Reads a clock: the two of the day are loads from the clock page, those of
 * the processor a call.
 */
#include <faultline/calls.h>
#include <faultline/time.h>
#include <time.h>

#define BILLION 1000000000u

_Static_assert(CLOCK_REALTIME == FL_CLOCK_REALTIME &&
		   CLOCK_MONOTONIC == FL_CLOCK_MONOTONIC &&
		   sizeof(struct timespec) == sizeof(struct fl_timespec),
	       "the kernel's clocks are libc's");

static inline unsigned long long tsc(void)
{
	unsigned low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (unsigned long long)high << 32 | low;
}

static inline void barrier(void)
{
	__asm__ volatile("" : : : "memory");
}

/* delta * mult >> shift, with a product of up to 96 bits; shift <= 32. */
static inline unsigned long long scale(unsigned long long delta, unsigned mult,
				       unsigned shift)
{
	unsigned long long low = (unsigned long long)(unsigned)delta * mult;
	unsigned long long high = (delta >> 32) * mult;

	if (high == 0)
		return low >> shift;
	return (high << (32 - shift)) + (low >> shift);
}

static int by_call(clockid_t clock, struct timespec *now)
{
	*ARG1 = clock;
	*ARG2 = (unsigned)now;
	return fl_result(*CALL_CLOCK_GETTIME);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	unsigned long long ns;
	unsigned seq;
	long long sec;

	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return by_call(clock, now);
	do {
		while ((seq = CLOCK->seq) & 1)
			__asm__ volatile("pause");
		barrier();
		ns = scale(tsc() - CLOCK->tsc, CLOCK->mult, CLOCK->shift) +
		     CLOCK->mono_nsec;
		sec = CLOCK->mono_sec;
		if (clock == CLOCK_REALTIME) {
			sec += CLOCK->real_sec;
			ns += CLOCK->real_nsec;
		}
		barrier();
	} while (CLOCK->seq != seq);
	if (ns >> 33) {
		sec += ns / BILLION;
		ns %= BILLION;
	}
	for (; ns >= BILLION; ns -= BILLION)
		sec++;
	now->tv_sec = sec;
	now->tv_nsec = ns;
	return 0;
}
