/* SPDX-License-Identifier: MIT */
/* Terminals: editing, echo, signals, raw modes, job control, output. */
#include "call/handlers.h"
#include "dev/tty.h"
#include "fakes.h"
#include "fs/file.h"
#include <faultline/poll.h>
#include <stdio.h>
#include <string.h>

static char shown[20000];
static size_t shown_length, room = 4096, held;
static char b[8192];
static long fd;

static size_t fake_write(struct tty *t, const char *s, size_t n)
{
	(void)t;
	n = MIN(n, room);
	if (shown_length + n < sizeof(shown))
		memcpy(shown + shown_length, s, n);
	shown_length += n;
	return n;
}

static size_t fake_room(struct tty *t)
{
	(void)t;
	return room;
}

static size_t fake_pending(struct tty *t)
{
	(void)t;
	return held;
}

static const struct tty_driver driver = { .write = fake_write,
					  .room = fake_room,
					  .pending = fake_pending };
static struct tty t = { .device = { .name = "ttyS0",
				    .mode = S_IFCHR | 0620,
				    .rdev = FL_MAKEDEV(4, 64) },
			.driver = &driver };

static void type(const char *s)
{
	shown_length = 0;
	tty_input(&t, s, strlen(s));
}

static bool shows(const char *s)
{
	bool same =
	    shown_length == strlen(s) && memcmp(shown, s, shown_length) == 0;

	if (!same)
		printf("# shown: %.*s\n", (int)shown_length, shown);
	return same;
}

static long reads(size_t n, const char *s)
{
	long got;

	memset(b, 0, sizeof(b));
	got = sys_read(fd, U(b), n);
	if (got >= 0 && s && strcmp(b, s) != 0)
		printf("# read: %s\n", b);
	return got < 0 ? got : !s || strcmp(b, s) == 0 ? got : -1000;
}

static void set(tcflag_t iflag, tcflag_t oflag, tcflag_t lflag)
{
	struct termios m;

	IS(sys_ioctl(fd, TCGETS, U(&m).value), 0);
	m.c_iflag = iflag;
	m.c_oflag = oflag;
	m.c_lflag = lflag;
	IS(sys_ioctl(fd, TCSETS, U(&m).value), 0);
}

#define COOKED \
	(ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN)

static void lines(void)
{
	type("hello\r");
	OK(shows("hello\r\n"));
	IS(reads(100, "hello\n"), 6);
	IS(reads(100, NULL), -ERESTART);
	type("ab\177c\r");
	OK(shows("ab\b \bc\r\n"));
	IS(reads(100, "ac\n"), 3);
	type("\177\177x\n");
	OK(shows("x\r\n"));
	IS(reads(2, "x\n"), 2);
	type("one two  \027three\n");
	IS(reads(100, "one three\n"), 10);
	type("abc\025d\n");
	OK(shows("abc\b \b\b \b\b \bd\r\n"));
	IS(reads(100, "d\n"), 2);
	type("a\tb\177\177\n");
	OK(shows("a\tb\b \b\b\b\b\b\b\b\b\r\n"));
	IS(reads(100, "a\n"), 2);
	type("x\001y\177\177\n");
	OK(shows("x^Ay\b \b\b \b\b \b\r\n"));
	IS(reads(100, "x\n"), 2);
	type("\303\244\177z\n"); /* a two-byte character */
	OK(shows("\303\244\b \bz\r\n"));
	IS(reads(100, "z\n"), 2);
	type("\026\003q\n");
	OK(shows("^\b^Cq\r\n"));
	IS(reads(100, "\003q\n"), 3);
	type("re\022do\n");
	OK(shows("re^R\r\nredo\r\n"));
	IS(reads(100, "redo\n"), 5);
	type("two\nlines\n");
	IS(reads(100, "two\n"), 4);
	IS(reads(3, "lin"), 3);
	IS(reads(100, "es\n"), 3);
}

