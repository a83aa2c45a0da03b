/* SPDX-License-Identifier: MIT */
/* A session of its own for a terminal. */
#include <sys/ioctl.h>
#include <unistd.h>
#include <utmp.h>

int login_tty(int terminal)
{
	setsid();
	if (ioctl(terminal, TIOCSCTTY, 0) < 0)
		return -1;
	for (int fd = 0; fd < 3; fd++)
		if (terminal != fd)
			dup2(terminal, fd);
	if (terminal > 2)
		close(terminal);
	return 0;
}
