/* SPDX-License-Identifier: MIT */
/* Folders and names: reading, making, renaming, linking, finding. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "say.h"

static void make(const char *name)
{
	close(open(name, O_CREAT | O_WRONLY, 0644));
}

static char kind(mode_t mode)
{
	return S_ISREG(mode)	? 'f'
	       : S_ISDIR(mode)	? 'd'
	       : S_ISLNK(mode)	? 'l'
	       : S_ISFIFO(mode) ? 'p'
	       : S_ISCHR(mode)	? 'c'
				: '?';
}

static int all(const struct dirent *entry)
{
	(void)entry;
	return 1;
}

/* What is in the folder, in the order of names. */
static void list(const char *when)
{
	struct dirent **names;
	struct stat st;
	int n = scandir(".", &names, all, alphasort);

	printf("%s:", when);
	for (int i = 0; i < n; i++) {
		if (names[i]->d_name[0] != '.' &&
		    lstat(names[i]->d_name, &st) == 0)
			printf(" %s(%c%d)", names[i]->d_name, kind(st.st_mode),
			       (int)st.st_nlink);
		free(names[i]);
	}
	free(names);
	putchar('\n');
}

/* Empties the folder, whatever its modes are. */
static void clear_folder(void)
{
	struct dirent *entry;
	DIR *dir = opendir(".");

	while ((entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (!strcmp(name, ".") || !strcmp(name, ".."))
			continue;
		if (unlink(name) == 0 || chdir(name) < 0)
			continue;
		clear_folder();
		chdir("..");
		rmdir(name);
	}
	closedir(dir);
}

static void entries_are_files(void)
{
	static const char types[] = "?pc?d?b?f?l?s";
	struct dirent **names;
	struct stat st;
	int n;

	make("file");
	mkdir("folder", 0755);
	symlink("nowhere", "link");
	mkfifo("pipe", 0644);
	make(".hidden");
	n = scandir(".", &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		lstat(names[i]->d_name, &st);
		printf("%s %c %d %d\n", names[i]->d_name,
		       names[i]->d_type < 13 ? types[names[i]->d_type] : '?',
		       names[i]->d_ino == st.st_ino,
		       names[i]->d_reclen >= strlen(names[i]->d_name));
		free(names[i]);
	}
	free(names);
	clear_folder();
}

static void sorted_by_versions(void)
{
	static const char *const made[] = {
		"a10", "a9", "a1", "a01", "a010", "b", "A", "a", "a1.5", "a1.10"
	};
	struct dirent **names;
	int n;

	for (unsigned i = 0; i < sizeof(made) / sizeof(*made); i++)
		make(made[i]);
	n = scandir(".", &names, NULL, versionsort);
	for (int i = 0; i < n; i++) {
		printf("%s ", names[i]->d_name);
		free(names[i]);
	}
	free(names);
	putchar('\n');
	clear_folder();
	SAY(scandir("none", &names, NULL, NULL));
	SAY(scandirat(AT_FDCWD, ".", &names, NULL, alphasort));
}

static void opening_folders(void)
{
	DIR *dir;
	int fd;

	make("file");
	mkdir("folder", 0755);
	SAY_POINTER(opendir("none"));
	SAY_POINTER(opendir("file"));
	SAY_POINTER(opendir(""));
	SAY_POINTER(opendir("file/"));
	SAY_POINTER(fdopendir(-1));
	SAY_POINTER(fdopendir(77));
	fd = open("file", O_RDONLY);
	SAY_POINTER(fdopendir(fd));
	close(fd);
	fd = open("folder", O_RDONLY);
	dir = fdopendir(fd);
	SAY(dirfd(dir) == fd);
	SAY(closedir(dir));
	SAY(fcntl(fd, F_GETFD));
	dir = opendir("folder");
	SAY(fcntl(dirfd(dir), F_GETFD));
	rmdir("folder");
	SAY_POINTER(readdir(dir));
	closedir(dir);
	clear_folder();
}

static int count(DIR *dir)
{
	int n = 0;

	while (readdir(dir))
		n++;
	return n;
}

static void changing_while_reading(void)
{
	char name[20];
	struct dirent *entry;
	DIR *dir, *other;
	int n = 0;

	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "%d", i);
		make(name);
	}
	dir = opendir(".");
	SAY(count(dir));
	SAY(count(dir));
	make("new");
	rewinddir(dir);
	SAY(count(dir));
	rewinddir(dir);
	/* Every file is seen, though each is removed as it is seen. */
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] != '.' && unlink(entry->d_name) == 0)
			n++;
	}
	printf("%d\n", n);
	rewinddir(dir);
	other = opendir(".");
	SAY(count(other));
	SAY(count(dir));
	closedir(other);
	closedir(dir);
}

