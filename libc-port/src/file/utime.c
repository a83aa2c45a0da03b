/* SPDX-License-Identifier: MIT */
/* Sets a file's times in seconds. */
#include <sys/time.h>
#include <utime.h>

int utime(const char *path, const struct utimbuf *times)
{
	struct timeval tv[2] = { 0 };

	if (!times)
		return utimes(path, NULL);
	tv[0].tv_sec = times->actime;
	tv[1].tv_sec = times->modtime;
	return utimes(path, tv);
}
