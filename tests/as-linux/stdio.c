/* SPDX-License-Identifier: MIT */
/* Streams: opened again, from descriptors, in memory; lines, counts, errors. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

#include "say.h"

static void hold(const char *text, size_t n)
{
	int fd = open("f", O_CREAT | O_TRUNC | O_WRONLY, 0644);

	write(fd, text, n);
	close(fd);
}

static void show(const char *when)
{
	say_file(when, "f");
}

static void indicators(const char *when, FILE *f)
{
	printf("%s: end %d, error %d\n", when, !!feof(f), !!ferror(f));
}

static void opening_again(void)
{
	FILE *f, *g;
	int fd;

	hold("one", 3);
	f = fopen("f", "r");
	fd = fileno(f);
	SAY(getc(f));
	g = freopen("g", "w", f);
	printf("same stream %d, same descriptor %d\n", g == f, fileno(f) == fd);
	fputs("in g", f);
	SAY(getc(f));
	SAY(!!ferror(f));
	g = freopen("g", "r", f);
	indicators("after freopen", f);
	SAY(getc(f));
	SAY_POINTER(freopen("none/none", "r", f));
	printf("closed %d\n", fcntl(fd, F_GETFD));
	f = fopen("g", "r");
	SAY(getc(f));
	printf("same stream %d\n", freopen("f", "a+", f) == f);
	fputs("two", f);
	rewind(f);
	SAY(getc(f));
	fclose(f);
	show("f");
	unlink("g");
}

static void opening_descriptors(void)
{
	int rd, wr, both;
	FILE *f;

	hold("0123456789", 10);
	rd = open("f", O_RDONLY);
	wr = open("f", O_WRONLY);
	both = open("f", O_RDWR);
	SAY_POINTER(fdopen(-1, "r"));
	SAY_POINTER(fdopen(77, "r"));
	SAY_POINTER(fdopen(rd, "w"));
	SAY_POINTER(fdopen(rd, "r+"));
	SAY_POINTER(fdopen(rd, "a"));
	SAY_POINTER(fdopen(wr, "r"));
	SAY_POINTER(fdopen(wr, "w+"));
	SAY_POINTER(fdopen(both, "x"));
	SAY_POINTER(fdopen(both, ""));
	lseek(rd, 4, SEEK_SET);
	f = fdopen(rd, "r");
	SAY(ftell(f));
	SAY(getc(f));
	fclose(f);
	f = fdopen(wr, "w");
	printf("not truncated: ");
	show("f");
	printf("appends %d\n", !!(fcntl(wr, F_GETFL) & O_APPEND));
	fputs("W", f);
	fclose(f);
	f = fdopen(both, "a+");
	printf("appends %d\n", !!(fcntl(both, F_GETFL) & O_APPEND));
	SAY(getc(f));
	fseek(f, 0, SEEK_CUR);
	fputs("A", f);
	SAY(fileno(f) == both);
	SAY(fclose(f));
	SAY(fcntl(both, F_GETFD));
	show("f");
}

static void closing_twice_below(void)
{
	FILE *f = fopen("f", "w");

	fputs("lost", f);
	close(fileno(f));
	SAY(fclose(f));
	f = fopen("f", "w");
	close(fileno(f));
	SAY(fclose(f));
	f = fopen("f", "w");
	fputs("x", f);
	close(fileno(f));
	SAY(fflush(f));
	indicators("flushed in vain", f);
	SAY(fclose(f));
}

static void writing_to_full_devices(void)
{
	FILE *f = fopen("/dev/full", "w");

	if (!f) {
		puts("no /dev/full");
		return;
	}
	SAY(fputs("text", f) >= 0);
	SAY(fflush(f));
	indicators("full", f);
	clearerr(f);
	setvbuf(f, NULL, _IONBF, 0);
	SAY(putc('x', f));
	SAY(fprintf(f, "%d", 7));
	SAY(fwrite("abc", 1, 3, f));
	SAY(fputs("abc", f));
	indicators("full", f);
	fclose(f);
	f = fopen("/dev/full", "w");
	fputs("text", f);
	SAY(fclose(f));
}

static void writing_to_closed_pipes(void)
{
	int p[2];
	FILE *f;

	signal(SIGPIPE, SIG_IGN);
	pipe(p);
	f = fdopen(p[1], "w");
	close(p[0]);
	fputs("nobody", f);
	SAY(fflush(f));
	indicators("nobody reads", f);
	fclose(f);
	signal(SIGPIPE, SIG_DFL);
}

static void lines(void)
{
	static const char text[] = "one\ntw\0o\n\nlast";
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	FILE *f;

	hold(text, sizeof(text) - 1);
	f = fopen("f", "r");
	while ((n = getline(&line, &size, f)) >= 0) {
		printf("%zd %d ", n, size > (size_t)n);
		say_bytes("line", line, n + 1);
	}
	indicators("no more lines", f);
	SAY(getline(&line, &size, f));
	rewind(f);
	free(line);
	line = NULL;
	size = 100;
	while ((n = getdelim(&line, &size, '\0', f)) >= 0)
		say_bytes("to a NUL", line, n + 1);
	rewind(f);
	while ((n = getdelim(&line, &size, 'n', f)) >= 0)
		say_bytes("to an n", line, n);
	SAY(getline(NULL, &size, f));
	SAY(getline(&line, NULL, f));
	fclose(f);
	f = fopen("f", "w");
	SAY(getline(&line, &size, f));
	indicators("not readable", f);
	fclose(f);
	free(line);
}

static void fgets_in_pieces(void)
{
	static const char text[] = "abcdef\n\0gh\ni";
	char buf[10];
	FILE *f;

	hold(text, sizeof(text) - 1);
	f = fopen("f", "r");
	for (int n = 2; n < 9; n++) {
		memset(buf, '.', sizeof(buf));
		printf("%d: %d ", n, fgets(buf, n, f) != NULL);
		say_bytes("buffer", buf, sizeof(buf));
	}
	indicators("at the end", f);
	memset(buf, '.', sizeof(buf));
	rewind(f);
	printf("1: %d ", fgets(buf, 1, f) == buf);
	say_bytes("buffer", buf, 3);
	SAY(getc(f));
	fclose(f);
}

static void counts(void)
{
	char buf[40] = "";
	FILE *f;

	hold("0123456789", 10);
	f = fopen("f", "r");
	SAY(fread(buf, 3, 5, f));
	say_bytes("three each", buf, 12);
	indicators("short", f);
	SAY(ftell(f));
	SAY(fread(buf, 3, 5, f));
	rewind(f);
	SAY(fread(buf, 10, 1, f));
	indicators("exactly", f);
	SAY(fread(buf, 0, 5, f));
	SAY(fread(buf, 5, 0, f));
	indicators("nothing", f);
	SAY(fwrite("x", 1, 1, f));
	indicators("not writable", f);
	fclose(f);
	f = fopen("f", "w");
	SAY(fwrite("abcdef", 2, 3, f));
	SAY(fwrite("abcdef", 0, 3, f));
	SAY(fwrite("abcdef", 3, 0, f));
	SAY(fread(buf, 1, 1, f));
	indicators("not readable", f);
	clearerr(f);
	SAY(getc(f));
	SAY_POINTER(fgets(buf, 10, f));
	SAY(fputs("", f) >= 0);
	fclose(f);
	show("f");
}

static void ends(void)
{
	int fd;
	FILE *f;

	hold("x", 1);
	f = fopen("f", "r");
	getc(f);
	indicators("read all", f);
	SAY(getc(f));
	indicators("tried", f);
	fd = open("f", O_WRONLY | O_APPEND);
	write(fd, "y", 1);
	close(fd);
	/* The indicator is sticky. */
	SAY(getc(f));
	clearerr(f);
	SAY(getc(f));
	SAY(getc(f));
	fseek(f, 0, SEEK_CUR);
	indicators("seeked", f);
	fseek(f, 0, SEEK_END);
	SAY(getc(f));
	rewind(f);
	indicators("rewound", f);
	SAY(putc('z', f));
	indicators("not writable", f);
	rewind(f);
	indicators("rewound", f);
	fclose(f);
}

