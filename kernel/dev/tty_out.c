/* SPDX-License-Identifier: MIT */
/* Terminals: output of programs, and echo, on the way to the driver. */
#include "dev/tty.h"
#include "fs/io.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "proc/sched.h"
#include "proc/wait.h"

/* The most characters that one becomes: a tab becomes up to 8 blanks. */
#define EXPANSION 8u

_Static_assert(EXPANSION >= 8, "a tab as blanks");

/* Appends what OPOST makes of a control character to out; the new end. */
static size_t put_control(struct tty *t, char *out, size_t at, char c)
{
	tcflag_t mode = t->termios.c_oflag;
	uint32_t blanks;

	if (c == '\r' && (mode & OCRNL))
		c = '\n';
	else if (c == '\r' && (mode & ONOCR) && t->column == 0)
		return at;
	else if (c == '\n' && (mode & ONLCR)) {
		out[at++] = '\r';
		t->column = 0;
	}
	switch (c) {
	case '\r':
		t->column = 0;
		break;
	case '\n':
		if (mode & ONLRET)
			t->column = 0;
		break;
	case '\b':
		if (t->column > 0)
			t->column--;
		break;
	case '\t':
		blanks = 8 - t->column % 8;
		t->column += blanks;
		if ((mode & TABDLY) != TAB3)
			break;
		while (blanks-- > 0)
			out[at++] = ' ';
		return at;
	}
	out[at++] = c;
	return at;
}

/* Gives the driver what it has room for.  Returns how many bytes of s. */
static size_t output(struct tty *t, const char *s, size_t n)
{
	char out[128];
	size_t room, at = 0, used = 0;

	if (!(t->termios.c_oflag & OPOST))
		return t->driver->write(t, s, n);
	room = MIN(t->driver->room(t), sizeof(out));
	while (used < n && at + EXPANSION <= room) {
		unsigned char c = s[used++];

		if (c < ' ') {
			at = put_control(t, out, at, c);
		} else {
			out[at++] = c;
			if (!tty_is_continuation(t, c))
				t->column++;
		}
	}
	KASSERT(at <= room);
	t->driver->write(t, out, at);
	return used;
}

/* An echo for which there is no room is lost, since nobody can wait for it. */
void tty_echo(struct tty *t, const char *s, size_t n)
{
	output(t, s, n);
}

void tty_output_ready(struct tty *t)
{
	wait_wake_all(&t->write_wait);
}

/* Waits once: 0, -EAGAIN, -ERESTART, or -EIO in the background. */
static int wait_for_room(struct tty *t, bool nonblocking)
{
	int error;

	if (nonblocking)
		return -EAGAIN;
	error = wait_on(&t->write_wait, WAIT_FOREVER);
	if (error == 0)
		error = tty_check_write(t);
	return error;
}

ssize_t tty_write_io(struct tty *t, struct io *io, bool nonblocking)
{
	may_wait();
	size_t done = 0;
	char piece[256];
	int error;

	while (io->left > 0) {
		size_t n = MIN(io->left, sizeof(piece)), used = 0;

		error = io_get(io, piece, n);
		if (error < 0)
			goto out;
		while (used < n) {
			size_t k = 0;

			error = -EIO;
			if (t->hung_up)
				goto out;
			if (!t->stopped)
				k = output(t, piece + used, n - used);
			KASSERT(k <= n - used);
			arch_poll_interrupts(); /* a screen takes long */
			used += k;
			done += k;
			if (k > 0)
				continue;
			error = wait_for_room(t, nonblocking);
			if (error < 0)
				goto out;
		}
		/* A screen always has room, so a long write never waits. */
		if (io->left > 0 && sched_checkpoint())
			break;
	}
	return done;
out:
	return done > 0 ? (ssize_t)done : error;
}

int tty_drain(struct tty *t)
{
	may_wait();
	int error = 0;

	while (error == 0 && !t->hung_up && t->driver->pending(t) > 0)
		error = wait_on(&t->write_wait, WAIT_FOREVER);
	return error;
}
