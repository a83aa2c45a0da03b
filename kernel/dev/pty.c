/* SPDX-License-Identifier: MIT */
/*
 * Pseudo-terminals: terminals whose line is another program's descriptor.
 * Each open() of /dev/ptmx makes one, and the descriptor is its master side.
 * Until that is closed, the terminal can be opened as /dev/pts/N.
 */
#include "dev/tty.h"
#include "fs/io.h"
#include "fs/poll.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/group.h"
#include "proc/sched.h"
#include "proc/thread.h"
#include "proc/wait.h"

#define PTY_MAX	    256u
#define PTS_MAJOR   136
#define LONG_LINE   64u	  /* characters; see master_write() */
#define OUTPUT_SIZE 4096u /* a power of two */

struct pty {
	struct tty tty; /* what /dev/pts/N opens */
	uint32_t number;
	struct account *account; /* which it is charged to */
	char name[sizeof("pts/255")];
	bool has_master;
	bool locked; /* pts/N does not open yet */

	/* A ring of what the terminal put out and the master has not read. */
	char *output;
	uint32_t tail, head; /* count up and wrap */
	struct wait_queue master_wait;
};

_Static_assert((OUTPUT_SIZE & (OUTPUT_SIZE - 1)) == 0, "positions wrap");
_Static_assert(PTY_MAX <= 256, "struct pty's name");

static struct pty *ptys[PTY_MAX];

static struct pty *pty_of(struct tty *t)
{
	return container_of(t, struct pty, tty);
}

/* --- The driver of the terminal. --- */

static size_t pty_room(struct tty *t)
{
	struct pty *p = pty_of(t);

	KASSERT(p->head - p->tail <= OUTPUT_SIZE);
	return OUTPUT_SIZE - (p->head - p->tail);
}

static size_t pty_write(struct tty *t, const char *s, size_t n)
{
	struct pty *p = pty_of(t);

	n = MIN(n, pty_room(t));
	for (size_t i = 0; i < n; i++)
		p->output[p->head++ % OUTPUT_SIZE] = s[i];
	if (n > 0)
		wait_wake_all(&p->master_wait);
	return n;
}

/* Bytes that the master can read count as sent: tcdrain() does not wait. */
static size_t pty_pending(struct tty *t)
{
	(void)t;
	return 0;
}

static void pty_discard(struct tty *t)
{
	struct pty *p = pty_of(t);

	p->tail = p->head;
}

static void pty_input_ready(struct tty *t)
{
	wait_wake_all(&pty_of(t)->master_wait);
}

static void pty_free(struct pty *p)
{
	KASSERT(p->tty.opens == 0 && !p->tty.session && !p->tty.foreground);
	KASSERT(list_empty(&p->master_wait.waiters));
	account_uncharge(p->account, ACCOUNT_TERMINALS);
	ptys[p->number] = NULL;
	kfree(p->tty.input);
	kfree(p->output);
	kfree(p);
}

static void pty_closed(struct tty *t)
{
	struct pty *p = pty_of(t);

	if (p->has_master)
		wait_wake_all(&p->master_wait);
	else
		pty_free(p);
}

static const struct tty_driver pty_driver = {
	.write = pty_write,
	.room = pty_room,
	.pending = pty_pending,
	.discard = pty_discard,
	.input_ready = pty_input_ready,
	.closed = pty_closed,
};

static int pts_open(struct device *d, struct file *f, int flags)
{
	struct tty *t = container_of(d, struct tty, device);

	return pty_of(t)->locked ? -EIO : tty_open(d, f, flags);
}

/* --- The master side. --- */

/* Has the terminal been opened, and have all programs closed it since? */
static bool is_deserted(const struct pty *p)
{
	return p->tty.was_opened && p->tty.opens == 0;
}

static int wait_for_terminal(struct file *f, struct pty *p)
{
	if (f->flags & O_NONBLOCK)
		return -EAGAIN;
	return wait_on(&p->master_wait, WAIT_FOREVER);
}

static ssize_t master_read(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct pty *p = f->object;
	size_t done = 0;
	int error;

	(void)offset;
	if (io->left == 0)
		return 0;
	while (p->head == p->tail) {
		if (is_deserted(p))
			return -EIO;
		error = wait_for_terminal(f, p);
		if (error < 0)
			return error;
	}
	while (io->left > 0 && p->head != p->tail) {
		uint32_t from = p->tail % OUTPUT_SIZE;
		size_t n = MIN(p->head - p->tail, OUTPUT_SIZE - from);

		n = MIN(n, io->left);
		if (io_put(io, p->output + from, n) < 0)
			return done > 0 ? (ssize_t)done : -EFAULT;
		p->tail += n;
		done += n;
	}
	tty_output_ready(&p->tty);
	return done;
}

