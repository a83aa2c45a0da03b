/* SPDX-License-Identifier: MIT */
/*
 * The screen with all sequences: every final byte with parameters of all
 * kinds, from every line and in every scrolling region, and random bytes.  The
 * cells lie in memory of exactly their size, so that the address sanitizer sees
 * each access beside them.
 */
#include "check.h"
#include <stdlib.h>

/* Instead of the ports and the memory of a PC. */
#define ARCH_I386_IO_H
#define ARCH_I386_PAGING_H
static unsigned ports_written;
static void *screen_memory;

static inline void outb(unsigned short port, unsigned char value)
{
	(void)port, (void)value;
	ports_written++;
}

static inline unsigned char inb(unsigned short port)
{
	(void)port;
	return 0;
}

#define phys_to_virt(physical) ((void)(physical), screen_memory)

#include "pc/glyph.c"
#include "pc/vga.c"

_Noreturn void panic(const char *format, ...)
{
	printf("Bail out! %s\n", format);
	abort();
}

static unsigned answers;

void tty_input(struct tty *t, const char *s, size_t n)
{
	(void)t;
	answers += n > 0 && s[0] == '\033';
}

void tty_register(struct tty *t)
{
	(void)t;
}

void console_register(struct console *c)
{
	(void)c;
}

void keyboard_init(struct tty *t)
{
	(void)t;
}

int ksnprintf(char *to, size_t size, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = __builtin_vsnprintf(to, size, format, args);
	va_end(args);
	return n;
}

static void write_bytes(const char *s, size_t n)
{
	vga_write(&vga.tty, s, n);
}

/* What must hold between any two bytes. */
static int is_sound(void)
{
	return vga.row >= 0 && vga.row < ROWS && vga.column >= 0 &&
	       vga.column < COLUMNS && vga.top >= 0 && vga.top < vga.bottom &&
	       vga.bottom < ROWS && vga.count >= 0 &&
	       vga.count < MAX_PARAMETERS && vga.utf8_left >= 0 &&
	       vga.utf8_left < 4;
}

static void begin(int top, int bottom, int row, int column)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "\033c\033[%d;%dr\033[%d;%dH", top,
			 bottom, row, column);

	write_bytes(text, (size_t)n);
}

static const int places[][2] = {
	{ 1, 25 },  { 1, 2 },	{ 1, 10 },  { 5, 20 },
	{ 10, 11 }, { 24, 25 }, { 20, 25 }, { 2, 24 }
};

static void every_sequence(void)
{
	static const char *const parameters[] = {
		"",    "0",	     "1",   "2",       "3",
		"5",   "7",	     "24",  "25",      "26",
		"79",  "80",	     "81",  "999",     "99999",
		"1;1", "25;80",	     "0;0", "999;999", "1;2;3;4;5;6;7;8;9;10",
		";",   ";;;;;;;;;;", "?1",  "?25",     ">0"
	};
	static const int rows[] = { 1, 2, 5, 10, 11, 12, 20, 21, 24, 25 };
	static const int columns[] = { 1, 2, 40, 79, 80 };

	for (unsigned p = 0; p < ARRAY_SIZE(places); p++)
		for (unsigned r = 0; r < ARRAY_SIZE(rows); r++)
			for (int final = 0x40; final < 0x7f; final++)
				for (unsigned i = 0; i < ARRAY_SIZE(parameters);
				     i++) {
					char text[64];
					int n = snprintf(text, sizeof(text),
							 "\033[%s%c",
							 parameters[i], final);

					begin(places[p][0], places[p][1],
					      rows[r], columns[i % 5]);
					write_bytes(text, (size_t)n);
					write_bytes("x\n", 2);
					CHECK(is_sound());
				}
}

/* A byte of its own after ESC, then text, in every region. */
static void every_escape(void)
{
	for (unsigned p = 0; p < ARRAY_SIZE(places); p++)
		for (int row = 1; row <= ROWS; row++)
			for (int c = 0; c < 256; c++) {
				char text[4] = { '\033', (char)c, 'x', '\n' };

				begin(places[p][0], places[p][1], row, COLUMNS);
				write_bytes(text, 4);
				CHECK(is_sound());
				write_bytes("\030\033\\", 3);
			}
}

static unsigned long long state = 1;

static unsigned random_below(unsigned n)
{
	state = state * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(state >> 33) % n;
}

static void random_bytes_of_terminals(void)
{
	static const char alphabet[] =
	    "\033\033\033[[[[[;;??0123456789ABCDEFGHIJKLMPSTX@`adefhlmnrsuc"
	    "78#()%]P\n\r\t\b\v\f\a\016x\303\244\342\224\200";

	for (int i = 0; i < 2000000; i++) {
		char c = random_below(16)
			     ? alphabet[random_below(sizeof(alphabet) - 1)]
			     : (char)random_below(256);

		write_bytes(&c, 1);
		if (!is_sound())
			break;
	}
	CHECK(is_sound());
}

/* What lines are shown is what was written, in the region that was set. */
static void delete_and_insert_below_the_region(void)
{
	char before[ROWS * COLUMNS * 2];

	begin(1, 10, 20, 1);
	write_bytes("here", 4);
	memcpy(before, vga.cells, sizeof(before));
	write_bytes("\033[3M", 4);
	CHECK(memcmp(before, vga.cells, sizeof(before)) == 0);
	write_bytes("\033[3L", 4);
	CHECK(memcmp(before, vga.cells, sizeof(before)) == 0);
}

int main(void)
{
	screen_memory = malloc(ROWS * COLUMNS * 2);
	vga_early_init();
	vga_init();
	CHECK(is_sound());
	delete_and_insert_below_the_region();
	every_sequence();
	every_escape();
	random_bytes_of_terminals();
	CHECK(answers > 0 && ports_written > 0);
	return check_done("the screen");
}
