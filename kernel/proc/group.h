/* SPDX-License-Identifier: MIT */
/* Process groups and sessions. */
#ifndef KERNEL_PROC_GROUP_H
#define KERNEL_PROC_GROUP_H

#include "lib/list.h"
#include "lib/types.h"
#include "proc/process.h"
#include "proc/work.h"

struct tty;

/* A session: process groups that share a controlling terminal. */
struct session {
	int id;
	uint32_t references; /* its groups, and its terminal */
	struct tty *tty;     /* controlling terminal, or NULL */
	bool leader_gone;    /* its first process has ended */
};

/*
 * A process group.  Its members hold it, and a terminal whose foreground group
 * it is.
 */
struct group {
	int id;
	uint32_t references;
	struct session *session;
	struct list members;   /* of struct process */
	struct list left_link; /* in a list of give_children_away() */
	fl_sigset_t told; /* signals that work will send; it holds the group */
	struct work work;
};

/*
 * Moves p from its group, if it has one, to the group pgid.  If there is no
 * such group, makes it in session; pgid must then be a number in use.  Returns
 * 0 or -ENOMEM.
 */
int group_move(struct process *p, int pgid, struct session *session);

/*
 * Makes a session without groups, for the process with the number id.  The
 * caller holds it.  NULL: out of memory.
 */
struct session *session_create(int id);

/*
 * Sends sig to all members of g soon, before any program goes on.  May be
 * called by interrupt handlers.
 */
void group_tell(struct group *g, int sig);

/* Give up a reference; the last one frees the group or session. */
void group_release(struct group *g);
void session_release(struct session *s);

/*
 * Returns true if no member has a parent in another group of the same session
 * (POSIX "Orphaned Process Group").  No shell is left that could continue the
 * group, so SIGTSTP, SIGTTIN and SIGTTOU do not stop it.
 */
bool group_is_orphaned(const struct group *g);

static inline struct session *session_current(void)
{
	return process_current()->group->session;
}

#endif
