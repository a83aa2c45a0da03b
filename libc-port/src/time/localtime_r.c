/* SPDX-License-Identifier: MIT */
/* The fields of a time in the zone of TZ. */
#include "calendar.h"
#include <errno.h>

struct tm *localtime_r(const time_t *restrict t, struct tm *restrict tm)
{
	time_t local;
	long offset;
	int dst;

	__tz_lock();
	_tzset_unlocked();
	offset = __zone_at(*t, &dst);
	tm->tm_zone = _tzname[dst];
	__tz_unlock();
	if (__builtin_sub_overflow(*t, offset, &local) ||
	    !__fields_of(local, tm)) {
		errno = EOVERFLOW;
		return NULL;
	}
	tm->tm_isdst = dst;
	tm->tm_gmtoff = -offset;
	return tm;
}
