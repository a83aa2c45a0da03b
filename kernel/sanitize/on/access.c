/* SPDX-License-Identifier: MIT */
/*
 * The checks of accesses.  The compiler calls a function before each load and
 * store of all code but the sanitizer's; what goes by string instructions or
 * to programs is checked by functions put in front by the linker (wrap.c).
 */
#include "runtime.h"

/* Memory that has a shadow; nothing before sanitize_begin(). */
static uint32_t base, size, stacks, stacks_size;
static uint8_t *offset;

/* Constructors register the global variables; the linker has their list. */
typedef void (*constructor)(void);
extern const constructor constructors_start[], constructors_end[];

void sanitize_stacks(uint32_t first, uint32_t n)
{
	stacks = first;
	stacks_size = n;
}

void sanitize_begin(uint32_t first, uint32_t n, uint8_t *shadow_offset)
{
	base = first;
	offset = shadow_offset;
	size = n;
	for (const constructor *c = constructors_start; c < constructors_end;
	     c++)
		(*c)();
}

static inline uint8_t *shadow_of(uint32_t address)
{
	return offset + (address >> 3);
}

static inline bool has_shadow(uint32_t address)
{
	return address - base < size ||
	       (size > 0 && address - stacks < stacks_size);
}

uint8_t sanitize_shadow(uint32_t address)
{
	return has_shadow(address) ? *shadow_of(address) : 0;
}

/* memset() without its own check. */
static void fill(uint8_t *s, uint8_t byte, uint32_t n)
{
	uint32_t words = n / 4, bytes = n % 4;

	__asm__ volatile("rep stosl; mov %3, %%ecx; rep stosb"
			 : "+&D"(s), "+&c"(words)
			 : "a"(byte * 0x01010101u), "r"(bytes)
			 : "memory");
}

void sanitize_mark(uint32_t address, uint32_t n, enum shadow why)
{
	uint8_t *s = shadow_of(address);

	if (!has_shadow(address))
		return;
	if (address % 8) { /* the end of what may be used */
		*s++ = address % 8;
		n -= MIN(n, 8 - address % 8);
	}
	fill(s, (uint8_t)why, (n + 7) / 8);
}

void sanitize_unmark(uint32_t address, uint32_t n)
{
	uint8_t *s = shadow_of(address);

	if (!has_shadow(address))
		return;
	fill(s, 0, n / 8);
	if (n % 8)
		s[n / 8] = n % 8;
}

/* Does the shadow byte s allow the byte at address? */
static inline bool allows(uint8_t s, uint32_t address)
{
	return s == 0 || (s < 8 && address % 8 < s);
}

bool sanitize_may_use(uint32_t address, uint32_t n)
{
	const uint8_t *s = shadow_of(address);
	const uint8_t *last = shadow_of(address + n - 1);

	if (!has_shadow(address))
		return address >= base;
	if (!has_shadow(address + n - 1) || address + n < address)
		return false;
	while (s < last) {
		if (((uintptr_t)s & 3) == 0 && last - s > 4) {
			if (*(const uint32_t *)s != 0)
				return false;
			s += 4;
		} else if (*s++ != 0)
			return false;
	}
	return allows(*last, address + n - 1);
}

static void __attribute__((noinline))
report(uint32_t address, uint32_t n, bool write)
{
	if (size == 0 || sanitize_is_reporting)
		return;
	if (!sanitize_may_use(address, n))
		sanitize_report_access(address, n, write);
}

void sanitize_check(const void *p, size_t n, bool write)
{
	if (n > 0)
		report((uint32_t)p, n, write);
}

/* Most accesses lie within 8 bytes that may all be used. */
static inline void check(uint32_t address, uint32_t n, bool write)
{
	if (__builtin_expect(!has_shadow(address) || *shadow_of(address) != 0 ||
				 (address & 7) + n > 8,
			     0))
		report(address, n, write);
}

/* clang-format off */
#define ACCESS(bytes)                                        \
	void __asan_load##bytes##_noabort(uint32_t address); \
	void __asan_load##bytes##_noabort(uint32_t address)  \
	{                                                    \
		check(address, bytes, false);                \
	}                                                    \
	void __asan_store##bytes##_noabort(uint32_t address);\
	void __asan_store##bytes##_noabort(uint32_t address) \
	{                                                    \
		check(address, bytes, true);                 \
	}
/* clang-format on */

ACCESS(1)
ACCESS(2)
ACCESS(4)
ACCESS(8)
ACCESS(16)

void __asan_loadN_noabort(uint32_t address, uint32_t n);
void __asan_loadN_noabort(uint32_t address, uint32_t n)
{
	sanitize_check((const void *)address, n, false);
}

void __asan_storeN_noabort(uint32_t address, uint32_t n);
void __asan_storeN_noabort(uint32_t address, uint32_t n)
{
	sanitize_check((const void *)address, n, true);
}

/*
 * A function that does not return leaves the marks of its callers' variables
 * behind.  They are all above here; what lies above this page is another
 * thread's, or is cleared when the stack is given to the next.
 */
void __asan_handle_no_return(void);
void __asan_handle_no_return(void)
{
	uint32_t here = (uint32_t)__builtin_frame_address(0) & ~7u;

	sanitize_unmark(here, sanitize_stack_top() - here);
}

/* A variable's scope ends, and begins. */
void __asan_poison_stack_memory(uint32_t address, uint32_t n);
void __asan_poison_stack_memory(uint32_t address, uint32_t n)
{
	sanitize_mark(address, n, SHADOW_STACK_SCOPE);
}

void __asan_unpoison_stack_memory(uint32_t address, uint32_t n);
void __asan_unpoison_stack_memory(uint32_t address, uint32_t n)
{
	sanitize_unmark(address, n);
}

/* What the compiler says of a global variable (GCC's libsanitizer). */
struct global {
	uint32_t start;
	uint32_t size, size_with_red_zone;
	const char *name, *module;
	uint32_t has_constructor;
	const void *location;
	uint32_t indicator;
};

void __asan_register_globals(const struct global *g, uint32_t count);
void __asan_register_globals(const struct global *g, uint32_t count)
{
	for (; count > 0; g++, count--)
		sanitize_mark(g->start + g->size,
			      g->size_with_red_zone - g->size, SHADOW_GLOBAL);
}

void __asan_unregister_globals(const struct global *g, uint32_t count);
void __asan_unregister_globals(const struct global *g, uint32_t count)
{
	(void)g, (void)count;
}