static void ends_of_file(void)
{
	int n;

	type("\004");
	OK(shows(""));
	IS(reads(100, ""), 0);
	type("abc\004");
	IS(reads(100, "abc"), 3);
	type("abc\004");
	IS(reads(3, "abc"), 3);
	IS(reads(3, NULL), -ERESTART); /* not a second end of file */
	type("ab\ncd");
	IS(sys_ioctl(fd, FIONREAD, U(&n).value), 0);
	IS(n, 3);
	IS(reads(100, "ab\n"), 3);
	type("\n");
	IS(reads(100, "cd\n"), 3);
}

static void long_lines(void)
{
	for (int i = 0; i < 5000; i++)
		type("y");
	OK(tty_can_input(&t));
	type("\n");
	OK(!tty_can_input(&t));
	IS(sys_read(fd, U(b), 8000), 4096);
	OK(b[4094] == 'y' && b[4095] == '\n');
	OK(tty_can_input(&t));
}

static void signals(void)
{
	fake_signals = 0;
	type("abc\003");
	OK(shows("abc^C"));
	IS(fake_signals, 1);
	IS(fake_last_signal, SIGINT);
	IS(fake_signalled_group->id, 1);
	type("\n");
	IS(reads(100, "\n"), 1);
	type("\034");
	IS(fake_last_signal, SIGQUIT);
	type("\032");
	IS(fake_last_signal, SIGTSTP);
	type("x\023y");
	OK(t.stopped);
	type("\021");
	OK(!t.stopped);
	type("\n");
	IS(reads(100, "xy\n"), 3);
}

static int send_c(struct wait_queue *q)
{
	(void)q;
	tty_input(&t, "c", 1);
	return 0;
}

static int time_out(struct wait_queue *q)
{
	(void)q;
	return -ETIMEDOUT;
}

static void raw(void)
{
	struct pollfd p = { fd, POLLIN, 0 };
	struct fl_timespec now = { 0, 0 };

	set(0, OPOST | ONLCR, 0);
	type("a\r\003\177");
	OK(shows(""));
	IS(reads(100, "a\r\003\177"), 4);
	t.termios.c_cc[VMIN] = 3;
	type("ab");
	IS(sys_poll(U(&p), 1, U(&now), uaddr(0)), 0);
	fake_wait = send_c;
	IS(reads(100, "abc"), 3);
	type("a");
	t.termios.c_cc[VTIME] = 5;
	fake_wait = time_out;
	IS(reads(100, "a"), 1);
	t.termios.c_cc[VMIN] = 0;
	IS(reads(100, ""), 0);
	fake_wait = send_c;
	IS(reads(100, "c"), 1);
	t.termios.c_cc[VTIME] = 0;
	fake_wait = NULL;
	IS(reads(100, ""), 0);
	t.termios.c_cc[VMIN] = 1;
	for (int i = 0; i < 4095; i++)
		type("r");
	OK(!tty_can_input(&t));
	IS(sys_read(fd, U(b), 8000), 4095);
	type("left over");
	set(ICRNL | IXON, OPOST | ONLCR, COOKED);
	IS(reads(100, "left over"), 9);
	set(ICRNL | IXON | IUTF8, OPOST | ONLCR, COOKED & ~ECHO);
	type("secret\n");
	OK(shows(""));
	IS(reads(100, "secret\n"), 7);
	set(ICRNL | IXON | IUTF8, OPOST | ONLCR, COOKED);
}

