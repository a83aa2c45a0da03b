/* SPDX-License-Identifier: MIT */
/* A stream on a file without a name. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

FILE *tmpfile(void)
{
	char path[] = "/tmp/tmpXXXXXX";
	int fd = mkstemp(path);
	FILE *stream;

	if (fd < 0)
		return NULL;
	unlink(path);
	stream = fdopen(fd, "w+");
	if (!stream)
		close(fd);
	return stream;
}
