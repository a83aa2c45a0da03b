/* SPDX-License-Identifier: MIT */
/* Sends a break. */
#include <sys/ioctl.h>
#include <termios.h>

int tcsendbreak(int fd, int duration)
{
	(void)duration;
	return ioctl(fd, TCSBRK, 0);
}
