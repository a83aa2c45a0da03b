/* SPDX-License-Identifier: MIT */
/* Walks through trees of files, and patterns of names. */
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "say.h"

static void make(const char *name)
{
	close(open(name, O_CREAT | O_WRONLY, 0644));
}

static char *seen[50];
static int seen_count;

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int visit(const char *path, const struct stat *st, int type,
		 struct FTW *f)
{
	static const char *const types[] = {
		[FTW_F] = "F",	  [FTW_D] = "D",   [FTW_DNR] = "DNR",
		[FTW_NS] = "NS",  [FTW_SL] = "SL", [FTW_DP] = "DP",
		[FTW_SLN] = "SLN"
	};
	char here[PATH_MAX];

	(void)st;
	getcwd(here, sizeof(here));
	asprintf(&seen[seen_count++], "%s %s base %d level %d in %s", path,
		 types[type], f->base, f->level,
		 type == FTW_DP ? "either" : strchr(here + 5, '/') ?: "the top");
	return 0;
}

static int first(const char *path, const struct stat *st, int type)
{
	(void)st;
	(void)type;
	printf("first: %s\n", path);
	return 42;
}

/* The order within a folder is its own affair: sorted, but for its place. */
static void walk(const char *name, int flags)
{
	int n;

	seen_count = 0;
	errno = 0;
	n = nftw(name, visit, 5, flags);
	printf(
	    "walk %s, flags%s%s%s: %d %s\n", name,
	    flags & FTW_PHYS ? " phys" : "", flags & FTW_DEPTH ? " depth" : "",
	    flags & FTW_CHDIR ? " chdir" : "", n, n ? error_name(errno) : "");
	if (seen_count)
		printf("%s %s\n", flags & FTW_DEPTH ? "last" : "first",
		       seen[flags & FTW_DEPTH ? seen_count - 1 : 0]);
	qsort(seen, seen_count, sizeof(*seen), by_text);
	for (int i = 0; i < seen_count; i++) {
		puts(seen[i]);
		free(seen[i]);
	}
}

static void walking(void)
{
	mkdir("w", 0755);
	mkdir("w/a", 0755);
	mkdir("w/a/b", 0755);
	make("w/a/b/f");
	make("w/g");
	symlink("a", "w/to-a");
	symlink("none", "w/dangling");
	for (int flags = 0; flags < 8; flags++) {
		int f = (flags & 1 ? FTW_PHYS : 0) |
			(flags & 2 ? FTW_DEPTH : 0) |
			(flags & 4 ? FTW_CHDIR : 0);

		/* Of a link and what it leads to, the first is followed. */
		if (!(f & FTW_PHYS))
			unlink("w/to-a");
		else
			symlink("a", "w/to-a");
		walk("w", f);
		walk("w/g", f);
	}
	walk("none", 0);
	walk("w/dangling", 0);
	walk("w/dangling", FTW_PHYS);
	walk("w/", FTW_PHYS);
	walk("", FTW_PHYS);
	SAY(ftw("w", first, 5));
	SAY(ftw("none", first, 5));
	unlink("w/a/b/f");
	rmdir("w/a/b");
	rmdir("w/a");
	unlink("w/g");
	unlink("w/to-a");
	unlink("w/dangling");
	rmdir("w");
}

static void one_glob(const char *pattern, int flags, const char *words)
{
	glob_t g = { .gl_offs = 2 };
	int n = glob(pattern, flags, NULL, &g);

	printf("glob %s %s: %s", pattern, words,
	       n == 0		   ? "found"
	       : n == GLOB_NOMATCH ? "no match"
				   : "error");
	for (size_t i = 0; n == 0 && i < g.gl_pathc; i++)
		printf(" %s", g.gl_pathv[i + (flags & GLOB_DOOFFS ? 2 : 0)]);
	putchar('\n');
	if (n == 0)
		globfree(&g);
}

#define GLOB(pattern, flags) one_glob(pattern, flags, #flags)

static void globs(void)
{
	make(".dot");
	make("a*b");
	make("a1");
	make("a2");
	make("a[x");
	GLOB("*", 0);
	GLOB("*", GLOB_MARK);
	GLOB(".*", 0);
	GLOB("a?", 0);
	GLOB("a[12]", 0);
	GLOB("a[!1]", 0);
	GLOB("a[0-9]", GLOB_DOOFFS);
	GLOB("a\\*b", 0);
	GLOB("a\\*b", GLOB_NOESCAPE);
	GLOB("a[x", 0);
	GLOB("none", 0);
	GLOB("none*", GLOB_NOCHECK);
	GLOB("none", GLOB_NOCHECK);
	GLOB("folder/*", 0);
	GLOB("*/in", 0);
	GLOB("*/", 0);
	GLOB("file", 0);
	GLOB("dangling", 0);
	GLOB("dang*", 0);
	GLOB("", 0);
	GLOB("/t[m]p", 0);
	GLOB("a[[:digit:]]", 0);
	unlink(".dot");
	unlink("a*b");
	unlink("a1");
	unlink("a2");
	unlink("a[x");
}

static void patterns(void)
{
	static const char *const pats[] = {
		"*",	   "a*",	  "*b",		  "?",	   "a?b",
		"[a-c]",   "[!a]",	  "[^a]",	  "[]]",   "[a-]",
		"a/*",	   "*/b",	  "*/*",	  ".*",	   "\\*",
		"[\\]]",   "[[:alpha:]]", "[[:digit:]x]", "a[/]b", "**",
		"",	   "[",		  "[a",		  "\\a",   "*.c",
		"[[.a.]]", "[[=a=]]",	  "[z-a]",	  "?*?",   "[!]]",
		"[--0]",
	};
	static const char *const texts[] = {
		"",    "a", "ab", "a/b", ".a", "*",   "]",    "-",   "a.b",
		"axb", "[", "[a", "A",	 "1",  "a\\", "a/.b", "x.c",
	};
	static const int flags[] = { 0,
				     FNM_PATHNAME,
				     FNM_PERIOD,
				     FNM_NOESCAPE,
				     FNM_PATHNAME | FNM_PERIOD,
				     FNM_CASEFOLD,
				     FNM_LEADING_DIR };

	for (unsigned i = 0; i < sizeof(pats) / sizeof(*pats); i++) {
		for (unsigned f = 0; f < sizeof(flags) / sizeof(*flags); f++) {
			/* Of these in any case glibc knows one. */
			if (flags[f] == FNM_CASEFOLD &&
			    (strstr(pats[i], "[.") || strstr(pats[i], "[=")))
				continue;

			printf("%s, %u:", pats[i], f);
			for (unsigned j = 0; j < sizeof(texts) / sizeof(*texts);
			     j++)
				if (!fnmatch(pats[i], texts[j], flags[f]))
					printf(" \"%s\"", texts[j]);
			putchar('\n');
		}
	}
}

int main(void)
{
	char folder[] = "/tmp/patterns-XXXXXX";

	umask(022);
	chdir(mkdtemp(folder));
	walking();
	mkdir("folder", 0755);
	make("file");
	make("folder/in");
	symlink("nowhere", "dangling");
	globs();
	patterns();
	unlink("file");
	unlink("folder/in");
	unlink("dangling");
	rmdir("folder");
	fputs("to stderr\n", stderr);
	chdir("/");
	printf("%d\n", rmdir(folder));
	return 0;
}
