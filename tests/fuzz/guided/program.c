/* SPDX-License-Identifier: MIT */
/* The text of programs, and keeping them whole. */
#include "program.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call-types.h"

const struct call_type *const calls = call_types;
const unsigned call_count = sizeof(call_types) / sizeof(call_types[0]);

const struct special_op special_ops[] = {
	{ "start", 0, "" },	 { "load", 2, "aw" },	{ "store", 3, "awn" },
	{ "lods", 3, "awc" },	 { "stos", 4, "awcn" }, { "movs", 4, "aawc" },
	{ "cmps", 4, "aawc" },	 { "xadd", 2, "an" },	{ "cmpxchg", 3, "ann" },
	{ "push", 1, "a" },	 { "pop", 1, "a" },	{ "float", 1, "a" },
	{ "callword", 1, "a" },	 { "batchof", 1, "c" }, { "pause", 1, "c" },
	{ "args", 6, "aannnn" }, { "spawn", 1, "c" },
};

const char *op_name(unsigned what)
{
	return what < call_count ? calls[what].name
				 : special_ops[what - OP_START].name;
}

/* --- To text. --- */

static const char *const parts[] = { "", ".1", ".page", ".record" };

static size_t print_node(const struct program *p, unsigned at, char *text)
{
	const struct node *n = &p->node[at];
	size_t length = 0;

	switch (n->kind) {
	case NODE_RESULT:
		length =
		    (size_t)sprintf(text, " r%u%s", n->count, parts[n->which]);
		break;
	case NODE_NAME:
		return (size_t)sprintf(text, " \"%s\"", names[n->value]);
	case NODE_SPACE:
		return (size_t)sprintf(text, " @%u", n->value);
	case NODE_ADDRESS:
		length =
		    (size_t)sprintf(text, " $%s", addresses[n->which].name);
		break;
	case NODE_ESCAPES:
		return (size_t)sprintf(text, " esc:%u", n->value);
	case NODE_WORDS:
		length = (size_t)sprintf(text, " {");
		for (unsigned i = 0; i < n->count; i++)
			length += print_node(p, n->first + i, text + length);
		return length + (size_t)sprintf(text + length, " }");
	default:
		return (size_t)sprintf(text, n->value < 4096 ? " %u" : " 0x%x",
				       n->value);
	}
	if (n->value != 0)
		length += (size_t)sprintf(text + length, "+%u", n->value);
	return length;
}

size_t program_print(const struct program *p, char *text)
{
	size_t length = 0;

	for (unsigned i = 0; i < p->ops && length < MAX_TEXT - 1500; i++) {
		const struct op *o = &p->op[i];

		length += (size_t)sprintf(text + length, "%u r%u %s", o->actor,
					  i, op_name(o->what));
		for (unsigned k = 0; k < o->count; k++)
			length += print_node(p, o->arg[k], text + length);
		if (o->via >= 0)
			length +=
			    (size_t)sprintf(text + length, " via=r%d", o->via);
		length += (size_t)sprintf(text + length,
					  o->yield ? " yield\n" : "\n");
	}
	text[length] = '\0';
	return length;
}

/* --- From text. --- */

static const char *skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

static size_t word_length(const char *s)
{
	return strcspn(s, " \t\n}");
}

static int find_what(const char *s, size_t n)
{
	for (unsigned i = 0; i < call_count; i++)
		if (strlen(calls[i].name) == n &&
		    strncmp(calls[i].name, s, n) == 0)
			return (int)i;
	for (unsigned i = 0; i < OP_END - OP_START; i++)
		if (strlen(special_ops[i].name) == n &&
		    strncmp(special_ops[i].name, s, n) == 0)
			return (int)(OP_START + i);
	return -1;
}

static const char *parse_node(struct program *p, unsigned at, const char *s);

/* The words of a { }: their nodes follow each other. */
static const char *parse_words(struct program *p, unsigned at, const char *s)
{
	const char *starts[64];
	unsigned count = 0, depth = 0, first = p->nodes;

	for (s = skip_blanks(s + 1); *s && *s != '\n'; s = skip_blanks(s)) {
		if (*s == '}' && depth == 0)
			break;
		if (depth == 0 && count < 64)
			starts[count++] = s;
		if (*s == '{') {
			depth++;
			s++;
		} else if (*s == '}') {
			depth--;
			s++;
		} else if (*s == '"') {
			s = strchr(s + 1, '"');
			if (!s)
				return NULL;
			s++;
		} else {
			s += word_length(s);
		}
	}
	if (*s != '}' || first + count > MAX_NODES)
		return NULL;
	p->nodes += count;
	p->node[at] = (struct node){ .kind = NODE_WORDS,
				     .count = (uint16_t)count,
				     .first = (uint16_t)first };
	for (unsigned i = 0; i < count; i++)
		if (!parse_node(p, first + i, starts[i]))
			return NULL;
	return s + 1;
}

