/* SPDX-License-Identifier: MIT */
/* Terminals and job control: sessions, foreground and background. */
#include "dev/tty.h"
#include "lib/assert.h"
#include "machine/uaccess.h"
#include "proc/group.h"
#include "proc/process.h"
#include "proc/signal.h"
#include "proc/table.h"

/* Is the process in the background of its own controlling terminal? */
static bool in_background(const struct tty *t)
{
	return t->session && t->session == session_current() && t->foreground &&
	       t->foreground != process_current()->group;
}

/* Sends the job control signal; the call is restarted after it. */
static int stop_group(int sig)
{
	signal_send_job(process_current()->group, sig);
	return -ERESTART;
}

int tty_check_read(struct tty *t)
{
	if (!in_background(t))
		return 0;
	if (signal_is_blocked_or_ignored(SIGTTIN) ||
	    group_is_orphaned(process_current()->group))
		return -EIO;
	return stop_group(SIGTTIN);
}

int tty_check_change(struct tty *t)
{
	if (!in_background(t) || signal_is_blocked_or_ignored(SIGTTOU))
		return 0;
	if (group_is_orphaned(process_current()->group))
		return -EIO;
	return stop_group(SIGTTOU);
}

int tty_check_write(struct tty *t)
{
	return tty_has(t, TOSTOP) ? tty_check_change(t) : 0;
}

void tty_signal_foreground(struct tty *t, int sig)
{
	if (t->foreground)
		group_tell(t->foreground, sig);
}

static void set_foreground(struct tty *t, struct group *g)
{
	KASSERT(!g || (g->references > 0 && g->session == t->session));
	if (g)
		g->references++;
	if (t->foreground)
		group_release(t->foreground);
	t->foreground = g;
}

void tty_acquire(struct tty *t)
{
	struct session *s = session_current();

	KASSERT(!s->tty && !t->session && !t->hung_up);
	s->references++;
	s->tty = t;
	t->session = s;
	set_foreground(t, process_current()->group);
}

/* t and its session part; readers look again. */
static void give_up(struct tty *t)
{
	struct session *s = t->session;

	KASSERT(s->tty == t && s->references > 0);
	t->session = NULL;
	s->tty = NULL;
	set_foreground(t, NULL);
	session_release(s);
	wait_wake_all(&t->read_wait);
}

void tty_session_leader_exit(struct session *s)
{
	struct tty *t = s->tty;

	if (!t)
		return;
	if (t->foreground) {
		signal_send_job(t->foreground, SIGHUP);
		signal_send_job(t->foreground, SIGCONT);
	}
	give_up(t);
}

void tty_disconnect(struct tty *t)
{
	struct process *leader;

	if (!t->session)
		return;
	leader = process_find(t->session->id);
	if (leader) {
		signal_send_process(leader, SIGHUP, NULL);
		signal_send_process(leader, SIGCONT, NULL);
	}
	give_up(t);
}

static bool is_session_leader(void)
{
	return process_current()->pid == session_current()->id;
}

static long set_controlling(struct tty *t)
{
	if (t->session && t->session == session_current())
		return 0;
	if (!is_session_leader() || session_current()->tty || t->session)
		return -EPERM;
	tty_acquire(t);
	return 0;
}

/* tcsetpgrp() */
static long set_foreground_id(struct tty *t, struct uaddr arg)
{
	struct group *g;
	uint32_t id;
	int error;

	if (t->session != session_current())
		return -ENOTTY;
	error = tty_check_change(t);
	if (error < 0)
		return error;
	if (user_load(arg, &id) < 0)
		return -EFAULT;
	if ((int)id <= 0)
		return -EINVAL;
	g = group_find(id);
	if (!g || g->session != t->session)
		return -EPERM;
	set_foreground(t, g);
	return 0;
}

long tty_job_ioctl(struct tty *t, unsigned request, struct uaddr arg)
{
	switch (request) {
	case TIOCSCTTY:
		return set_controlling(t);
	case TIOCNOTTY:
		if (t->session != session_current())
			return -ENOTTY;
		if (!is_session_leader())
			return -EPERM; /* it is the session's, not the process's
					*/
		tty_session_leader_exit(t->session);
		return 0;
	case TIOCGPGRP:
		if (t->session != session_current())
			return -ENOTTY;
		return user_store(arg, t->foreground ? t->foreground->id
						     : INT32_MAX);
	case TIOCSPGRP:
		return set_foreground_id(t, arg);
	case TIOCGSID:
		if (t->session != session_current())
			return -ENOTTY;
		return user_store(arg, t->session->id);
	}
	return -ENOTTY;
}
