/* SPDX-License-Identifier: MIT */
/* Both sides of a new pseudo-terminal. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int open_terminal(int master, char *path)
{
	if (grantpt(master) < 0 || unlockpt(master) < 0 ||
	    ptsname_r(master, path, TTY_NAME_MAX) != 0)
		return -1;
	return open(path, O_RDWR | O_NOCTTY);
}

int openpty(int *master, int *terminal, char *name,
	    const struct termios *settings, const struct winsize *size)
{
	char path[TTY_NAME_MAX];
	int saved;

	*master = posix_openpt(O_RDWR | O_NOCTTY);
	if (*master < 0)
		return -1;
	*terminal = open_terminal(*master, path);
	if (*terminal < 0) {
		saved = errno;
		close(*master);
		errno = saved;
		return -1;
	}
	if (settings)
		tcsetattr(*terminal, TCSAFLUSH, settings);
	if (size)
		ioctl(*terminal, TIOCSWINSZ, size);
	if (name)
		strcpy(name, path);
	return 0;
}