static ssize_t master_write(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct pty *p = f->object;
	char piece[INPUT_BATCH];
	size_t done = 0;
	int error;

	(void)offset;
	while (io->left > 0) {
		size_t n = MIN(io->left, sizeof(piece));

		/* One character may print or erase all of the line. */
		if (p->tty.head - p->tty.line > LONG_LINE)
			n = 1;
		if (!tty_can_input(&p->tty)) {
			error = wait_for_terminal(f, p);
			if (error < 0)
				return done > 0 ? (ssize_t)done : error;
			continue;
		}
		if (io_get(io, piece, n) < 0)
			return done > 0 ? (ssize_t)done : -EFAULT;
		tty_input(&p->tty, piece, n);
		done += n;
		if (sched_checkpoint())
			break;
	}
	return done;
}

static unsigned master_poll(struct file *f, struct poll_set *set)
{
	struct pty *p = f->object;
	unsigned events = 0;

	if (p->head != p->tail)
		events |= POLLIN | POLLRDNORM;
	if (is_deserted(p))
		events |= POLLHUP;
	if (tty_can_input(&p->tty))
		events |= POLLOUT | POLLWRNORM;
	poll_add(set, &p->master_wait);
	return events;
}

/* The master's input is the terminal's output, and the other way round. */
static long master_flush(struct pty *p, uint32_t queue)
{
	if (queue > TCIOFLUSH)
		return -EINVAL;
	if (queue != TCOFLUSH) {
		pty_discard(&p->tty);
		tty_output_ready(&p->tty);
	}
	if (queue != TCIFLUSH)
		tty_flush_input(&p->tty);
	return 0;
}

static long master_ioctl(struct file *f, unsigned request, uint32_t arg)
{
	may_wait();
	struct pty *p = f->object;
	uint32_t lock;

	switch (request) {
	case TIOCGPTN:
		return user_store(uaddr(arg), p->number);
	case TIOCSPTLCK:
		if (user_load(uaddr(arg), &lock) < 0)
			return -EFAULT;
		p->locked = lock != 0;
		return 0;
	case FIONREAD:
		return user_store(uaddr(arg), p->head - p->tail);
	case TCFLSH:
		return master_flush(p, arg);
	case TIOCGPGRP:
		return user_store(
		    uaddr(arg), p->tty.foreground ? p->tty.foreground->id : 0);
	case TIOCGSID:
		if (!p->tty.session)
			return -ENOTTY;
		return user_store(uaddr(arg), p->tty.session->id);
	case TIOCSCTTY:
	case TIOCNOTTY:
		return -ENOTTY;
	}
	return tty_control(&p->tty, request, arg);
}

static void master_close(struct file *f)
{
	struct pty *p = f->object;

	KASSERT(p->has_master && ptys[p->number] == p);
	p->has_master = false;
	device_unregister(&p->tty.device);
	tty_hangup(&p->tty);
	if (p->tty.opens == 0)
		pty_free(p);
}

static const struct file_ops master_ops = {
	.read = master_read,
	.write = master_write,
	.poll = master_poll,
	.ioctl = master_ioctl,
	.release = master_close,
};

bool pty_is_master(const struct file *f)
{
	return f->ops == &master_ops;
}

/*
 * A terminal that belongs to the process's user.  a has been charged for it,
 * and is not any more if this fails.  NULL: no memory.
 */
static struct pty *pty_create(uint32_t number, struct account *a)
{
	struct pty *p = kmalloc(sizeof(*p));

	if (!p) {
		account_uncharge(a, ACCOUNT_TERMINALS);
		return NULL;
	}
	p->account = a;
	p->number = number;
	p->has_master = p->locked = true;
	ksnprintf(p->name, sizeof(p->name), "pts/%u", number);
	p->tty.device.name = p->name;
	p->tty.device.mode = S_IFCHR | 0620;
	p->tty.device.uid = cred_current()->euid;
	p->tty.device.gid = cred_current()->egid;
	p->tty.device.rdev = FL_MAKEDEV(PTS_MAJOR, number);
	p->tty.driver = &pty_driver;
	wait_queue_init(&p->master_wait);
	tty_init(&p->tty);
	p->tty.device.open = pts_open;
	p->output = kmalloc_raw(OUTPUT_SIZE);
	if (!p->output || tty_allocate(&p->tty) < 0 ||
	    device_register(&p->tty.device) < 0) {
		pty_free(p);
		return NULL;
	}
	KASSERT(number < PTY_MAX && !ptys[number]);
	ptys[number] = p;
	return p;
}

static int ptmx_open(struct device *d, struct file *f, int flags)
{
	struct account *a = account_current();
	uint32_t number = 0;

	(void)d, (void)flags;
	while (number < PTY_MAX && ptys[number])
		number++;
	if (number == PTY_MAX || account_charge(a, ACCOUNT_TERMINALS) < 0)
		return -EAGAIN;
	f->object = pty_create(number, a);
	return f->object ? 0 : -ENOMEM;
}

static struct device ptmx = { .name = "ptmx",
			      .mode = S_IFCHR | 0666,
			      .rdev = FL_MAKEDEV(5, 2),
			      .ops = &master_ops,
			      .open = ptmx_open };
static struct device folder = { .name = "pts", .mode = S_IFDIR | 0755 };

void pty_init(void)
{
	device_register(&ptmx);
	device_register(&folder);
}
