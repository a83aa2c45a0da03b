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
#include <sys/time.h>
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

static void strerror_in_other_words(void)
{
	static const int errors[] = { EPERM,
				      ENOENT,
				      ESRCH,
				      EINTR,
				      EIO,
				      ENXIO,
				      E2BIG,
				      ENOEXEC,
				      EBADF,
				      ECHILD,
				      EAGAIN,
				      ENOMEM,
				      EACCES,
				      EFAULT,
				      ENOTBLK,
				      EBUSY,
				      EEXIST,
				      EXDEV,
				      ENODEV,
				      ENOTDIR,
				      EISDIR,
				      EINVAL,
				      ENFILE,
				      EMFILE,
				      ENOTTY,
				      ETXTBSY,
				      EFBIG,
				      ENOSPC,
				      ESPIPE,
				      EROFS,
				      EMLINK,
				      EPIPE,
				      EDOM,
				      ERANGE,
				      EDEADLK,
				      ENAMETOOLONG,
				      ENOLCK,
				      ENOSYS,
				      ENOTEMPTY,
				      ELOOP,
				      ENOMSG,
				      EIDRM,
				      ENOSTR,
				      ENODATA,
				      ETIME,
				      ENOSR,
				      ENOLINK,
				      EPROTO,
				      EMULTIHOP,
				      EBADMSG,
				      EOVERFLOW,
				      EILSEQ,
				      EUSERS,
				      ENOTSOCK,
				      EDESTADDRREQ,
				      EMSGSIZE,
				      EPROTOTYPE,
				      ENOPROTOOPT,
				      EPROTONOSUPPORT,
				      EOPNOTSUPP,
				      EAFNOSUPPORT,
				      EADDRINUSE,
				      EADDRNOTAVAIL,
				      ENETDOWN,
				      ENETUNREACH,
				      ENETRESET,
				      ECONNABORTED,
				      ECONNRESET,
				      ENOBUFS,
				      EISCONN,
				      ENOTCONN,
				      ETIMEDOUT,
				      ECONNREFUSED,
				      EHOSTUNREACH,
				      EALREADY,
				      EINPROGRESS,
				      ESTALE,
				      EDQUOT,
				      ECANCELED,
				      EOWNERDEAD,
				      ENOTRECOVERABLE };

	for (unsigned i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		puts(strerror(errors[i]));
}

/* strerror()'s own text stays as it is. */
static void strerror_r_of_no_error(void)
{
	const char *text = strerror(9999);
	char buf[40];

	__xpg_strerror_r(9998, buf, sizeof(buf));
	puts(text);
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

static void putenv_of_a_bare_name(void)
{
	char with[] = "FOUND=yes", without[] = "FOUND";

	printf("%d ", putenv(with));
	printf("%s ", getenv("FOUND"));
	printf("%d ", putenv(without));
	printf("%d\n", getenv("FOUND") == NULL);
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

static void zero_before_an_x(void)
{
	static const char *const texts[] = {
		"0x",	"0x.",	  "0xg",  "-0x", " +0X.p1", "0xp1", "0x.8",
		"0x8.", "-0x.0p", "0x1p", "0",	 "00x1",    "x1",
	};
	char *end;

	for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		double d = strtod(texts[i], &end);
		float f;
		long double l;

		printf("%s: %a %d, ", texts[i], d, (int)(end - texts[i]));
		f = strtof(texts[i], &end);
		printf("%a %d, ", f, (int)(end - texts[i]));
		l = strtold(texts[i], &end);
		printf("%a %d\n", (double)l, (int)(end - texts[i]));
	}
}

static void nan_of_odd_texts(void)
{
	static const char *const texts[] = {
		"nan(a b)", "nan(a_1)x", "nan(0x7)", "nan( 1)", "nan(1",
		"-nan(_)",  "nan(a-b)",	 "nan)",     "nanq",	"NaN(z)()",
	};
	char *end;

	for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		printf("%d ", !!isnan(strtod(texts[i], &end)));
		printf("%d ", (int)(end - texts[i]));
		printf("%d ", !!isnan(strtof(texts[i], &end)));
		printf("%d ", (int)(end - texts[i]));
		printf("%d ", !!isnan(strtold(texts[i], &end)));
		printf("%d, ", (int)(end - texts[i]));
		printf("%d ", !!isnan(nan(texts[i] + 3)));
		printf("%d ", !!isnan(nanf(texts[i] + 3)));
		printf("%d\n", !!isnan(nanl(texts[i] + 3)));
	}
}

/* The bytes say all, and libraries write %La in ways of their own. */
static void print_long_double(long double x)
{
	unsigned char bytes[sizeof(x)];

	memcpy(bytes, &x, sizeof(x));
	for (int i = 9; i >= 0; i--)
		printf("%02x", bytes[i]);
}

static void fmal_rounds_once(void)
{
	static const long double v[] = { 0x1.0000000000000002p0L,
					 -0x1.fffffffffffffffep0L,
					 0x1p-64L,
					 -0x1p-16445L,
					 0x1.8p16000L,
					 0x1.8p-8200L,
					 -0x1.fffffffffffffffep16383L,
					 0.1L,
					 0 };
	unsigned n = sizeof(v) / sizeof(*v);

	for (unsigned i = 0; i < n * n * n; i++) {
		volatile long double x = v[i % n], y = v[i / n % n],
				     z = v[i / n / n];
		volatile long double infinity = z < 0 ? -INFINITY : INFINITY;

		print_long_double(fmal(x, y, z));
		printf(" %d\n", fmal(x, y, infinity) == infinity);
	}
}

static void print_time(const struct tm *tm)
{
	printf("%d-%d-%d %d:%d:%d %d %d %d %ld %s\n", tm->tm_year, tm->tm_mon,
	       tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec, tm->tm_wday,
	       tm->tm_yday, tm->tm_isdst, tm->tm_gmtoff, tm->tm_zone);
}

static void mktime_of_what_is_no_time(void)
{
	struct tm tm = { 0 };

	tm.tm_year = INT_MAX;
	tm.tm_mon = 12;
	tm.tm_mday = 1;
	tm.tm_wday = 77;
	errno = 0;
	printf("%lld ", (long long)mktime(&tm));
	printf("%d %d %d\n", errno == EOVERFLOW, tm.tm_wday, tm.tm_mon);
	for (int i = 0; i < 32; i++) {
		int j = i < 31 ? 1 << i : INT_MAX;

		tm = (struct tm){ j, j, j, j, j, j, .tm_isdst = -1 };
		printf("%lld ", (long long)mktime(&tm));
		print_time(&tm);
	}
}

/* DST ended with 2038, dates soon after. */
static void local_time_of_far_years(void)
{
	static const char *const zones[] = { "EST5EDT,M3.2.0,M11.1.0",
					     "NZST-12NZDT,M9.5.0,M4.1.0/3",
					     "XXX-1YYY,J60/0,J300/0",
					     "XXX3:30YYY,59,299/1:30", "UTC0" };

	for (unsigned i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		setenv("TZ", zones[i], 1);
		tzset();
		for (time_t t = 40000000; t < (time_t)1 << 46;
		     t += t / 8 + 86413) {
			struct tm tm, again;

			localtime_r(&t, &tm);
			print_time(&tm);
			again = tm;
			printf("%d ", mktime(&again) == t);
			tm.tm_isdst = tm.tm_wday = -1;
			tm.tm_hour -= 100;
			tm.tm_mday -= 70;
			printf("%lld\n", (long long)mktime(&tm));
		}
	}
	unsetenv("TZ");
	tzset();
}

static void times_without_a_year(void)
{
	static const time_t times[] = {
		67768036191676799,  67768036191676800,	  -67768040609740800,
		-67768040609740801, (time_t)(~0ull >> 1), -1
	};

	for (unsigned i = 0; i < sizeof(times) / sizeof(*times); i++) {
		struct tm tm = { 0 };
		char text[26];

		errno = 0;
		printf("%d ", gmtime_r(&times[i], &tm) == &tm);
		printf("%d ", errno == EOVERFLOW);
		if (localtime_r(&times[i], &tm) == NULL)
			printf("and no text: %d ", ctime(&times[i]) == NULL);
		printf("%s", ctime_r(&times[i], text) ? text : "none\n");
	}
}

static void on_alarm(int signal)
{
	(void)signal;
}

static void sleeping_for_ever(void)
{
	struct timespec rest = { 0, 0 };
	const struct timespec ever = { (time_t)(~0ull >> 1), 999999999 };
	const struct itimerval often = { { 0, 100000 }, { 0, 100000 } };
	const struct itimerval never = { { 0, 0 }, { 0, 0 } };

	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = on_alarm }, NULL);
	/* Again and again: one may come before the sleep. */
	setitimer(ITIMER_REAL, &often, NULL);
	printf("%d ", nanosleep(&ever, &rest));
	printf("%d %d ", errno == EINTR, rest.tv_sec > 9000000000);
	printf("%d ", clock_nanosleep(CLOCK_MONOTONIC, 0, &ever, &rest));
	printf("%d ", rest.tv_sec > 9000000000);
	printf("%d\n", clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &ever,
				       NULL) == EINTR);
	setitimer(ITIMER_REAL, &never, NULL);
	signal(SIGALRM, SIG_DFL);
}

