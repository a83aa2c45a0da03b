/* SPDX-License-Identifier: MIT */
/*
 * Checks in front of functions that the compiler does not see into: the linker
 * sends calls of NAME to __wrap_NAME, and those of __real_NAME to NAME.
 */
#include "lib/string.h"
#include "machine/uaccess.h"
#include "runtime.h"

void *__real_memcpy(void *to, const void *from, size_t n);
void *__wrap_memcpy(void *to, const void *from, size_t n);
void *__wrap_memcpy(void *to, const void *from, size_t n)
{
	sanitize_check(from, n, false);
	sanitize_check(to, n, true);
	return __real_memcpy(to, from, n);
}

void *__real_memset(void *to, int byte, size_t n);
void *__wrap_memset(void *to, int byte, size_t n);
void *__wrap_memset(void *to, int byte, size_t n)
{
	sanitize_check(to, n, true);
	return __real_memset(to, byte, n);
}

/* A length that went below zero would otherwise run for minutes first. */
void *__real_memmove(void *to, const void *from, size_t n);
void *__wrap_memmove(void *to, const void *from, size_t n);
void *__wrap_memmove(void *to, const void *from, size_t n)
{
	sanitize_check(from, n, false);
	sanitize_check(to, n, true);
	return __real_memmove(to, from, n);
}

void __real_page_clear(void *page);
void __wrap_page_clear(void *page);
void __wrap_page_clear(void *page)
{
	sanitize_check(page, PAGE_SIZE, true);
	__real_page_clear(page);
}

void __real_page_copy(void *to, const void *from);
void __wrap_page_copy(void *to, const void *from);
void __wrap_page_copy(void *to, const void *from)
{
	sanitize_check(from, PAGE_SIZE, false);
	sanitize_check(to, PAGE_SIZE, true);
	__real_page_copy(to, from);
}

int __real_copy_from_user(void *to, struct uaddr from, size_t n);
int __wrap_copy_from_user(void *to, struct uaddr from, size_t n);
int __wrap_copy_from_user(void *to, struct uaddr from, size_t n)
{
	sanitize_check(to, n, true);
	return __real_copy_from_user(to, from, n);
}

int __real_copy_to_user(struct uaddr to, const void *from, size_t n);
int __wrap_copy_to_user(struct uaddr to, const void *from, size_t n);
int __wrap_copy_to_user(struct uaddr to, const void *from, size_t n)
{
	sanitize_check(from, n, false);
	return __real_copy_to_user(to, from, n);
}

ssize_t __real_copy_string_from_user(char *to, struct uaddr from, size_t size);
ssize_t __wrap_copy_string_from_user(char *to, struct uaddr from, size_t size);
ssize_t __wrap_copy_string_from_user(char *to, struct uaddr from, size_t size)
{
	sanitize_check(to, size, true);
	return __real_copy_string_from_user(to, from, size);
}

int __real_user_load(struct uaddr from, uint32_t *value);
int __wrap_user_load(struct uaddr from, uint32_t *value);
int __wrap_user_load(struct uaddr from, uint32_t *value)
{
	sanitize_check(value, sizeof(*value), true);
	return __real_user_load(from, value);
}
