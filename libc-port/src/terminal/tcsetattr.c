/* SPDX-License-Identifier: MIT */
/* Sets a terminal's attributes. */
#include <errno.h>
#include <sys/ioctl.h>
#include <termios.h>

int tcsetattr(int fd, int when, const struct termios *attributes)
{
	if (when < TCSANOW || when > TCSAFLUSH) {
		errno = EINVAL;
		return -1;
	}
	return ioctl(fd, TCSETS + when, attributes);
}
