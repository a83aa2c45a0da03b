/* SPDX-License-Identifier: MIT */
/* Message catalogues, mapped as they are. */
#include "catalogue.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <nl_types.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define STANDARD_PATH "/usr/share/locale/%L/%N.cat:/usr/share/locale/%l/%N.cat"

static int is_whole(const struct catalogue_header *h, size_t size)
{
	return size >= sizeof(*h) && h->magic == CATALOGUE_MAGIC &&
	       h->size == size && ((const char *)h)[size - 1] == '\0' &&
	       h->count <= (size - sizeof(*h)) / sizeof(struct catalogue_entry);
}

static nl_catd open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *map;

	if (fd < 0)
		return (nl_catd)-1;
	if (fstat(fd, &st) < 0 || st.st_size == 0) {
		close(fd);
		return (nl_catd)-1;
	}
	map = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return (nl_catd)-1;
	if (is_whole(map, st.st_size))
		return map;
	munmap(map, st.st_size);
	errno = ENOENT;
	return (nl_catd)-1;
}

/* The part of a locale's name that a conversion stands for. */
static const char *conversion(char c, const char *name, const char *locale,
			      size_t *length)
{
	const char *territory = strchr(locale, '_');
	const char *codeset = strchr(locale, '.');

	switch (c) {
	case 'N':
		*length = strlen(name);
		return name;
	case 'L':
		*length = strlen(locale);
		return locale;
	case 'l':
		*length = strcspn(locale, "_.");
		return locale;
	case 't':
		*length = territory ? strcspn(territory + 1, ".") : 0;
		return territory ? territory + 1 : "";
	case 'c':
		*length = codeset ? strlen(codeset + 1) : 0;
		return codeset ? codeset + 1 : "";
	}
	*length = 1;
	return "%";
}

/* One template of NLSPATH, up to its colon; 0 if it is too long. */
static int expand(char *path, const char *template, const char *name,
		  const char *locale)
{
	size_t at = 0, length;
	const char *part;

	for (; *template && *template != ':'; template ++) {
		part = template;
		length = 1;
		if (*template == '%' && template[1])
			part = conversion(*++template, name, locale, &length);
		if (at + length >= PATH_MAX)
			return 0;
		memcpy(path + at, part, length);
		at += length;
	}
	path[at] = '\0';
	return at > 0;
}

nl_catd catopen(const char *name, int flag)
{
	const char *locale = flag == NL_CAT_LOCALE
				 ? setlocale(LC_MESSAGES, NULL)
				 : getenv("LANG");
	const char *template = getenv("NLSPATH");
	char path[PATH_MAX];
	nl_catd found;

	if (strchr(name, '/'))
		return open_file(name);
	if (!template || !*template)
		template = STANDARD_PATH;
	if (!locale)
		locale = "C";
	for (;;) {
		if (expand(path, template, name, locale)) {
			found = open_file(path);
			if (found != (nl_catd)-1)
				return found;
		}
		template = strchr(template, ':');
		if (!template)
			break;
		template ++;
	}
	errno = ENOENT;
	return (nl_catd)-1;
}

char *catgets(nl_catd catalogue, int set, int message, const char *standard)
{
	const struct catalogue_header *h = (const void *)catalogue;
	const struct catalogue_entry *entries = (const void *)(h + 1);
	unsigned low = 0, high, middle;

	if (catalogue == (nl_catd)-1 || !catalogue) {
		errno = EBADF;
		return (char *)standard;
	}
	for (high = h->count; low < high;) {
		const struct catalogue_entry *e;

		middle = low + (high - low) / 2;
		e = &entries[middle];
		if (e->set == (unsigned)set &&
		    e->message == (unsigned)message && e->text < h->size)
			return (char *)h + e->text;
		if (e->set < (unsigned)set ||
		    (e->set == (unsigned)set && e->message < (unsigned)message))
			low = middle + 1;
		else
			high = middle;
	}
	errno = ENOMSG;
	return (char *)standard;
}

int catclose(nl_catd catalogue)
{
	const struct catalogue_header *h = (const void *)catalogue;

	if (catalogue == (nl_catd)-1 || !catalogue) {
		errno = EBADF;
		return -1;
	}
	return munmap((void *)h, h->size);
}
