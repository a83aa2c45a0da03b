/* SPDX-License-Identifier: MIT */
/*
 * What C leaves undefined: the compiler calls one of these where it happens,
 * with a description that begins with the place in the source.
 */
#include "runtime.h"

struct place {
	const char *file;
	uint32_t line, column;
};

static void undefined(const char *what, const struct place *p)
{
	sanitize_report("undefined: %s, %s:%u", what, p->file, p->line);
}

/* clang-format off */
#define HANDLER(name, text)                                             \
	void __ubsan_handle_##name(const struct place *p, uint32_t a,   \
				   uint32_t b);                         \
	void __ubsan_handle_##name(const struct place *p, uint32_t a,   \
				   uint32_t b)                          \
	{                                                               \
		(void)a, (void)b;                                       \
		undefined(text, p);                                     \
	}
/* clang-format on */

HANDLER(add_overflow, "addition overflows")
HANDLER(sub_overflow, "subtraction overflows")
HANDLER(mul_overflow, "multiplication overflows")
HANDLER(negate_overflow, "negation overflows")
HANDLER(divrem_overflow, "division by zero, or overflows")
HANDLER(shift_out_of_bounds, "shift out of bounds")
HANDLER(out_of_bounds, "index out of bounds")
HANDLER(builtin_unreachable, "unreachable code is reached")
HANDLER(missing_return, "a function ends without its result")
HANDLER(vla_bound_not_positive, "length of an array is not positive")
HANDLER(load_invalid_value, "value is none of its type")
HANDLER(invalid_builtin, "argument of a builtin is 0")
HANDLER(nonnull_arg, "argument is NULL")
HANDLER(nonnull_return_v1, "result is NULL")
HANDLER(type_mismatch_v1, "object is too small for its type")
HANDLER(pointer_overflow, "address overflows")
