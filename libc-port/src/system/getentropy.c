/* SPDX-License-Identifier: MIT */
/* Random bytes from the kernel. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int getentropy(void *buf, size_t size)
{
	size_t done = 0;
	int fd;

	if (size > 256) {
		errno = EIO;
		return -1;
	}
	fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	while (done < size) {
		ssize_t n = read(fd, (char *)buf + done, size - done);

		if (n <= 0 && !(n < 0 && errno == EINTR))
			break;
		if (n > 0)
			done += n;
	}
	close(fd);
	if (done == size)
		return 0;
	errno = EIO;
	return -1;
}
