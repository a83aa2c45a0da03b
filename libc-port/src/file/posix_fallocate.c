/* SPDX-License-Identifier: MIT */
/* Makes a file long enough. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int posix_fallocate(int fd, off_t offset, off_t length)
{
	struct stat st;
	int flags;

	if (offset < 0 || length <= 0)
		return EINVAL;
	flags = fcntl(fd, F_GETFL);
	if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY)
		return EBADF;
	if (fstat(fd, &st) < 0)
		return errno;
	if (!S_ISREG(st.st_mode))
		return S_ISFIFO(st.st_mode) ? ESPIPE : ENODEV;
	if (st.st_size >= offset + length)
		return 0;
	return ftruncate(fd, offset + length) < 0 ? errno : 0;
}
