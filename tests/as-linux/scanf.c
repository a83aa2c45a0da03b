/* SPDX-License-Identifier: MIT */
/* scanf(): conversions, what they leave, and how they end. */
#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

#include "say.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* Scans a text by a format with one result, and prints what is left of it. */
#define SCAN(text, format, type, print)                                    \
	do {                                                               \
		type value = 0;                                            \
		char rest[100] = "";                                       \
		FILE *f = fmemopen((char *)(text), strlen(text) + 1, "r"); \
		int n;                                                     \
		errno = 0;                                                 \
		n = fscanf(f, format, &value);                             \
		printf("\"%s\" by %s: %d", text, format, n);               \
		if (n == 1)                                                \
			printf(" " print, value);                          \
		fread(rest, 1, sizeof(rest) - 1, f);                       \
		printf(", left \"%s\"\n", rest);                           \
		fclose(f);                                                 \
	} while (0)

/* Not what begins as a number and is none: "0x", "1e+".  glibc differs. */
static void integers(void)
{
	static const char *const texts[] = {
		"0",	  "42",	 "-42", "+42",	      " \t\n7 8", "0x1f",
		"-0X1Fg", "017", "08",	"-",	      "+-1",	  "--1",
		"",	  "   ", "x",	"2147483647", "12abc",	  "0b11",
		"00x1",	  "1e5", "-0",	"1 ",	      "\v\f\r3",
	};

	for (unsigned i = 0; i < COUNT(texts); i++) {
		SCAN(texts[i], "%d", int, "%d");
		SCAN(texts[i], "%i", int, "%d");
		SCAN(texts[i], "%x", unsigned, "%x");
		SCAN(texts[i], "%o", unsigned, "%o");
		SCAN(texts[i], "%u", unsigned, "%u");
		SCAN(texts[i], "%2d", int, "%d");
		SCAN(texts[i], "%1i", int, "%d");
		SCAN(texts[i], "%4i", int, "%d");
		SCAN(texts[i], "%4x", unsigned, "%x");
	}
}

static void large_integers(void)
{
	static const char *const texts[] = {
		"4294967295",
		"-1",
		"9223372036854775807",
		"-9223372036854775808",
		"18446744073709551615",
		"0xffffffffffffffff",
		"99999999999999999999",
		"-99999999999999999999",
		"00000000000000000000000000000000000000000000000000000000001",
	};

	for (unsigned i = 0; i < COUNT(texts); i++) {
		SCAN(texts[i], "%lld", long long, "%lld");
		SCAN(texts[i], "%llu", unsigned long long, "%llu");
		SCAN(texts[i], "%lli", long long, "%lld");
		SCAN(texts[i], "%jd", intmax_t, "%jd");
		SCAN(texts[i], "%jx", uintmax_t, "%jx");
		SCAN(texts[i], "%u", unsigned, "%u");
		SCAN(texts[i], "%lx", unsigned long, "%lx");
		SCAN(texts[i], "%d", int, "%d");
		SCAN(texts[i], "%ld", long, "%ld");
	}
	SCAN("-5", "%hhd", signed char, "%d");
	SCAN("300", "%hhu", unsigned char, "%u");
	SCAN("-5", "%hd", short, "%d");
	SCAN("70000", "%hu", unsigned short, "%u");
	SCAN("70000", "%zu", size_t, "%zu");
	SCAN("-70000", "%td", ptrdiff_t, "%td");
	SCAN("5000000000", "%" SCNd64, int64_t, "%lld");
	SCAN("5000000000", "%qd", long long, "%lld");
	SCAN("5000000000", "%Ld", long long, "%lld");
	SCAN("0x1234", "%p", void *, "%p");
	SCAN("1234", "%p", void *, "%p");
}

