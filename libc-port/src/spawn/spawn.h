/* SPDX-License-Identifier: MIT */
/* What a process to be started does before its program runs. */
#ifndef LIBC_PORT_SPAWN_H
#define LIBC_PORT_SPAWN_H

#include <sched.h>
#include <signal.h>
#include <spawn.h>

struct __posix_spawnattr {
	short flags;
	pid_t group;
	sigset_t mask, defaults;
	struct sched_param param;
	int policy;
};

struct action {
	struct action *next;
	enum { ACTION_OPEN, ACTION_CLOSE, ACTION_DUP, ACTION_CHDIR } what;
	int fd, from, flags;
	mode_t mode;
	char path[];
};

struct __posix_spawn_file_actions {
	struct action *first, **end;
};

/* Carries out all actions of a list: 0, or -1 and errno says why not. */
int __spawn_act(const struct action *a);

#endif
