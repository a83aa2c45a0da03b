/* SPDX-License-Identifier: MIT */
/* Record locks from the file offset on. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int lockf(int fd, int command, off_t length)
{
	struct flock lock = { F_WRLCK, SEEK_CUR, 0, length, 0 };

	switch (command) {
	case F_ULOCK:
		lock.l_type = F_UNLCK;
		return fcntl(fd, F_SETLK, &lock);
	case F_LOCK:
		return fcntl(fd, F_SETLKW, &lock);
	case F_TLOCK:
		return fcntl(fd, F_SETLK, &lock);
	case F_TEST:
		if (fcntl(fd, F_GETLK, &lock) < 0)
			return -1;
		if (lock.l_type == F_UNLCK || lock.l_pid == getpid())
			return 0;
		errno = EAGAIN;
		return -1;
	}
	errno = EINVAL;
	return -1;
}
