/* SPDX-License-Identifier: MIT */
/* Matches names with patterns of the shell (POSIX, XCU 2.13). */
#include <ctype.h>
#include <fnmatch.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

struct match {
	const char *start; /* of the text */
	int flags;
};

/* The character at p, and how long it is: a byte that is none counts as one. */
static wint_t character(const char *p, size_t *length)
{
	mbstate_t state = { 0 };
	wchar_t c;
	size_t n;

	*length = 1;
	if ((unsigned char)*p < 0x80)
		return (unsigned char)*p;
	n = mbrtowc(&c, p, strlen(p), &state);
	if (n == (size_t)-1 || n == (size_t)-2)
		return 0x110000 + (unsigned char)*p;
	*length = n;
	return c;
}

static wint_t folded(const struct match *m, wint_t c)
{
	return m->flags & FNM_CASEFOLD ? towlower(c) : c;
}

/* A leading period that only a period matches. */
static int is_hidden(const struct match *m, const char *text)
{
	return *text == '.' && m->flags & FNM_PERIOD &&
	       (text == m->start ||
		(m->flags & FNM_PATHNAME && text[-1] == '/'));
}

/* "[:class:]"; p is behind "[:".  NULL if it does not end. */
static const char *class(const struct match *m, const char *p, wint_t c,
			 int *found)
{
	const char *end = strstr(p, ":]");
	char name[16];
	wctype_t type;

	if (!end || (size_t)(end - p) >= sizeof(name))
		return NULL;
	memcpy(name, p, end - p);
	name[end - p] = '\0';
	type = wctype(name);
	if (type && (iswctype(c, type) || (m->flags & FNM_CASEFOLD &&
					   (iswctype(towlower(c), type) ||
					    iswctype(towupper(c), type)))))
		*found = 1;
	return end + 2;
}

/* A character of a set: itself, "[.c.]" or "[=c=]".  NULL if it does not end.
 */
static const char *member(const struct match *m, const char *p, wint_t *c)
{
	size_t length;
	char kind = p[1];

	if (*p == '[' && (kind == '.' || kind == '=')) {
		*c = character(p + 2, &length);
		p += 2 + length;
		return p[-1] && p[0] == kind && p[1] == ']' ? p + 2 : NULL;
	}
	if (*p == '\\' && !(m->flags & FNM_NOESCAPE))
		p++;
	if (!*p || (*p == '/' && m->flags & FNM_PATHNAME))
		return NULL;
	*c = character(p, &length);
	return p + length;
}

/*
 * A set, p behind its '['.  Returns its end, or NULL if it is none and the '['
 * an ordinary character.
 */
static const char *set(const struct match *m, const char *p, wint_t c,
		       int *matches)
{
	int inverted = *p == '!' || *p == '^', found = 0, first = 1;
	wint_t from, to;

	for (p += inverted; first || *p != ']'; first = 0) {
		if (p[0] == '[' && p[1] == ':') {
			p = class(m, p + 2, c, &found);
			if (!p)
				return NULL;
			continue;
		}
		p = member(m, p, &from);
		if (!p)
			return NULL;
		to = from;
		if (p[0] == '-' && p[1] && p[1] != ']') {
			p = member(m, p + 1, &to);
			if (!p)
				return NULL;
		}
		if ((c >= from && c <= to) ||
		    (folded(m, c) >= folded(m, from) &&
		     folded(m, c) <= folded(m, to)))
			found = 1;
	}
	*matches = found != inverted;
	return p + 1;
}

/*
 * One character of the text with one element of the pattern that is not '*'.
 * Returns what is behind the element, or NULL.
 */
static const char *one(const struct match *m, const char *p, const char *text,
		       size_t *length)
{
	wint_t c = character(text, length), wanted;
	int slash = *text == '/' && m->flags & FNM_PATHNAME, matches;
	const char *end;
	size_t n;

	if (*p == '?')
		return slash || is_hidden(m, text) ? NULL : p + 1;
	if (*p == '[') {
		end = set(m, p + 1, c, &matches);
		if (end)
			return matches && !slash && !is_hidden(m, text) ? end
									: NULL;
	}
	if (*p == '\\' && !(m->flags & FNM_NOESCAPE)) {
		if (!*++p)
			return NULL;
	}
	wanted = character(p, &n);
	return folded(m, c) == folded(m, wanted) ? p + n : NULL;
}

/* Only the last '*' is ever tried again, as those before it took the least. */
int fnmatch(const char *pattern, const char *text, int flags)
{
	const struct match m = { text, flags };
	const char *p = pattern, *star = NULL, *resume = NULL, *next;
	size_t length;

	for (;;) {
		if (*p == '*' && !is_hidden(&m, text)) {
			star = ++p;
			resume = text;
			continue;
		}
		if (!*text || (!*p && flags & FNM_LEADING_DIR && *text == '/'))
			if (!*p)
				return 0;
		next =
		    *text && *p && *p != '*' ? one(&m, p, text, &length) : NULL;
		if (next) {
			if (*text == '/' && flags & FNM_PATHNAME)
				star = NULL;
			p = next;
			text += length;
			continue;
		}
		/* The last '*' takes one more. */
		if (!star || !*resume ||
		    (*resume == '/' && flags & FNM_PATHNAME))
			return FNM_NOMATCH;
		character(resume, &length);
		resume += length;
		text = resume;
		p = star;
	}
}