static void floating(void)
{
	static const char *const texts[] = {
		"1.5",	  "-1.5e3z", ".5",	"5.",
		".",	  "e5",	     "0x1.8p1", "0x.8",
		"0x",	  "0xp1",    "inf",	"INFINITY",
		"infin",  "-inf",    "in",	"infx",
		"nan",	  "NAN",     "nan(1)",	"nan(",
		"na",	  "-nan",    "1e400",	"-1e400",
		"1e-400", "1.2.3",   "1,5",	"  +7.25",
		"++1",	  "",	     " ",	"1e5e5",
		"0x1.gp", "00001.5", "-.e1",	"12345678901234567890.5",
		"0.1",
	};

	for (unsigned i = 0; i < COUNT(texts); i++) {
		SCAN(texts[i], "%lf", double, "%g");
		SCAN(texts[i], "%f", float, "%g");
		SCAN(texts[i], "%Lf", long double, "%Lg");
		SCAN(texts[i], "%4lf", double, "%g");
		SCAN(texts[i], "%la", double, "%g");
	}
}

/* The same with texts as results. */
static void scan_text(const char *text, const char *format)
{
	char one[50], two[50], rest[50] = "";
	FILE *f = fmemopen((char *)text, strlen(text) + 1, "r");
	int n;

	memset(one, '.', sizeof(one));
	memset(two, '.', sizeof(two));
	n = fscanf(f, format, one, two);
	printf("\"%s\" by \"%s\": %d ", text, format, n);
	say_bytes("one", one, 12);
	printf("  ");
	say_bytes("two", two, 12);
	fread(rest, 1, sizeof(rest) - 1, f);
	printf("  left \"%s\"\n", rest);
	fclose(f);
}

static void texts(void)
{
	static const char *const formats[] = {
		"%s",		"%3s",	       "%s%s",	    "%c",
		" %c",		"%3c",	       "%5c%c",	    "%[a-z]",
		"%[^a-z]",	"%3[a-z]%s",   "%[]x]",	    "%[^]]",
		"%[a-]",	"%[-a]%s",     "%[a-cx-z]", "%*s%s",
		"%*c%c",	"%*[a-z]%s",   "%%%s",	    "a%s",
		"ab %s",	"ab%s",	       "%2s%2s",    "%[ ]%s",
		"%*3c%s",	"%[^\n]%*c%s", "% s",	    "%s %s ",
		"%1[ab]%1[ab]", "%[^ ] %s",    "%s%[ \t]",
	};
	static const char *const inputs[] = {
		"abc def", " abc", "abc", "",	  "  ",	    "%abc",  "ab]c-d x",
		"ABC",	   "a",	   "]]x", "-a-b", "ab\ncd", "12 ab",
	};

	for (unsigned i = 0; i < COUNT(inputs); i++) {
		for (unsigned j = 0; j < COUNT(formats); j++)
			scan_text(inputs[i], formats[j]);
	}
}

static void ends_of_input(void)
{
	int a = -9, b = -9;
	char c = '.';

	SAY(sscanf("", "%d", &a));
	SAY(sscanf("", ""));
	SAY(sscanf("", " "));
	SAY(sscanf("", "x"));
	SAY(sscanf("", "%n", &a));
	printf("%d\n", a);
	SAY(sscanf(" ", "%c%c", &c, &c));
	SAY(sscanf("1", "%d%d", &a, &b));
	SAY(sscanf("1 x", "%d%d", &a, &b));
	SAY(sscanf("1,", "%d,%d", &a, &b));
	SAY(sscanf("1;2", "%d,%d", &a, &b));
	SAY(sscanf("", "%*d"));
	SAY(sscanf("5", "%*d"));
	SAY(sscanf("x", "%*d"));
	SAY(sscanf("-", "%d", &a));
	SAY(sscanf("abc", "abc%d", &a));
	SAY(sscanf("abc", "abd"));
	SAY(sscanf("ab", "abd"));
	SAY(sscanf("%", "%%"));
	SAY(sscanf("  %", "%%"));
	SAY(sscanf("", "%%"));
	SAY(sscanf("12:34", "%d:%d", &a, &b));
	printf("%d %d\n", a, b);
	SAY(sscanf("3 4", "%2$d %1$d", &a, &b));
	printf("%d %d\n", a, b);
	SAY(sscanf("  7  8", "%d %n", &a, &b));
	printf("%d %d\n", a, b);
	SAY(sscanf("xyz", "x%ny%nz", &a, &b));
	printf("%d %d\n", a, b);
	SAY(sscanf("1", "%d%n", &a, &b));
	printf("%d %d\n", a, b);
	SAY(sscanf("x", "%d%n", &a, &b));
	printf("%d %d\n", a, b);
	SAY(sscanf("5 6", "%d%*[ ]%n%d", &a, &b, &b));
	printf("%d %d\n", a, b);
}