static const char *parse_result(struct node *n, const char *s)
{
	char *end;

	n->kind = NODE_RESULT;
	n->count = (uint16_t)strtoul(s + 1, &end, 0);
	for (unsigned i = 3; i > 0; i--)
		if (strncmp(end, parts[i], strlen(parts[i])) == 0) {
			n->which = (uint8_t)i;
			end += strlen(parts[i]);
			break;
		}
	if (*end == '+')
		n->value = strtoul(end + 1, &end, 0);
	return end;
}

static const char *parse_address(struct node *n, const char *s)
{
	size_t length = strcspn(s + 1, "+ \t\n}");
	char *end = (char *)s + 1 + length;

	n->kind = NODE_ADDRESS;
	for (unsigned i = 0; i < address_count; i++)
		if (strlen(addresses[i].name) == length &&
		    strncmp(addresses[i].name, s + 1, length) == 0) {
			n->which = (uint8_t)i;
			if (*end == '+')
				n->value = strtoul(end + 1, &end, 0);
			return end;
		}
	return NULL;
}

static const char *parse_name(struct node *n, const char *s)
{
	const char *end = strchr(s + 1, '"');

	n->kind = NODE_NAME;
	for (unsigned i = 0; end && i < name_count; i++)
		if (strlen(names[i]) == (size_t)(end - s - 1) &&
		    strncmp(names[i], s + 1, (size_t)(end - s - 1)) == 0) {
			n->value = i;
			return end + 1;
		}
	return NULL;
}

static const char *parse_node(struct program *p, unsigned at, const char *s)
{
	struct node *n = &p->node[at];
	char *end;

	memset(n, 0, sizeof(*n));
	if (*s == '{')
		return parse_words(p, at, s);
	if (*s == '"')
		return parse_name(n, s);
	if (*s == 'r')
		return parse_result(n, s);
	if (*s == '$')
		return parse_address(n, s);
	if (*s == '@') {
		n->kind = NODE_SPACE;
		n->value = strtoul(s + 1, &end, 0);
		return end;
	}
	if (strncmp(s, "esc:", 4) == 0) {
		n->kind = NODE_ESCAPES;
		n->value = strtoul(s + 4, &end, 0);
		return end;
	}
	n->value = strtoul(s, &end, 0);
	return end == s ? NULL : end;
}

/* One line: an operation; NULL: it is wrong. */
static const char *parse_op(struct program *p, const char *s)
{
	struct op *o = &p->op[p->ops];
	int what;

	if (p->ops == MAX_OPS)
		return NULL;
	*o = (struct op){ .via = -1 };
	o->actor = (uint8_t)(*s - '0');
	if (o->actor >= ACTORS)
		return NULL;
	s = skip_blanks(s + 1);
	s = skip_blanks(s + word_length(s)); /* rN says what it is for us */
	what = find_what(s, word_length(s));
	if (what < 0)
		return NULL;
	o->what = (uint16_t)what;
	s = skip_blanks(s + word_length(s));
	while (*s && *s != '\n') {
		if (strncmp(s, "via=r", 5) == 0) {
			o->via = (int8_t)atoi(s + 5);
			s += word_length(s);
		} else if (strncmp(s, "yield", 5) == 0) {
			o->yield = 1;
			s += 5;
		} else {
			if (o->count == 6 || p->nodes == MAX_NODES)
				return NULL;
			o->arg[o->count++] = p->nodes++;
			s = parse_node(p, o->arg[o->count - 1], s);
			if (!s)
				return NULL;
		}
		s = skip_blanks(s);
	}
	p->ops++;
	return s;
}

int program_parse(struct program *p, const char *text)
{
	int line = 1;

	p->ops = p->nodes = 0;
	for (; *text; line++) {
		text = skip_blanks(text);
		if (*text == '#' || *text == '\n')
			text += strcspn(text, "\n");
		else if (*text)
			text = parse_op(p, text);
		if (!text)
			return line;
		text += *text == '\n';
	}
	return 0;
}

/* --- Keeping it whole. --- */

static unsigned copy_node(struct program *to, const struct program *from,
			  unsigned at, unsigned place)
{
	const struct node *n = &from->node[at];
	unsigned first = to->nodes;

	to->node[place] = *n;
	if (n->kind != NODE_WORDS)
		return place;
	if (first + n->count > MAX_NODES) {
		to->node[place] = (struct node){ .kind = NODE_NUMBER };
		return place;
	}
	to->node[place].first = (uint16_t)first;
	to->nodes = (uint16_t)(to->nodes + n->count);
	for (unsigned i = 0; i < n->count; i++)
		copy_node(to, from, n->first + i, first + i);
	return place;
}

void program_clean(struct program *p)
{
	static struct program old;

	old = *p;
	p->ops = p->nodes = 0;
	for (unsigned i = 0; i < old.ops; i++) {
		struct op *o = &p->op[p->ops];

		if (p->nodes + 6 > MAX_NODES)
			break;
		*o = old.op[i];
		for (unsigned k = 0; k < o->count; k++) {
			unsigned place = p->nodes++;

			o->arg[k] = (uint16_t)copy_node(
			    p, &old, old.op[i].arg[k], place);
		}
		if (o->via >= (int)old.ops)
			o->via = -1;
		p->ops++;
	}
}
