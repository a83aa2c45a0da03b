/* SPDX-License-Identifier: MIT */
/*
 * The VGA text screen as a terminal with a subset of ECMA-48 and of the DEC
 * VT100's additions, enough for editors and pagers with TERM=linux or vt100.
 */
#include "dev/tty.h"
#include "glyph.h"
#include "io.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "paging.h"
#include "vga.h"

#define ROWS	25
#define COLUMNS 80
#define VRAM	0xb8000

#define CRTC_INDEX	 0x3d4
#define CRTC_DATA	 0x3d5
#define CRTC_CURSOR_HIGH 14
#define CRTC_CURSOR_LOW	 15

#define NORMAL	       0x07 /* grey on black */
#define MAX_PARAMETERS 8
#define ANSWERS_MAX    4  /* of one write */
#define LONG_LINE      64 /* characters */

enum parser_state { TEXT, ESCAPE, SEQUENCE, SKIP_ONE, STRING };

static struct {
	struct tty tty;
	/* What has changed is copied to the card once for each write.  The
	 * card's memory is slow: a few line feeds would hold up the machine. */
	uint16_t cells[ROWS * COLUMNS];
	int changed, changed_end; /* range in cells; equal: none */
	uint16_t *memory;	  /* the card's */
	int row, column;
	bool wrap;	   /* the next character goes to a new line */
	int top, bottom;   /* scroll region, both included */
	uint8_t attribute; /* colours as VGA has them */
	bool reverse;
	int saved_row, saved_column;
	uint8_t saved_attribute;
	bool application_cursor;
	enum parser_state state;
	bool private_mode; /* ESC [ ? */
	int parameters[MAX_PARAMETERS], count;
	uint32_t utf8; /* the character so far */
	int utf8_left; /* bytes to come */
	int answers;   /* that this write may still get */
} vga;

/* ECMA-48's order of colours in VGA's bits. */
static const uint8_t colours[8] = { 0, 4, 2, 6, 1, 5, 3, 7 };

static uint16_t blank(void)
{
	return (uint16_t)(vga.attribute << 8 | ' ');
}

/* Notes that the cells [from, to) were written. */
static void changed(int from, int to)
{
	KASSERT(0 <= from && from <= to && to <= ROWS * COLUMNS);
	if (vga.changed == vga.changed_end) {
		vga.changed = from;
		vga.changed_end = to;
	}
	vga.changed = MIN(vga.changed, from);
	vga.changed_end = MAX(vga.changed_end, to);
}

static void clear(int from, int to)
{
	uint16_t cell = blank();

	changed(from, to);
	for (int i = from; i < to; i++)
		vga.cells[i] = cell;
}

/*
 * Moves the lines from first to the scrolling region's bottom by n, up or
 * (n < 0) down.  first is in the region.
 */
static void scroll(int first, int n)
{
	int lines = vga.bottom - first + 1;
	int start = first * COLUMNS, moved;

	KASSERT(vga.top <= first && first <= vga.bottom);
	changed(start, start + lines * COLUMNS);
	n = MAX(MIN(n, lines), -lines);
	moved = (lines - (n < 0 ? -n : n)) * COLUMNS;
	if (n > 0) {
		memmove(&vga.cells[start], &vga.cells[start + n * COLUMNS],
			moved * 2);
		clear(start + moved, start + lines * COLUMNS);
	} else {
		memmove(&vga.cells[start - n * COLUMNS], &vga.cells[start],
			moved * 2);
		clear(start, start - n * COLUMNS);
	}
}

/* Inserts or deletes lines, which does nothing outside the region (VT100). */
static void scroll_at_cursor(int n)
{
	if (vga.row >= vga.top && vga.row <= vga.bottom)
		scroll(vga.row, n);
}

static void line_feed(void)
{
	if (vga.row == vga.bottom)
		scroll(vga.top, 1);
	else if (vga.row < ROWS - 1)
		vga.row++;
}

static void reverse_line_feed(void)
{
	if (vga.row == vga.top)
		scroll(vga.top, -1);
	else if (vga.row > 0)
		vga.row--;
}