static void counting(void)
{
	signed char c = 0;
	short h = 0;
	long l = 0;
	long long ll = 0;
	size_t z = 0;

	SAY(sscanf("abcdef", "a%hhnb%hnc%lnd%llne%zn", &c, &h, &l, &ll, &z));
	printf("%d %d %ld %lld %zu\n", c, h, l, ll, z);
}

static void allocated(void)
{
	char *p = NULL, *q = NULL;
	wchar_t *w = NULL;
	char *many;

	SAY(sscanf("  hello world", "%ms %m[a-z]", &p, &q));
	printf("%s %s\n", p, q);
	free(p);
	free(q);
	SAY(sscanf("abcdef", "%3mc%m[x]", &p, &q));
	say_bytes("three", p, 3);
	free(p);
	SAY(sscanf("wide", "%mls", &w));
	printf("%ls\n", w);
	free(w);
	p = (char *)1;
	SAY(sscanf("", "%ms", &p));
	many = malloc(5001);
	memset(many, 'x', 5000);
	many[5000] = '\0';
	SAY(sscanf(many, "%ms", &p));
	printf("%zu\n", strlen(p));
	free(p);
	free(many);
}

static void wide(void)
{
	wchar_t w[20];
	char c[20];

	setlocale(LC_ALL, "C.UTF-8");
	SAY(sscanf("\xc3\xa9\xe2\x82\xac x", "%ls", w));
	printf("%zu %ls\n", wcslen(w), w);
	SAY(sscanf("\xc3\xa9\xe2\x82\xacx", "%2lc", w));
	printf("%x %x\n", (unsigned)w[0], (unsigned)w[1]);
	SAY(sscanf("\xc3\xa9z", "%l[^z]", w));
	printf("%ls\n", w);
	SAY(sscanf("\xc3\xa9z", "%2s", c));
	say_bytes("bytes", c, strlen(c));
	SAY(sscanf("\xc3\xa9", "\xc3\xa9%n", (int *)c));
	setlocale(LC_ALL, "C");
}

/* What one call leaves is the next one's. */
static void one_after_another(void)
{
	char text[] = "12abc -x 7 nanx end";
	FILE *f = fmemopen(text, strlen(text), "r");
	int n = -1;
	double d = -1;
	char word[20];

	SAY(fscanf(f, "%d", &n));
	SAY(fscanf(f, "%d", &n));
	SAY(getc(f));
	SAY(fscanf(f, "%s", word));
	puts(word);
	SAY(fscanf(f, "%d", &n));
	SAY(getc(f));
	SAY(fscanf(f, "%i", &n));
	printf("%d\n", n);
	SAY(fscanf(f, "%lf", &d));
	SAY(fscanf(f, "%s", word));
	puts(word);
	SAY(fscanf(f, "%d", &n));
	SAY(fscanf(f, "end%n", &n));
	SAY(fscanf(f, "%d", &n));
	SAY(!!feof(f));
	SAY(!!ferror(f));
	fclose(f);
}

static void of_streams_that_cannot(void)
{
	FILE *f = fopen("/dev/null", "w");
	int n;

	SAY(fscanf(f, "%d", &n));
	fclose(f);
}

int main(void)
{
	integers();
	large_integers();
	floating();
	texts();
	ends_of_input();
	counting();
	allocated();
	wide();
	one_after_another();
	of_streams_that_cannot();
	fputs("to stderr\n", stderr);
	return 0;
}
