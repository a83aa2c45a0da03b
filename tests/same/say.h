/* SPDX-License-Identifier: MIT */
/* Results of calls in words: what was called, and what it said. */
#ifndef SAY_H
#define SAY_H

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The name of an error; numbers are the system's own affair. */
static inline const char *error_name(int error)
{
#define NAME(e) \
	case e: \
		return #e
	switch (error) {
		NAME(E2BIG);
		NAME(EACCES);
		NAME(EAGAIN);
		NAME(EBADF);
		NAME(EBUSY);
		NAME(ECHILD);
		NAME(EDOM);
		NAME(EEXIST);
		NAME(EFAULT);
		NAME(EFBIG);
		NAME(EILSEQ);
		NAME(EINTR);
		NAME(EINVAL);
		NAME(EIO);
		NAME(EISDIR);
		NAME(ELOOP);
		NAME(EMFILE);
		NAME(EMLINK);
		NAME(ENAMETOOLONG);
		NAME(ENODEV);
		NAME(ENOENT);
		NAME(ENOEXEC);
		NAME(ENOMEM);
		NAME(ENOSPC);
		NAME(ENOSYS);
		NAME(ENOTDIR);
		NAME(ENOTEMPTY);
		NAME(ENOTTY);
		NAME(ENXIO);
		NAME(EOPNOTSUPP);
		NAME(EOVERFLOW);
		NAME(EPERM);
		NAME(EPIPE);
		NAME(ERANGE);
		NAME(EROFS);
		NAME(ESPIPE);
		NAME(ESRCH);
		NAME(ETXTBSY);
		NAME(EXDEV);
	}
#undef NAME
	return error ? "another error" : "no error";
}

/* A failure is -1, and says why; anything else is printed as it is. */
static inline void say(const char *call, long long result)
{
	int error = errno;

	printf("%s: %lld", call, result);
	if (result == -1)
		printf(" %s", error_name(error));
	putchar('\n');
}

/* Of a call that returns a pointer: whether it did. */
static inline void say_pointer(const char *call, const void *result)
{
	int error = errno;

	printf("%s: %s\n", call, result ? "there" : error_name(error));
}

/* Bytes as text: what is not printable in octal. */
static inline void say_bytes(const char *what, const void *from, size_t n)
{
	const unsigned char *p = from;

	printf("%s: \"", what);
	for (; n > 0; n--, p++) {
		if (*p >= ' ' && *p < 0x7f)
			putchar(*p);
		else
			printf("\\%03o", *p);
	}
	puts("\"");
}

#define SAY(call)	  (errno = 0, say(#call, (call)))
#define SAY_POINTER(call) (errno = 0, say_pointer(#call, (call)))

#endif
