/* SPDX-License-Identifier: MIT */
/* Reads a terminal's attributes. */
#include <sys/ioctl.h>
#include <termios.h>

int tcgetattr(int fd, struct termios *attributes)
{
	return ioctl(fd, TCGETS, attributes);
}
