/* SPDX-License-Identifier: MIT */
/* Paths: their forms and limits, open() and the *at() calls, walks, patterns.
 */
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "say.h"

static void make(const char *name, const char *text)
{
	int fd = open(name, O_CREAT | O_WRONLY | O_TRUNC, 0644);

	write(fd, text, strlen(text));
	close(fd);
}

static void prepare(void)
{
	make("file", "content");
	mkdir("folder", 0755);
	make("folder/in", "in");
	symlink("file", "to-file");
	symlink("folder", "to-folder");
	symlink("nowhere", "dangling");
	symlink("folder/", "to-slash");
	mkfifo("pipe", 0644);
}

/* Opens, says what came of it, closes. */
static void try_open(const char *name, int flags, const char *words)
{
	struct stat st;
	int fd;

	errno = 0;
	fd = open(name, flags, 0640);
	printf("open \"%s\" %s: ", name, words);
	if (fd < 0) {
		puts(error_name(errno));
		return;
	}
	fstat(fd, &st);
	printf("%o", (unsigned)st.st_mode);
	if (S_ISREG(st.st_mode))
		printf(" %lld bytes", (long long)st.st_size);
	putchar('\n');
	close(fd);
}

#define OPEN(name, flags) try_open(name, flags, #flags)

static void every_way_to_open(void)
{
	static const char *const names[] = {
		"file",
		"folder",
		"to-file",
		"to-folder",
		"dangling",
		"to-slash",
		"none",
		"none/",
		"dangling/",
		"file/x",
		"none/x",
		"",
		".",
		"..",
		"/",
		"//",
		"folder/.",
		"file/.",
		"folder/../file",
		"none/..",
		"file/..",
		"./file",
		".//file",
		"to-folder/in",
		"to-folder/..",
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *name = names[i];

		prepare();
		OPEN(name, O_RDONLY);
		OPEN(name, O_WRONLY);
		OPEN(name, O_RDWR);
		OPEN(name, O_RDONLY | O_DIRECTORY);
		OPEN(name, O_RDONLY | O_NOFOLLOW);
		OPEN(name, O_WRONLY | O_CREAT | O_EXCL);
		unlink("nowhere");
		unlink("none");
		OPEN(name, O_RDONLY | O_CREAT);
		unlink("nowhere");
		unlink("none");
		OPEN(name, O_WRONLY | O_CREAT | O_NOFOLLOW);
		unlink("nowhere");
		unlink("none");
		OPEN(name, O_WRONLY | O_CREAT | O_TRUNC);
		unlink("nowhere");
		unlink("none");
	}
}

static void names_of_any_length(void)
{
	char name[PATH_MAX + 300], dots[PATH_MAX + 300];
	struct stat st;

	memset(name, 'n', sizeof(name));
	name[NAME_MAX] = '\0';
	SAY(open(name, O_RDONLY));
	SAY(mkdir(name, 0755));
	SAY(rmdir(name));
	name[NAME_MAX] = 'n';
	name[NAME_MAX + 1] = '\0';
	SAY(open(name, O_RDONLY));
	SAY(open(name, O_RDONLY | O_CREAT, 0600));
	SAY(mkdir(name, 0755));
	SAY(stat(name, &st));
	SAY(unlink(name));
	SAY(rename("file", name));
	SAY(link("file", name));
	SAY(symlink("file", name));
	SAY(symlink(name, "long"));
	SAY(open("long", O_RDONLY));
	unlink("long");
	memset(dots, '/', sizeof(dots));
	dots[0] = '.';
	memcpy(dots + PATH_MAX - 5, "file", 5);
	SAY(stat(dots, &st));
	memcpy(dots + PATH_MAX - 5, "/file", 6);
	SAY(stat(dots, &st));
	SAY(chdir(dots));
	SAY(symlink(dots, "long"));
	dots[PATH_MAX - 1] = '\0';
	SAY(symlink(dots, "long"));
	SAY(readlink("long", name, sizeof(name)));
	unlink("long");
	SAY_POINTER(realpath(dots, NULL));
}

static void from_descriptors(void)
{
	int folder = open("folder", O_RDONLY), file = open("file", O_RDONLY);
	char buf[20];
	struct stat st;

	SAY(fstatat(folder, "in", &st, 0));
	SAY(fstatat(folder, "../file", &st, 0));
	SAY(fstatat(file, "in", &st, 0));
	SAY(fstatat(-1, "in", &st, 0));
	SAY(fstatat(77, "in", &st, 0));
	SAY(fstatat(77, "/", &st, 0));
	SAY(fstatat(folder, "", &st, 0));
	SAY(fstatat(AT_FDCWD, "", &st, 0));
	SAY(fstatat(AT_FDCWD, "file", &st, 0x8000));
	SAY(openat(file, "x", O_CREAT | O_RDWR, 0600));
	SAY(openat(-1, "x", O_RDONLY));
	SAY(unlinkat(file, "x", 0));
	SAY(mkdirat(folder, "new", 0755));
	SAY(renameat(folder, "new", AT_FDCWD, "moved"));
	SAY(renameat(AT_FDCWD, "moved", folder, "back"));
	SAY(renameat(folder, "back", file, "x"));
	SAY(unlinkat(folder, "back", AT_REMOVEDIR));
	SAY(symlinkat("in", folder, "link"));
	SAY(readlinkat(folder, "link", buf, sizeof(buf)));
	SAY(readlinkat(folder, "in", buf, sizeof(buf)));
	SAY(fstatat(folder, "link", &st, AT_SYMLINK_NOFOLLOW));
	SAY(!!S_ISLNK(st.st_mode));
	SAY(unlinkat(folder, "link", 0));
	SAY(faccessat(folder, "in", R_OK, 0));
	SAY(faccessat(folder, "in", X_OK, AT_EACCESS));
	SAY(faccessat(folder, "in", 9, 0));
	SAY(fchmodat(folder, "in", 0600, 0));
	SAY(fchmodat(folder, "in", 0600, 0x8000));
	SAY(mkfifoat(folder, "p", 0600));
	SAY(unlinkat(folder, "p", 0));
	SAY(fchdir(file));
	SAY(fchdir(-1));
	SAY(fchdir(folder));
	SAY(access("in", F_OK));
	SAY(chdir("in"));
	SAY(chdir("none"));
	SAY(chdir(""));
	SAY(chdir("in/x"));
	SAY(chdir(".."));
	close(folder);
	close(file);
}

