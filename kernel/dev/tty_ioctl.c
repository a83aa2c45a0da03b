/* SPDX-License-Identifier: MIT */
/* Terminals: settings and control, for tcsetattr() and its like. */
#include "dev/tty.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "proc/signal.h"
#include "proc/wait.h"

static void flush_output(struct tty *t)
{
	if (t->driver->discard)
		t->driver->discard(t);
	tty_output_ready(t);
}

static long set_termios(struct tty *t, unsigned request, struct uaddr arg)
{
	struct termios new, old;
	int error = 0;

	if (copy_from_user(&new, arg, sizeof(new)) < 0)
		return -EFAULT;
	if (request != TCSETS)
		error = tty_drain(t);
	if (error < 0)
		return error;
	if (request == TCSETSF)
		tty_flush_input(t);
	old = t->termios; /* only now: the drain may have waited */
	t->termios = new;
	tty_mode_changed(t, &old);
	return 0;
}

static long flush(struct tty *t, uint32_t queue)
{
	if (queue > TCIOFLUSH)
		return -EINVAL;
	if (queue != TCOFLUSH)
		tty_flush_input(t);
	if (queue != TCIFLUSH)
		flush_output(t);
	return 0;
}

/* tcflow(): stops or restarts output, or asks the other side to. */
static long flow(struct tty *t, uint32_t action)
{
	char c;

	switch (action) {
	case TCOOFF:
		t->stopped = true;
		return 0;
	case TCOON:
		t->stopped = false;
		if (t->driver->start)
			t->driver->start(t);
		tty_output_ready(t);
		return 0;
	case TCIOFF:
	case TCION:
		c = t->termios.c_cc[action == TCIOFF ? VSTOP : VSTART];
		if (c != _POSIX_VDISABLE)
			t->driver->write(t, &c, 1);
		return 0;
	}
	return -EINVAL;
}

void tty_set_winsize(struct tty *t, const struct winsize *w)
{
	if (memcmp(&t->winsize, w, sizeof(*w)) == 0)
		return;
	t->winsize = *w;
	if (t->foreground)
		signal_send_job(t->foreground, SIGWINCH);
}

static long set_winsize(struct tty *t, struct uaddr arg)
{
	struct winsize w;

	if (copy_from_user(&w, arg, sizeof(w)) < 0)
		return -EFAULT;
	tty_set_winsize(t, &w);
	return 0;
}

static long send_break(struct tty *t, uint32_t arg)
{
	int error = tty_drain(t);

	if (error == 0 && arg == 0 && t->driver->send_break)
		t->driver->send_break(t);
	return error;
}

/* Is it a request that stops a background process with SIGTTOU? */
static bool is_change(unsigned request)
{
	switch (request) {
	case TCSETS:
	case TCSETSW:
	case TCSETSF:
	case TCSBRK:
	case TCXONC:
	case TCFLSH:
		return true;
	}
	return false;
}

long tty_control(struct tty *t, unsigned request, uint32_t arg)
{
	may_wait();
	int error = is_change(request) ? tty_check_change(t) : 0;

	if (t->hung_up)
		return -EIO;
	if (error < 0)
		return error;
	switch (request) {
	case TCGETS:
		return copy_to_user(uaddr(arg), &t->termios,
				    sizeof(t->termios));
	case TCSETS:
	case TCSETSW:
	case TCSETSF:
		return set_termios(t, request, uaddr(arg));
	case TCSBRK:
		return send_break(t, arg);
	case TCXONC:
		return flow(t, arg);
	case TCFLSH:
		return flush(t, arg);
	case TIOCGWINSZ:
		return copy_to_user(uaddr(arg), &t->winsize,
				    sizeof(t->winsize));
	case TIOCSWINSZ:
		return set_winsize(t, uaddr(arg));
	case FIONREAD:
		return user_store(uaddr(arg), tty_readable(t));
	case TIOCOUTQ:
		return user_store(uaddr(arg), t->driver->pending(t));
	}
	return tty_job_ioctl(t, request, uaddr(arg));
}
