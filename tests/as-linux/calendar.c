/* SPDX-License-Identifier: MIT */
/* Dates as text and as numbers, and zones. */
#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "say.h"

static void print_tm(const struct tm *tm)
{
	printf("%d-%d-%d %d:%d:%d w%d y%d dst %d", tm->tm_year, tm->tm_mon,
	       tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec, tm->tm_wday,
	       tm->tm_yday, tm->tm_isdst);
}

static void every_conversion(void)
{
	static const time_t days[] = {
		0,	    1000000000,	  1704067199,	1704067200,
		1709164800, 1735689600,	  1230768000,	1293840000,
		-86400,	    253402300799, -30610224000, 5000000000,
		1609459200, 946684800,	  1325376000,
	};
	char text[300], format[8];
	struct tm tm;

	for (unsigned i = 0; i < sizeof(days) / sizeof(*days); i++) {
		gmtime_r(&days[i], &tm);
		printf("%lld:", (long long)days[i]);
		for (const char *c = "aAbBcCdDeFgGhHIjklmMnpPrRStTuUVwWxXyYzZ%";
		     *c; c++) {
			snprintf(format, sizeof(format), "%%%c", *c);
			text[0] = '\0';
			strftime(text, sizeof(text), format, &tm);
			printf(" %c %s", *c, text);
		}
		puts("");
		for (const char *c = "cCxXyY"; *c; c++) {
			snprintf(format, sizeof(format), "%%E%c", *c);
			strftime(text, sizeof(text), format, &tm);
			printf("E%c %s ", *c, text);
		}
		for (const char *c = "deHImMSuUVwWy"; *c; c++) {
			snprintf(format, sizeof(format), "%%O%c", *c);
			strftime(text, sizeof(text), format, &tm);
			printf("O%c %s ", *c, text);
		}
		puts("");
	}
}

static void years_of_all_sizes(void)
{
	static const int years[] = { -1900, -1901, -2900, 0,	 99,
				     -1891, 8099,  8100,  -1801, -11900 };
	char text[200];

	for (unsigned i = 0; i < sizeof(years) / sizeof(*years); i++) {
		struct tm tm = { .tm_year = years[i],
				 .tm_mday = 1,
				 .tm_wday = 4 };

		strftime(text, sizeof(text), "%Y|%y|%G|%g", &tm);
		puts(text);
	}
}

static void room_for_text(void)
{
	struct tm tm = { .tm_year = 100, .tm_mday = 1 };
	char text[20];

	for (int n = 0; n < 6; n++)
		SAY(strftime(text, n, "%Y", &tm));
	SAY(strftime(text, 20, "", &tm));
	SAY(strftime(text, 20, "%%", &tm));
	SAY(strftime(text, 20, "%d%m", &tm));
	puts(text);
	SAY(strftime(text, 20, "%+4Y|%010Y", &tm) > 0);
}

static void numbers_out_of_range(void)
{
	struct tm tm = {
		.tm_hour = 13, .tm_sec = 60, .tm_mday = 31, .tm_year = 100
	};
	char text[50];

	strftime(text, sizeof(text), "%S %I %p %j %e", &tm);
	puts(text);
	for (int h = 0; h < 24; h++) {
		tm.tm_hour = h;
		strftime(text, sizeof(text), "%I%p %l ", &tm);
		fputs(text, stdout);
	}
	puts("");
}

static void parse(const char *text, const char *format)
{
	struct tm tm = { -1, -1, -1, -1, -1, -1, -1, -1, -1 };
	char *end = strptime(text, format, &tm);

	printf("\"%s\" by %s: ", text, format);
	if (end) {
		print_tm(&tm);
		printf(", left \"%s\"", end);
	} else {
		printf("none");
	}
	puts("");
}

