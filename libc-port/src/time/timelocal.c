/* SPDX-License-Identifier: MIT */
/* mktime() by its other name. */
#include <time.h>

time_t timelocal(struct tm *tm)
{
	return mktime(tm);
}