static void five_letters_are_too_few(void)
{
	char five[] = "/tmp/found-XXXXX", six[] = "/tmp/found-XXXXXX.c";
	char more[] = "/tmp/XfoundXXXXXXX", name[20];
	int fd;

	printf("%d ", mkstemp(five));
	printf("%d ", errno == EINVAL);
	printf("%d ", mkostemp(five, O_CLOEXEC));
	printf("%d ", mkstemps(five, 1));
	printf("%d %s ", mkdtemp(five) == NULL, five);
	errno = 0;
	printf("%d %d %d ", *mktemp(five), errno == EINVAL, five[1]);
	fd = mkostemps(six, 2, O_CLOEXEC);
	printf("%d ", fd >= 0 && unlink(six) == 0 && !strstr(six, "XXXXXX") &&
			  !strcmp(six + 17, ".c"));
	printf("%d ", fcntl(fd, F_GETFD));
	close(fd);
	strcpy(name, more);
	printf("%.12s ", mktemp(name));
	printf("%d\n", strcmp(name, more) != 0);
}

static void getcwd_beyond_path_max(void)
{
	char part[201], want[8000] = "/tmp/found.deep", small[100];
	char *buf = malloc(PATH_MAX * 2);
	int depth = 0;

	memset(part, 'd', 200);
	part[200] = '\0';
	mkdir(want, 0700);
	chdir(want);
	while (depth < 30 && mkdir(part, 0700) == 0 && chdir(part) == 0) {
		strcat(strcat(want, "/"), part);
		depth++;
	}
	printf("%d ", depth);
	puts(getcwd(NULL, 0) ?: "none");
	printf("%d ", getcwd(small, sizeof(small)) == NULL);
	printf("%d ", errno == ERANGE);
	errno = 0;
	printf("%d ", getcwd(buf, PATH_MAX) == NULL);
	printf("%d ", errno == ERANGE);
	printf("%d ", getcwd(buf, PATH_MAX * 2) == buf && !strcmp(buf, want));
	printf("%d\n", getcwd(NULL, 100) == NULL);
	for (; depth > 0; depth--) {
		chdir("..");
		rmdir(part);
	}
	chdir("/");
	rmdir("/tmp/found.deep");
	free(buf);
}

static void wide_text_up_to_a_precision(void)
{
	static const wchar_t text[] = { 'a', 'b', (wchar_t)0xfdfdfdfd, 0 };
	char b[20] = "";

	printf("%d ", snprintf(b, sizeof(b), "%.2ls", text));
	printf("%s %d\n", b, snprintf(b, sizeof(b), "%.3ls", text));
}

int main(void)
{
	strerror_of_no_error();
	strerror_in_other_words();
	strerror_r_of_no_error();
	iswalpha_of_other_digits();
	timespec_get_declared();
	strtol_without_digits();
	strtod_of_odd_texts();
	setenv_of_bad_names();
	putenv_of_a_bare_name();
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
	zero_before_an_x();
	nan_of_odd_texts();
	fmal_rounds_once();
	mktime_of_what_is_no_time();
	local_time_of_far_years();
	times_without_a_year();
	sleeping_for_ever();
	five_letters_are_too_few();
	getcwd_beyond_path_max();
	wide_text_up_to_a_precision();
	return 0;
}
