/* SPDX-License-Identifier: MIT */
/*
 * gencat CATALOGUE FILE...: makes or changes a message catalogue from message
 * text source files (POSIX gencat).
 */
#include "../libc-port/src/locale/catalogue.h"
#include <ctype.h>
#include <err.h>
#include <nl_types.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct message {
	unsigned set, message;
	char *text;
};

static struct message *messages;
static size_t count, capacity;

static int compare(const void *a, const void *b)
{
	const struct message *x = a, *y = b;

	if (x->set != y->set)
		return x->set < y->set ? -1 : 1;
	return x->message < y->message ? -1 : x->message > y->message;
}

static struct message *find(unsigned set, unsigned message)
{
	for (size_t i = 0; i < count; i++)
		if (messages[i].set == set && messages[i].message == message)
			return &messages[i];
	return NULL;
}

/* A later text replaces an earlier one; none removes it. */
static void put(unsigned set, unsigned message, const char *text)
{
	struct message *m = find(set, message);

	if (!text) {
		if (m)
			*m = messages[--count];
		return;
	}
	if (!m && count == capacity) {
		capacity = capacity ? capacity * 2 : 64;
		messages = realloc(messages, capacity * sizeof(*messages));
		if (!messages)
			err(1, "memory");
	}
	if (!m)
		m = &messages[count++];
	*m = (struct message){ set, message, strdup(text) };
}

static void delete_set(unsigned set)
{
	for (size_t i = count; i-- > 0;)
		if (messages[i].set == set)
			messages[i] = messages[--count];
}

/* What an escape after a backslash stands for; *from moves behind it. */
static char escape(const char **from)
{
	static const char names[] = "ntvbrf", values[] = "\n\t\v\b\r\f";
	const char *name = strchr(names, **from);
	int value = 0;

	if (**from >= '0' && **from <= '7') {
		for (int i = 0; i < 3 && **from >= '0' && **from <= '7'; i++)
			value = value * 8 + *(*from)++ - '0';
		return (char)value;
	}
	if (name && **from) {
		(*from)++;
		return values[name - names];
	}
	return *(*from)++;
}

/* A message's text as it is meant, in place. */
static void unescape(char *text, char quote)
{
	const char *from = text;
	int quoted = quote && *from == quote;

	from += quoted;
	while (*from && !(quoted && *from == quote)) {
		if (*from == '\\' && from[1]) {
			from++;
			*text++ = escape(&from);
		} else {
			*text++ = *from++;
		}
	}
	*text = '\0';
}

/* A line without its newline; one that ends in a backslash goes on. */
static char *read_line(FILE *f)
{
	static char *line;
	static size_t size;
	char *next = NULL;
	size_t next_size = 0;
	ssize_t n = getline(&line, &size, f), more;

	if (n < 0)
		return NULL;
	for (;;) {
		if (n > 0 && line[n - 1] == '\n')
			line[--n] = '\0';
		if (n == 0 || line[n - 1] != '\\' ||
		    (more = getline(&next, &next_size, f)) < 0)
			break;
		n--;
		if (size < (size_t)(n + more + 1)) {
			size = (size_t)(n + more + 1);
			line = realloc(line, size);
			if (!line)
				err(1, "memory");
		}
		memcpy(line + n, next, (size_t)more + 1);
		n += more;
	}
	free(next);
	return line;
}

static void read_source(FILE *f)
{
	unsigned set = NL_SETD;
	char quote = '\0', *line, *end;

	while ((line = read_line(f))) {
		unsigned long number;

		if (strncmp(line, "$set", 4) == 0 &&
		    isspace((unsigned char)line[4])) {
			set = (unsigned)strtoul(line + 5, NULL, 10);
		} else if (strncmp(line, "$delset", 7) == 0 &&
			   isspace((unsigned char)line[7])) {
			delete_set((unsigned)strtoul(line + 8, NULL, 10));
		} else if (strncmp(line, "$quote", 6) == 0) {
			quote = line[6] ? line[7] : '\0';
		} else if (isdigit((unsigned char)*line)) {
			number = strtoul(line, &end, 10);
			if (*end == '\0') {
				put(set, (unsigned)number, NULL);
				continue;
			}
			unescape(end + 1, quote);
			put(set, (unsigned)number, end + 1);
		}
	}
}

static void read_catalogue(FILE *f)
{
	struct catalogue_header h;
	struct catalogue_entry *e;
	char *all;

	if (fread(&h, sizeof(h), 1, f) != 1 || h.magic != CATALOGUE_MAGIC)
		errx(1, "this is no message catalogue");
	all = malloc(h.size);
	if (!all)
		err(1, "memory");
	rewind(f);
	if (fread(all, h.size, 1, f) != 1)
		errx(1, "the message catalogue is damaged");
	e = (struct catalogue_entry *)(all + sizeof(h));
	for (unsigned i = 0; i < h.count; i++)
		put(e[i].set, e[i].message, all + e[i].text);
	free(all);
}

static void write_catalogue(FILE *f)
{
	struct catalogue_header h = { CATALOGUE_MAGIC, (unsigned)count, 0 };
	unsigned at =
	    (unsigned)(sizeof(h) + count * sizeof(struct catalogue_entry));

	qsort(messages, count, sizeof(*messages), compare);
	h.size = at + (count == 0);
	for (size_t i = 0; i < count; i++)
		h.size += (unsigned)strlen(messages[i].text) + 1;
	fwrite(&h, sizeof(h), 1, f);
	for (size_t i = 0; i < count; i++) {
		struct catalogue_entry e = { messages[i].set,
					     messages[i].message, at };

		fwrite(&e, sizeof(e), 1, f);
		at += (unsigned)strlen(messages[i].text) + 1;
	}
	for (size_t i = 0; i < count; i++)
		fwrite(messages[i].text, strlen(messages[i].text) + 1, 1, f);
	if (count == 0)
		putc('\0', f);
}

int main(int argc, char **argv)
{
	FILE *f;

	if (argc < 3) {
		fprintf(stderr, "usage: gencat CATALOGUE FILE...\n");
		return 2;
	}
	f = fopen(argv[1], "rb");
	if (f) {
		read_catalogue(f);
		fclose(f);
	}
	for (int i = 2; i < argc; i++) {
		f = strcmp(argv[i], "-") == 0 ? stdin : fopen(argv[i], "r");
		if (!f)
			err(1, "%s", argv[i]);
		read_source(f);
		if (f != stdin)
			fclose(f);
	}
	f = fopen(argv[1], "wb");
	if (!f)
		err(1, "%s", argv[1]);
	write_catalogue(f);
	if (fclose(f) != 0)
		err(1, "%s", argv[1]);
	return 0;
}
