/* SPDX-License-Identifier: MIT */
/* The parts of an extended number, and the processor's own operations. */
#ifndef LIBC_PORT_X87_H
#define LIBC_PORT_X87_H

union extended {
	long double value;
	struct {
		unsigned low, high; /* the first bit of high is the one */
		unsigned short
		    exponent; /* biased by 16383; the top bit is the sign */
	} part;
};

#define EXPONENT(x) ((x).part.exponent & 0x7fff)
#define NEGATIVE(x) ((x).part.exponent & 0x8000)

#define ROUND_NEAREST 0x0000
#define ROUND_DOWN    0x0400
#define ROUND_UP      0x0800
#define ROUND_ZERO    0x0c00

/* To an integer, in a direction of its own. */
static inline long double round_to(long double x, unsigned direction)
{
	unsigned short old, new;

	__asm__ volatile("fnstcw %0" : "=m"(old));
	new = (old & ~0x0c00) | direction;
	__asm__ volatile("fldcw %0" : : "m"(new));
	__asm__ volatile("frndint" : "+t"(x));
	__asm__ volatile("fldcw %0" : : "m"(old));
	return x;
}

/* x * 2^n, n being an integer. */
static inline long double scale(long double x, long double n)
{
	__asm__("fscale" : "+t"(x) : "u"(n));
	return x;
}

/* 2^x - 1 for x from -1 to 1. */
static inline long double f2xm1(long double x)
{
	__asm__("f2xm1" : "+t"(x));
	return x;
}

/* y * log2(x) */
static inline long double fyl2x(long double x, long double y)
{
	__asm__("fyl2x" : "+t"(x) : "u"(y) : "st(1)");
	return x;
}

static inline long double constant_ln2(void)
{
	long double c;

	__asm__("fldln2" : "=t"(c));
	return c;
}

#endif
