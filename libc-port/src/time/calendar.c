/* SPDX-License-Identifier: MIT */
/* Between times and their fields, without a zone. */
#include "calendar.h"
#include <limits.h>
#include <stdbool.h>

#define DAYS_OF_400_YEARS 146097

static const short days_before[12] = { 0,   31,	 59,  90,  120, 151,
				       181, 212, 243, 273, 304, 334 };

static bool is_leap(long long year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static long long divide_down(long long n, long long by)
{
	return n / by - (n % by < 0);
}

long long __days_before(long long year, int month)
{
	long long y; /* February of it, if leap, has passed */

	if (month == 12)
		year++, month = 0;
	y = year - (month < 2);
	return (year - 1970) * 365 + divide_down(y, 4) - divide_down(y, 100) +
	       divide_down(y, 400) - 477 + days_before[month];
}

long long __seconds_of(const struct tm *tm)
{
	long long year = 1900ll + tm->tm_year + divide_down(tm->tm_mon, 12);
	long long days = __days_before(year, (tm->tm_mon % 12 + 12) % 12);

	return (((days + tm->tm_mday - 1) * 24 + tm->tm_hour) * 60 +
		tm->tm_min) *
		   60 +
	       tm->tm_sec;
}

int __fields_of(time_t t, struct tm *tm)
{
	long long days = divide_down(t, SECONDS_OF_DAY), year;
	int second = t - days * SECONDS_OF_DAY, month = 0;

	/* By the years' mean, then by what is missing to it. */
	year = 1970 + divide_down(days * 400, DAYS_OF_400_YEARS);
	while (__days_before(year + 1, 0) <= days)
		year++;
	while (__days_before(year, 0) > days)
		year--;
	if (year - 1900 < INT_MIN || year - 1900 > INT_MAX)
		return false;
	tm->tm_year = year - 1900;
	while (__days_before(year, month + 1) <= days)
		month++;
	tm->tm_mon = month;
	tm->tm_mday = days - __days_before(year, month) + 1;
	tm->tm_yday =
	    days_before[month] + (month > 1 && is_leap(year)) + tm->tm_mday - 1;
	tm->tm_wday = ((days + 4) % 7 + 7) % 7;
	tm->tm_hour = second / 3600;
	tm->tm_min = second / 60 % 60;
	tm->tm_sec = second % 60;
	return true;
}