static void parsing(void)
{
	static const char *const tests[][2] = {
		{ "2024-02-29", "%Y-%m-%d" },
		{ "2024-02-29", "%F" },
		{ "2023-13-01", "%F" },
		{ "2023-1-1", "%Y-%m-%d" },
		{ "12:34:56", "%T" },
		{ "12:34", "%R" },
		{ "24:00", "%H:%M" },
		{ "23:60", "%H:%M" },
		{ "23:59:60", "%H:%M:%S" },
		{ "23:59:62", "%H:%M:%S" },
		{ "01:02:03 PM", "%r" },
		{ "12 AM", "%I %p" },
		{ "12 PM", "%I %p" },
		{ "13 PM", "%I %p" },
		{ "0 AM", "%I %p" },
		{ "PM 3", "%p %I" },
		{ "Monday", "%A" },
		{ "mon", "%a" },
		{ "MONDAY", "%a" },
		{ "Mond", "%A" },
		{ "5 January 2024", "%d %B %Y" },
		{ "2023 jan 6", "%Y %b %d" },
		{ "7 Sept 1999", "%d %ht %Y" },
		{ "1 MAY 24", "%d %B %y" },
		{ "31 Dec 2000", "%d %b %Y" },
		{ "Foo", "%B" },
		{ "69", "%y" },
		{ "68", "%y" },
		{ "99", "%y" },
		{ "00", "%y" },
		{ "100", "%y" },
		{ "19", "%C" },
		{ "20 24", "%C %y" },
		{ "24 20", "%y %C" },
		{ "060", "%j" },
		{ "366", "%j" },
		{ "367", "%j" },
		{ "0", "%j" },
		{ "2024 060", "%Y %j" },
		{ "2023 060", "%Y %j" },
		{ "02/03/04", "%D" },
		{ "02/03/04", "%x" },
		{ "10:11:12", "%X" },
		{ "Sun Sep  9 01:46:40 2001", "%c" },
		{ " 5", "%e" },
		{ "5", "%d" },
		{ "32", "%d" },
		{ "0", "%d" },
		{ "5x", "%d" },
		{ "  5", "%d" },
		{ "a b", "a%nb" },
		{ "ab", "a%tb" },
		{ "a   b", "a b" },
		{ "ab", "a b" },
		{ "%", "%%" },
		{ "x", "y" },
		{ "", "%Y" },
		{ "3", "%w" },
		{ "7", "%w" },
		{ "7", "%u" },
		{ "0", "%u" },
		{ "10", "%U" },
		{ "54", "%W" },
		{ "1000000000", "%s" },
		{ "12345", "%Y" },
		{ "-5", "%Y" },
		{ "+0200", "%z" },
		{ "12", "%OH" },
		{ "2024-06-15 10:20:30", "%Y-%m-%d %H:%M:%S" },
		{ "20240615", "%Y%m%d" },
		{ "102030", "%H%M%S" },
		{ "Thu, 01 Jan 1970 00:00:00 GMT", "%a, %d %b %Y %T GMT" },
		{ "x", "%Q" },
		{ "x", "%" },
	};

	for (unsigned i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		parse(tests[i][0], tests[i][1]);
}

static void zone(const char *name)
{
	setenv("TZ", name, 1);
	tzset();
}

/* Moments around each change of the hour in a year. */
static void every_form_of_zone(void)
{
	static const char *const zones[] = {
		"UTC0",
		"CET-1CEST,M3.5.0,M10.5.0/3",
		"EST5EDT",
		"EST5EDT,M3.2.0,M11.1.0",
		"EST5EDT4,M3.2.0/2,M11.1.0/2",
		"AEST-10AEDT,M10.1.0,M4.1.0/3",
		"NZST-12:00:00NZDT-13:00:00,M10.1.0,M3.3.0",
		"XXX3YYY,J60,J300",
		"XXX3YYY,59,299",
		"XXX3YYY2:30,J2/0,J364/23",
		"XXX+5:45:30",
		"<+0330>-3:30<+0430>,J79/24,J263/24",
		"IST-1GMT0,M10.5.0,M3.5.0/1",
		"WGT3WGST,M3.5.0/-2,M10.5.0/-1",
		"AAA24BBB,M1.1.1,M12.5.6",
		"LHST-10:30LHDT-11,M10.1.0,M4.1.0",
	};

	for (unsigned i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		int last = -2;

		zone(zones[i]);
		printf("%s: %s %s %ld %d\n", zones[i], tzname[0], tzname[1],
		       timezone, !!daylight);
		for (time_t t = 1703980800; t < 1703980800 + 370 * 86400;
		     t += 900) {
			struct tm tm;
			char text[60];

			localtime_r(&t, &tm);
			if (tm.tm_isdst == last)
				continue;
			last = tm.tm_isdst;
			strftime(text, sizeof(text), "%F %T %z %Z", &tm);
			printf("%lld %s\n", (long long)t, text);
		}
	}
}

static void zones_that_are_none(void)
{
	static const char *const zones[] = { "",     "XX",	  "X", "UTC",
					     ":UTC", "none/such", "5" };
	time_t t = 1700000000;

	for (unsigned i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		zone(zones[i]);
		printf("\"%s\": %d %ld\n", zones[i], localtime(&t)->tm_hour,
		       timezone);
	}
	unsetenv("TZ");
	tzset();
	printf("%d %ld %s\n", localtime(&t)->tm_hour, timezone, tzname[0]);
}

static void make(struct tm tm)
{
	time_t t;

	print_tm(&tm);
	errno = 0;
	tm.tm_wday = 9;
	t = mktime(&tm);
	printf(" -> %lld ", (long long)t);
	print_tm(&tm);
	printf("\n");
}

static void normal_forms(void)
{
	static const char *const zones[] = { "UTC0", "EST5EDT,M3.2.0,M11.1.0",
					     "AEST-10AEDT,M10.1.0,M4.1.0/3" };
	static const struct tm tests[] = {
		{ 0, 0, 0, 1, 0, 100 },	     { 60, 59, 23, 31, 11, 100 },
		{ -1, 0, 0, 1, 0, 100 },     { 0, 0, 24, 31, 11, 100 },
		{ 0, 0, 0, 0, 0, 100 },	     { 0, 0, 0, -1, 2, 100 },
		{ 0, 0, 0, 29, 1, 101 },     { 0, 0, 0, 31, 1, 104 },
		{ 0, 0, 0, 1, 12, 100 },     { 0, 0, 0, 1, -1, 100 },
		{ 0, 0, 0, 1, 25, 70 },	     { 0, 0, 0, 366, 0, 101 },
		{ 86400, 0, 0, 1, 0, 70 },   { 0, 100000, 0, 1, 0, 70 },
		{ 0, 0, -100000, 1, 0, 90 }, { 59, 59, 23, 31, 11, 69 },
		{ 0, 0, 0, 1, 0, 0 },	     { 0, 0, 0, 1, 0, -800 },
		{ 7, 14, 3, 19, 0, 138 },    { 8, 14, 3, 19, 0, 138 },
		{ INT_MAX, 0, 0, 1, 0, 70 }, { INT_MIN, 0, 0, 1, 0, 70 },
		{ 0, 0, 0, 1000000, 0, 70 }, { 0, 30, 2, 10, 2, 124 },
		{ 0, 30, 1, 3, 10, 124 },
	};

	for (int z = 0; z < 3; z++) {
		zone(zones[z]);
		puts(zones[z]);
		for (unsigned i = 0; i < sizeof(tests) / sizeof(*tests); i++)
			make(tests[i]);
	}
}

/* Where a clock is set, tm_isdst says which of two hours is meant. */
static void hours_that_are_twice_or_never(void)
{
	static const struct tm tests[] = {
		{ 0, 30, 0, 3, 10, 124 }, { 0, 30, 1, 3, 10, 124 },
		{ 0, 0, 2, 3, 10, 124 },  { 0, 59, 1, 10, 2, 124 },
		{ 0, 0, 3, 10, 2, 124 },  { 0, 0, 12, 1, 6, 124 },
		{ 0, 0, 12, 1, 0, 124 },
	};

	zone("EST5EDT,M3.2.0,M11.1.0");
	for (unsigned i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
		for (int dst = 0; dst < 2; dst++) {
			struct tm tm = tests[i];

			tm.tm_isdst = dst;
			make(tm);
		}
	}
	zone("UTC0");
}

static void borders(void)
{
	static const time_t times[] = {
		0,
		-1,
		2147483647,
		2147483648ll,
		-2147483648ll,
		-2147483649ll,
		951782399,
		951782400,
		951868800,
		4107542400ll,
		4107456000ll,
		-62135596800ll,
		-62135596801ll,
		253402300799ll,
		253402300800ll,
		-2208988800ll,
	};
	char text[100];

	for (unsigned i = 0; i < sizeof(times) / sizeof(*times); i++) {
		struct tm tm;

		gmtime_r(&times[i], &tm);
		print_tm(&tm);
		printf(" %d\n", timegm(&tm) == times[i]);
		if (tm.tm_year >= -900 && tm.tm_year < 8100)
			printf("%s%s", asctime_r(&tm, text), ctime(&times[i]));
	}
	printf("%g %g\n", difftime(5, 7), difftime(1ll << 40, -1));
}

static void seconds_since(void)
{
	struct tm tm = { .tm_year = 101,
			 .tm_mon = 8,
			 .tm_mday = 9,
			 .tm_hour = 1,
			 .tm_min = 46,
			 .tm_sec = 40 };
	char text[40];

	zone("EST5EDT,M3.2.0,M11.1.0");
	strftime(text, sizeof(text), "%s", &tm);
	puts(text);
	zone("UTC0");
	strftime(text, sizeof(text), "%s", &tm);
	puts(text);
}

int main(void)
{
	zone("UTC0");
	every_conversion();
	years_of_all_sizes();
	room_for_text();
	numbers_out_of_range();
	parsing();
	every_form_of_zone();
	zones_that_are_none();
	normal_forms();
	hours_that_are_twice_or_never();
	borders();
	seconds_since();
	fputs("to stderr\n", stderr);
	return 0;
}
