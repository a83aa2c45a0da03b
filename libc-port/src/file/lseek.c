/* SPDX-License-Identifier: MIT */
/* Moves the file offset; the result's upper half is in RESULT_HI. */
#include <errno.h>
#include <faultline/calls.h>
#include <unistd.h>

off_t lseek(int fd, off_t offset, int whence)
{
	unsigned low;
	int high;

	*ARG1 = fd;
	*ARG2 = offset;
	*ARG3 = offset >> 32;
	*ARG4 = whence;
	low = *CALL_LSEEK;
	high = *RESULT_HI;
	if (low == -1u && high == -1) {
		errno = *ERRNO;
		return -1;
	}
	return (off_t)high << 32 | low;
}
