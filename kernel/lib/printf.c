/* SPDX-License-Identifier: MIT */
/* Formatted output to memory. */
#include "lib/printk.h"
#include "lib/string.h"

/* length counts all characters, also those for which `to' has no room. */
struct output {
	char *to;
	size_t size, length;
};

/* What stands between % and the conversion's letter. */
struct conversion {
	bool left, zero;
	int width, precision; /* precision -1: none given */
	unsigned bytes;	      /* of the argument: 1, 2, 4, 8 */
};

static void put(struct output *o, char c)
{
	if (o->length + 1 < o->size)
		o->to[o->length] = c;
	o->length++;
}

static void pad(struct output *o, char c, int count)
{
	while (count-- > 0)
		put(o, c);
}

static void put_text(struct output *o, const struct conversion *c,
		     const char *s, int length)
{
	if (!c->left)
		pad(o, ' ', c->width - length);
	for (int i = 0; i < length; i++)
		put(o, s[i]);
	if (c->left)
		pad(o, ' ', c->width - length);
}

static void put_number(struct output *o, const struct conversion *c,
		       uint64_t value, unsigned base, bool negative, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char text[24];
	int at = sizeof(text), length, zeros;

	while (value != 0) {
		text[--at] = digits[value % base];
		value /= base;
	}
	length = (int)sizeof(text) - at;
	zeros = (c->precision < 0 ? 1 : c->precision) - length;
	if (c->zero && !c->left && c->precision < 0)
		zeros = MAX(zeros, c->width - length - negative);
	zeros = MAX(zeros, 0);
	if (!c->left)
		pad(o, ' ', c->width - length - zeros - negative);
	if (negative)
		put(o, '-');
	pad(o, '0', zeros);
	while (at < (int)sizeof(text))
		put(o, text[at++]);
	if (c->left)
		pad(o, ' ', c->width - length - zeros - negative);
}

static const char *parse_number(const char *f, int *number, va_list *args)
{
	*number = 0;
	if (*f == '*') {
		*number = va_arg(*args, int);
		return f + 1;
	}
	while (*f >= '0' && *f <= '9')
		*number = *number * 10 + (*f++ - '0');
	return f;
}

static const char *parse(const char *f, struct conversion *c, va_list *args)
{
	*c = (struct conversion){ .precision = -1, .bytes = 4 };
	for (;; f++) {
		if (*f == '-')
			c->left = true;
		else if (*f == '0')
			c->zero = true;
		else
			break;
	}
	f = parse_number(f, &c->width, args);
	if (c->width < 0) {
		c->left = true;
		c->width = -c->width;
	}
	if (*f == '.')
		f = parse_number(f + 1, &c->precision, args);
	for (; *f == 'h' || *f == 'l' || *f == 'z'; f++) {
		if (*f == 'h')
			c->bytes /= 2;
		else if (*f == 'l' && f[1] == 'l')
			c->bytes = 8;
	}
	return f;
}

static uint64_t unsigned_argument(const struct conversion *c, va_list *args)
{
	if (c->bytes == 8)
		return va_arg(*args, uint64_t);

	uint32_t v = va_arg(*args, uint32_t);

	return c->bytes == 1 ? (uint8_t)v : c->bytes == 2 ? (uint16_t)v : v;
}

static void convert(struct output *o, const struct conversion *c, char kind,
		    va_list *args)
{
	uint64_t u;
	int64_t s;
	const char *text;
	char character;

	switch (kind) {
	case 'd':
	case 'i':
		s = c->bytes == 8 ? va_arg(*args, int64_t) : va_arg(*args, int);
		put_number(o, c, s < 0 ? -(uint64_t)s : (uint64_t)s, 10, s < 0,
			   false);
		break;
	case 'u':
	case 'o':
	case 'x':
	case 'X':
		u = unsigned_argument(c, args);
		put_number(o, c, u,
			   kind == 'u'	 ? 10
			   : kind == 'o' ? 8
					 : 16,
			   false, kind == 'X');
		break;
	case 'p':
		put_text(o, c, "0x", 2);
		u = (uintptr_t)va_arg(*args, void *);
		put_number(o, &(struct conversion){ .precision = 8 }, u, 16,
			   false, false);
		break;
	case 'c':
		character = (char)va_arg(*args, int);
		put_text(o, c, &character, 1);
		break;
	case 's':
		text = va_arg(*args, const char *);
		if (!text)
			text = "(null)";
		put_text(o, c, text,
			 (int)strnlen(text, c->precision < 0
						? SIZE_MAX
						: (size_t)c->precision));
		break;
	default:
		put(o, kind);
	}
}

int kvsnprintf(char *to, size_t size, const char *format, va_list original)
{
	struct output o = { to, size, 0 };
	struct conversion c;
	va_list args;

	va_copy(args, original);
	for (const char *f = format; *f; f++) {
		if (*f != '%') {
			put(&o, *f);
			continue;
		}
		f = parse(f + 1, &c, &args);
		if (*f == '\0')
			break;
		convert(&o, &c, *f, &args);
	}
	va_end(args);
	if (size > 0)
		to[MIN(o.length, size - 1)] = '\0';
	return (int)o.length;
}

int ksnprintf(char *to, size_t size, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = kvsnprintf(to, size, format, args);
	va_end(args);
	return n;
}