static int clamp(int value, int limit)
{
	return value < 0 ? 0 : value >= limit ? limit - 1 : value;
}

static void move_to(int row, int column)
{
	vga.row = clamp(row, ROWS);
	vga.column = clamp(column, COLUMNS);
	vga.wrap = false;
}

static uint8_t shown_attribute(void)
{
	uint8_t a = vga.attribute;

	return vga.reverse ? (uint8_t)((a & 0x88) | (a & 7) << 4 | (a >> 4 & 7))
			   : a;
}

static void put_glyph_of(uint8_t g)
{
	int here;

	if (vga.wrap) {
		vga.column = 0;
		vga.wrap = false;
		line_feed();
	}
	here = vga.row * COLUMNS + vga.column;
	changed(here, here + 1);
	vga.cells[here] = (uint16_t)(shown_attribute() << 8 | g);
	if (vga.column == COLUMNS - 1)
		vga.wrap = true;
	else
		vga.column++;
}

/*
 * Takes a byte of UTF-8 (RFC 3629).  One that does not fit begins a character.
 */
static void put_utf8(uint8_t c)
{
	if ((c & 0xc0) == 0x80 && vga.utf8_left > 0) {
		vga.utf8 = vga.utf8 << 6 | (c & 0x3f);
		if (--vga.utf8_left == 0)
			put_glyph_of(glyph_of(vga.utf8));
		return;
	}
	vga.utf8_left = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
	vga.utf8 = c & (0x3f >> vga.utf8_left);
	if (vga.utf8_left == 0)
		put_glyph_of('?');
}

static void put_control(uint8_t c)
{
	switch (c) {
	case '\b':
		move_to(vga.row, vga.column - 1);
		break;
	case '\t':
		move_to(vga.row, (vga.column / 8 + 1) * 8);
		break;
	case '\n':
	case '\v':
	case '\f':
		vga.wrap = false;
		line_feed();
		break;
	case '\r':
		move_to(vga.row, 0);
		break;
	case 0x1b:
		vga.state = ESCAPE;
		break;
	}
}

static void reset(void)
{
	vga.attribute = NORMAL;
	vga.reverse = false;
	vga.top = 0;
	vga.bottom = ROWS - 1;
	vga.application_cursor = false;
	move_to(0, 0);
	clear(0, ROWS * COLUMNS);
}

static void put_escape(uint8_t c)
{
	vga.state = TEXT;
	switch (c) {
	case '[':
		vga.state = SEQUENCE;
		vga.count = 0;
		vga.private_mode = false;
		memset(vga.parameters, 0, sizeof(vga.parameters));
		break;
	case ']':
	case 'P':
		vga.state = STRING;
		break;
	case '(':
	case ')':
	case '#':
	case '%':
		vga.state = SKIP_ONE;
		break;
	case '7':
		vga.saved_row = vga.row;
		vga.saved_column = vga.column;
		vga.saved_attribute = vga.attribute;
		break;
	case '8':
		move_to(vga.saved_row, vga.saved_column);
		vga.attribute = vga.saved_attribute;
		break;
	case 'D':
		line_feed();
		break;
	case 'E':
		move_to(vga.row, 0);
		line_feed();
		break;
	case 'M':
		reverse_line_feed();
		break;
	case 'c':
		reset();
		break;
	}
}

/* Carries out one parameter of SGR. */
static void set_attribute(int p)
{
	if (p == 0) {
		vga.attribute = NORMAL;
		vga.reverse = false;
	} else if (p == 1) {
		vga.attribute |= 0x08;
	} else if (p == 2 || p == 22) {
		vga.attribute &= ~0x08;
	} else if (p == 7) {
		vga.reverse = true;
	} else if (p == 27) {
		vga.reverse = false;
	} else if (p >= 30 && p <= 37) {
		vga.attribute = (vga.attribute & 0xf8) | colours[p - 30];
	} else if (p == 39) {
		vga.attribute = (vga.attribute & 0xf8) | (NORMAL & 7);
	} else if (p >= 40 && p <= 47) {
		vga.attribute =
		    (vga.attribute & 0x8f) | (uint8_t)(colours[p - 40] << 4);
	} else if (p == 49) {
		vga.attribute &= 0x8f;
	} else if (p >= 90 && p <= 97) {
		vga.attribute = (vga.attribute & 0xf0) | 8 | colours[p - 90];
	}
}

