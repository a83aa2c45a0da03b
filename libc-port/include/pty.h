/* SPDX-License-Identifier: MIT */
/* Pseudo-terminals, as BSD has them; POSIX's are in <stdlib.h>. */
#ifndef _PTY_H
#define _PTY_H

#include <sys/cdefs.h>
#include <sys/ioctl.h>
#include <termios.h>

__BEGIN_DECLS
/* name, settings, size may be NULL; name has room for TTY_NAME_MAX bytes. */
int openpty(int *master, int *terminal, char *name,
	    const struct termios *settings, const struct winsize *size);
/* The child's pid, and 0 in the child, whose terminal it is. */
pid_t forkpty(int *master, char *name, const struct termios *settings,
	      const struct winsize *size);
__END_DECLS

#endif
