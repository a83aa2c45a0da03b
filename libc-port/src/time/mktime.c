/* SPDX-License-Identifier: MIT */
/* Seconds since the Epoch of a time in the zone of TZ. */
#include "calendar.h"

/*
 * When was it, if both standard and summer time are thought of?  The flag
 * decides if it is not negative; else the one that was in force, standard time
 * if both were (an hour that came twice) or none (one that was left out).
 */
static time_t resolve(long long local, int flag)
{
	const __tzrule_type *rules = __gettzinfo()->__tzrule;
	time_t standard = local + rules[0].offset;
	time_t summer = local + rules[1].offset;
	int standard_is_summer, summer_is_summer;

	if (!_daylight || flag == 0)
		return standard;
	if (flag > 0)
		return summer;
	__zone_at(standard, &standard_is_summer);
	__zone_at(summer, &summer_is_summer);
	return standard_is_summer && summer_is_summer ? summer : standard;
}

time_t mktime(struct tm *tm)
{
	struct tm result;
	time_t t;

	__tz_lock();
	_tzset_unlocked();
	t = resolve(__seconds_of(tm), tm->tm_isdst);
	__tz_unlock();
	if (!localtime_r(&t, &result))
		return -1;
	*tm = result;
	return t;
}
