/* SPDX-License-Identifier: MIT */
/* A time in the zone of TZ as text; none if it has no fields. */
#include <time.h>

char *ctime(const time_t *t)
{
	struct tm *tm = localtime(t);

	return tm ? asctime(tm) : NULL;
}

char *ctime_r(const time_t *t, char *text)
{
	struct tm tm;

	return localtime_r(t, &tm) ? asctime_r(&tm, text) : NULL;
}