static int through_vdprintf(int fd, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vdprintf(fd, format, ap);
	va_end(ap);
	return n;
}

static void descriptors(void)
{
	int fd = open("f", O_RDWR | O_TRUNC);

	SAY(dprintf(fd, "%s %d %c|", "text", 42, 'c'));
	SAY(through_vdprintf(fd, "%5.2f|%*d", 3.14159, 4, 7));
	SAY(dprintf(fd, ""));
	SAY(dprintf(fd, "%600d", 1));
	ftruncate(fd, 40);
	show("f");
	close(fd);
	SAY(dprintf(-1, "x"));
	fd = open("f", O_RDONLY);
	SAY(dprintf(fd, "x"));
	close(fd);
}

static void temporary_files(void)
{
	FILE *f = tmpfile();
	char buf[10] = "";
	struct stat st;

	fputs("hidden", f);
	fstat(fileno(f), &st);
	printf("links %d, mode %o\n", (int)st.st_nlink, (unsigned)st.st_mode);
	rewind(f);
	SAY(fread(buf, 1, 10, f));
	puts(buf);
	fclose(f);
}

static void words_of_errors(void)
{
	FILE *f = fopen("f", "w");
	int copy = dup(2);

	dup2(fileno(f), 2);
	errno = ENOENT;
	perror("what");
	errno = EACCES;
	perror("");
	errno = 0;
	perror(NULL);
	psignal(SIGINT, "signal");
	psignal(SIGKILL, NULL);
	dup2(copy, 2);
	close(copy);
	show("f");
	fclose(f);
}

