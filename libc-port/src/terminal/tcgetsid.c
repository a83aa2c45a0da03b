/* SPDX-License-Identifier: MIT */
/* The session that a terminal controls. */
#include <sys/ioctl.h>
#include <termios.h>

pid_t tcgetsid(int fd)
{
	pid_t session;

	return ioctl(fd, TIOCGSID, &session) < 0 ? -1 : session;
}
