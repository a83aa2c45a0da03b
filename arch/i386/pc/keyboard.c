/* SPDX-License-Identifier: MIT */
/*
 * The PS/2 keyboard with the US layout.  The controller (8042) translates its
 * scan codes to set 1.
 */
#include "dev/tty.h"
#include "io.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "vga.h"

#define KEYBOARD_LINE 1
#define DATA_PORT     0x60
#define STATUS_PORT   0x64
#define STATUS_FULL   0x01

#define RELEASED 0x80
#define EXTENDED 0xe0

#define KEY_CONTROL	0x1d
#define KEY_LEFT_SHIFT	0x2a
#define KEY_RIGHT_SHIFT 0x36
#define KEY_ALT		0x38
#define KEY_CAPS	0x3a

/* The characters of scan codes 0 to 0x39; 0: it has none. */
static const char plain[] =
    "\0\0331234567890-=\177\tqwertyuiop[]\r\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
static const char shifted[] =
    "\0\033!@#$%^&*()_+\177\tQWERTYUIOP{}\r\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

_Static_assert(sizeof(plain) == 0x3b && sizeof(shifted) == 0x3b, "key maps");

static struct {
	struct tty *tty;
	bool shift, control, alt, caps, extended;
} keyboard;

static void send(const char *s, size_t n)
{
	tty_input(keyboard.tty, s, n);
}

/*
 * The end of the sequence of a key of the cursor block, or of the number pad as
 * without Num Lock; NULL: it is another key.
 */
static const char *sequence(uint8_t key)
{
	switch (key) {
	case 0x48:
		return "A";
	case 0x50:
		return "B";
	case 0x4d:
		return "C";
	case 0x4b:
		return "D";
	case 0x47:
		return "H";
	case 0x4f:
		return "F";
	case 0x52:
		return "2~";
	case 0x53:
		return "3~";
	case 0x49:
		return "5~";
	case 0x51:
		return "6~";
	}
	return NULL;
}

/* The sequences of F1 to F12 without ESC, as xterm sends them; or NULL. */
static const char *function_key(uint8_t key)
{
	static const char names[12][5] = { "OP",   "OQ",   "OR",   "OS",
					   "[15~", "[17~", "[18~", "[19~",
					   "[20~", "[21~", "[23~", "[24~" };

	if (key >= 0x3b && key <= 0x44)
		return names[key - 0x3b];
	return key == 0x57 ? names[10] : key == 0x58 ? names[11] : NULL;
}

static void send_sequence(const char *tail)
{
	bool application = vga_has_application_cursor() && tail[1] == '\0';
	char text[8];

	send(text, ksnprintf(text, sizeof(text), "\033%c%s",
			     application ? 'O' : '[', tail));
}

static void send_character(uint8_t key)
{
	char c = keyboard.shift ? shifted[key] : plain[key];
	char text[2] = { '\033' };
	bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';

	if (c == '\0')
		return;
	if (letter && keyboard.caps)
		c ^= 32;
	if (keyboard.control) {
		if (c == ' ' || c == '2' || c == '@')
			c = '\0';
		else if (c == '/')
			c = 0x1f;
		else if (c >= '@' && c < 0x7f)
			c &= 0x1f;
	}
	text[1] = c;
	if (keyboard.alt)
		send(text, 2);
	else
		send(text + 1, 1);
}

/* Returns true if the key was a modifier. */
static bool take_modifier(uint8_t key, bool pressed)
{
	switch (key) {
	case KEY_LEFT_SHIFT:
	case KEY_RIGHT_SHIFT:
		keyboard.shift = pressed;
		return true;
	case KEY_CONTROL:
		keyboard.control = pressed;
		return true;
	case KEY_ALT:
		keyboard.alt = pressed;
		return true;
	case KEY_CAPS:
		keyboard.caps ^= pressed;
		return true;
	}
	return false;
}

static void take_code(uint8_t code)
{
	bool extended = keyboard.extended;
	uint8_t key = code & ~RELEASED;
	const char *name;
	char text[8];

	keyboard.extended = code == EXTENDED;
	if (keyboard.extended)
		return;
	/* Keys of the cursor block come with codes of shift keys that were
	 * not pressed. */
	if (extended && (key == KEY_LEFT_SHIFT || key == KEY_RIGHT_SHIFT))
		return;
	if (take_modifier(key, !(code & RELEASED)) || (code & RELEASED))
		return;
	if (extended && key == 0x35) { /* the number pad's / */
		send("/", 1);
	} else if (extended && key == 0x1c) {
		send("\r", 1);
	} else if ((name = sequence(key))) {
		send_sequence(name);
	} else if ((name = function_key(key))) {
		send(text, ksnprintf(text, sizeof(text), "\033%s", name));
	} else if (!extended && key < sizeof(plain) - 1) {
		send_character(key);
	} else if (key == 0x4a || key == 0x4e) {
		send(key == 0x4a ? "-" : "+", 1);
	}
}

static void keyboard_interrupt(void *device)
{
	(void)device;
	while (inb(STATUS_PORT) & STATUS_FULL)
		take_code(inb(DATA_PORT));
}

void keyboard_init(struct tty *t)
{
	static struct irq_handler handler = { .handle = keyboard_interrupt };

	keyboard.tty = t;
	while (inb(STATUS_PORT) & STATUS_FULL)
		inb(DATA_PORT); /* what was typed before */
	irq_register(KEYBOARD_LINE, &handler);
}
