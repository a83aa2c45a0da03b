/* SPDX-License-Identifier: MIT */
/* The System V functions for signals. */
#include <errno.h>
#include <signal.h>

int sighold(int sig)
{
	sigset_t set = 0;

	return sigaddset(&set, sig) < 0 ? -1
					: sigprocmask(SIG_BLOCK, &set, NULL);
}

int sigrelse(int sig)
{
	sigset_t set = 0;

	return sigaddset(&set, sig) < 0 ? -1
					: sigprocmask(SIG_UNBLOCK, &set, NULL);
}

int sigignore(int sig)
{
	struct sigaction action = { 0 };

	action.sa_handler = SIG_IGN;
	return sigaction(sig, &action, NULL);
}

int sigpause(int sig)
{
	sigset_t set;

	if (sigprocmask(SIG_SETMASK, NULL, &set) < 0 ||
	    sigdelset(&set, sig) < 0)
		return -1;
	return sigsuspend(&set);
}

_sig_func_ptr sigset(int sig, _sig_func_ptr handler)
{
	struct sigaction new = { 0 }, old;
	sigset_t set = 0, mask;

	if (sigaddset(&set, sig) < 0)
		return SIG_ERR;
	if (handler == SIG_HOLD) {
		if (sigprocmask(SIG_BLOCK, &set, &mask) < 0 ||
		    sigaction(sig, NULL, &old) < 0)
			return SIG_ERR;
	} else {
		new.sa_handler = handler;
		if (sigaction(sig, &new, &old) < 0 ||
		    sigprocmask(SIG_UNBLOCK, &set, &mask) < 0)
			return SIG_ERR;
	}
	return sigismember(&mask, sig) ? SIG_HOLD : old.sa_handler;
}
