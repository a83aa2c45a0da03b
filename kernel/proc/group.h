/* SPDX-License-Identifier: MIT */
/* Process groups and sessions. */
#ifndef KERNEL_PROC_GROUP_H
#define KERNEL_PROC_GROUP_H

#include "lib/list.h"
#include "lib/types.h"
#include "proc/process.h"

struct tty;

/* A session: process groups that share a controlling terminal. */
struct session {
	int id;
	uint32_t references; /* groups, and the terminal */
	struct tty *tty;     /* controlling terminal, or NULL */
	bool leader_gone;
};

/* A process group.  It lives while it has members or is a foreground. */
struct group {
	int id;
	uint32_t references;
	struct session *session;
	struct list members;   /* of struct process */
	struct list left_link; /* those that an exit may orphan */
};

/*
 * Moves p to the group pgid, which is made in that session if there is none.
 * 0, or -ENOMEM.
 */
int group_move(struct process *p, int pgid, struct session *session);

/* A session without members, held by the caller; NULL: out of memory. */
struct session *session_create(int id);

/* Give a reference back; the last one frees the group or session. */
void group_release(struct group *g);
void session_release(struct session *s);

/*
 * No member has a parent in another group of the same session: nobody is
 * left to continue it, so terminal stops do not stop it.
 */
bool group_is_orphaned(const struct group *g);

static inline struct session *session_current(void)
{
	return process_current()->group->session;
}

#endif
