/* SPDX-License-Identifier: MIT */
/* For programs that run another one, and end as it did. */
#ifndef USERLAND_STATUS_H
#define USERLAND_STATUS_H

#include <signal.h>
#include <sys/wait.h>

/* The status to exit with; does not return if a signal ended the other. */
static inline int repeat_status(int status)
{
	if (WIFSIGNALED(status)) {
		signal(WTERMSIG(status), SIG_DFL);
		raise(WTERMSIG(status));
		return 128 + WTERMSIG(status);
	}
	return WEXITSTATUS(status);
}

#endif
