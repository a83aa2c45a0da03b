/* SPDX-License-Identifier: MIT */
/* Pseudo-terminals: their names, both sides, and what is left: nothing. */
#include "call/handlers.h"
#include "dev/tty.h"
#include "fakes.h"
#include "fs/file.h"
#include <faultline/poll.h>
#include <stdio.h>
#include <string.h>

#define IN_OUT (O_RDWR | O_NONBLOCK | O_NOCTTY)

static char b[8192];

static bool reads(int fd, const char *text)
{
	long n = sys_read(fd, U(b), sizeof(b));

	return n == (long)strlen(text) && memcmp(b, text, n) == 0;
}

static bool exists(const char *path)
{
	return sys_faccessat(AT_FDCWD, U(path), 0, 0) == 0;
}

static void unlock(int master)
{
	int zero = 0;

	IS(sys_ioctl(master, TIOCSPTLCK, U(&zero).value), 0);
}

static void a_name_in_each_devfs(void)
{
	int number = -1, master, other;

	sys_mkdirat(AT_FDCWD, U("/dev2"), 0755);
	IS(sys_mount(U(""), U("/dev2"), U("devfs"), 0), 0);
	master = sys_open(U("/dev/ptmx"), IN_OUT, 0);
	OK(exists("/dev/pts/0") && exists("/dev2/pts/0"));
	IS(sys_ioctl(master, TIOCGPTN, U(&number).value), 0);
	IS(number, 0);
	other = sys_open(U("/dev2/ptmx"), IN_OUT, 0);
	OK(exists("/dev/pts/1") && exists("/dev2/pts/1"));
	sys_close(master);
	OK(!exists("/dev/pts/0") && !exists("/dev2/pts/0"));
	master = sys_open(U("/dev/ptmx"), IN_OUT, 0);
	OK(exists("/dev/pts/0"));
	IS(sys_umount(U("/dev2")), -EBUSY); /* ptmx is open */
	sys_close(other);
	IS(sys_umount(U("/dev2")), 0);
	OK(!exists("/dev/pts/1"));
	sys_close(master);
}

static void a_name_that_is_taken(void)
{
	int file = sys_open(U("/dev/pts/0"), O_CREAT | O_WRONLY, 0600);
	int master = sys_open(U("/dev/ptmx"), IN_OUT, 0);

	OK(master >= 0);
	sys_close(master);
	OK(exists("/dev/pts/0"));
	sys_unlinkat(AT_FDCWD, U("/dev/pts/0"), 0);
	sys_close(file);
	master = sys_open(U("/dev/ptmx"), IN_OUT, 0);
	sys_unlinkat(AT_FDCWD, U("/dev/pts/0"), 0);
	sys_close(master);
	OK(!exists("/dev/pts/0"));
}

static void both_sides(void)
{
	int master = sys_open(U("/dev/ptmx"), IN_OUT, 0), side;

	IS(sys_open(U("/dev/pts/0"), IN_OUT, 0), -EIO);
	unlock(master);
	side = sys_open(U("/dev/pts/0"), IN_OUT, 0);
	IS(sys_isatty(master), 1);
	IS(sys_isatty(side), 1);
	IS(sys_read(master, U(b), 1), -EAGAIN);
	IS(sys_write(master, U("ab\n"), 3), 3);
	OK(reads(master, "ab\r\n"));
	OK(reads(side, "ab\n"));
	IS(sys_write(side, U("x"), 1), 1);
	sys_close(side);
	OK(reads(master, "x"));
	IS(sys_read(master, U(b), 1), -EIO);
	side = sys_open(U("/dev/pts/0"), IN_OUT, 0);
	IS(sys_read(master, U(b), 1), -EAGAIN);
	sys_close(master);
	IS(sys_read(side, U(b), 1), 0);
	IS(sys_write(side, U(b), 1), -EIO);
	OK(!exists("/dev/pts/0"));
	sys_close(side);
}

static void as_much_as_fits(void)
{
	int master = sys_open(U("/dev/ptmx"), IN_OUT, 0), side;
	struct termios t;
	long in, out;

	unlock(master);
	side = sys_open(U("/dev/pts/0"), IN_OUT, 0);
	sys_ioctl(side, TCGETS, U(&t).value);
	t.c_lflag = t.c_oflag = 0;
	sys_ioctl(side, TCSETS, U(&t).value);
	out = sys_write(side, U(b), sizeof(b));
	IS(out, 4096);
	IS(sys_write(side, U(b), 1), -EAGAIN);
	in = sys_write(master, U(b), sizeof(b));
	OK(in > 4000 && in < 4096);
	IS(sys_write(master, U(b), 1), -EAGAIN);
	IS(sys_read(side, U(b), sizeof(b)), in);
	IS(sys_read(master, U(b), sizeof(b)), out);
	IS(sys_write(master, U(b), 1), 1);
	IS(sys_write(side, U(b), 1), 1);
	sys_close(side);
	sys_close(master);
}

static struct termios raw;
static int polled;

static int ask_for_less(struct wait_queue *q)
{
	int before = fake_wakes;

	(void)q;
	raw.c_cc[VMIN] = 2;
	IS(sys_ioctl(polled, TCSETS, U(&raw).value), 0);
	OK(fake_wakes > before);
	return 0;
}

static void a_poller_that_waits_for_less_meanwhile(void)
{
	int master = sys_open(U("/dev/ptmx"), IN_OUT, 0);
	struct pollfd p = { .events = POLLIN };

	unlock(master);
	polled = p.fd = sys_open(U("/dev/pts/0"), IN_OUT, 0);
	sys_ioctl(polled, TCGETS, U(&raw).value);
	raw.c_lflag = 0;
	raw.c_cc[VMIN] = 3;
	raw.c_cc[VTIME] = 0;
	sys_ioctl(polled, TCSETS, U(&raw).value);
	IS(sys_write(master, U("ab"), 2), 2);
	fake_wait = ask_for_less;
	IS(sys_poll(U(&p), 1, uaddr(0), uaddr(0)), 1);
	fake_wait = NULL;
	sys_close(polled);
	sys_close(master);
}

static void as_many_as_there_may_be(void)
{
	int last = -1, fd, n = 0;

	while ((fd = sys_open(U("/dev/ptmx"), IN_OUT, 0)) >= 0) {
		last = fd;
		n++;
	}
	IS(fd, -EAGAIN);
	IS(n, 256);
	OK(exists("/dev/pts/255"));
	for (; last >= 0; last--)
		sys_close(last);
	OK(!exists("/dev/pts/255") && !exists("/dev/pts/0"));
}

int main(void)
{
	fake_init();
	tty_register_own();
	pty_init();
	sys_mkdirat(AT_FDCWD, U("/dev"), 0755);
	IS(sys_mount(U(""), U("/dev"), U("devfs"), 0), 0);
	a_name_in_each_devfs();
	a_name_that_is_taken();
	both_sides();
	as_much_as_fits();
	a_poller_that_waits_for_less_meanwhile();
	as_many_as_there_may_be();
	return tap_done();
}