static void working_folders(void)
{
	char buf[PATH_MAX], *p, name[PATH_MAX];

	getcwd(name, sizeof(name));
	chdir("to-folder");
	p = getcwd(buf, sizeof(buf));
	puts(strrchr(p, '/'));
	SAY_POINTER(getcwd(buf, 0));
	SAY_POINTER(getcwd(buf, 3));
	SAY_POINTER(getcwd(buf, strlen(p)));
	SAY(rename("../folder", "../renamed"));
	puts(strrchr(getcwd(buf, sizeof(buf)), '/'));
	SAY(rename("../renamed", "../folder"));
	chdir("/");
	puts(getcwd(buf, sizeof(buf)));
	chdir("..");
	puts(getcwd(buf, sizeof(buf)));
	chdir("//tmp//");
	puts(getcwd(buf, sizeof(buf)));
	chdir(name);
}

static void masks(void)
{
	struct stat st;
	mode_t old = umask(0777);

	printf("%o %o\n", old, umask(07777));
	printf("%o\n", umask(027));
	mkdir("m", 07777);
	stat("m", &st);
	printf("%o\n", st.st_mode);
	rmdir("m");
	close(open("m", O_CREAT | O_WRONLY, 07777));
	stat("m", &st);
	printf("%o\n", st.st_mode);
	unlink("m");
	mkfifo("m", 0666);
	stat("m", &st);
	printf("%o\n", st.st_mode);
	unlink("m");
	umask(022);
}

/* Links of folders are "." and the ".." of those in them. */
static void links_of_folders(void)
{
	static const char *const steps[] = { "made", "a folder in it",
					     "a file in it", "moved out",
					     "removed" };
	struct stat st;

	for (int i = 0; i < 5; i++) {
		if (i == 0)
			mkdir("d", 0755);
		else if (i == 1)
			mkdir("d/e", 0755);
		else if (i == 2)
			make("d/f", "");
		else if (i == 3)
			rename("d/e", "e");
		else
			rmdir("e");
		stat("d", &st);
		printf("%s: %d\n", steps[i], (int)st.st_nlink);
	}
	unlink("d/f");
	mkdir("d/x", 0755);
	mkdir("d/y", 0755);
	rename("d/x", "d/y");
	stat("d", &st);
	printf("one over the other: %d\n", (int)st.st_nlink);
	rmdir("d/y");
	rmdir("d");
}

static void real_paths(void)
{
	static const char *const names[] = {
		"file",	      "to-file",     "to-folder/in",
		"dangling",   "none",	     "none/x",
		"",	      ".",	     "/",
		"//",	      "///tmp/../",  "folder/../file",
		"file/",      "to-folder/",  "to-folder/..",
		"file/.",     "./folder/./", "to-slash/in",
		"dangling/x",
	};
	char base[PATH_MAX];

	getcwd(base, sizeof(base));
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *p;

		errno = 0;
		p = realpath(names[i], NULL);
		printf("%s: %s\n", names[i],
		       !p				 ? error_name(errno)
		       : !strncmp(p, base, strlen(base)) ? p + strlen(base)
							 : p);
		free(p);
	}
	SAY_POINTER(realpath(NULL, base));
}

static void parts(void)
{
	static const char *const names[] = {
		"/usr/lib", "/usr/", "usr", "/",    ".",      "..",
		"",	    "/a",    "a/",  "a//b", "a//b//", "a/b/c",
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char one[20], two[20];

		strcpy(one, names[i]);
		strcpy(two, names[i]);
		printf("\"%s\": \"%s\" \"%s\"\n", names[i], dirname(one),
		       (basename)(two));
	}
	printf("%s %s\n", dirname(NULL), (basename)(NULL));
}

static void temporary_names(void)
{
	char name[] = "tXXXXXX", folder[] = "dXXXXXX";
	struct stat st;
	int fd = mkstemp(name);

	fstat(fd, &st);
	printf("%o %d\n", st.st_mode,
	       (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
	close(fd);
	unlink(name);
	mkdtemp(folder);
	stat(folder, &st);
	printf("%o\n", st.st_mode);
	rmdir(folder);
	strcpy(name, "tXXXXXx");
	SAY(mkstemp(name));
}

static void clear(void)
{
	unlink("file");
	unlink("folder/in");
	rmdir("folder");
	unlink("to-file");
	unlink("to-folder");
	unlink("to-slash");
	unlink("dangling");
	unlink("pipe");
}

int main(void)
{
	char folder[] = "/tmp/paths-XXXXXX";

	umask(022);
	chdir(mkdtemp(folder));
	every_way_to_open();
	names_of_any_length();
	from_descriptors();
	working_folders();
	masks();
	links_of_folders();
	real_paths();
	parts();
	temporary_names();
	clear();
	fputs("to stderr\n", stderr);
	chdir("/");
	printf("%d\n", rmdir(folder));
	return 0;
}
