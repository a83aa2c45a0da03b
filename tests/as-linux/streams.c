/* SPDX-License-Identifier: MIT */
/* Streams and the files below them: modes, positions, buffers, indicators. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "say.h"

/* Makes the file f hold the text. */
static void hold(const char *text)
{
	int fd = open("f", O_CREAT | O_TRUNC | O_WRONLY, 0644);

	write(fd, text, strlen(text));
	close(fd);
}

/* Prints what the file f holds now. */
static void show(const char *when)
{
	say_file(when, "f");
}

/* Both indicators, and where the stream is. */
static void state(const char *when, FILE *f)
{
	printf("%s: at %lld%s%s\n", when, (long long)ftello(f),
	       feof(f) ? ", end of file" : "", ferror(f) ? ", error" : "");
}

static void every_mode(void)
{
	static const char *const modes[] = {
		"r",  "w",   "a",   "r+", "w+",	 "a+",	"rb",  "wb",
		"ab", "rb+", "r+b", "wx", "w+x", "wbx", "ab+", "re",
	};

	for (unsigned i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		FILE *f;
		int flags;

		hold("content");
		errno = 0;
		f = fopen("f", modes[i]);
		printf("%s: %s", modes[i], f ? "open" : error_name(errno));
		if (f) {
			flags = fcntl(fileno(f), F_GETFL);
			printf(" %d%s at %ld, ", flags & O_ACCMODE,
			       flags & O_APPEND ? " append" : "", ftell(f));
			errno = 0;
			printf("getc %d %s, ", getc(f), error_name(errno));
			printf("error %d, ", !!ferror(f));
			clearerr(f);
			fseek(f, 0, SEEK_CUR);
			errno = 0;
			printf("putc %d %s, ", putc('X', f), error_name(errno));
			printf("error %d, at %ld", !!ferror(f), ftell(f));
			fclose(f);
		}
		show(", holds");
	}
}

static void bad_modes(void)
{
	hold("x");
	SAY_POINTER(fopen("f", ""));
	SAY_POINTER(fopen("f", "q"));
	SAY_POINTER(fopen("f", "+r"));
	SAY_POINTER(fopen("none", "r"));
	SAY_POINTER(fopen("none", "r+"));
	SAY_POINTER(fopen("", "r"));
	SAY_POINTER(fopen("", "w"));
	SAY_POINTER(fopen("f/", "r"));
	SAY_POINTER(fopen("f/x", "r"));
	SAY_POINTER(fopen(".", "r+"));
	SAY_POINTER(fopen(".", "w"));
	SAY_POINTER(fopen(".", "a"));
	SAY_POINTER(fopen("f", "wx"));
	show("f");
}

static void reading_a_folder(void)
{
	FILE *f = fopen(".", "r");

	SAY(getc(f));
	printf("error %d, end %d\n", !!ferror(f), !!feof(f));
	fclose(f);
}

static void appending(void)
{
	FILE *f;
	int fd;

	hold("0123456789");
	f = fopen("f", "a+");
	printf("at %ld\n", ftell(f));
	SAY(getc(f));
	fseek(f, 3, SEEK_SET);
	SAY(getc(f));
	fseek(f, 0, SEEK_CUR);
	fputs("AB", f);
	fflush(f);
	state("after a write in the middle", f);
	show("f");
	fd = open("f", O_WRONLY | O_APPEND);
	write(fd, "other", 5);
	close(fd);
	fputs("CD", f);
	fflush(f);
	state("after another's write", f);
	fseek(f, -2, SEEK_END);
	SAY(getc(f));
	rewind(f);
	fputs("EF", f);
	fseek(f, 0, SEEK_SET);
	SAY(getc(f));
	fclose(f);
	show("f");
}

static void appending_before_a_flush(void)
{
	FILE *f;

	hold("12345");
	f = fopen("f", "a");
	fseek(f, 1, SEEK_SET);
	fputs("xy", f);
	printf("unflushed at %ld\n", ftell(f));
	fflush(f);
	printf("flushed at %ld\n", ftell(f));
	fputs("z", f);
	printf("more at %ld\n", ftell(f));
	fclose(f);
	show("f");
}

