/* SPDX-License-Identifier: MIT */
/* strftime() of POSIX's locale, with the flags of numbers that glibc has. */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "calendar.h"

struct text {
	char *at;
	size_t room; /* for characters and a NUL */
	int full;
	const struct tm *tm;
	char flag; /* one of "-_0+^#", or NUL */
	int width; /* -1: none */
};

static const char days[][10] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
				 "Thursday", "Friday", "Saturday" };
static const char months[][10] = { "January", "February", "March",
				   "April",   "May",	  "June",
				   "July",    "August",	  "September",
				   "October", "November", "December" };

static void put(struct text *t, const char *from, size_t n)
{
	if (t->full || n >= t->room) {
		t->full = 1;
		return;
	}
	memcpy(t->at, from, n);
	t->at += n;
	t->room -= n;
}

static void put_padding(struct text *t, char c, int n)
{
	for (; n > 0 && !t->full; n--)
		put(t, &c, 1);
}

static void put_word(struct text *t, const char *word, int lower)
{
	int length = strlen(word);

	put_padding(t, t->flag == '0' ? '0' : ' ', t->width - length);
	for (; *word; word++) {
		char c = *word;

		if (lower)
			c = tolower(c);
		else if (t->flag == '^' || t->flag == '#')
			c = toupper(c);
		put(t, &c, 1);
	}
}

/* So many digits at least, filled with the pad unless a flag says other. */
static void put_number(struct text *t, long long n, int digits, char pad)
{
	char text[24];
	int length =
	    snprintf(text, sizeof(text), "%llu",
		     n < 0 ? -(unsigned long long)n : (unsigned long long)n);
	int plain = digits == 2 ? 2 : 4; /* of a century, of a year */
	int plus = t->flag == '+' && n >= 0 && pad == '+' &&
		   (length > plain || t->width > plain);

	if (t->width >= 0)
		digits = t->width - plus;
	if (pad == '+')
		pad = '0';
	if (t->flag == '-')
		digits = 0;
	else if (t->flag == '_')
		pad = ' ';
	else if (t->flag == '0' || t->flag == '+')
		pad = '0';
	length += n < 0;
	if (pad == ' ')
		put_padding(t, pad, digits - length);
	if (n < 0 || plus)
		put(t, n < 0 ? "-" : "+", 1);
	if (pad == '0')
		put_padding(t, pad, digits - length);
	put(t, text, length - (n < 0));
}

static void format(struct text *t, const char *format);

static int day_of_week(const struct tm *tm)
{
	return ((unsigned)tm->tm_wday % 7 + 6) % 7; /* Monday is 0 */
}

static int days_of(long long year)
{
	return __days_before(year + 1, 0) - __days_before(year, 0);
}

/* The week that ISO 8601 counts, and the year it is one of. */
static int week_of(const struct tm *tm, long long *year)
{
	/* The day of the year of this week's Thursday. */
	int thursday = tm->tm_yday - day_of_week(tm) + 3;

	*year = tm->tm_year + 1900ll;
	if (thursday < 0) {
		--*year;
		thursday += days_of(*year);
	} else if (thursday >= days_of(*year)) {
		thursday -= days_of(*year);
		++*year;
	}
	return thursday / 7 + 1;
}

static int century_of(long long year, int *rest)
{
	*rest = (int)(year % 100);
	if (*rest < 0)
		*rest += 100;
	return (int)((year - *rest) / 100);
}

static void put_zone(struct text *t)
{
	long offset = t->tm->tm_gmtoff / 60;
	char sign = offset < 0 ? '-' : '+';

	if (t->tm->tm_isdst < 0)
		return;
	if (offset < 0)
		offset = -offset;
	put(t, &sign, 1);
	put_number(t, offset / 60 * 100 + offset % 60, 4, '0');
}

static void put_seconds(struct text *t)
{
	struct tm tm = *t->tm;

	put_number(t, mktime(&tm), 1, '0');
}

static void date_field(struct text *t, int c)
{
	const struct tm *tm = t->tm;
	long long year = tm->tm_year + 1900ll;
	int week, rest;

	switch (c) {
	case 'C':
		put_number(t, century_of(year, &rest), 2, '+');
		break;
	case 'd':
		put_number(t, tm->tm_mday, 2, '0');
		break;
	case 'e':
		put_number(t, tm->tm_mday, 2, ' ');
		break;
	case 'g':
		week_of(tm, &year);
		century_of(year, &rest);
		put_number(t, rest, 2, '0');
		break;
	case 'G':
		week_of(tm, &year);
		put_number(t, year, 1, '+');
		break;
	case 'j':
		put_number(t, tm->tm_yday + 1, 3, '0');
		break;
	case 'm':
		put_number(t, tm->tm_mon + 1, 2, '0');
		break;
	case 'u':
		put_number(t, day_of_week(tm) + 1, 1, '0');
		break;
	case 'U':
		put_number(t, (tm->tm_yday + 7 - tm->tm_wday) / 7, 2, '0');
		break;
	case 'V':
		week = week_of(tm, &year);
		put_number(t, week, 2, '0');
		break;
	case 'w':
		put_number(t, tm->tm_wday, 1, '0');
		break;
	case 'W':
		put_number(t, (tm->tm_yday + 7 - day_of_week(tm)) / 7, 2, '0');
		break;
	case 'y':
		century_of(year, &rest);
		put_number(t, rest, 2, '0');
		break;
	case 'Y':
		put_number(t, year, 1, '+');
		break;
	}
}

