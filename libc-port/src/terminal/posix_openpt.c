/* SPDX-License-Identifier: MIT */
/* A new pseudo-terminal's master side. */
#include <fcntl.h>
#include <stdlib.h>

int posix_openpt(int flags)
{
	return open("/dev/ptmx", flags);
}

int getpt(void)
{
	return posix_openpt(O_RDWR);
}
