/* SPDX-License-Identifier: MIT */
/* Types that every kernel file may use. */
#ifndef KERNEL_LIB_TYPES_H
#define KERNEL_LIB_TYPES_H

#include <faultline/errno.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * As <stdint.h> of the cross compiler.  That of a 64-bit host, on which tests
 * compile some of these files, has long for 64 bits, and there is no printf()
 * format that fits both.
 */
typedef signed char int8_t;
typedef unsigned char uint8_t;
typedef short int16_t;
typedef unsigned short uint16_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long long int64_t;
typedef unsigned long long uint64_t;
typedef unsigned int uintptr_t;
typedef int32_t ssize_t;

#ifndef INT32_MAX
#define INT32_MIN  (-2147483647 - 1)
#define INT32_MAX  2147483647
#define UINT32_MAX 4294967295u
#define INT64_MAX  9223372036854775807ll
#define SIZE_MAX   4294967295u
#endif

/*
 * An address in the current process's memory, as a program gave it: nothing
 * is known about it.  It has a type of its own, so that the kernel cannot
 * follow it by accident.  Only the functions of machine/uaccess.h follow it.
 */
struct uaddr {
	uint32_t value;
};

static inline struct uaddr uaddr(uint32_t value)
{
	return (struct uaddr){ value };
}

static inline struct uaddr uaddr_add(struct uaddr a, uint32_t n)
{
	return (struct uaddr){ a.value + n };
}

static inline bool uaddr_is_null(struct uaddr a)
{
	return a.value == 0;
}

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)     ((a) < (b) ? (a) : (b))
#define MAX(a, b)     ((a) > (b) ? (a) : (b))

/* The structure that holds member at address ptr. */
#define container_of(ptr, type, member) \
	((type *)((char *)(ptr)-offsetof(type, member)))

#define PAGE_SHIFT 12
#define PAGE_SIZE  (1u << PAGE_SHIFT)
#define PAGE_MASK  (PAGE_SIZE - 1)

#define PAGE_ALIGN_DOWN(x) ((x) & ~PAGE_MASK)
#define PAGE_ALIGN_UP(x)   (((x) + PAGE_MASK) & ~PAGE_MASK)

#define NSEC_PER_SEC 1000000000ll

/*
 * Errors that the kernel uses inside; no program sees them.
 * ERESTART: a signal interrupted the call.  It runs again after the handler, or
 *	fails with EINTR if the handler has no SA_RESTART.
 * ECALLDONE: the call has set the thread's registers itself.
 * ECALLWIDE: the lower half of a result of 64 bits looks like an error; see
 *	call_wide().
 */
#define ERESTART  512
#define ECALLDONE 513
#define ECALLWIDE 514

#endif
