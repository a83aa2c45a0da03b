/* SPDX-License-Identifier: MIT */
/* Sets the terminal's foreground process group. */
#include <sys/ioctl.h>
#include <unistd.h>

int tcsetpgrp(int fd, pid_t group)
{
	return ioctl(fd, TIOCSPGRP, &group);
}
