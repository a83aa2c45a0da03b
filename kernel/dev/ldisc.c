/* SPDX-License-Identifier: MIT */
/*
 * Terminals: input on the way from the line to programs.  This is the editing
 * of lines, echo, and characters that send signals or stop output.
 */
#include "dev/tty.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "proc/signal.h"

#define SLOT(position) ((position) & (TTY_INPUT_SIZE - 1))

_Static_assert((TTY_INPUT_SIZE & (TTY_INPUT_SIZE - 1)) == 0, "positions wrap");

static bool is_canonical(const struct tty *t)
{
	return tty_has(t, ICANON);
}

uint32_t tty_readable(const struct tty *t)
{
	if (!is_canonical(t))
		return t->head - t->tail;
	return t->ends > 0 ? t->line - t->tail : 0;
}

bool tty_can_input(struct tty *t)
{
	/* A driver may ask for each byte, and then hand over INPUT_BATCH. */
	if (!t->input || t->head - t->tail < TTY_INPUT_SIZE - 1 - INPUT_BATCH)
		return true;
	if (is_canonical(t) && t->ends == 0)
		return true; /* a line is too long, and its rest is lost */
	t->input_full = true;
	return false;
}

/* Lets the driver go on if there is room again. */
static void input_taken(struct tty *t)
{
	if (!t->input_full || !tty_can_input(t))
		return;
	t->input_full = false;
	if (t->driver->input_ready)
		t->driver->input_ready(t);
}

uint32_t tty_take(struct tty *t, char *to, uint32_t n, bool *ended)
{
	bool canonical = is_canonical(t);
	uint32_t limit = canonical ? t->line : t->head;
	uint32_t count = 0;

	KASSERT(t->line - t->tail <= TTY_INPUT_SIZE);
	KASSERT(t->head - t->line <= TTY_INPUT_SIZE);
	*ended = false;
	while (count < n && t->tail != limit && !*ended) {
		uint16_t c = t->input[SLOT(t->tail++)];

		if (c & INPUT_END) {
			KASSERT(t->ends > 0);
			t->ends--;
			*ended = canonical;
		}
		if (!canonical || !(c & INPUT_EOF))
			to[count++] = c;
	}
	/* An end of file behind a full buffer is no end of file of its own. */
	if (canonical && !*ended && t->tail != limit &&
	    (t->input[SLOT(t->tail)] & INPUT_EOF)) {
		t->tail++;
		t->ends--;
		*ended = true;
	}
	if (!canonical)
		t->line = t->tail;
	input_taken(t);
	return count;
}

void tty_flush_input(struct tty *t)
{
	t->tail = t->line = t->head;
	t->ends = 0;
	t->literal = false;
	input_taken(t);
}

/* Columns that c takes on the screen when echoed at column. */
static uint32_t width(const struct tty *t, uint32_t column, uint8_t c)
{
	if (c == '\t')
		return 8 - column % 8;
	if (c < ' ' || c == 0x7f)
		return tty_has(t, ECHOCTL) ? 2 : 0;
	return tty_is_continuation(t, c) ? 0 : 1;
}

/* The column where the line that is being edited ends on the screen. */
static uint32_t end_column(const struct tty *t)
{
	uint32_t column = t->line_column;

	for (uint32_t p = t->line; p != t->head; p++)
		column += width(t, column, t->input[SLOT(p)]);
	return column;
}

/* Writes the echo of c to s; returns its length. */
static size_t echo_form(const struct tty *t, uint8_t c, char s[2])
{
	if ((c < ' ' || c == 0x7f) && c != '\t' && tty_has(t, ECHOCTL)) {
		s[0] = '^';
		s[1] = c ^ 0x40;
		return 2;
	}
	s[0] = c;
	return 1;
}

static void echo(struct tty *t, uint8_t c)
{
	char s[2];

	if (tty_has(t, ECHO))
		tty_echo(t, s, echo_form(t, c, s));
}

/* Echoes the end of a line if one of the modes is set.  echo() would print ^J.
 */
static void echo_newline(struct tty *t, tcflag_t mode)
{
	if (tty_has(t, mode))
		tty_echo(t, "\n", 1);
}

/* Goes back n columns on the screen, and makes them blank if told so. */
static void erase_columns(struct tty *t, uint32_t n, bool blank)
{
	char s[3 * 64];
	size_t size = blank ? 3 : 1;

	while (n > 0 && t->driver->room(t) > 0) {
		uint32_t part = MIN(n, 64u);

		for (uint32_t i = 0; i < part; i++)
			memcpy(s + i * size, "\b \b", size);
		tty_echo(t, s, part * size);
		n -= part;
	}
}

