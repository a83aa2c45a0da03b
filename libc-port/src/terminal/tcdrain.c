/* SPDX-License-Identifier: MIT */
/* Waits until output is sent. */
#include <sys/ioctl.h>
#include <termios.h>

int tcdrain(int fd)
{
	return ioctl(fd, TCSBRK, 1);
}
