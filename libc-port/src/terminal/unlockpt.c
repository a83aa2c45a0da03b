/* SPDX-License-Identifier: MIT */
/* From here on others may open a pseudo-terminal. */
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>

int unlockpt(int master)
{
	int locked = 0;

	if (ioctl(master, TIOCSPTLCK, &locked) == 0)
		return 0;
	if (errno == ENOTTY)
		errno = EINVAL;
	return -1;
}