static void time_field(struct text *t, int c)
{
	const struct tm *tm = t->tm;
	int half = tm->tm_hour % 12 ? tm->tm_hour % 12 : 12;
	const char *zone;

	switch (c) {
	case 'H':
	case 'k':
		put_number(t, tm->tm_hour, 2, c == 'H' ? '0' : ' ');
		break;
	case 'I':
	case 'l':
		put_number(t, half, 2, c == 'I' ? '0' : ' ');
		break;
	case 'M':
		put_number(t, tm->tm_min, 2, '0');
		break;
	case 'p':
	case 'P':
		put_word(t, tm->tm_hour < 12 ? "AM" : "PM",
			 c == 'P' || t->flag == '#');
		break;
	case 's':
		put_seconds(t);
		break;
	case 'S':
		put_number(t, tm->tm_sec, 2, '0');
		break;
	case 'z':
		put_zone(t);
		break;
	case 'Z':
		tzset();
		zone = tm->tm_zone ? tm->tm_zone : tzname[tm->tm_isdst > 0];
		put_word(t, tm->tm_isdst < 0 ? "" : zone, t->flag == '#');
		break;
	}
}

/* What is made of other fields, or of words. */
static int composite(struct text *t, int c)
{
	const struct tm *tm = t->tm;
	char abbreviation[4] = "";

	switch (c) {
	case 'a':
	case 'b':
	case 'h':
		if (c == 'a')
			memcpy(abbreviation, days[(unsigned)tm->tm_wday % 7],
			       3);
		else
			memcpy(abbreviation, months[(unsigned)tm->tm_mon % 12],
			       3);
		put_word(t, abbreviation, 0);
		return 1;
	case 'A':
		put_word(t, days[(unsigned)tm->tm_wday % 7], 0);
		return 1;
	case 'B':
		put_word(t, months[(unsigned)tm->tm_mon % 12], 0);
		return 1;
	case 'c':
		format(t, "%a %b %e %H:%M:%S %Y");
		return 1;
	case 'D':
	case 'x':
		format(t, "%m/%d/%y");
		return 1;
	case 'F':
		format(t, "%+4Y-%m-%d");
		return 1;
	case 'r':
		format(t, "%I:%M:%S %p");
		return 1;
	case 'R':
		format(t, "%H:%M");
		return 1;
	case 'T':
	case 'X':
		format(t, "%H:%M:%S");
		return 1;
	default:
		return 0;
	}
}

static const char *conversion(struct text *t, const char *p)
{
	const char *start = p - 1;

	t->flag = '\0';
	t->width = -1;
	while (*p && strchr("-_0+^#", *p))
		t->flag = *p++;
	for (; isdigit((unsigned char)*p); p++) {
		int w = t->width < 0 ? 0 : t->width;

		t->width = w < INT_MAX / 10 - 1 ? w * 10 + *p - '0' : INT_MAX;
	}
	if ((*p == 'E' || *p == 'O') && p[1])
		p++;
	if (*p == '%')
		put(t, "%", 1);
	else if (*p == 'n' || *p == 't')
		put(t, *p == 'n' ? "\n" : "\t", 1);
	else if (*p && strchr("CdegGjmuUVwWyY", *p))
		date_field(t, *p);
	else if (*p && strchr("HkIlMpPsSzZ", *p))
		time_field(t, *p);
	else if (!*p || !composite(t, *p))
		put(t, start, p + !!*p - start); /* none: as it is */
	return p + !!*p;
}

static void format(struct text *t, const char *format)
{
	while (*format && !t->full) {
		if (*format == '%') {
			format = conversion(t, format + 1);
		} else {
			put(t, format, 1);
			format++;
		}
	}
}

size_t strftime(char *restrict to, size_t size, const char *restrict how,
		const struct tm *restrict tm)
{
	struct text t = { .at = to, .room = size, .tm = tm };

	format(&t, how);
	if (t.full || size == 0)
		return 0;
	*t.at = '\0';
	return t.at - to;
}

size_t strftime_l(char *restrict to, size_t size, const char *restrict how,
		  const struct tm *restrict tm, locale_t locale)
{
	(void)locale;
	return strftime(to, size, how, tm);
}
