/* SPDX-License-Identifier: MIT */
/*
 * A time as text in C's own form.  With the 26 bytes that POSIX gives to
 * asctime_r() there is no text for years of more than four digits.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ROOM 26

static int describe(const struct tm *tm, char *text, size_t size)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	unsigned day = tm->tm_wday, month = tm->tm_mon;

	return snprintf(text, size, "%.3s %.3s%3d %.2d:%.2d:%.2d %lld\n",
			day < 7 ? days + 3 * day : "???",
			month < 12 ? months + 3 * month : "???", tm->tm_mday,
			tm->tm_hour, tm->tm_min, tm->tm_sec,
			1900ll + tm->tm_year);
}

char *asctime_r(const struct tm *restrict tm, char *restrict text)
{
	char whole[ROOM];

	if (describe(tm, whole, sizeof(whole)) >= ROOM) {
		errno = EOVERFLOW;
		return NULL;
	}
	return strcpy(text, whole);
}

char *asctime(const struct tm *tm)
{
	static char text[100];

	describe(tm, text, sizeof(text));
	return text;
}
