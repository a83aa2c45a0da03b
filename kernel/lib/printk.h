/* SPDX-License-Identifier: MIT */
/* Formatted output to memory and to the kernel's log. */
#ifndef KERNEL_LIB_PRINTK_H
#define KERNEL_LIB_PRINTK_H

#include "lib/types.h"
#include <stdarg.h>

/*
 * The usual conversions d i u x X o c s p %, flags - 0, width and precision
 * (also *), lengths hh h l ll z.  Returns what the whole text would need,
 * without its NUL; writes at most size bytes, always terminated if size > 0.
 */
int kvsnprintf(char *to, size_t size, const char *format, va_list args);
int ksnprintf(char *to, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* To the log ring and the console. */
void printk(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The last bytes of the log, oldest first; returns how many. */
size_t klog_read(char *to, size_t size);

/* Where printk's bytes go besides the ring; several may be registered. */
struct console {
	void (*write)(const char *bytes, size_t n);
	struct console *next;
};
void console_register(struct console *c);

#endif
