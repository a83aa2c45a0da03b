/* SPDX-License-Identifier: MIT */
/* Memory and strings, as in C's <string.h>. */
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

/* Copies as much as fits; to is always terminated. Returns strlen(from). */
size_t strlcpy(char *to, const char *from, size_t size);

/* FNV-1a. */
uint32_t hash_bytes(const void *s, size_t n);

#endif
