/* SPDX-License-Identifier: MIT */
/*
 * Terminals.  A tty is a line discipline (POSIX, "General Terminal
 * Interface") between programs and a driver: a serial line, a screen with a
 * keyboard, or the master side of a pseudo-terminal.
 *
 * Calls and interrupt handlers use a tty, both with interrupts off.  What
 * neither waits nor lets interrupts in (arch_poll_interrupts()) is atomic.
 */
#ifndef KERNEL_DEV_TTY_H
#define KERNEL_DEV_TTY_H

#include "dev/device.h"
#include "lib/types.h"
#include "proc/wait.h"
#include <faultline/ioctl.h>
#include <faultline/signal.h>
#include <faultline/termios.h>

struct group;
struct session;
struct tty;

/*
 * What a driver does for its terminals.  send_break may wait.  The others do
 * not, and interrupt handlers may call them.
 */
struct tty_driver {
	/*
	 * Takes up to n bytes for output, and returns how many.  If they were
	 * not all, the driver calls tty_output_ready() when there is room.
	 */
	size_t (*write)(struct tty *t, const char *s, size_t n);
	size_t (*room)(struct tty *t);	  /* bytes that write() would take */
	size_t (*pending)(struct tty *t); /* bytes taken and not yet sent */
	/* These may be NULL. */
	void (*discard)(struct tty *t);	    /* drops what is pending */
	void (*start)(struct tty *t);	    /* t->stopped is false again */
	void (*input_ready)(struct tty *t); /* tty_can_input() is true again */
	void (*send_break)(struct tty *t);  /* on the line; may wait */
	void (*closed)(struct tty *t); /* by the last program; may free t */
};

#define TTY_INPUT_SIZE 4096u /* a power of two */
#define INPUT_BATCH    16u   /* bytes that a driver may hand over at once */

/* Bits beside a character in the input ring. */
#define INPUT_END 0x100u /* a line ends with it */
#define INPUT_EOF 0x200u /* and it is not part of the line */

struct tty {
	struct device device;
	const struct tty_driver *driver;
	struct termios termios;
	struct winsize winsize;

	/*
	 * The ring of input.  Its positions count up and wrap.  Programs read
	 * from tail on: in canonical mode up to line, where the line that is
	 * being edited begins, and else up to head.
	 */
	uint16_t *input; /* NULL until it is first opened */
	uint32_t tail, line, head;
	uint32_t ends;	      /* INPUT_ENDs between tail and line */
	uint32_t line_column; /* where the line begins on the screen */
	uint32_t column;      /* where the next output goes on the screen */
	fl_sigset_t signals;  /* that input in tty_input() has asked for */
	bool literal;	      /* VLNEXT: the next character is taken as it is */
	bool stopped;	      /* output, by VSTOP or TCOOFF */
	bool input_full;      /* the driver holds input back */
	bool hung_up;	      /* tty_hangup() was called */
	bool was_opened;      /* ever */
	uint32_t opens;	      /* open files */

	struct session *session;  /* held, or NULL: the one that t controls */
	struct group *foreground; /* held, or NULL: of session */
	struct wait_queue read_wait, write_wait;
};

/* --- For drivers. --- */

/*
 * Prepares t, whose device's name, mode and number, driver and winsize are set.
 * tty_register() also registers its device, at boot.
 */
void tty_init(struct tty *t);
void tty_register(struct tty *t);
int tty_allocate(struct tty *t); /* makes the ring of input: 0 or -ENOMEM */
/* Opens t as f, as device.open: 0 or -ENOMEM. */
int tty_open(struct device *d, struct file *f, int flags);
/* n bytes, or a break, have come from the line. */
void tty_input(struct tty *t, const char *s, size_t n);
void tty_input_break(struct tty *t);
/*
 * Is there room for INPUT_BATCH bytes?  If not, the driver keeps input in the
 * hardware until driver->input_ready() is called.
 */
bool tty_can_input(struct tty *t);
void tty_output_ready(struct tty *t); /* output has room again, or is sent */
void tty_hangup(struct tty *t);	      /* the line is gone, for ever */
/* Tells the foreground by SIGWINCH.  Not for interrupt handlers. */
void tty_set_winsize(struct tty *t, const struct winsize *w);

/* --- For others. --- */

void tty_set_console(struct tty *t); /* what /dev/console opens */
void tty_register_own(void);	     /* registers /dev/tty and /dev/console */

bool file_is_tty(const struct file *f); /* also the master of one */
bool pty_is_master(const struct file *f);
/* The device number of t, for ps; -1 if t is NULL. */
int tty_number(const struct tty *t);

/*
 * The leader of s ends: s gives its terminal up, if it has one, and the
 * terminal's foreground gets SIGHUP and SIGCONT (POSIX _exit()).
 */
void tty_session_leader_exit(struct session *s);

/* --- Between the parts of the terminal code. --- */

/*
 * tty_job.c: job control (POSIX, "Terminal Access Control").  May the process
 * read, write, or change settings?  0; -ERESTART: its group was sent SIGTTIN or
 * SIGTTOU; -EIO: it is in the background, and cannot be stopped.
 */
int tty_check_read(struct tty *t);
int tty_check_write(struct tty *t); /* asks only if TOSTOP is set */
int tty_check_change(struct tty *t);
void tty_signal_foreground(struct tty *t, int sig);
/* t becomes the controlling terminal of the current session; both have none. */
void tty_acquire(struct tty *t);
/* t is hung up: its session, whose leader gets SIGHUP and SIGCONT, loses it. */
void tty_disconnect(struct tty *t);
/* The requests about sessions and groups; -ENOTTY: it is none of these. */
long tty_job_ioctl(struct tty *t, unsigned request, struct uaddr arg);

/* tty_out.c: processing of output. */
void tty_echo(struct tty *t, const char *s, size_t n);
/*
 * Writes what io has: the count, or -EAGAIN, -EFAULT, -EIO (hung up) or
 * -ERESTART if nothing was written.  tty_drain() waits until all output is
 * sent: 0 or -ERESTART.  These two may wait.
 */
ssize_t tty_write_io(struct tty *t, struct io *io, bool nonblocking);
int tty_drain(struct tty *t);

/* ldisc.c: processing of input. */
uint32_t tty_readable(const struct tty *t); /* characters */
/* t->termios was changed; old is what it was. */
void tty_mode_changed(struct tty *t, const struct termios *old);
void tty_flush_input(struct tty *t);
/* Takes up to n characters; *ended: a line or VEOF ended with them. */
uint32_t tty_take(struct tty *t, char *to, uint32_t n, bool *ended);

/* tty_ioctl.c: ioctl() for a terminal, or through its master.  May wait. */
long tty_control(struct tty *t, unsigned request, uint32_t arg);

/* Is a local mode set, ICANON for one? */
static inline bool tty_has(const struct tty *t, tcflag_t lflag)
{
	return t->termios.c_lflag & lflag;
}

/* Is c a byte of a character in UTF-8, but not its first? */
static inline bool tty_is_continuation(const struct tty *t, uint8_t c)
{
	return (t->termios.c_iflag & IUTF8) && (c & 0xc0) == 0x80;
}

/* Is c the special character of index `which', VINTR for one? */
static inline bool tty_is_char(const struct tty *t, int which, uint8_t c)
{
	return c != _POSIX_VDISABLE && t->termios.c_cc[which] == c;
}

#endif
