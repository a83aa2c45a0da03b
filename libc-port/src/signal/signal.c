/* SPDX-License-Identifier: MIT */
/* Sets a handler; interrupted calls restart. */
#include <errno.h>
#include <signal.h>

/* Signals for which siginterrupt() was asked. */
sigset_t __interrupting;

_sig_func_ptr signal(int sig, _sig_func_ptr handler)
{
	struct sigaction new = { 0 }, old;

	if (handler == SIG_ERR) {
		errno = EINVAL;
		return SIG_ERR;
	}
	new.sa_handler = handler;
	new.sa_flags = sigismember(&__interrupting, sig) == 1 ? 0 : SA_RESTART;
	return sigaction(sig, &new, &old) < 0 ? SIG_ERR : old.sa_handler;
}