/* Where the character before position begins. */
static uint32_t character_before(const struct tty *t, uint32_t position)
{
	do
		position--;
	while (position != t->line &&
	       tty_is_continuation(t, t->input[SLOT(position)]));
	return position;
}

/*
 * Erases the count characters from position on, to the end of the line, in the
 * line and on the screen.  The columns are counted at once, not by character.
 */
static void erase_from(struct tty *t, uint32_t position, uint32_t count,
		       uint8_t key)
{
	uint32_t before = end_column(t);
	bool tab = count == 1 && t->input[SLOT(position)] == '\t';

	KASSERT(t->head - position <= t->head - t->line);
	t->head = position;
	if (!tty_has(t, ECHO))
		return;
	if (tty_has(t, ECHOE))
		erase_columns(t, before - end_column(t), !tab);
	else
		while (count-- > 0)
			echo(t, key);
}

static void erase_one(struct tty *t, uint8_t key)
{
	if (t->head != t->line)
		erase_from(t, character_before(t, t->head), 1, key);
}

static bool is_blank(const struct tty *t, uint32_t position)
{
	uint8_t c = t->input[SLOT(position)];

	return c == ' ' || c == '\t';
}

/* Erases the blanks at the end of the line, and the word before them. */
static void erase_word(struct tty *t, uint8_t key)
{
	uint32_t at = t->head, count = 0;

	while (at != t->line && is_blank(t, at - 1)) {
		at--;
		count++;
	}
	while (at != t->line && !is_blank(t, at - 1)) {
		at = character_before(t, at);
		count++;
	}
	if (count > 0)
		erase_from(t, at, count, key);
}

static void kill_line(struct tty *t, uint8_t key)
{
	if (tty_has(t, ECHOKE) && tty_has(t, ECHOE)) {
		erase_from(t, t->line, t->head - t->line, key);
		return;
	}
	t->head = t->line;
	echo(t, key);
	if (tty_has(t, ECHOK))
		echo_newline(t, ECHO);
}

/* Echoes all of the line again, on a new one. */
static void reprint(struct tty *t, uint8_t key)
{
	char s[128];
	size_t n = 0;

	echo(t, key);
	echo_newline(t, ECHO);
	t->line_column = t->column;
	if (!tty_has(t, ECHO))
		return;
	for (uint32_t p = t->line; p != t->head && t->driver->room(t) > 0;
	     p++) {
		n += echo_form(t, t->input[SLOT(p)], s + n);
		if (n < sizeof(s) - 1 && p + 1 != t->head)
			continue;
		tty_echo(t, s, n);
		n = 0;
	}
}

static void beep(struct tty *t)
{
	if (t->termios.c_iflag & IMAXBEL)
		tty_echo(t, "\a", 1);
}

/* Appends c to the ring, whose last slot is left for the end of a line. */
static bool append(struct tty *t, uint16_t c)
{
	uint32_t used = t->head - t->tail;

	if (used >= TTY_INPUT_SIZE - ((c & INPUT_END) ? 0 : 1)) {
		beep(t);
		return false;
	}
	KASSERT(used < TTY_INPUT_SIZE);
	if (t->head == t->line)
		t->line_column = t->column;
	t->input[SLOT(t->head++)] = c;
	return true;
}

static void end_line(struct tty *t, uint16_t c)
{
	if (append(t, c | INPUT_END)) {
		t->line = t->head;
		t->ends++;
	}
}

static void put(struct tty *t, uint8_t c)
{
	if (!append(t, c))
		return;
	if (c == '\n' && !is_canonical(t))
		echo_newline(t, ECHO);
	else
		echo(t, c);
}

/* Handles VINTR, VQUIT and VSUSP.  True: c was one of them. */
static bool take_signal(struct tty *t, uint8_t c)
{
	int sig;

	if (tty_is_char(t, VINTR, c))
		sig = SIGINT;
	else if (tty_is_char(t, VQUIT, c))
		sig = SIGQUIT;
	else if (tty_is_char(t, VSUSP, c))
		sig = SIGTSTP;
	else
		return false;
	if (!tty_has(t, NOFLSH)) {
		tty_flush_input(t);
		if (t->driver->discard)
			t->driver->discard(t);
		tty_output_ready(t);
	}
	echo(t, c);
	t->signals |= SIGNAL_BIT(sig);
	return true;
}

