/* SPDX-License-Identifier: MIT */
/* The battery-backed clock: date and time at boot. */
#include "clock.h"
#include "io.h"

/* Motorola MC146818 data sheet: registers. */
#define CMOS_INDEX  0x70
#define CMOS_DATA   0x71
#define RTC_SECONDS 0
#define RTC_MINUTES 2
#define RTC_HOURS   4
#define RTC_DAY	    7
#define RTC_MONTH   8
#define RTC_YEAR    9
#define RTC_CENTURY 0x32
#define RTC_A	    10 /* bit 7: update in progress */
#define RTC_B	    11 /* bit 1: 24 hours, bit 2: binary */

struct reading {
	unsigned second, minute, hour, day, month, year, century;
};

static uint8_t cmos_read(uint8_t index)
{
	outb(CMOS_INDEX, index | 0x80); /* bit 7 masks the NMI */
	return inb(CMOS_DATA);
}

static unsigned from_bcd(unsigned v)
{
	return (v >> 4) * 10 + (v & 15);
}

static struct reading read_once(void)
{
	for (unsigned tries = 0; cmos_read(RTC_A) & 0x80; tries++)
		if (tries > 100000)
			break; /* no such clock */
	return (struct reading){
		cmos_read(RTC_SECONDS), cmos_read(RTC_MINUTES),
		cmos_read(RTC_HOURS),	cmos_read(RTC_DAY),
		cmos_read(RTC_MONTH),	cmos_read(RTC_YEAR),
		cmos_read(RTC_CENTURY),
	};
}

/*
 * Days from 1970-01-01 to a date of the Gregorian calendar.  Years are counted
 * from March, so that a leap day is the last of its year; 719468 days lie
 * between 0000-03-01 and the Epoch.
 */
static int64_t days_since_epoch(int64_t year, unsigned month, unsigned day)
{
	unsigned shifted = (month + 9) % 12; /* March is month 0 */

	if (month <= 2)
		year--;
	return year * 365 + year / 4 - year / 100 + year / 400 +
	       (shifted * 153 + 2) / 5 + day - 1 - 719468;
}

int64_t rtc_read(void)
{
	struct reading r = read_once(), again;
	uint8_t mode = cmos_read(RTC_B);
	int64_t year;
	bool pm;

	for (;;) {
		again = read_once();
		if (again.second == r.second)
			break;
		r = again;
	}
	pm = r.hour & 0x80;
	r.hour &= 0x7f;
	if (!(mode & 4)) {
		r.second = from_bcd(r.second);
		r.minute = from_bcd(r.minute);
		r.hour = from_bcd(r.hour);
		r.day = from_bcd(r.day);
		r.month = from_bcd(r.month);
		r.year = from_bcd(r.year);
		r.century = from_bcd(r.century);
	}
	if (!(mode & 2))
		r.hour = r.hour % 12 + (pm ? 12 : 0);
	if (r.century < 19 || r.century > 29)
		r.century = 20;
	year = r.century * 100 + r.year;
	return ((days_since_epoch(year, r.month, r.day) * 24 + r.hour) * 60 +
		r.minute) *
		   60 +
	       r.second;
}
