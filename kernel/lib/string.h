/* SPDX-License-Identifier: MIT */
/* Memory and strings: what is not explained is as in C's <string.h>. */
#ifndef KERNEL_LIB_STRING_H
#define KERNEL_LIB_STRING_H

#include "lib/types.h"
#include "machine/memory.h"

void *memmove(void *to, const void *from, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int byte, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t limit);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);

/* Copies as much as fits, with a NUL if size > 0.  Returns strlen(from). */
size_t strlcpy(char *to, const char *from, size_t size);

/* The hash FNV-1a of 32 bits (Fowler, Noll and Vo). */
uint32_t hash_bytes(const void *s, size_t n);

#endif
