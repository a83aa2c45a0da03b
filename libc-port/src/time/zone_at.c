/* SPDX-License-Identifier: MIT */
/* Is it summer time?  By the rules of TZ (POSIX, XBD 8.3), in every year. */
#include "calendar.h"
#include <limits.h>

/* The day of a rule, since 1970-01-01. */
static long long day_of(const __tzrule_type *rule, long long year)
{
	long long first, days;
	int weekday;

	switch (rule->ch) {
	case 'J': /* 1 to 365: 29 February does not count */
		days = __days_before(year, 0) + rule->d - 1;
		return days +
		       (rule->d >= 60 &&
			__days_before(year, 2) - __days_before(year, 0) == 60);
	case 'D': /* 0 to 365 */
		return __days_before(year, 0) + rule->d;
	}
	/* A weekday of a month; the fifth is its last. */
	first = __days_before(year, rule->m - 1);
	weekday = ((first + 4) % 7 + 7) % 7;
	days = first + (rule->d - weekday + 7) % 7 + (rule->n - 1) * 7;
	if (days >= __days_before(year, rule->m))
		days -= 7;
	return days;
}

static long long change(const __tzrule_type *rule, long long year)
{
	return day_of(rule, year) * SECONDS_OF_DAY + rule->s + rule->offset;
}

long __zone_at(time_t t, int *dst)
{
	const __tzrule_type *rules = __gettzinfo()->__tzrule;
	long standard = rules[0].offset;
	long long starts, ends;
	struct tm tm;
	time_t local;

	*dst = 0;
	if (!_daylight || __builtin_sub_overflow(t, standard, &local) ||
	    !__fields_of(local, &tm))
		return standard;
	starts = change(&rules[0], tm.tm_year + 1900ll);
	ends = change(&rules[1], tm.tm_year + 1900ll);
	if (starts < ends)
		*dst = t >= starts && t < ends;
	else
		*dst = t >= starts || t < ends;
	return rules[*dst].offset;
}
