/* SPDX-License-Identifier: MIT */
/* Seconds since the Epoch of a time in UTC. */
#include "calendar.h"
#include <errno.h>

time_t timegm(struct tm *tm)
{
	time_t t = __seconds_of(tm);

	return gmtime_r(&t, tm) ? t : -1;
}
