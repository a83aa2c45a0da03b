/* SPDX-License-Identifier: MIT */
/*
 * Terminals.  A tty is a line discipline (POSIX, "General Terminal
 * Interface") between programs and a driver: a serial line, a screen with a
 * keyboard, or the master side of a pseudo-terminal.
 *
 * All of a tty is used with interrupts off, by programs and by interrupt
 * handlers, and each step that does not wait is atomic.
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
 * What a driver does for its terminals.  send_break may wait, the others may
 * run in interrupts.
 */
struct tty_driver {
	/* Takes up to n bytes; how many.  Calls tty_output_ready() later. */
	size_t (*write)(struct tty *t, const char *s, size_t n);
	size_t (*room)(struct tty *t);	  /* that write() would take now */
	size_t (*pending)(struct tty *t); /* taken and not yet sent */
	/* May be NULL: */
	void (*discard)(struct tty *t);	    /* what is pending */
	void (*start)(struct tty *t);	    /* t->stopped ended */
	void (*input_ready)(struct tty *t); /* tty_can_input() again */
	void (*send_break)(struct tty *t);
	void (*closed)(struct tty *t); /* by the last program; may free t */
};

#define TTY_INPUT_SIZE 4096u /* a power of two */
#define INPUT_BATCH    16u   /* bytes a driver hands over together */

/* Bits beside a character in the input ring. */
#define INPUT_END 0x100u /* a line ends with it */
#define INPUT_EOF 0x200u /* and it is not part of the line */

struct tty {
	struct device device;
	const struct tty_driver *driver;
	struct termios termios;
	struct winsize winsize;

	/*
	 * Positions count up and wrap.  Programs read from tail; in canonical
	 * mode up to line, where the line that is being edited begins.
	 */
	uint16_t *input; /* NULL until it is first opened */
	uint32_t tail, line, head;
	uint32_t ends;	      /* INPUT_ENDs between tail and line */
	uint32_t line_column; /* of the screen, where the line began */
	uint32_t column;      /* of the screen, where output stands */
	fl_sigset_t signals;  /* that its input asks for, until all is taken */
	bool literal;	      /* VLNEXT: the next character is taken as it is */
	bool stopped;	      /* output, by VSTOP or TCOOFF */
	bool input_full;      /* the driver holds input back */
	bool hung_up;
	bool was_opened;
	uint32_t opens;

	struct session *session;  /* held; whose controlling terminal it is */
	struct group *foreground; /* held */
	struct wait_queue read_wait, write_wait;
};

/* For drivers: device's name, mode and number, driver, winsize are set. */
void tty_init(struct tty *t);	  /* for those that come and go */
void tty_register(struct tty *t); /* for those of the machine */
int tty_allocate(struct tty *t);  /* room for input before it is open */
int tty_open(struct device *d, struct file *f, int flags);
void tty_input(struct tty *t, const char *s, size_t n);
void tty_input_break(struct tty *t);
/* Else leave it in the hardware until driver->input_ready(). */
bool tty_can_input(struct tty *t);
void tty_output_ready(struct tty *t); /* there is room again */
void tty_hangup(struct tty *t);	      /* the line is gone, for ever */
void tty_set_winsize(struct tty *t, const struct winsize *w);

/* /dev/console is t; /dev/tty is everybody's own. */
void tty_set_console(struct tty *t);
void tty_register_own(void); /* registers those two */

bool file_is_tty(const struct file *f); /* or the master of one */
bool pty_is_master(const struct file *f);
/* Device number of a terminal, for ps; -1 for NULL. */
int tty_number(const struct tty *t);

/* For exit(): the leader of s ends, and s gives its terminal up. */
void tty_session_leader_exit(struct session *s);

/* --- Between the parts of the terminal code. --- */

/* tty_job.c: 0, -ERESTART after a signal, or -EIO. */
int tty_check_read(struct tty *t);
int tty_check_write(struct tty *t);  /* where TOSTOP is set */
int tty_check_change(struct tty *t); /* settings, always */
void tty_signal_foreground(struct tty *t, int sig);
void tty_acquire(struct tty *t);
void tty_disconnect(struct tty *t); /* its session has it no more */
long tty_job_ioctl(struct tty *t, unsigned request, struct uaddr arg);

/* tty_out.c: processing of output. */
void tty_echo(struct tty *t, const char *s, size_t n);
/* These two may wait. */
ssize_t tty_write_io(struct tty *t, struct io *io, bool nonblocking);
int tty_drain(struct tty *t);

/* ldisc.c: processing of input. */
uint32_t tty_readable(const struct tty *t);
void tty_mode_changed(struct tty *t, const struct termios *old);
void tty_flush_input(struct tty *t);
/* Takes up to n characters; *ended: a line (or VEOF) ended with them. */
uint32_t tty_take(struct tty *t, char *to, uint32_t n, bool *ended);

/* tty_ioctl.c.  May wait. */
long tty_control(struct tty *t, unsigned request, uint32_t arg);

static inline bool tty_has(const struct tty *t, tcflag_t lflag)
{
	return t->termios.c_lflag & lflag;
}

/* A byte of a character in UTF-8, but for its first? */
static inline bool tty_is_continuation(const struct tty *t, uint8_t c)
{
	return (t->termios.c_iflag & IUTF8) && (c & 0xc0) == 0x80;
}

static inline bool tty_is_char(const struct tty *t, int which, uint8_t c)
{
	return c != _POSIX_VDISABLE && t->termios.c_cc[which] == c;
}

#endif
