/* SPDX-License-Identifier: MIT */
/* Takes a pending signal, or waits for one; fails with the error's number. */
#include <errno.h>
#include <signal.h>

int sigwait(const sigset_t *__restrict set, int *__restrict sig)
{
	int saved = errno, result, error;

	do
		result = sigtimedwait(set, NULL, NULL);
	while (result < 0 && errno == EINTR);
	error = errno;
	errno = saved;
	if (result < 0)
		return error;
	*sig = result;
	return 0;
}