static void erase_display(int how)
{
	int here = vga.row * COLUMNS + vga.column;

	clear(how == 0 ? here : 0, how == 1 ? here + 1 : ROWS * COLUMNS);
}

static void erase_line(int how)
{
	int start = vga.row * COLUMNS;

	clear(how == 0 ? start + vga.column : start,
	      how == 1 ? start + vga.column + 1 : start + COLUMNS);
}

static void erase_characters(int n)
{
	int line = vga.row * COLUMNS;

	clear(line + vga.column, line + MIN(vga.column + n, COLUMNS));
}

/* Inserts (n > 0) or deletes characters at the cursor. */
static void shift_line(int n)
{
	int left = COLUMNS - vga.column;
	int here = vga.row * COLUMNS + vga.column;
	int k = MIN(n < 0 ? -n : n, left);
	uint16_t *p = &vga.cells[here];

	changed(here, here + left);
	if (n > 0) {
		memmove(p + k, p, (left - k) * 2);
		clear(here, here + k);
	} else {
		memmove(p, p + k, (left - k) * 2);
		clear(here + left - k, here + left);
	}
}

/*
 * Answers a request of the program, as if the answer had been typed.  It may be
 * echoed to the screen, and what is echoed gets no answer.  An answer may send
 * a signal to many processes or show a long line again, so a write gets only a
 * few answers, and none while the line is long.
 */
static __attribute__((noinline)) void answer(const char *s)
{
	static bool answering;
	int left = vga.answers - 1;

	if (answering || left < 0)
		return;
	answering = true;
	tty_input(&vga.tty, s, strlen(s)); /* whose echo is a write, too */
	answering = false;
	vga.answers = vga.tty.head - vga.tty.line > LONG_LINE ? 0 : left;
}

static void report(int what)
{
	char text[24];

	if (what == 5) {
		answer("\033[0n");
	} else if (what == 6) {
		ksnprintf(text, sizeof(text), "\033[%d;%dR", vga.row + 1,
			  vga.column + 1);
		answer(text);
	}
}

static void set_region(void)
{
	int top = vga.parameters[0] ? vga.parameters[0] : 1;
	int bottom = vga.parameters[1] ? vga.parameters[1] : ROWS;

	if (top >= bottom || bottom > ROWS)
		return;
	vga.top = top - 1;
	vga.bottom = bottom - 1;
	move_to(0, 0);
}

/*
 * Carries out sequences that move the cursor.  n is the parameter, at least 1.
 */
static bool run_movement(uint8_t c, int n)
{
	switch (c) {
	case 'A':
		move_to(vga.row - n, vga.column);
		return true;
	case 'B':
	case 'e':
		move_to(vga.row + n, vga.column);
		return true;
	case 'C':
	case 'a':
		move_to(vga.row, vga.column + n);
		return true;
	case 'D':
		move_to(vga.row, vga.column - n);
		return true;
	case 'E':
		move_to(vga.row + n, 0);
		return true;
	case 'F':
		move_to(vga.row - n, 0);
		return true;
	case 'G':
	case '`':
		move_to(vga.row, n - 1);
		return true;
	case 'd':
		move_to(n - 1, vga.column);
		return true;
	case 'H':
	case 'f':
		move_to(n - 1, vga.parameters[1] ? vga.parameters[1] - 1 : 0);
		return true;
	}
	return false;
}

