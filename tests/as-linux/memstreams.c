/* SPDX-License-Identifier: MIT */
/* Streams in memory, and streams of wide characters. */
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#include "say.h"

#define SAY_WIDE(call) (errno = 0, say_wide(#call, (call)))

static void say_wide(const char *call, wint_t c)
{
	int error = errno;

	if (c == WEOF)
		printf("%s: WEOF %s\n", call, error_name(error));
	else
		printf("%s: U+%04x\n", call, (unsigned)c);
}

static void state(const char *when, FILE *f)
{
	printf("%s: at %ld%s%s\n", when, ftell(f),
	       feof(f) ? ", end of file" : "", ferror(f) ? ", error" : "");
}

static void reading_memory(void)
{
	char text[] = "hello, memory", buf[30];
	FILE *f = fmemopen(text, 5, "r");

	state("start", f);
	say_bytes("all", buf, fread(buf, 1, sizeof(buf), f));
	state("end", f);
	SAY(putc('x', f));
	clearerr(f);
	SAY(fseek(f, -2, SEEK_END));
	SAY(getc(f));
	SAY(ungetc('L', f));
	SAY(getc(f));
	SAY(fseek(f, -1, SEEK_SET));
	SAY(fileno(f));
	fclose(f);
	puts(text);
	memcpy(text, "a\0b", 4);
	f = fmemopen(text, 4, "r");
	say_bytes("NULs", buf, fread(buf, 1, sizeof(buf), f));
	fclose(f);
}

static void writing_memory(void)
{
	char buf[12];
	FILE *f;

	memset(buf, '.', sizeof(buf));
	f = fmemopen(buf, 8, "w");
	SAY(fputs("abc", f) >= 0);
	fflush(f);
	say_bytes("abc", buf, sizeof(buf));
	state("abc", f);
	fseek(f, 1, SEEK_SET);
	putc('X', f);
	fflush(f);
	fseek(f, 0, SEEK_END);
	state("end", f);
	fclose(f);
}

static void appending_to_memory(void)
{
	char buf[12] = "start";
	FILE *f = fmemopen(buf, sizeof(buf), "a");

	state("a", f);
	fputs("END", f);
	fclose(f);
	say_bytes("a", buf, sizeof(buf));
	f = fmemopen(buf, sizeof(buf), "a+");
	fputs("!", f);
	fseek(f, 0, SEEK_SET);
	SAY(getc(f));
	fclose(f);
	say_bytes("a+", buf, sizeof(buf));
	f = fmemopen(buf, sizeof(buf), "r+");
	SAY(getc(f));
	fseek(f, 0, SEEK_CUR);
	fputs("T", f);
	fflush(f);
	SAY(getc(f));
	fclose(f);
	say_bytes("r+", buf, sizeof(buf));
	f = fmemopen(buf, sizeof(buf), "w+");
	say_bytes("w+", buf, 1);
	fputs("w+", f);
	rewind(f);
	SAY(getc(f));
	SAY(getc(f));
	fclose(f);
	f = fmemopen(NULL, 10, "w+");
	fputs("own", f);
	rewind(f);
	SAY(getc(f));
	fclose(f);
	SAY_POINTER(fmemopen(buf, 10, "q"));
}

static void growing_memory(void)
{
	char *p = (char *)1;
	size_t n = 77;
	FILE *f = open_memstream(&p, &n);

	fflush(f);
	printf("%zu ", n);
	say_bytes("empty", p, 1);
	fputs("hello", f);
	fflush(f);
	printf("%zu ", n);
	say_bytes("hello", p, n + 1);
	fseek(f, 2, SEEK_SET);
	fflush(f);
	printf("%zu at %ld\n", n, ftell(f));
	putc('L', f);
	fflush(f);
	printf("%zu ", n);
	say_bytes("heL", p, n);
	fseek(f, 10, SEEK_SET);
	fputs("far", f);
	fflush(f);
	printf("%zu ", n);
	say_bytes("far", p, n + 1);
	SAY(fseek(f, -1, SEEK_SET));
	SAY(fseek(f, 0, SEEK_END));
	for (int i = 0; i < 3000; i++)
		putc('a' + i % 26, f);
	fclose(f);
	printf("%zu %zu %c\n", n, strlen(p + 10), p[3012]);
	free(p);
	f = open_memstream(&p, &n);
	fclose(f);
	printf("%zu %s.\n", n, p);
	free(p);
}

