/* SPDX-License-Identifier: MIT */
/* A child on a terminal that its parent is at the other end of. */
#include <pty.h>
#include <unistd.h>
#include <utmp.h>

pid_t forkpty(int *master, char *name, const struct termios *settings,
	      const struct winsize *size)
{
	int side, terminal;
	pid_t pid;

	if (openpty(&side, &terminal, name, settings, size) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		close(side);
		if (login_tty(terminal) < 0)
			_exit(1);
		return 0;
	}
	close(terminal);
	if (pid < 0)
		close(side);
	else
		*master = side;
	return pid;
}
