/* SPDX-License-Identifier: MIT */
/* printf(): conversions with flags, widths, precisions and modifiers. */
#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <wchar.h>

#include "say.h"

static const char *const flags[] = {
	"",   "-",  "+",  " ",	"#",   "0",   "-+",  "-#",    "+0",
	" 0", "#0", "-0", "+ ", "#+0", "#-+", "# 0", "-+#0 ",
};
static const char *const sizes[] = {
	"", "1", "12", ".", ".0", ".1", ".5", "12.", "12.0", "12.5", "3.7",
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* All flags and sizes of one conversion. */
#define EACH(conversion, value)                                             \
	do {                                                                \
		for (unsigned i = 0; i < COUNT(flags); i++) {               \
			char format[40];                                    \
			printf("%s%s:", flags[i], conversion);              \
			for (unsigned j = 0; j < COUNT(sizes); j++) {       \
				snprintf(format, sizeof(format),            \
					 " [%%%s%s%s]", flags[i], sizes[j], \
					 conversion);                       \
				printf(format, value);                      \
			}                                                   \
			putchar('\n');                                      \
		}                                                           \
	} while (0)

static void integers(void)
{
	static const int values[] = { 0, 1, -1, 42, -12345, INT_MAX, INT_MIN };

	for (unsigned v = 0; v < COUNT(values); v++) {
		EACH("d", values[v]);
		EACH("x", values[v]);
		EACH("o", values[v]);
	}
	EACH("i", 9);
	EACH("u", 4000000000u);
	EACH("X", 0xabcdef);
}

static void lengths(void)
{
	printf("%hhd %hhi %hhu %hho %hhx %hhX\n", 300, -300, 300, 300, 0x1ff,
	       -1);
	printf("%hd %hi %hu %ho %hx %hX\n", 70000, -70000, 70000, 70000,
	       0x1ffff, -1);
	printf("%ld %li %lu %lo %lx\n", LONG_MIN, LONG_MAX, ULONG_MAX,
	       ULONG_MAX, ULONG_MAX);
	printf("%lld %lli %llu %llo %llx %llX\n", LLONG_MIN, LLONG_MAX,
	       ULLONG_MAX, ULLONG_MAX, ULLONG_MAX, 0xfedcba9876543210ull);
	printf("%jd %ji %ju %jo %jx\n", INTMAX_MIN, INTMAX_MAX, UINTMAX_MAX,
	       UINTMAX_MAX, UINTMAX_MAX);
	printf("%zd %zi %zu %zx\n", (size_t)-1, (size_t)-1, (size_t)-1,
	       (size_t)-1);
	printf("%td %ti %tu %tx\n", (ptrdiff_t)-1, PTRDIFF_MIN, PTRDIFF_MAX,
	       PTRDIFF_MIN);
	printf("%qd %Ld\n", 1ll << 40, -1ll << 40);
	printf("%" PRId8 " %" PRIu16 " %" PRIx32 " %" PRIo64 " %" PRIdPTR
	       " %" PRIdFAST16 " %" PRIuLEAST64 "\n",
	       (int8_t)-8, (uint16_t)65535, 0xdeadbeefu, (uint64_t)1 << 63,
	       (intptr_t)-4, (int_fast16_t)-5, (uint_least64_t)-1);
	printf("%p %10p %-10p|\n", NULL, NULL, NULL);
	printf("%p %p %20p|%-20p|\n", (void *)0x1234, (void *)-1, (void *)0xff,
	       (void *)0xff);
}

static void floating(void)
{
	static const double values[] = {
		0.0,	   -0.0,     1.0,     -1.5,	   0.1,
		123456789, 1e10,     1e-5,    0.000123456, 99999.25,
		1e100,	   5e-324,   DBL_MIN, DBL_MAX,	   INFINITY,
		-INFINITY, 0x1.8p-3, 2.5,     100000,
	};

	for (unsigned v = 0; v < COUNT(values); v++) {
		EACH("f", values[v]);
		EACH("e", values[v]);
		EACH("g", values[v]);
	}
	EACH("E", 1.5e-7);
	EACH("G", 1.5e-7);
	EACH("F", -INFINITY);
	EACH("G", INFINITY);
	EACH("f", fabs(NAN));
	EACH("E", fabs(NAN));
}

static void hexadecimal(void)
{
	static const double values[] = {
		0.0,	   -0.0,     1.0,
		0.1,	   -1.5,     0x1.fffffffffffffp0,
		0x1.08p0,  0x1.18p0, 0x1.28p3,
		123456789, DBL_MAX,  DBL_MIN,
		INFINITY,  5e-324,   0x1.8p-1030,
	};

	for (unsigned v = 0; v < COUNT(values); v++)
		EACH("a", values[v]);
	EACH("A", 0x1.abcdefp20);
	EACH("A", INFINITY);
}

static void ties(void)
{
	for (double d = -4.5; d < 5; d += 0.5)
		printf("%.0f ", d);
	putchar('\n');
	for (double d = 0.125; d < 2; d += 0.25)
		printf("%.2f %.1f %.1e %.2g, ", d, d, d, d);
	putchar('\n');
	printf("%.0e %.0e %.0e %.0g %.0g\n", 2.5, 3.5, 0.5, 0.25, 35.);
	printf("%.1a %.1a %.0a %.0a %.0a\n", 0x1.08p0, 0x1.18p0, 0x1.8p0,
	       0x1.7p0, 0x1.9p0);
	printf("%.3f %.3f %.2f %.0f\n", 1.0005, 1.00050000000000001, 2.675,
	       9007199254740993.);
	printf("%.60f\n%.60e\n", 0.1, 1e-10);
	printf("%.1100f\n", 5e-324);
	printf("%.330f|\n", -DBL_MAX);
	printf("%.800e\n%.400g\n", 0x1.fffffffffffffp-1022, 1e300);
	printf("%.20g %.17g %.21g\n", 1e23, 1e23, 0.3);
	printf("%#g %#.3g %#.0f %#.0e %#x %#o\n", 1., 100., 3., 3., 0, 0);
}

static void long_doubles(void)
{
	static const long double values[] = {
		0.0L,
		-1.5L,
		0.1L,
		LDBL_MAX,
		LDBL_MIN,
		0x1p-16445L,
		0x1.0000000000000002p0L,
		1e4000L,
		123456789012345678901.0L,
		INFINITY,
	};

	for (unsigned v = 0; v < COUNT(values); v++) {
		long double x = values[v];

		printf("%Lg %Le %.3LE %LG|%30.5Lg|%-30.20Lg|%+.0Le %.30Lg\n", x,
		       x, x, x, x, x, x, x);
	}
	printf("%Lf\n%.25Lf\n%.3Lf\n", LDBL_MAX, 0.1L, -1e60L);
	printf("%.20Le %.40Lg\n", LDBL_MIN, 0x1p-16445L);
	EACH("Lf", -1234.5L);
	EACH("Lg", 1e-10L);
	EACH("La", 0x1.23456789abcdef01p77L);
	EACH("La", 0.0L);
	printf("%La %La %LA %.0La %.3La %.1La\n", 1.0L, LDBL_MAX, LDBL_MIN,
	       LDBL_MAX, 0x1.ffffp3L, 0x1p-16445L);
}

static void characters(void)
{
	char buf[20];
	int n;

	n = sprintf(buf, "a%cb", 0);
	printf("%d ", n);
	say_bytes("NUL", buf, n);
	printf("[%5c] [%-5c] [%c]\n", 'x', 'y', 'z' + 256);
	printf("[%s] [%10s] [%-10s] [%.3s] [%10.2s] [%.0s] [%.s]\n", "string",
	       "string", "string", "string", "string", "string", "string");
	printf("[%5s] [%-5s] [%.2s]\n", "", "", "");
	memcpy(buf, "unended", 7);
	printf("[%.7s]\n", buf);
	printf("%% %5d%%\n", 3);
	printf("[%s] [%10s]\n", (char *)NULL, (char *)NULL);
	printf("[%ls] [%lc] [%C] [%S]\n", L"wide", (wint_t)L'w', (wint_t)L'C',
	       L"S");
}

static void wide_characters(void)
{
	volatile wint_t none = 0; /* or the compiler says how long it is */
	char buf[20];

	setlocale(LC_ALL, "C.UTF-8");
	printf("[%ls] [%lc] [%8ls] [%-8ls]\n", L"\u00e9\u20ac", 0x1f600,
	       L"\u00e9\u20ac", L"\u00e9\u20ac");
	/* A precision counts bytes, and no character in part. */
	for (int i = 0; i < 7; i++)
		printf("[%.*ls]", i, L"\u00e9\u20acx");
	putchar('\n');
	printf("[%.2s]\n", "\xc3\xa9\xc3\xa9");
	SAY(snprintf(buf, sizeof(buf), "%lc", none));
	SAY(snprintf(NULL, 0, "%ls", L"\u20ac\u20ac"));
	setlocale(LC_ALL, "C");
	SAY(snprintf(buf, sizeof(buf), "%lc", (wint_t)0x20ac));
}

static void stars(void)
{
	printf("[%*d] [%*d] [%-*d] [%0*d] [%.*d] [%.*d] [%*.*f]\n", 5, 1, -5, 2,
	       5, 3, 5, 4, 3, 5, -3, 6, 8, 2, 3.14159);
	printf("[%.*s] [%.*s] [%*s]\n", 2, "abc", -1, "abc", -6, "abc");
	printf("[%0*d] [%.*f] [%.*g] [%.*e]\n", -6, 7, -1, 1.5, -7, 1.5, -2,
	       1.5);
}

static void arguments_by_number(void)
{
	printf("%2$s %1$d %2$s\n", 5, "text");
	printf("%3$*1$.*2$f|%3$-*1$.*2$f|\n", 10, 2, 3.14159);
	printf("%2$lld %1$d %3$s %4$g %5$c\n", 1, 1ll << 40, "three", 4.5, '5');
	printf("%1$d %1$x %1$o %1$05d %1$-5d|\n", 42);
	printf("%2$*1$d|%2$-*1$d|\n", 6, 7);
	printf("%9$d %8$d %7$d %6$d %5$d %4$d %3$d %2$d %1$d\n", 1, 2, 3, 4, 5,
	       6, 7, 8, 9);
	printf("%12$d%11$s%10$c%1$d%2$d%3$d%4$d%5$d%6$d%7$d%8$d%9$d\n", 1, 2, 3,
	       4, 5, 6, 7, 8, 9, 'j', "k", 12);
	printf("%2$Lf %1$ls %3$zu\n", L"w", 2.5L, (size_t)3);
}

static void counting(void)
{
	signed char c = 0;
	short h = 0;
	int i = 0;
	long l = 0;
	long long ll = 0;
	intmax_t j = 0;
	ptrdiff_t t = 0;
	size_t z = 0;

	printf("1%hhn2%hn3%n4%ln5%lln6%jn7%tn8%zn\n", &c, &h, &i, &l, &ll, &j,
	       &t, &z);
	printf("%d %d %d %ld %lld %jd %td %zu\n", c, h, i, l, ll, j, t, z);
	snprintf(NULL, 0, "%100d%n", 1, &i);
	printf("%d\n", i);
}

static void cut_off(void)
{
	char buf[10];

	for (int n = 0; n < 8; n++) {
		memset(buf, '.', sizeof(buf));
		printf("%d ", snprintf(buf, n, "%s%d", "text", 42));
		say_bytes("cut", buf, sizeof(buf));
	}
	SAY(snprintf(NULL, 0, "%d %s", 12345, "text"));
	SAY(snprintf(NULL, 0, ""));
	SAY(snprintf(buf, 1, "%300d", 1));
}

static void too_much(void)
{
	char buf[10];

	SAY(snprintf(buf, sizeof(buf), "%2147483648d", 1));
	SAY(snprintf(buf, sizeof(buf), "%2147483647d%d", 1, 1));
	SAY(snprintf(buf, sizeof(buf), "%99999999999d", 1));
	SAY(snprintf(buf, sizeof(buf), "%.99999999999d", 1));
	SAY(snprintf(NULL, 0, "%1000000d", 1));
	SAY(snprintf(NULL, 0, "%.1000000d", 1));
	SAY(snprintf(NULL, 0, "%.100000f", 0.1));
	SAY(snprintf(NULL, 0, "%100000s", "x"));
}

static int through_vasprintf(char **p, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vasprintf(p, format, ap);
	va_end(ap);
	return n;
}

static void allocated(void)
{
	char *p;

	SAY(asprintf(&p, "%s %1000d", "long", 1));
	printf("%zu\n", strlen(p));
	free(p);
	SAY(asprintf(&p, ""));
	printf("[%s]\n", p);
	free(p);
	SAY(through_vasprintf(&p, "%d-%s", 1, "2"));
	puts(p);
	free(p);
}

/* The error of another time. */
static void errno_in_words(void)
{
	errno = ENOENT;
	printf("%m|");
	errno = EACCES;
	printf("%30m|%-30m|%.4m\n");
}

static void grouped(void)
{
	printf("%'d %'lld %'.2f %'10d|\n", 1234567, 12345678901ll, 1234567.891,
	       1234);
}

int main(void)
{
	integers();
	lengths();
	floating();
	hexadecimal();
	ties();
	long_doubles();
	characters();
	wide_characters();
	stars();
	arguments_by_number();
	counting();
	cut_off();
	too_much();
	allocated();
	errno_in_words();
	grouped();
	fputs("to stderr\n", stderr);
	return 0;
}