static void growing_wide_memory(void)
{
	wchar_t *p = NULL;
	size_t n = 77;
	FILE *f = open_wmemstream(&p, &n);

	SAY(fwide(f, 0) > 0);
	fputws(L"wide \u00e9\u20ac", f);
	fflush(f);
	printf("%zu %ls\n", n, p);
	putwc(L'!', f);
	fflush(f);
	printf("%zu at %ld\n", n, ftell(f));
	fwprintf(f, L"%d%ls", 42, L"\U0001f600");
	fclose(f);
	printf("%zu %ls\n", n, p);
	free(p);
}

static void orientation(void)
{
	FILE *f = fopen("f", "w+");

	SAY(fwide(f, 0));
	SAY(fwide(f, 1) > 0);
	SAY(fwide(f, -1) > 0);
	SAY_WIDE(putwc(0x20ac, f));
	fclose(f);
	f = fopen("f", "r");
	SAY(fwide(f, -1) < 0);
	SAY(getc(f));
	SAY(fwide(f, 1) < 0);
	f = freopen("f", "r", f);
	SAY(fwide(f, 0));
	SAY_WIDE(getwc(f));
	SAY(fwide(f, 0) > 0);
	fclose(f);
}

static void wide_lines(void)
{
	wchar_t buf[20];
	FILE *f = fopen("f", "w+");

	SAY(fputws(L"\u00e4\u00f6\nsecond \U0001f600\nlast", f) >= 0);
	rewind(f);
	while (fgetws(buf, 6, f))
		printf("%zu %ls.\n", wcslen(buf), buf);
	printf("%d %d\n", !!feof(f), !!ferror(f));
	rewind(f);
	SAY_WIDE(getwc(f));
	SAY(ftell(f));
	SAY_WIDE(ungetwc(0x20ac, f));
	SAY_WIDE(getwc(f));
	SAY_WIDE(getwc(f));
	SAY_WIDE(ungetwc(WEOF, f));
	SAY_WIDE(ungetwc(L'x', f));
	rewind(f);
	SAY_WIDE(getwc(f));
	fclose(f);
}

static void bytes_that_are_no_characters(void)
{
	FILE *f = fopen("f", "w");
	wchar_t buf[10];

	fputs("a\xff"
	      "b\xe2\x82",
	      f);
	fclose(f);
	f = fopen("f", "r");
	SAY_WIDE(getwc(f));
	SAY_WIDE(getwc(f));
	SAY(!!ferror(f));
	fclose(f);
	f = fopen("f", "r");
	fseek(f, 2, SEEK_SET);
	SAY_WIDE(getwc(f));
	fclose(f);
	f = fopen("f", "r");
	SAY_POINTER(fgetws(buf, 10, f));
	fclose(f);
}

static void wide_formats(void)
{
	wchar_t buf[40];
	FILE *f;

	SAY(swprintf(buf, 40, L"%d|%5ls|%-5s|%lc|%c|%.2ls", 42, L"w\u00e9",
		     "n\xc3\xa9", 0x20ac, 'c', L"\u00e4\u00f6\u00fc"));
	printf("%ls\n", buf);
	SAY(swprintf(buf, 6, L"%d", 12345));
	SAY(swprintf(buf, 40, L"%.3s|%s", "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
		     "x"));
	printf("%ls\n", buf);
	SAY(swprintf(buf, 40, L"%s", "\xff"));
	SAY(swprintf(buf, 40, L"%x %#o %e %g %a", 255, 8, 1.5, 1e10, 1.0));
	printf("%ls\n", buf);
	f = fopen("f", "w+");
	SAY(fwprintf(f, L"%ls %d\n", L"\u20ac", 7));
	rewind(f);
	int n = 0;
	wchar_t word[10];

	SAY(fwscanf(f, L"%ls %d", word, &n));
	printf("%ls %d\n", word, n);
	fclose(f);
	char narrow[10] = "";

	SAY(swscanf(L"a\u00e9 [xyz] 12 0x1f", L"%s %*[[]%l[a-z]] %d %i", narrow,
		    word, &n, &n));
	printf("%s %ls %d\n", narrow, word, n);
	SAY(swscanf(L"\u20acuro", L"\u20ac%lc%ls", word, word + 1));
	printf("%.4ls\n", word);
	SAY(swscanf(L"", L"%d", &n));
	SAY(swscanf(L"x", L"%d", &n));
}

int main(void)
{
	char folder[] = "/tmp/memstreams-XXXXXX";

	setlocale(LC_ALL, "C.UTF-8");
	chdir(mkdtemp(folder));
	reading_memory();
	writing_memory();
	appending_to_memory();
	growing_memory();
	growing_wide_memory();
	orientation();
	wide_lines();
	bytes_that_are_no_characters();
	wide_formats();
	fputs("to stderr\n", stderr);
	unlink("f");
	chdir("/");
	rmdir(folder);
	return 0;
}
