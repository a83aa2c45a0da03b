/* SPDX-License-Identifier: MIT */
/*
 * What tests of gnulib and of Newlib found wrong in libc, each line a bug:
 * printed here as on Linux.
 */
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wctype.h>

extern char **environ;

static void strerror_of_no_error(void)
{
	char buf[40];

	printf("%s, %s\n", strerror(9999), strerror(-3));
	errno = 0;
	printf("%d ", __xpg_strerror_r(9999, buf, sizeof(buf)) == EINVAL);
	puts(buf);
}

static void iswalpha_of_other_digits(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	printf("%d %d %d %d\n", !!iswalpha(0x967), !!iswalpha(L'7'),
	       !!iswalnum(0x967), !!iswalpha(0xe9));
}

static void timespec_get_declared(void)
{
	struct timespec t;

	printf("%d %d\n", timespec_get(&t, TIME_UTC) == TIME_UTC,
	       timespec_get(&t, 77));
}

static void strtol_without_digits(void)
{
	static const char *const texts[] = { "0x",
					     "0xg",
					     "-0x",
					     " +0x1",
					     "0",
					     "-",
					     "08",
					     "0x7fffffffffffffff",
					     "-9223372036854775809" };
	char *end;

	for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		for (int base = 0; base <= 16; base += 8) {
			long long v = strtoll(texts[i], &end, base);

			printf("%lld %d, ", v, (int)(end - texts[i]));
			errno = 0;
			v = strtol(texts[i], &end, base);
			printf("%lld %d %d, ", v, (int)(end - texts[i]), errno);
			errno = 0;
			printf("%lu %d ", strtoul(texts[i], &end, base), errno);
			errno = 0;
			printf("%llu %d; ", strtoull(texts[i], &end, base),
			       errno);
		}
		puts("");
	}
}

static void strtod_of_odd_texts(void)
{
	static const char *const texts[] = {
		"0x1p", "0x1p+",     "1e",     "1e+",	"-0x.8",    "nan",
		"nan(", "nan(1)",    "nan()",  "-nan",	"inf",	    "infinit",
		"-inf", "-infinity", "0x1p2",  "0x0p5", ".",	    "+.e1",
		"-0x0", "1e400",     "1e-400", "- 1",	"0x1.8p1z",
	};
	char *end;

	for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		double d;
		long double l;

		errno = 0;
		d = strtod(texts[i], &end);
		printf("%s: %a %d %d, ", texts[i], fabs(d),
		       (int)(end - texts[i]), errno);
		errno = 0;
		l = strtold(texts[i], &end);
		printf("%g %d %d\n", fabs((double)l), (int)(end - texts[i]),
		       errno);
	}
}

static void setenv_of_bad_names(void)
{
	errno = 0;
	printf("%d ", setenv("", "x", 1));
	printf("%d ", errno);
	printf("%d ", setenv("a=b", "x", 1));
	printf("%d ", errno);
	printf("%d ", unsetenv("a=b"));
	printf("%d\n", unsetenv(""));
}

static void fopen_close_on_exec(void)
{
	FILE *f = fopen("/dev/null", "re");

	printf("%d\n", f ? fcntl(fileno(f), F_GETFD) & FD_CLOEXEC : -1);
}

static void aligned_alloc_small(void)
{
	int n = 0;

	for (size_t align = 1; align <= 64; align *= 2) {
		void *p = aligned_alloc(align, 64);

		n += p && (unsigned)p % align == 0;
		free(p);
	}
	printf("%d\n", n);
}

static void modf_of_infinity(void)
{
	volatile double d = INFINITY;
	volatile float f = -INFINITY;
	double whole;
	float whole_f;

	printf("%a ", modf(d, &whole));
	printf("%a ", whole);
	printf("%a ", modff(f, &whole_f));
	printf("%a ", whole_f);
	printf("%a ", modf(-0x1.8p1, &whole));
	printf("%a ", whole);
	printf("%d ", isnan(modf(NAN, &whole)));
	printf("%d\n", isnan(whole));
}

static void log2_of_powers(void)
{
	int n = 0;

	for (int e = -1022; e < 1024; e++) {
		volatile double x = ldexp(1, e);

		n += log2(x) == e;
	}
	printf("%d\n", n);
}

