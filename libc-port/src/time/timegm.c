/* SPDX-License-Identifier: MIT */
/* Seconds since the Epoch of a time in UTC. */
#include <errno.h>
#include <time.h>

/* Days from 1970-01-01 to the first of a month of the Gregorian calendar. */
static long long days(long long year, int month)
{
	static const short before[12] = { 0,   31,  59,	 90,  120, 151,
					  181, 212, 243, 273, 304, 334 };
	long long y = year - (month < 2); /* leap days up to this year */
	long long leaps = (y >= 0 ? y / 4 : (y - 3) / 4) -
			  (y >= 0 ? y / 100 : (y - 99) / 100) +
			  (y >= 0 ? y / 400 : (y - 399) / 400);

	return (year - 1970) * 365 + leaps - 477 + before[month];
}

time_t timegm(struct tm *tm)
{
	long long year = 1900ll + tm->tm_year + tm->tm_mon / 12;
	int month = tm->tm_mon % 12;
	time_t t;

	if (month < 0) {
		month += 12;
		year--;
	}
	t = (((days(year, month) + tm->tm_mday - 1) * 24 + tm->tm_hour) * 60 +
	     tm->tm_min) *
		60 +
	    tm->tm_sec;
	if (!gmtime_r(&t, tm)) {
		errno = EOVERFLOW;
		return -1;
	}
	return t;
}
