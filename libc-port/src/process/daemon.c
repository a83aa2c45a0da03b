/* SPDX-License-Identifier: MIT */
/* Goes on in the background, in a session of its own. */
#include <fcntl.h>
#include <unistd.h>

int daemon(int stay, int keep)
{
	int fd;

	switch (fork()) {
	case -1:
		return -1;
	case 0:
		break;
	default:
		_exit(0);
	}
	if (setsid() < 0 || (!stay && chdir("/") < 0))
		return -1;
	if (!keep && (fd = open("/dev/null", O_RDWR)) >= 0) {
		dup2(fd, 0);
		dup2(fd, 1);
		dup2(fd, 2);
		if (fd > 2)
			close(fd);
	}
	return 0;
}
