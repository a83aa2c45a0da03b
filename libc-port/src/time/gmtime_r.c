/* SPDX-License-Identifier: MIT */
/* The fields of a time in UTC. */
#include "calendar.h"
#include <errno.h>

struct tm *gmtime_r(const time_t *restrict t, struct tm *restrict tm)
{
	if (!__fields_of(*t, tm)) {
		errno = EOVERFLOW;
		return NULL;
	}
	tm->tm_isdst = 0;
	tm->tm_gmtoff = 0;
	tm->tm_zone = "GMT";
	return tm;
}