static void places_in_folders(void)
{
	char name[20], at[5][20];
	long where[5];
	DIR *dir;
	int same = 0;

	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "%d", i);
		make(name);
	}
	dir = opendir(".");
	for (int i = 0; i < 5; i++) {
		where[i] = telldir(dir);
		strcpy(at[i], readdir(dir)->d_name);
	}
	for (int i = 4; i >= 0; i--) {
		seekdir(dir, where[i]);
		same += !strcmp(readdir(dir)->d_name, at[i]);
	}
	printf("%d\n", same);
	seekdir(dir, where[3]);
	SAY(count(dir));
	seekdir(dir, where[0]);
	SAY(count(dir));
	closedir(dir);
	clear_folder();
}

static void making(void)
{
	make("file");
	symlink("nowhere", "dangling");
	symlink("folder", "to-folder");
	SAY(mkdir("folder", 01777));
	SAY(mkdir("folder", 0755));
	SAY(mkdir("file", 0755));
	SAY(mkdir("file/x", 0755));
	SAY(mkdir("none/x", 0755));
	SAY(mkdir("dangling", 0755));
	SAY(mkdir("to-folder", 0755));
	SAY(mkdir("to-folder/", 0755));
	SAY(mkdir("to-folder/in", 0755));
	SAY(mkdir("", 0755));
	SAY(mkdir(".", 0755));
	SAY(mkdir("..", 0755));
	SAY(mkdir("/", 0755));
	SAY(mkdir("new/", 0755));
	SAY(mkdir("newer//", 0755));
	SAY(mkdir("newest/.", 0755));
	SAY(mkdir("folder/..", 0755));
	SAY(mkdirat(-1, "x", 0755));
	SAY(mkdirat(AT_FDCWD, "file", 0755));
	list("made");
}

static void removing(void)
{
	SAY(rmdir("file"));
	SAY(rmdir("file/"));
	SAY(rmdir("none"));
	SAY(rmdir("folder"));
	SAY(rmdir("to-folder"));
	SAY(rmdir("."));
	SAY(rmdir(".."));
	SAY(rmdir("folder/."));
	SAY(rmdir("folder/in/.."));
	SAY(rmdir("/"));
	SAY(rmdir(""));
	SAY(rmdir("new/"));
	SAY(rmdir("newer//"));
	SAY(rmdir("file/x"));
	SAY(unlink("folder"));
	SAY(unlink("folder/"));
	SAY(unlink("file/"));
	SAY(unlink("none/"));
	SAY(unlink(""));
	SAY(unlink("."));
	SAY(unlink(".."));
	SAY(unlink("/"));
	SAY(unlinkat(AT_FDCWD, "file", AT_REMOVEDIR));
	SAY(unlinkat(AT_FDCWD, "folder", 0));
	SAY(unlinkat(AT_FDCWD, "folder", AT_REMOVEDIR));
	SAY(unlinkat(AT_FDCWD, "file", 0x8000));
	SAY(remove("folder/in"));
	SAY(remove("folder"));
	SAY(remove("to-folder"));
	SAY(remove("none"));
	list("left");
	clear_folder();
}

static void removed_underfoot(void)
{
	char buf[100];
	struct stat st;

	mkdir("gone", 0755);
	chdir("gone");
	rmdir("../gone");
	SAY_POINTER(getcwd(buf, sizeof(buf)));
	SAY(open("new", O_CREAT | O_RDWR, 0644));
	SAY(mkdir("new", 0755));
	SAY(symlink("x", "new"));
	SAY(mkfifo("new", 0644));
	SAY(stat(".", &st));
	printf("%d links\n", (int)st.st_nlink);
	SAY(link("../x", "y"));
	SAY(rename("../x", "y"));
	SAY_POINTER(opendir("."));
	SAY(access(".", F_OK));
	SAY(stat("..", &st));
	SAY(chdir(".."));
}

static void removed_while_open(void)
{
	struct stat st;
	char buf[10] = "";
	int fd;

	make("file");
	fd = open("file", O_RDWR);
	link("file", "other");
	fstat(fd, &st);
	printf("%d ", (int)st.st_nlink);
	unlink("file");
	fstat(fd, &st);
	printf("%d ", (int)st.st_nlink);
	unlink("other");
	fstat(fd, &st);
	printf("%d\n", (int)st.st_nlink);
	SAY(write(fd, "still", 5));
	SAY(pread(fd, buf, sizeof(buf), 0));
	puts(buf);
	close(fd);
	make("file");
	make("new");
	fd = open("file", O_RDWR);
	rename("new", "file");
	fstat(fd, &st);
	printf("replaced: %d\n", (int)st.st_nlink);
	close(fd);
	clear_folder();
}

static void prepare(void)
{
	clear_folder();
	make("file");
	make("file2");
	link("file", "same");
	mkdir("empty", 0755);
	mkdir("full", 0755);
	make("full/in");
	mkdir("full/sub", 0755);
	symlink("file", "to-file");
	symlink("empty", "to-empty");
	symlink("nowhere", "dangling");
	mkfifo("pipe", 0644);
}

