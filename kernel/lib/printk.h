/* SPDX-License-Identifier: MIT */
/* Formatted output to memory and to the kernel's log. */
#ifndef KERNEL_LIB_PRINTK_H
#define KERNEL_LIB_PRINTK_H

#include "lib/types.h"
#include <stdarg.h>

/*
 * Writes at most size bytes to `to', with a NUL at the end if size > 0. Returns
 * the length of the whole text without its NUL, even if it did not fit.
 * Conversions are d i u x X o c s p %, flags - and 0, lengths hh h l ll z;
 * width and precision may be numbers or *.  The rest is as in C's vsnprintf().
 */
int kvsnprintf(char *to, size_t size, const char *format, va_list args);
int ksnprintf(char *to, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Prints to the log's ring and all consoles; cut after 511 bytes.  A byte that
 * is no printable character of ASCII, line feed or tabulator becomes a '?'.
 */
void printk(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Copies the last size bytes of the log, or all it has; returns how many. */
size_t klog_read(char *to, size_t size);

/* A place where printk()'s bytes go besides the ring. */
struct console {
	void (*write)(const char *bytes, size_t n);
	struct console *next; /* set by console_register() */
};
/* c stays registered for ever; what was printed before does not go there. */
void console_register(struct console *c);

#endif
