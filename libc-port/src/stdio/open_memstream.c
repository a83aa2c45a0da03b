/* SPDX-License-Identifier: MIT */
/*
 * Streams to memory that grows: of bytes, or of wide characters.  The latter
 * have no buffer, so that a position of the stream is one of the memory.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

struct memory {
	void **text; /* the program's, like size */
	size_t *size;
	size_t each; /* bytes of a character */
	size_t position, length, room;
	mbstate_t state;
};

static void tell(struct memory *m)
{
	*m->size = m->position < m->length ? m->position : m->length;
}

static int grow(struct memory *m, size_t wanted)
{
	size_t room = m->room * 2 > wanted ? m->room * 2 : wanted;
	void *bigger;

	if (wanted <= m->room)
		return 0;
	if (room > SIZE_MAX / m->each) {
		errno = ENOMEM;
		return -1;
	}
	bigger = realloc(*m->text, room * m->each);
	if (!bigger)
		return -1;
	*m->text = bigger;
	m->room = room;
	return 0;
}

static void *at(const struct memory *m, size_t position)
{
	return (char *)*m->text + position * m->each;
}

/* Zeros fill what a seek has left out, and stand behind the end. */
static int put(struct memory *m, const void *from, size_t n)
{
	size_t end = m->position + n;

	if (end < n || grow(m, end + 1) < 0)
		return -1;
	if (m->length < m->position)
		memset(at(m, m->length), 0,
		       (m->position - m->length) * m->each);
	memcpy(at(m, m->position), from, n * m->each);
	m->position = end;
	if (end > m->length) {
		m->length = end;
		memset(at(m, end), 0, m->each);
	}
	return 0;
}

static ssize_t write_bytes(void *cookie, const char *bytes, size_t n)
{
	struct memory *m = cookie;

	if (put(m, bytes, n) < 0)
		return -1;
	tell(m);
	return n;
}

/* The bytes that the stream has made of wide characters. */
static ssize_t write_wide(void *cookie, const char *bytes, size_t n)
{
	struct memory *m = cookie;

	for (size_t i = 0; i < n; i++) {
		wchar_t c;
		size_t length = mbrtowc(&c, bytes + i, 1, &m->state);

		if (length == (size_t)-1)
			return -1;
		if (length != (size_t)-2 && put(m, &c, 1) < 0)
			return -1;
	}
	tell(m);
	return n;
}

static int seek_memory(void *cookie, off_t *offset, int whence)
{
	struct memory *m = cookie;
	off_t to = *offset;

	if (whence == SEEK_CUR)
		to += m->position;
	else if (whence == SEEK_END)
		to += m->length;
	if (to < 0 || to > (off_t)(SIZE_MAX / m->each - 2)) {
		errno = EINVAL;
		return -1;
	}
	m->position = to;
	*offset = to;
	tell(m);
	return 0;
}

static int close_memory(void *cookie)
{
	free(cookie);
	return 0;
}

static FILE *open_memory(void **text, size_t *size, size_t each)
{
	const cookie_io_functions_t functions = { .write = each == 1
							       ? write_bytes
							       : write_wide,
						  .seek = seek_memory,
						  .close = close_memory };
	struct memory *m;
	FILE *stream;

	if (!text || !size) {
		errno = EINVAL;
		return NULL;
	}
	m = calloc(1, sizeof(*m));
	if (!m)
		return NULL;
	m->text = text;
	m->size = size;
	m->each = each;
	*text = NULL;
	*size = 0;
	stream = grow(m, 64) < 0 ? NULL : fopencookie(m, "w", functions);
	if (!stream) {
		free(*text);
		free(m);
		return NULL;
	}
	memset(*text, 0, each);
	return stream;
}

FILE *open_memstream(char **text, size_t *size)
{
	FILE *stream = open_memory((void **)text, size, 1);

	if (stream)
		fwide(stream, -1);
	return stream;
}

FILE *open_wmemstream(wchar_t **text, size_t *size)
{
	FILE *stream = open_memory((void **)text, size, sizeof(**text));

	if (stream) {
		setvbuf(stream, NULL, _IONBF, 0);
		fwide(stream, 1);
	}
	return stream;
}
