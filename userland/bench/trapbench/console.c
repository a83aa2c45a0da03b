/* SPDX-License-Identifier: MIT */
/* Output: COM1, and the text screen that every PC has. */
#include "trapbench.h"
#include "io.h"
#include "lib/printk.h"
#include "lib/string.h"

#define COM1	   0x3f8
#define COLUMNS	   80
#define LINES	   25
#define LIGHT_GREY 0x0700

static uint16_t *const screen = (uint16_t *)0xb8000;
static unsigned column, line;

void console_init(void)
{
	outb(COM1 + 1, 0x00); /* no interrupts */
	outb(COM1 + 3, 0x80); /* the divisor: 115200 baud */
	outb(COM1 + 0, 0x01);
	outb(COM1 + 1, 0x00);
	outb(COM1 + 3, 0x03); /* 8 bits, no parity */
	outb(COM1 + 2, 0x07); /* FIFOs, empty */
	outb(COM1 + 4, 0x03);
	for (unsigned i = 0; i < LINES * COLUMNS; i++)
		screen[i] = LIGHT_GREY | ' ';
}

static void put_serial(char c)
{
	/* A port that is not there reads as ready; one that never is must
	   not hang us. */
	for (unsigned i = 0; i < 1000000 && !(inb(COM1 + 5) & 0x20); i++)
		;
	outb(COM1, (uint8_t)c);
}

static void next_line(void)
{
	column = 0;
	if (++line < LINES)
		return;
	line = LINES - 1;
	memmove(screen, screen + COLUMNS, line * COLUMNS * sizeof(*screen));
	for (unsigned i = 0; i < COLUMNS; i++)
		screen[line * COLUMNS + i] = LIGHT_GREY | ' ';
}

static void put(char c)
{
	if (c == '\n') {
		put_serial('\r');
		next_line();
	} else {
		if (column == COLUMNS)
			next_line();
		screen[line * COLUMNS + column++] = LIGHT_GREY | (uint8_t)c;
	}
	put_serial(c);
}

void print(const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	kvsnprintf(text, sizeof(text), format, args);
	va_end(args);
	for (const char *s = text; *s; s++)
		put(*s);
}