static void run_sequence(uint8_t c)
{
	int first = vga.parameters[0], n = first > 0 ? first : 1;

	if (run_movement(c, n))
		return;
	switch (c) {
	case 'J':
		erase_display(first);
		break;
	case 'K':
		erase_line(first);
		break;
	case 'L':
	case 'M':
		scroll_at_cursor(c == 'M' ? n : -n);
		break;
	case 'P':
	case '@':
		shift_line(c == '@' ? n : -n);
		break;
	case 'S':
	case 'T':
		scroll(vga.top, c == 'S' ? n : -n);
		break;
	case 'X':
		erase_characters(n);
		break;
	case 'm':
		for (int i = 0; i <= vga.count; i++)
			set_attribute(vga.parameters[i]);
		break;
	case 'n':
		report(first);
		break;
	case 'c':
		answer("\033[?6c");
		break;
	case 'r':
		set_region();
		break;
	case 's':
	case 'u':
		put_escape(c == 's' ? '7' : '8');
		break;
	case 'h':
	case 'l':
		if (vga.private_mode && first == 1)
			vga.application_cursor = c == 'h';
		break;
	}
}

static void put_sequence(uint8_t c)
{
	int *p = &vga.parameters[vga.count];

	if (c >= '0' && c <= '9') {
		if (*p < 1000)
			*p = *p * 10 + c - '0';
	} else if (c == ';') {
		if (vga.count < MAX_PARAMETERS - 1)
			vga.count++;
	} else if (c == '?' || c == '>' || c == '=') {
		vga.private_mode = true;
	} else if (c >= 0x40 && c < 0x7f) {
		vga.state = TEXT;
		run_sequence(c);
	} else if (c < ' ') {
		put_control(c);
	}
}

static void put(uint8_t c)
{
	switch (vga.state) {
	case TEXT:
		if (c < ' ')
			put_control(c);
		else if (c < 0x7f)
			put_glyph_of(c);
		else if (c > 0x7f)
			put_utf8(c);
		break;
	case ESCAPE:
		put_escape(c);
		break;
	case SEQUENCE:
		put_sequence(c);
		break;
	case SKIP_ONE:
		vga.state = TEXT;
		break;
	case STRING: /* a title or the like, up to BEL or ESC \ */
		if (c == '\a')
			vga.state = TEXT;
		else if (c == 0x1b)
			vga.state = SKIP_ONE;
		break;
	}
}

/* Copies what has changed to the card, and moves its cursor. */
static void show(void)
{
	uint16_t at = vga.row * COLUMNS + vga.column;

	memcpy(&vga.memory[vga.changed], &vga.cells[vga.changed],
	       (size_t)(vga.changed_end - vga.changed) * sizeof(vga.cells[0]));
	vga.changed = vga.changed_end = 0;
	outb(CRTC_INDEX, CRTC_CURSOR_HIGH);
	outb(CRTC_DATA, at >> 8);
	outb(CRTC_INDEX, CRTC_CURSOR_LOW);
	outb(CRTC_DATA, at & 0xff);
}

static size_t vga_write(struct tty *t, const char *s, size_t n)
{
	(void)t;
	vga.answers = ANSWERS_MAX;
	for (size_t i = 0; i < n; i++)
		put(s[i]);
	show();
	return n;
}

static size_t vga_room(struct tty *t)
{
	(void)t;
	return 4096; /* it takes everything at once */
}

static size_t vga_pending(struct tty *t)
{
	(void)t;
	return 0;
}

static const struct tty_driver vga_driver = {
	.write = vga_write,
	.room = vga_room,
	.pending = vga_pending,
};

static void console_write(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n')
			put('\r');
		put(s[i]);
	}
	show();
}

static struct console vga_console = { .write = console_write };

void vga_early_init(void)
{
	vga.memory = phys_to_virt(VRAM);
	reset();
	show();
	console_register(&vga_console);
}

struct tty *vga_init(void)
{
	struct tty *t = &vga.tty;

	t->device.name = "tty1";
	t->device.mode = S_IFCHR | 0620;
	t->device.rdev = FL_MAKEDEV(4, 1);
	t->driver = &vga_driver;
	t->winsize = (struct winsize){ .ws_row = ROWS, .ws_col = COLUMNS };
	tty_register(t);
	keyboard_init(t);
	return t;
}

bool vga_has_application_cursor(void)
{
	return vga.application_cursor;
}