static void output(void)
{
	shown_length = 0;
	IS(sys_write(fd, U("a\nb\tc"), 5), 5);
	OK(shows("a\r\nb\tc"));
	set(ICRNL | IXON | IUTF8, OPOST | ONLCR | TAB3, COOKED);
	shown_length = 0;
	IS(sys_write(fd, U("\rab\tc\n"), 6), 6);
	OK(shows("\rab      c\r\n"));
	set(ICRNL | IXON | IUTF8, 0, COOKED);
	shown_length = 0;
	IS(sys_write(fd, U("\n"), 1), 1);
	OK(shows("\n"));
	set(ICRNL | IXON | IUTF8, OPOST | ONLCR, COOKED);
	IS(sys_write(fd, uaddr(99), 1), -EFAULT);
	room = 0;
	IS(sys_write(fd, U("x"), 1), -ERESTART);
	IS(sys_fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	IS(sys_write(fd, U("x"), 1), -EAGAIN);
	IS(reads(5, NULL), -EAGAIN);
	IS(sys_fcntl(fd, F_SETFL, 0), 0);
	room = 4096;
	held = 5;
	IS(sys_ioctl(fd, TCSBRK, 1), -ERESTART);
	held = 0;
	IS(sys_ioctl(fd, TCSBRK, 1), 0);
}

static void job_control(void)
{
	struct winsize w = { 30, 90, 0, 0 };
	int id = 2;
	long mine;

	IS(sys_ioctl(fd, TIOCGPGRP, U(&id).value), 0);
	IS(id, 1);
	id = 3;
	IS(sys_ioctl(fd, TIOCSPGRP, U(&id).value), -EPERM);
	fake_switch(1);
	mine = sys_open(U("/dev/tty"), O_RDWR, 0);
	IS(sys_isatty(mine), 1);
	fake_signals = 0;
	IS(sys_read(mine, U(b), 1), -ERESTART);
	IS(fake_last_signal, SIGTTIN);
	fake_ignored = true;
	IS(sys_read(mine, U(b), 1), -EIO);
	IS(sys_ioctl(mine, TCFLSH, TCIFLUSH), 0);
	fake_ignored = false;
	fake_orphaned = true;
	IS(sys_read(mine, U(b), 1), -EIO);
	IS(sys_ioctl(mine, TCFLSH, TCIFLUSH), -EIO);
	fake_orphaned = false;
	IS(sys_write(mine, U("x"), 1), 1);
	IS(sys_ioctl(mine, TCFLSH, TCIFLUSH), -ERESTART);
	IS(fake_last_signal, SIGTTOU);
	t.termios.c_lflag |= TOSTOP;
	IS(sys_write(mine, U("x"), 1), -ERESTART);
	t.termios.c_lflag &= ~TOSTOP;
	fake_switch(0);
	id = 2;
	IS(sys_ioctl(fd, TIOCSPGRP, U(&id).value), 0);
	IS(sys_ioctl(fd, TIOCSWINSZ, U(&w).value), 0);
	IS(fake_last_signal, SIGWINCH);
	IS(fake_signalled_group->id, 2);
	fake_switch(2);
	IS(sys_open(U("/dev/tty"), O_RDWR, 0), -ENXIO);
	IS(sys_open(U("/dev/ttyS0"), O_RDWR, 0), 0);
	IS(sys_ioctl(0, TIOCSCTTY, 0), -EPERM);
	IS(sys_ioctl(0, TIOCGSID, U(&id).value), -ENOTTY);
	fake_switch(0);
	tty_session_leader_exit(session_current());
	IS(fake_last_signal, SIGCONT);
	OK(!t.session && !t.foreground && !session_current()->tty);
	fake_switch(2);
	IS(sys_ioctl(0, TIOCSCTTY, 0), 0);
	IS(sys_ioctl(0, TIOCGSID, U(&id).value), 0);
	IS(id, 3);
	tty_hangup(&t);
	IS(sys_read(0, U(b), 1), 0);
	IS(sys_write(0, U(b), 1), -EIO);
	IS(sys_ioctl(0, TCGETS, U(b).value), -EIO);
}

int main(void)
{
	fake_init();
	tty_register_own();
	tty_register(&t);
	tty_set_console(&t);
	sys_mkdirat(AT_FDCWD, U("/dev"), 0755);
	IS(sys_mount(U(""), U("/dev"), U("devfs"), 0), 0);
	IS(sys_open(U("/dev/tty"), O_RDWR, 0), -ENXIO);
	fd = sys_open(U("/dev/console"), O_RDWR, 0);
	IS(fd, 0);
	IS(sys_isatty(fd), 1);
	lines();
	ends_of_file();
	long_lines();
	signals();
	raw();
	output();
	job_control();
	return tap_done();
}
