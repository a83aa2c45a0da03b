/* SPDX-License-Identifier: MIT */
/* The kernel's log: what consoles get, and what the ring keeps. */
#include "check.h"
#include "lib/printk.h"
#include <string.h>

static char shown[1024];
static size_t shown_length;

static void show(const char *bytes, size_t n)
{
	memcpy(shown + shown_length, bytes, n);
	shown_length += n;
}

static struct console console = { .write = show };

/* Do the console and the ring get this text of a program's name? */
static int prints(const char *name, const char *text)
{
	size_t n = strlen(text);
	char kept[1024];

	shown_length = 0;
	printk("%s", name);
	return shown_length == n && memcmp(shown, text, n) == 0 &&
	       klog_read(kept, n) == n && memcmp(kept, text, n) == 0;
}

static void plain_text(void)
{
	CHECK(prints("a line\n\twith all of it ~\n",
		     "a line\n\twith all of it ~\n"));
	CHECK(prints("\033[6n\r\177", "?[6n??"));
}

/*
 * A terminal took the control characters from 0x80 on in a name for a request,
 * and answered.  0x9b begins one where characters are bytes, also within a
 * letter of UTF-8; C2 9B does where they are UTF-8.
 */
static void controls_of_eight_bits(void)
{
	CHECK(prints("\x9b"
		     "6n",
		     "?6n"));
	CHECK(prints("\xc2\x9b"
		     "6n",
		     "??6n"));
	CHECK(prints("\xc3\x9b"
		     "6n",
		     "??6n"));
	for (int c = 0x80; c < 0x100; c++)
		CHECK(prints((char[]){ (char)c, 0 }, "?"));
}

int main(void)
{
	console_register(&console);
	plain_text();
	controls_of_eight_bits();
	return check_done("log");
}
