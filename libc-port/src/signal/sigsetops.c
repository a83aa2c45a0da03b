/* SPDX-License-Identifier: MIT */
/* Sets of signals. */
#include <errno.h>
#include <signal.h>

#define VALID(sig) ((unsigned)(sig)-1 < NSIG - 1)
#define BIT(sig)   (1ull << ((sig)-1))

#undef sigemptyset
#undef sigfillset
#undef sigaddset
#undef sigdelset
#undef sigismember

static int invalid(void)
{
	errno = EINVAL;
	return -1;
}

int sigemptyset(sigset_t *set)
{
	*set = 0;
	return 0;
}

int sigfillset(sigset_t *set)
{
	*set = ~0ull;
	return 0;
}

int sigaddset(sigset_t *set, int sig)
{
	if (!VALID(sig))
		return invalid();
	*set |= BIT(sig);
	return 0;
}

int sigdelset(sigset_t *set, int sig)
{
	if (!VALID(sig))
		return invalid();
	*set &= ~BIT(sig);
	return 0;
}

int sigismember(const sigset_t *set, int sig)
{
	if (!VALID(sig))
		return invalid();
	return (*set & BIT(sig)) != 0;
}
