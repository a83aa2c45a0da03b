/* SPDX-License-Identifier: MIT */
/* Times and the Gregorian calendar, which goes on for ever both ways. */
#ifndef LIBC_PORT_CALENDAR_H
#define LIBC_PORT_CALENDAR_H

#include <time.h>

#define SECONDS_OF_DAY 86400

/*
 * Days from 1970-01-01 to the first of a month, 0 being January and 12 the
 * next one.
 */
long long __days_before(long long year, int month);

/* Seconds since the Epoch; fields may be out of their ranges. */
long long __seconds_of(const struct tm *tm);

/* The fields of a time but for its zone; false if the year is no int. */
int __fields_of(time_t t, struct tm *tm);

/*
 * Seconds west of Greenwich, as TZ has it at a time; *dst says whether that is
 * the summer's.  The lock of the time zone must be held.
 */
long __zone_at(time_t t, int *dst);

/* Newlib's: lock of the time zone, and a look at TZ. */
void __tz_lock(void);
void __tz_unlock(void);
void _tzset_unlocked(void);

#endif
