/* SPDX-License-Identifier: MIT */
/* Makes a pipe. */
#include <unistd.h>

int pipe2(int pair[2], int flags);

int pipe(int pair[2])
{
	return pipe2(pair, 0);
}