static void fma_rounds_once(void)
{
	static const double v[] = { 0x1.0000000000001p0,
				    0x1.fffffffffffffp0,
				    -0x1p-53,
				    0x1p-1074,
				    0x1.8p1000,
				    3,
				    -0x1.fffffffffffffp1023,
				    0.1 };
	unsigned n = sizeof(v) / sizeof(*v);

	for (unsigned i = 0; i < n * n * n; i++) {
		volatile double x = v[i % n], y = v[i / n % n],
				z = v[i / n / n];
		volatile float fx = (float)x, fy = (float)y, fz = (float)z;

		printf("%.17g %.9g\n", fma(x, y, z), fmaf(fx, fy, fz));
	}
}

static void zone_in_angles(void)
{
	static const char *const zones[] = {
		"<-00>0", "<+0530>-5:30", "UTC0", "EST5EDT,M3.2.0,M11.1.0",
		"<-03>3<-02>,M3.5.0/-2,M10.5.0/-1"
	};
	time_t t = 1656633600; /* in July 2022 */

	for (unsigned i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		char text[60];

		setenv("TZ", zones[i], 1);
		tzset();
		strftime(text, sizeof(text), "%F %T %z %Z", localtime(&t));
		puts(text);
	}
	unsetenv("TZ");
	tzset();
}

static void nanosleep_of_bad_times(void)
{
	struct timespec bad = { 0, 1000000000 }, negative = { -1, 0 };

	printf("%d ", nanosleep(&bad, NULL));
	printf("%d ", errno == EINVAL);
	printf("%d\n", nanosleep(&negative, NULL));
}

static void chown_of_symbolic_links(void)
{
	struct stat st;

	unlink("/tmp/found.2");
	unlink("/tmp/found.1");
	symlink("found.1", "/tmp/found.2");
	printf("%d ", lchown("/tmp/found.2", -1, getgid()));
	printf("%d ", lchown("/tmp/found.2/", -1, getgid()));
	errno = 0;
	printf("%d ", fchownat(AT_FDCWD, "/tmp/found.2", -1, getgid(),
			       AT_SYMLINK_NOFOLLOW));
	printf("%d\n", lstat("/tmp/found.2", &st));
	unlink("/tmp/found.2");
}

static void realpath_of_a_file_as_folder(void)
{
	close(open("/tmp/found.3", O_CREAT | O_WRONLY, 0600));
	errno = 0;
	printf("%d ", realpath("/tmp/found.3/../x", NULL) == NULL);
	printf("%d ", errno == ENOTDIR);
	errno = 0;
	printf("%d %d\n", !realpath("/tmp/found.3/..", NULL), errno == ENOTDIR);
	unlink("/tmp/found.3");
}

static void converts_between_encodings(void)
{
	iconv_t to = iconv_open("UTF-8", "ISO-8859-1");
	char in[] = "\xe9t\xe9", out[8] = "", *from = in, *at = out;
	size_t n = 3, room = sizeof(out);

	printf("%d ", (int)iconv(to, &from, &n, &at, &room));
	printf("%zu %zu %s\n", n, room, out);
	iconv_close(to);
}

static void mkdtemp_makes_a_folder(void)
{
	char name[] = "/tmp/found-XXXXXX";
	struct stat s = { 0 };

	printf("%d ", mkdtemp(name) == name && stat(name, &s) == 0);
	printf("%o ", (unsigned)s.st_mode);
	printf("%d\n", rmdir(name));
}

int main(void)
{
	strerror_of_no_error();
	iswalpha_of_other_digits();
	timespec_get_declared();
	strtol_without_digits();
	strtod_of_odd_texts();
	setenv_of_bad_names();
	fopen_close_on_exec();
	aligned_alloc_small();
	modf_of_infinity();
	log2_of_powers();
	fma_rounds_once();
	zone_in_angles();
	nanosleep_of_bad_times();
	chown_of_symbolic_links();
	realpath_of_a_file_as_folder();
	converts_between_encodings();
	fputs("to stderr\n", stderr);
	mkdtemp_makes_a_folder();
	return 0;
}
