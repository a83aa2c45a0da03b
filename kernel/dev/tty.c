/* SPDX-License-Identifier: MIT */
/* Terminals as files: open, read, write, poll, hangup. */
#include "dev/tty.h"
#include "fs/io.h"
#include "fs/poll.h"
#include "lib/assert.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/group.h"
#include "proc/process.h"
#include "proc/wait.h"

#define CONTROL(c) ((c)&0x1f)
#define TENTH_NS   (NSEC_PER_SEC / 10)

static struct tty *console;

static const struct termios defaults = {
	.c_iflag = ICRNL | IXON | IUTF8,
	.c_oflag = OPOST | ONLCR,
	.c_cflag = CS8 | CREAD | HUPCL | CLOCAL,
	.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE |
		   IEXTEN,
	.c_cc = {
		[VINTR] = CONTROL('C'),
		[VQUIT] = CONTROL('\\'),
		[VERASE] = 0x7f,
		[VKILL] = CONTROL('U'),
		[VEOF] = CONTROL('D'),
		[VMIN] = 1,
		[VSTART] = CONTROL('Q'),
		[VSTOP] = CONTROL('S'),
		[VSUSP] = CONTROL('Z'),
		[VREPRINT] = CONTROL('R'),
		[VDISCARD] = CONTROL('O'),
		[VWERASE] = CONTROL('W'),
		[VLNEXT] = CONTROL('V'),
	},
	.c_ispeed = B38400,
	.c_ospeed = B38400,
};

int tty_allocate(struct tty *t)
{
	if (!t->input)
		t->input = kmalloc_with(TTY_INPUT_SIZE * sizeof(*t->input), t);
	return t->input ? 0 : -ENOMEM;
}

/* Opens t as f, and makes it the controlling terminal if POSIX open() would. */
static int open_tty(struct file *f, struct tty *t, int flags)
{
	struct process *p = process_current();
	struct session *s = session_current();

	if (tty_allocate(t) < 0)
		return -ENOMEM;
	KASSERT(t->driver && t->input);
	t->opens++;
	t->was_opened = true;
	f->object = t;
	if (!(flags & O_NOCTTY) && p->pid == s->id && !s->tty && !t->session)
		tty_acquire(t);
	return 0;
}

static void tty_close(struct file *f)
{
	struct tty *t = f->object;

	KASSERT(!t || t->opens > 0);
	if (t && --t->opens == 0 && t->driver->closed)
		t->driver->closed(t);
}

/* Waits for input: 0, -ETIMEDOUT, -ERESTART, or -EIO in the background. */
static int wait_again(struct tty *t, int64_t deadline)
{
	int error = wait_on(&t->read_wait, deadline);

	return error < 0 ? error : tty_check_read(t);
}

/*
 * Waits for raw input (POSIX, "Non-Canonical Mode Input Processing").  0: there
 * is as much as MIN and `want' ask for, or TIME is over, or the mode has
 * changed; -EAGAIN, -ERESTART or -EIO if there is nothing.
 */
static int wait_raw(struct tty *t, uint32_t want, bool nonblocking)
{
	uint32_t min = t->termios.c_cc[VMIN];
	int64_t time = t->termios.c_cc[VTIME] * TENTH_NS;
	uint32_t need = MAX(MIN(min, want), 1u);
	int64_t deadline = WAIT_FOREVER;
	int error = 0;

	if (min == 0 && time == 0)
		return 0;
	if (min == 0)
		deadline = clock_monotonic() + time;
	while (tty_readable(t) < need && !t->hung_up && !tty_has(t, ICANON)) {
		bool some = tty_readable(t) > 0;

		if (nonblocking)
			return some ? 0 : -EAGAIN;
		if (min > 0 && time > 0 && some)
			deadline = clock_monotonic() + time;
		error = wait_again(t, deadline);
		if (error == -ETIMEDOUT)
			return 0;
		if (error < 0)
			return some ? 0 : error;
	}
	return 0;
}

/* Waits for a line.  0: there is one, or the mode has changed; else -errno. */
static int wait_line(struct tty *t, bool nonblocking)
{
	int error = 0;

	while (error == 0 && tty_readable(t) == 0 && !t->hung_up &&
	       tty_has(t, ICANON)) {
		if (nonblocking)
			return -EAGAIN;
		error = wait_again(t, WAIT_FOREVER);
	}
	return error;
}

