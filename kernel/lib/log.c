/* SPDX-License-Identifier: MIT */
/* The kernel's log: a ring in memory, and the consoles. */
#include "lib/printk.h"

#define LOG_SIZE 16384u /* a power of two */

static char ring[LOG_SIZE];
static uint32_t written; /* bytes ever printed; counts up and wraps */
static struct console *consoles;

void console_register(struct console *c)
{
	c->next = consoles;
	consoles = c;
}

/*
 * Messages have programs' names in them.  A terminal would take control
 * characters in a name for a request, and might answer as if somebody typed.
 * Bytes from 0x80 on may be one, alone or two of them together, depending on
 * the terminal's character set; so none of them passes.
 */
static bool is_printable(char c)
{
	return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t';
}

/*
 * The line is static, since kernel stacks have no room for it.  Nothing else
 * prints meanwhile: printk() neither waits nor lets interrupts in.
 */
void printk(const char *format, ...)
{
	static char line[512];
	va_list args;
	int n;

	va_start(args, format);
	n = kvsnprintf(line, sizeof(line), format, args);
	va_end(args);
	n = MIN(n, (int)sizeof(line) - 1);
	for (int i = 0; i < n; i++) {
		if (!is_printable(line[i]))
			line[i] = '?';
		ring[written++ % LOG_SIZE] = line[i];
	}
	for (struct console *c = consoles; c; c = c->next)
		c->write(line, (size_t)n);
}

size_t klog_read(char *to, size_t size)
{
	size_t n;

	n = MIN(size, (size_t)MIN(written, LOG_SIZE));
	for (size_t i = 0; i < n; i++)
		to[i] = ring[(written - n + i) % LOG_SIZE];
	return n;
}
