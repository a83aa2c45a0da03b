/* SPDX-License-Identifier: MIT */
/* From fopen()'s mode to flags of the stream and of open(). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

int __sflags(struct _reent *reent, const char *mode, int *open_flags)
{
	int stream, access, more;

	switch (*mode) {
	case 'r':
		stream = __SRD, access = O_RDONLY, more = 0;
		break;
	case 'w':
		stream = __SWR, access = O_WRONLY, more = O_CREAT | O_TRUNC;
		break;
	case 'a':
		stream = __SWR | __SAPP, access = O_WRONLY;
		more = O_CREAT | O_APPEND;
		break;
	default:
		reent->_errno = EINVAL;
		return 0;
	}
	while (*++mode && *mode != ',') {
		if (*mode == '+') {
			stream = (stream & ~(__SRD | __SWR)) | __SRW;
			access = O_RDWR;
		} else if (*mode == 'e') {
			more |= O_CLOEXEC;
		} else if (*mode == 'x') {
			more |= O_EXCL;
		}
	}
	*open_flags = access | more;
	return stream;
}
