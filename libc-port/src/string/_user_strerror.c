/* SPDX-License-Identifier: MIT */
/*
 * strerror() of a number that is no error's: it returns a text that is not
 * empty, and EINVAL (POSIX, strerror(); XSH 2.3 has EINVAL as "may fail" there
 * and as an error of strerror_r()).
 */
#include <errno.h>
#include <stdio.h>

char *_user_strerror(int error, int internal, int *result)
{
	static __thread char text[32];

	(void)internal;
	snprintf(text, sizeof(text), "Unknown error %d", error);
	if (result)
		*result = EINVAL;
	return text;
}
