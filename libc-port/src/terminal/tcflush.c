/* SPDX-License-Identifier: MIT */
/* Throws away what is not yet read or sent. */
#include <sys/ioctl.h>
#include <termios.h>

int tcflush(int fd, int queue)
{
	return ioctl(fd, TCFLSH, queue);
}