/*
 * Of two errors POSIX does not say which comes first, and one that is a file's
 * name and no folder's may be either.
 */
static int has_two_errors(const char *from, const char *to)
{
	struct stat one, two;
	size_t n = strlen(to);

	if (lstat(from, &one) < 0)
		return to[0] == '\0' || strstr(to, "x") || !strcmp(to, "/");
	if (!S_ISDIR(one.st_mode) && n > 0 && to[n - 1] == '/')
		return 1;
	return !strncmp(from, to, n) && from[n] == '/' && stat(to, &two) == 0 &&
	       !S_ISDIR(one.st_mode);
}

/* Each name to each other, with a slash at the end as well. */
static void renaming_all(void)
{
	static const char *const names[] = {
		"file",	    "same",	     "file2",	 "empty",    "full",
		"full/sub", "to-file",	     "to-empty", "dangling", "pipe",
		"none",	    "file/",	     "none/",	 "to-file/", "",
		"none/x",   "full/sub/deep", "empty/",	 "full/in",
	};
	unsigned n = sizeof(names) / sizeof(*names);

	for (unsigned i = 0; i < n; i++) {
		for (unsigned j = 0; j < n; j++) {
			char what[100];

			prepare();
			if (has_two_errors(names[i], names[j]))
				continue;
			errno = 0;
			snprintf(what, sizeof(what), "rename %s to %s",
				 names[i], names[j]);
			if (rename(names[i], names[j]) < 0)
				printf("%s: %s\n", what, error_name(errno));
			else
				list(what);
		}
	}
	clear_folder();
}

static void linking_all(void)
{
	static const char *const names[] = {
		"file", "empty",   "to-file", "to-empty", "dangling",
		"pipe", "none",	   "empty/",  ".",	  "",
		"/",	"full/in", "full/.",  "none/",	  "file/x",
	};
	unsigned n = sizeof(names) / sizeof(*names);

	for (unsigned i = 0; i < n; i++) {
		for (unsigned j = 0; j < n; j++) {
			char what[100];

			prepare();
			for (int flag = 0; flag < 2; flag++) {
				errno = 0;
				snprintf(what, sizeof(what), "link%s %s to %s",
					 flag ? " followed" : "", names[i],
					 names[j]);
				if (linkat(AT_FDCWD, names[i], AT_FDCWD,
					   names[j],
					   flag ? AT_SYMLINK_FOLLOW : 0) < 0)
					printf("%s: %s\n", what,
					       error_name(errno));
				else
					list(what);
			}
		}
	}
	SAY(linkat(AT_FDCWD, "file", AT_FDCWD, "x", 0x8000));
	SAY(linkat(-1, "file", AT_FDCWD, "x", 0));
	clear_folder();
}

static void symbolic_links(void)
{
	char buf[100], name[20], to[20];

	make("file");
	SAY(symlink("file", "link"));
	SAY(symlink("file", "link"));
	SAY(symlink("file", "file"));
	SAY(symlink("", "empty"));
	SAY(symlink("x", ""));
	SAY(symlink("x", "y/"));
	SAY(symlink("x", "none/y"));
	SAY(symlink("x", "file/y"));
	SAY(symlink("link/", "slash"));
	SAY(open("slash", O_RDONLY));
	memset(buf, '.', sizeof(buf));
	SAY(readlink("link", buf, 2));
	say_bytes("two", buf, 6);
	SAY(readlink("link", buf, 4));
	SAY(readlink("link", buf, 100));
	SAY(readlink("link", buf, 0));
	SAY(readlink("file", buf, 10));
	SAY(readlink("none", buf, 10));
	SAY(readlink(".", buf, 10));
	SAY(readlink("link/", buf, 10));
	SAY(readlink("", buf, 10));
	symlink("round", "about");
	symlink("about", "round");
	SAY(open("round", O_RDONLY));
	SAY(open("round", O_RDONLY | O_CREAT, 0644));
	SAY(access("round/x", F_OK));
	SAY(chdir("about"));
	SAY(unlink("round"));
	strcpy(to, "file");
	for (int i = 0; i < 8; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		symlink(to, name);
		strcpy(to, name);
	}
	SAY(access("l6", F_OK));
	SAY(access("l7", F_OK));
	clear_folder();
}

int main(void)
{
	char folder[] = "/tmp/directories-XXXXXX";

	umask(022);
	chdir(mkdtemp(folder));
	entries_are_files();
	sorted_by_versions();
	opening_folders();
	changing_while_reading();
	places_in_folders();
	making();
	removing();
	removed_underfoot();
	removed_while_open();
	renaming_all();
	linking_all();
	symbolic_links();
	fputs("to stderr\n", stderr);
	chdir("/");
	rmdir(folder);
	return 0;
}