static void reading_and_writing_in_turn(void)
{
	char bytes[20];
	FILE *f;

	hold("abcdefghij");
	f = fopen("f", "r+");
	SAY(getc(f));
	SAY(getc(f));
	fseek(f, 0, SEEK_CUR);
	fputs("XY", f);
	fflush(f);
	SAY(getc(f));
	state("after a read", f);
	SAY(fseek(f, -1, SEEK_CUR));
	putc('Z', f);
	fseek(f, 0, SEEK_SET);
	say_bytes("all", bytes, fread(bytes, 1, sizeof(bytes), f));
	state("at its end", f);
	/* At the end of the file a write may follow at once. */
	fputs("more", f);
	printf("after more: at %ld\n", ftell(f));
	rewind(f);
	say_bytes("all", bytes, fread(bytes, 1, sizeof(bytes), f));
	fclose(f);
	f = fopen("f", "w+");
	fputs("hello", f);
	rewind(f);
	SAY(getc(f));
	fflush(f);
	fputs("E", f);
	fclose(f);
	show("f");
}

static void pushing_back(void)
{
	char bytes[20];
	FILE *f;

	hold("abcdef");
	f = fopen("f", "r+");
	SAY(ungetc(EOF, f));
	SAY(getc(f));
	SAY(ungetc('Q', f));
	state("pushed at 1", f);
	SAY(getc(f));
	state("read again", f);
	SAY(ungetc('W', f));
	SAY(fseek(f, 0, SEEK_CUR));
	SAY(getc(f));
	SAY(ungetc('b', f));
	SAY(fseek(f, 1, SEEK_SET));
	say_bytes("rest", bytes, fread(bytes, 1, sizeof(bytes), f));
	state("rest", f);
	SAY(ungetc('!', f));
	state("pushed at the end", f);
	SAY(getc(f));
	SAY(getc(f));
	state("again", f);
	SAY(ungetc(0377, f));
	SAY(getc(f));
	rewind(f);
	SAY(ungetc('#', f));
	say_bytes("all", bytes, fread(bytes, 1, 4, f));
	SAY(ungetc('c', f));
	SAY(ungetc('b', f));
	rewind(f);
	say_bytes("all", bytes, fread(bytes, 1, sizeof(bytes), f));
	fclose(f);
	show("f is as it was");
}

static void pushing_many_back(void)
{
	char bytes[20];
	FILE *f;

	hold("abcdef");
	f = fopen("f", "r");
	fread(bytes, 1, 4, f);
	for (const char *p = "4321"; *p; p++)
		SAY(ungetc(*p, f));
	state("after four", f);
	say_bytes("all", bytes, fread(bytes, 1, sizeof(bytes), f));
	clearerr(f);
	fseek(f, 2, SEEK_SET);
	ungetc('>', f);
	bytes[0] = '\0';
	fgets(bytes, sizeof(bytes), f);
	say_bytes("line", bytes, strlen(bytes));
	fclose(f);
}

static void buffers(void)
{
	static char own[BUFSIZ];
	FILE *f;

	hold("");
	f = fopen("f", "w");
	SAY(setvbuf(f, NULL, _IONBF, 0));
	fputs("un", f);
	show("unbuffered");
	fclose(f);
	hold("");
	f = fopen("f", "w");
	SAY(setvbuf(f, own, _IOLBF, sizeof(own)));
	fputs("li", f);
	show("half a line");
	fputs("ne\n", f);
	show("a line");
	fputs("two\nlines", f);
	show("more than a line");
	fclose(f);
	show("closed");
	hold("");
	f = fopen("f", "w");
	SAY(setvbuf(f, own, _IOFBF, sizeof(own)));
	fputs("0123456789", f);
	show("ten");
	fflush(f);
	show("flushed");
	fclose(f);
	f = fopen("f", "w");
	setbuf(f, NULL);
	putc('u', f);
	show("setbuf to none");
	fclose(f);
	f = fopen("f", "r");
	SAY(!!setvbuf(f, NULL, 77, 0));
	fclose(f);
}

