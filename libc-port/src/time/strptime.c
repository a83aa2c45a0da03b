/* SPDX-License-Identifier: MIT */
/* strptime(): a date's text, read by the conversions that strftime() writes. */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "calendar.h"

/* What is put together when all of the text has been read. */
struct parsed {
	struct tm *tm;
	int century, year_of_century; /* -1: not there */
	int hour_of_half;	      /* %I, -1: not there */
	int afternoon;		      /* %p, -1: not there */
	int has_year, has_month, has_day, has_day_of_year, has_weekday;
};

static const char *const days[] = { "Sunday",	 "Monday",   "Tuesday",
				    "Wednesday", "Thursday", "Friday",
				    "Saturday" };
static const char *const months[] = { "January", "February", "March",
				      "April",	 "May",	     "June",
				      "July",	 "August",   "September",
				      "October", "November", "December" };

static const char *parse(struct parsed *p, const char *text,
			 const char *format);

static const char *skip_space(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return text;
}

/* Digits, as long as another may still be the number's. */
static const char *number(const char *text, int least, int most, int digits,
			  int *n)
{
	int value = 0;

	text = skip_space(text);
	if (!isdigit((unsigned char)*text))
		return NULL;
	for (; digits > 0 && isdigit((unsigned char)*text); digits--) {
		if (value * 10 > most)
			break;
		value = value * 10 + *text++ - '0';
	}
	if (value < least || value > most)
		return NULL;
	*n = value;
	return text;
}

/* A name or its first three letters, in any case. */
static const char *name(const char *text, const char *const *names, int count,
			int *n)
{
	for (*n = 0; *n < count; ++*n) {
		size_t length = strlen(names[*n]);

		if (strncasecmp(text, names[*n], length) == 0)
			return text + length;
		if (strncasecmp(text, names[*n], 3) == 0)
			return text + 3;
	}
	return NULL;
}

static const char *half_of_day(const char *text, int *afternoon)
{
	*afternoon = strncasecmp(text, "PM", 2) == 0;
	return *afternoon || strncasecmp(text, "AM", 2) == 0 ? text + 2 : NULL;
}

/* "Z", "+hh", "+hhmm" or "+hh:mm". */
static const char *zone(struct parsed *p, const char *text)
{
	int sign, hours, minutes = 0;
	const char *end;

	text = skip_space(text);
	if (*text == 'Z') {
		p->tm->tm_gmtoff = 0;
		return text + 1;
	}
	if (*text != '+' && *text != '-')
		return NULL;
	sign = *text++ == '-' ? -1 : 1;
	if (!isdigit((unsigned char)text[0]) ||
	    !isdigit((unsigned char)text[1]))
		return NULL;
	hours = (text[0] - '0') * 10 + text[1] - '0';
	text += 2;
	end = text + (*text == ':');
	if (isdigit((unsigned char)end[0]) && isdigit((unsigned char)end[1])) {
		minutes = (end[0] - '0') * 10 + end[1] - '0';
		text = end + 2;
	}
	if (hours > 14 || minutes > 59)
		return NULL;
	p->tm->tm_gmtoff = sign * (hours * 3600 + minutes * 60);
	return text;
}

static const char *seconds(struct parsed *p, const char *text)
{
	time_t t = 0;

	if (!isdigit((unsigned char)*text))
		return NULL;
	for (; isdigit((unsigned char)*text); text++) {
		if (__builtin_mul_overflow(t, 10, &t) ||
		    __builtin_add_overflow(t, *text - '0', &t))
			return NULL;
	}
	return localtime_r(&t, p->tm) ? text : NULL;
}

/* Fields of the date. */
static const char *date_field(struct parsed *p, const char *text, int c)
{
	struct tm *tm = p->tm;
	int n = 0;

	switch (c) {
	case 'a':
	case 'A':
		p->has_weekday = 1;
		return name(text, days, 7, &tm->tm_wday);
	case 'b':
	case 'B':
	case 'h':
		p->has_month = 1;
		return name(text, months, 12, &tm->tm_mon);
	case 'C':
		return number(text, 0, 99, 2, &p->century);
	case 'd':
	case 'e':
		p->has_day = 1;
		return number(text, 1, 31, 2, &tm->tm_mday);
	case 'j':
		text = number(text, 1, 366, 3, &n);
		tm->tm_yday = n - 1;
		p->has_day_of_year = 1;
		return text;
	case 'm':
		text = number(text, 1, 12, 2, &n);
		tm->tm_mon = n - 1;
		p->has_month = 1;
		return text;
	case 'u':
	case 'w':
		text = number(text, c == 'u', c == 'u' ? 7 : 6, 1, &n);
		tm->tm_wday = n % 7;
		p->has_weekday = 1;
		return text;
	case 'g': /* of weeks: checked, and else of no use */
	case 'U':
	case 'W':
	case 'V':
		return number(text, c == 'V', c == 'g' ? 99 : 53, 2, &n);
	case 'G':
		return number(text, 0, 9999, 4, &n);
	case 'y':
		return number(text, 0, 99, 2, &p->year_of_century);
	case 'Y':
		text = number(text, 0, 9999, 4, &n);
		tm->tm_year = n - 1900;
		p->has_year = 1;
		p->century = p->year_of_century = -1;
		return text;
	default:
		return NULL;
	}
}