static void *try_lock(void *f)
{
	return ftrylockfile(f) == 0 ? (funlockfile(f), "free") : "held";
}

static const char *lock_elsewhere(FILE *f)
{
	pthread_t thread;
	void *result;

	pthread_create(&thread, NULL, try_lock, f);
	pthread_join(thread, &result);
	return result;
}

static void locks(void)
{
	FILE *f = fopen("f", "w+");

	flockfile(f);
	printf("locked once: %s\n", lock_elsewhere(f));
	SAY(ftrylockfile(f));
	funlockfile(f);
	printf("locked again: %s\n", lock_elsewhere(f));
	putc_unlocked('a', f);
	fputc('b', f);
	fputs_unlocked("c", f);
	funlockfile(f);
	printf("unlocked: %s\n", lock_elsewhere(f));
	rewind(f);
	SAY(getc_unlocked(f));
	SAY(feof_unlocked(f));
	SAY(fgetc_unlocked(f));
	fclose(f);
	show("f");
}

static void what_streams_say(void)
{
	FILE *f = fopen("f", "w+");

	SAY(!!__fwritable(f));
	SAY(!!__freadable(f));
	SAY(__fpending(f));
	fputs("12345", f);
	SAY(__fpending(f));
	SAY(!!__fwriting(f));
	SAY(!!__freading(f));
	__fpurge(f);
	SAY(__fpending(f));
	SAY(!!__flbf(f));
	setvbuf(f, NULL, _IOLBF, 0);
	SAY(!!__flbf(f));
	fclose(f);
	show("f");
}

static void opening_too_much(void)
{
	FILE *streams[300];
	int n = 0, again;

	while (n < 300 && (streams[n] = fopen("f", "r")))
		n++;
	printf("%d\n", n > 200);
	for (again = 0; again < n; again++)
		fclose(streams[again]);
	for (again = 0; again < 200; again++)
		fclose(fopen("f", "r"));
	puts("closed");
}

static void exit_flushes(void)
{
	FILE *f;

	hold("", 0);
	fflush(stdout);
	if (fork() == 0) {
		f = fopen("f", "w");
		fputs("by exit", f);
		exit(0);
	}
	wait(NULL);
	show("f");
	if (fork() == 0) {
		f = fopen("f", "w");
		fputs("not by _exit", f);
		_exit(0);
	}
	wait(NULL);
	show("f");
	if (fork() == 0) {
		f = fopen("f", "w");
		fputs("all", f);
		fflush(NULL);
		_exit(0);
	}
	wait(NULL);
	show("f");
}

int main(void)
{
	char folder[] = "/tmp/stdio-XXXXXX";

	chdir(mkdtemp(folder));
	umask(022);
	opening_again();
	opening_descriptors();
	closing_twice_below();
	writing_to_full_devices();
	writing_to_closed_pipes();
	lines();
	fgets_in_pieces();
	counts();
	ends();
	descriptors();
	temporary_files();
	words_of_errors();
	locks();
	what_streams_say();
	opening_too_much();
	exit_flushes();
	fputs("to stderr\n", stderr);
	unlink("f");
	chdir("/");
	rmdir(folder);
	return 0;
}