static void flushing_input(void)
{
	FILE *f;
	int fd;

	hold("0123456789");
	f = fopen("f", "r");
	fd = fileno(f);
	getc(f);
	getc(f);
	SAY(fflush(f));
	printf("the descriptor is at %lld\n",
	       (long long)lseek(fd, 0, SEEK_CUR));
	SAY(getc(f));
	ungetc('2', f);
	SAY(fflush(f));
	printf("the descriptor is at %lld\n",
	       (long long)lseek(fd, 0, SEEK_CUR));
	SAY(getc(f));
	fclose(f);
}

/*
 * What a copy of the descriptor finds after the stream is closed at its end;
 * elsewhere glibc leaves it where POSIX does not.
 */
static void closing_input(void)
{
	FILE *f;
	int copy;

	hold("0123456789");
	f = fopen("f", "r");
	copy = dup(fileno(f));
	while (getc(f) != EOF)
		;
	fclose(f);
	printf("the copy is at %lld\n", (long long)lseek(copy, 0, SEEK_CUR));
	close(copy);
}

static void exit_of_a_child(void)
{
	char rest[20];
	FILE *f;
	int status;

	hold("first\nsecond\nthird\n");
	f = fopen("f", "r");
	fgets(rest, sizeof(rest), f);
	say_bytes("parent", rest, strlen(rest));
	fflush(f);
	fflush(stdout);
	if (fork() == 0) {
		fgets(rest, sizeof(rest), f);
		say_bytes("child", rest, strlen(rest));
		exit(0);
	}
	wait(&status);
	printf("the descriptor is at %lld\n",
	       (long long)lseek(fileno(f), 0, SEEK_CUR));
	fgets(rest, sizeof(rest), f);
	say_bytes("parent", rest, strlen(rest));
	fclose(f);
}

/* What is in a buffer at fork() is there twice. */
static void fork_with_a_full_buffer(void)
{
	FILE *f;

	hold("");
	f = fopen("f", "a");
	fputs("before ", f);
	fflush(stdout);
	if (fork() == 0) {
		fputs("child ", f);
		fclose(f);
		_exit(0);
	}
	wait(NULL);
	show("after the child");
	fputs("parent ", f);
	fclose(f);
	show("after both");
}

static void far_positions(void)
{
	FILE *f = fopen("f", "w+");
	fpos_t p;
	struct stat st;

	SAY(fseeko(f, 5000000000ll, SEEK_SET));
	state("far", f);
	SAY(fgetpos(f, &p));
	SAY(ftell(f));
	SAY(fseeko(f, -5000000001ll, SEEK_CUR));
	state("still", f);
	SAY(fseeko(f, -1, SEEK_SET));
	SAY(fseek(f, 0, 77));
	rewind(f);
	fputs("start", f);
	SAY(fsetpos(f, &p));
	state("back", f);
	SAY(getc(f));
	state("nothing there", f);
	clearerr(f);
	SAY(fseek(f, 10, SEEK_SET));
	SAY(getc(f));
	SAY(!!feof(f));
	fputs("end", f);
	SAY(fflush(f));
	fstat(fileno(f), &st);
	printf("%lld bytes\n", (long long)st.st_size);
	SAY(fseeko(f, 0, SEEK_END));
	state("end", f);
	fclose(f);
	show("f");
}

static void seeking_pipes(void)
{
	int p[2];
	FILE *f;
	fpos_t at;

	pipe(p);
	write(p[1], "pipe", 4);
	f = fdopen(p[0], "r");
	SAY(getc(f));
	SAY(fseek(f, 0, SEEK_SET));
	SAY(ftell(f));
	SAY(fgetpos(f, &at));
	SAY(getc(f));
	SAY(fflush(f));
	SAY(getc(f));
	SAY(getc(f));
	close(p[1]);
	SAY(getc(f));
	SAY(!!feof(f));
	fclose(f);
}

int main(void)
{
	char folder[] = "/tmp/streams-XXXXXX";

	chdir(mkdtemp(folder));
	umask(022);
	every_mode();
	bad_modes();
	reading_a_folder();
	appending();
	appending_before_a_flush();
	reading_and_writing_in_turn();
	pushing_back();
	pushing_many_back();
	buffers();
	flushing_input();
	closing_input();
	exit_of_a_child();
	fork_with_a_full_buffer();
	far_positions();
	seeking_pipes();
	fputs("to stderr\n", stderr);
	unlink("f");
	chdir("/");
	rmdir(folder);
	return 0;
}
