/* SPDX-License-Identifier: MIT */
/* Advice on the use of a file: taken, and not acted on. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

int posix_fadvise(int fd, off_t offset, off_t length, int advice)
{
	struct stat st;

	(void)offset;
	if (length < 0 || advice < 0 || advice > POSIX_FADV_NOREUSE)
		return EINVAL;
	if (fstat(fd, &st) < 0)
		return errno;
	return S_ISFIFO(st.st_mode) ? ESPIPE : 0;
}