/* Waits in the mode of the terminal, and again if the mode has changed. */
static int wait_input(struct tty *t, uint32_t want, bool nonblocking)
{
	bool canonical;
	int error;

	do {
		canonical = tty_has(t, ICANON);
		error = canonical ? wait_line(t, nonblocking)
				  : wait_raw(t, want, nonblocking);
	} while (error == 0 && canonical != (bool)tty_has(t, ICANON));
	return error;
}

static ssize_t tty_read(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct tty *t = f->object;
	size_t done = 0;
	char piece[256];
	bool ended;
	int error;

	(void)offset;
	if (io->left == 0)
		return 0;
	error = tty_check_read(t);
	if (error == 0)
		error = wait_input(t, io->left, f->flags & O_NONBLOCK);
	if (error < 0)
		return error;
	do {
		uint32_t n = MIN(io->left, sizeof(piece));

		if (tty_readable(t) == 0)
			break;
		n = tty_take(t, piece, n, &ended);
		if (n > 0 && io_put(io, piece, n) < 0)
			return done > 0 ? (ssize_t)done : -EFAULT;
		done += n;
	} while (!ended && io->left > 0);
	return done;
}

static ssize_t tty_write(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct tty *t = f->object;
	int error = tty_check_write(t);

	(void)offset;
	if (error < 0)
		return error;
	return tty_write_io(t, io, f->flags & O_NONBLOCK);
}

static unsigned tty_poll(struct file *f, struct poll_set *set)
{
	struct tty *t = f->object;
	uint32_t need = 1;
	unsigned events = 0;

	if (!tty_has(t, ICANON) && t->termios.c_cc[VTIME] == 0)
		need = MAX(t->termios.c_cc[VMIN], 1);
	if (tty_readable(t) >= need)
		events |= POLLIN | POLLRDNORM;
	if (t->hung_up)
		events |= POLLIN | POLLHUP;
	else if (!t->stopped && t->driver->room(t) >= 256)
		events |= POLLOUT | POLLWRNORM;
	poll_add(set, &t->read_wait);
	poll_add(set, &t->write_wait);
	return events;
}

static long tty_ioctl(struct file *f, unsigned request, uint32_t arg)
{
	may_wait();
	return tty_control(f->object, request, arg);
}

static const struct file_ops tty_ops = {
	.read = tty_read,
	.write = tty_write,
	.poll = tty_poll,
	.ioctl = tty_ioctl,
	.release = tty_close,
};

bool file_is_tty(const struct file *f)
{
	return f->ops == &tty_ops || pty_is_master(f);
}

int tty_number(const struct tty *t)
{
	return t ? (int)t->device.rdev : -1;
}

void tty_hangup(struct tty *t)
{
	t->hung_up = true;
	tty_disconnect(t);
	KASSERT(!t->session && !t->foreground);
	wait_wake_all(&t->read_wait);
	wait_wake_all(&t->write_wait);
}

int tty_open(struct device *d, struct file *f, int flags)
{
	return open_tty(f, container_of(d, struct tty, device), flags);
}

void tty_init(struct tty *t)
{
	t->termios = defaults;
	wait_queue_init(&t->read_wait);
	wait_queue_init(&t->write_wait);
	t->device.ops = &tty_ops;
	t->device.open = tty_open;
}

void tty_register(struct tty *t)
{
	tty_init(t);
	device_register(&t->device);
}

/* /dev/tty: the controlling terminal of the process. */
static int own_open(struct device *d, struct file *f, int flags)
{
	struct tty *t = session_current()->tty;

	(void)d;
	return t ? open_tty(f, t, flags | O_NOCTTY) : -ENXIO;
}

static int console_open(struct device *d, struct file *f, int flags)
{
	(void)d;
	return console ? open_tty(f, console, flags) : -ENXIO;
}

void tty_set_console(struct tty *t)
{
	console = t;
}

static struct device own_device = { .name = "tty",
				    .mode = S_IFCHR | 0666,
				    .rdev = FL_MAKEDEV(5, 0),
				    .ops = &tty_ops,
				    .open = own_open };
static struct device console_device = { .name = "console",
					.mode = S_IFCHR | 0600,
					.rdev = FL_MAKEDEV(5, 1),
					.ops = &tty_ops,
					.open = console_open };

void tty_register_own(void)
{
	device_register(&own_device);
	device_register(&console_device);
}