static void restart_output(struct tty *t)
{
	t->stopped = false;
	if (t->driver->start)
		t->driver->start(t);
	tty_output_ready(t);
}

/* Handles VSTART, VSTOP and IXANY.  True: c was VSTART or VSTOP. */
static bool take_flow(struct tty *t, uint8_t c)
{
	if (tty_is_char(t, VSTART, c)) {
		restart_output(t);
		return true;
	}
	if (tty_is_char(t, VSTOP, c)) {
		t->stopped = true;
		return true;
	}
	if (t->stopped && (t->termios.c_iflag & IXANY))
		restart_output(t);
	return false;
}

/* Edits the line, in canonical mode.  True: c was used up. */
static bool take_editing(struct tty *t, uint8_t c)
{
	bool extended = tty_has(t, IEXTEN);

	if (tty_is_char(t, VERASE, c)) {
		erase_one(t, c);
	} else if (extended && tty_is_char(t, VWERASE, c)) {
		erase_word(t, c);
	} else if (tty_is_char(t, VKILL, c)) {
		kill_line(t, c);
	} else if (extended && tty_is_char(t, VREPRINT, c)) {
		reprint(t, c);
	} else if (tty_is_char(t, VEOF, c)) {
		end_line(t, c | INPUT_EOF);
	} else if (c == '\n' || tty_is_char(t, VEOL, c) ||
		   (extended && tty_is_char(t, VEOL2, c))) {
		if (c == '\n')
			echo_newline(t, ECHO | ECHONL);
		else
			echo(t, c);
		end_line(t, c);
	} else {
		return false;
	}
	return true;
}

static void input_char(struct tty *t, uint8_t c)
{
	tcflag_t iflag = t->termios.c_iflag;

	if (iflag & ISTRIP)
		c &= 0x7f;
	if (t->literal) {
		t->literal = false;
		put(t, c);
		return;
	}
	if ((iflag & IXON) && take_flow(t, c))
		return;
	if (tty_has(t, ISIG) && take_signal(t, c))
		return;
	if (c == '\r') {
		if (iflag & IGNCR)
			return;
		if (iflag & ICRNL)
			c = '\n';
	} else if (c == '\n' && (iflag & INLCR)) {
		c = '\r';
	}
	if (is_canonical(t)) {
		if (tty_has(t, IEXTEN) && tty_is_char(t, VLNEXT, c)) {
			t->literal = true;
			if (tty_has(t, ECHO) && tty_has(t, ECHOCTL))
				tty_echo(t, "^\b", 2);
			return;
		}
		if (take_editing(t, c))
			return;
	}
	put(t, c);
}

/* Sends each signal once, even if several characters have asked for it. */
static void send_signals(struct tty *t)
{
	fl_sigset_t signals = t->signals;

	t->signals = 0;
	for (; signals != 0; signals &= signals - 1)
		tty_signal_foreground(t, __builtin_ctzll(signals) + 1);
}

void tty_input(struct tty *t, const char *s, size_t n)
{
	if (!t->input || !(t->termios.c_cflag & CREAD))
		return;
	for (size_t i = 0; i < n; i++)
		input_char(t, s[i]);
	send_signals(t);
	if (tty_readable(t) > 0)
		wait_wake_all(&t->read_wait);
}

void tty_input_break(struct tty *t)
{
	tcflag_t iflag = t->termios.c_iflag;

	if (!t->input || (iflag & IGNBRK))
		return;
	if (iflag & BRKINT) {
		tty_flush_input(t);
		tty_signal_foreground(t, SIGINT);
		return;
	}
	if (iflag & PARMRK) {
		append(t, 0xff);
		append(t, 0);
	}
	append(t, 0);
	if (tty_readable(t) > 0)
		wait_wake_all(&t->read_wait);
}

/*
 * At a change between raw and canonical mode, the input that is already there
 * becomes a line.
 */
void tty_mode_changed(struct tty *t, const struct termios *old)
{
	bool was_canonical = old->c_lflag & ICANON;

	if (t->input && was_canonical != is_canonical(t)) {
		if (is_canonical(t) && t->head != t->tail &&
		    !(t->input[SLOT(t->head - 1)] & INPUT_END)) {
			t->input[SLOT(t->head - 1)] |= INPUT_END;
			t->ends++;
		}
		t->line = t->head;
		t->literal = false;
	}
	wait_wake_all(&t->read_wait); /* also for another MIN, for poll() */
	if (t->stopped && !(t->termios.c_iflag & IXON) && (old->c_iflag & IXON))
		restart_output(t);
}
