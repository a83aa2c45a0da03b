/* SPDX-License-Identifier: MIT */
/*
 * The clocks of the PC: the TSC is read, the PIT interrupts, the RTC has the
 * date.
 */
#ifndef ARCH_I386_CLOCK_H
#define ARCH_I386_CLOCK_H

#include "lib/types.h"

/* Calibrates the TSC, reads the date, and makes the two pages below. */
void clock_init(void);

/* Physical addresses of the pages that every thread's last table maps. */
extern uint32_t clock_page_physical;
extern uint32_t trampoline_page_physical;

/* Notes for the next clock interrupt if it interrupted a program. */
void clock_note_mode(bool user);

/* Seconds since the Epoch, from the battery-backed clock (rtc.c). */
int64_t rtc_read(void);

#endif