/* Fields of the time of day, and what stands for several. */
static const char *field(struct parsed *p, const char *text, int c)
{
	switch (c) {
	case '%':
		return *text == '%' ? text + 1 : NULL;
	case 'n':
	case 't':
		return skip_space(text);
	case 'c':
		return parse(p, text, "%a %b %e %H:%M:%S %Y");
	case 'D':
	case 'x':
		return parse(p, text, "%m/%d/%y");
	case 'F':
		return parse(p, text, "%Y-%m-%d");
	case 'r':
		return parse(p, text, "%I:%M:%S %p");
	case 'R':
		return parse(p, text, "%H:%M");
	case 'T':
	case 'X':
		return parse(p, text, "%H:%M:%S");
	case 'H':
	case 'k':
		p->hour_of_half = -1;
		return number(text, 0, 23, 2, &p->tm->tm_hour);
	case 'I':
	case 'l':
		return number(text, 1, 12, 2, &p->hour_of_half);
	case 'M':
		return number(text, 0, 59, 2, &p->tm->tm_min);
	case 'S':
		return number(text, 0, 60, 2, &p->tm->tm_sec);
	case 'p':
		return half_of_day(text, &p->afternoon);
	case 's':
		return seconds(p, text);
	case 'z':
		return zone(p, text);
	default:
		return date_field(p, text, c);
	}
}

static const char *parse(struct parsed *p, const char *text, const char *format)
{
	for (; *format && text; format++) {
		if (isspace((unsigned char)*format)) {
			text = skip_space(text);
		} else if (*format != '%') {
			text = *text == *format ? text + 1 : NULL;
		} else {
			format++;
			if (*format == 'E' || *format == 'O')
				format++;
			if (!*format)
				return NULL;
			text = field(p, text, *format);
		}
	}
	return text;
}

static int first_of_month(int month, int year)
{
	return __days_before(year, month) - __days_before(year, 0);
}

/* 1970 began on a Thursday. */
static int weekday_of(int year, int day_of_year)
{
	long long days = __days_before(year, 0) + day_of_year + 4;

	return (days % 7 + 7) % 7;
}

/* The day of the week and the year that follow from the rest. */
static void complete_date(struct parsed *p)
{
	struct tm *tm = p->tm;
	int year = tm->tm_year + 1900;

	if (p->has_day_of_year && !(p->has_month && p->has_day)) {
		int month = 11;

		while (month > 0 && first_of_month(month, year) > tm->tm_yday)
			month--;
		tm->tm_mon = month;
		tm->tm_mday = tm->tm_yday - first_of_month(month, year) + 1;
	} else if (!p->has_day_of_year) {
		tm->tm_yday =
		    first_of_month(tm->tm_mon, year) + tm->tm_mday - 1;
	}
	if (!p->has_weekday)
		tm->tm_wday = weekday_of(year, tm->tm_yday);
}

static void complete(struct parsed *p)
{
	struct tm *tm = p->tm;

	if (p->hour_of_half >= 0)
		tm->tm_hour =
		    p->hour_of_half % 12 + (p->afternoon > 0 ? 12 : 0);
	if (p->year_of_century >= 0 || p->century >= 0) {
		int y = p->year_of_century >= 0 ? p->year_of_century : 0;

		p->has_year = 1;
		tm->tm_year = p->century >= 0 ? p->century * 100 - 1900 + y
			      : y < 69	      ? y + 100
					      : y;
	}
	if (p->has_year && ((p->has_month && p->has_day) || p->has_day_of_year))
		complete_date(p);
}

char *strptime(const char *restrict text, const char *restrict format,
	       struct tm *restrict tm)
{
	struct parsed p = { .tm = tm,
			    .century = -1,
			    .year_of_century = -1,
			    .hour_of_half = -1,
			    .afternoon = -1 };
	const char *end = parse(&p, text, format);

	if (end)
		complete(&p);
	return (char *)end;
}

char *strptime_l(const char *restrict text, const char *restrict format,
		 struct tm *restrict tm, locale_t locale)
{
	(void)locale;
	return strptime(text, format, tm);
}
