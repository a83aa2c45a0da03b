/* SPDX-License-Identifier: MIT */
/* A program that prints the same on Faultline and on Linux. */
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

static _Thread_local int local = 7;
static int handled;

__attribute__((constructor)) static void before(void)
{
	puts("constructor");
}

__attribute__((destructor)) static void after(void)
{
	puts("destructor");
}

static void handler(int sig)
{
	handled = sig;
}

static int by_value(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void formats(void)
{
	printf("%d %5d|%-5d|%05d %x %o %u\n", -42, 42, 42, 42, 255, 8, 7u);
	printf("%lld %llx %zu %hhd\n", -1234567890123ll, 0xabcdef0123ull,
	       (size_t)9, (signed char)-3);
	printf("%f %.3e %g %a\n", 3.14159, 12345.678, 1e-5, 0.5);
	printf("%.10f %.15g %.17g\n", sqrt(2), exp(1), 0.1);
	printf("%s %.2s %10s|%-10s|%c\n", "text", "text", "right", "left", 'c');
	printf("%e %g %f\n", 1e300, 1e21, 1e15);
	printf("%Lg %ls\n", 1.5L, L"wide");
	printf("%g %g %g\n", INFINITY, -INFINITY, fabs(NAN));
}

static void strings(void)
{
	char text[] = "b=2;a=1;c=3", *save, *p;
	int a, b;

	for (p = strtok_r(text, ";", &save); p; p = strtok_r(NULL, ";", &save))
		printf("[%s]", p);
	sscanf("17 0x1f", "%d %i", &a, &b);
	printf(" %d %d %ld %g\n", a, b, strtol("077", NULL, 0),
	       strtod("1.25e2x", &p));
	printf("%s %d %s\n", p, atoi(" 12"), strerror(ENOENT));
	printf("%s %s\n", strstr("haystack", "st"), strchr("abc", 'b'));
	setlocale(LC_ALL, "C.UTF-8");
	wchar_t w[10];

	printf("%zu\n", mbstowcs(w, "h\xc3\xa9llo", 10));
}

static void sorting(void)
{
	int n[] = { 5, 3, 9, 1, 7, 2, 8 }, key = 7;

	qsort(n, 7, sizeof(n[0]), by_value);
	for (int i = 0; i < 7; i++)
		printf("%d ", n[i]);
	printf("%d\n",
	       (int)((int *)bsearch(&key, n, 7, sizeof(n[0]), by_value) - n));
}

static void processes(void)
{
	int p[2], status;
	char buffer[100] = "";
	pid_t pid;

	pipe(p);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		local++;
		write(p[1], "from the child", 14);
		_exit(local);
	}
	waitpid(pid, &status, 0);
	read(p[0], buffer, sizeof(buffer));
	printf("%s, status %d, local %d\n", buffer, WEXITSTATUS(status), local);
	signal(SIGUSR1, handler);
	raise(SIGUSR1);
	printf("handled %d\n", handled);
}

static void memory(void)
{
	char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *q = malloc(100000);

	memset(p, 1, 8192);
	memset(q, 2, 100000);
	q = realloc(q, 200000);
	printf("%d %d\n", p[8191], q[99999]);
	free(q);
	munmap(p, 8192);
}

static void dates(void)
{
	time_t t = 1000000000;
	struct tm tm;
	char buffer[100];

	gmtime_r(&t, &tm);
	strftime(buffer, sizeof(buffer), "%Y-%m-%d %H:%M:%S %a %j", &tm);
	puts(buffer);
	t = 5000000000ll;
	gmtime_r(&t, &tm);
	printf("%d %zu\n", tm.tm_year, sizeof(time_t));
}

static void jumps(void)
{
	static jmp_buf b;
	volatile int n = 0;

	if (setjmp(b) < 3) {
		n++;
		longjmp(b, n);
	}
	printf("jumped %d\n", n);
}

int main(int argc, char **argv)
{
	printf("%d %s\n", argc, argc > 1 ? argv[1] : "");
	formats();
	strings();
	sorting();
	processes();
	memory();
	dates();
	jumps();
	printf("%.6f %.6f %.6f %.6f\n", sin(1), pow(2, 0.5), log(10),
	       fmod(7.5, 2));
	fprintf(stderr, "to stderr\n");
	exit(argc);
}
