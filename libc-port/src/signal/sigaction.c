/* SPDX-License-Identifier: MIT */
/* Sets what a signal does. */
#include <faultline/calls.h>
#include <signal.h>
#include <stddef.h>

#define SAME(a, b) \
	(offsetof(struct sigaction, a) == offsetof(struct fl_sigaction, b))

_Static_assert(SAME(sa_handler, handler) && SAME(sa_mask, mask) &&
		   SAME(sa_flags, flags),
	       "the kernel reads and writes a struct sigaction");
_Static_assert(sizeof(siginfo_t) == sizeof(struct fl_siginfo) &&
		   offsetof(siginfo_t, si_addr) ==
		       offsetof(struct fl_siginfo, si_addr) &&
		   offsetof(siginfo_t, si_value) ==
		       offsetof(struct fl_siginfo, si_value),
	       "the kernel writes a siginfo_t");
_Static_assert(offsetof(ucontext_t, uc_mcontext) ==
		       offsetof(struct fl_ucontext, uc_mcontext) &&
		   offsetof(ucontext_t, uc_sigmask) ==
		       offsetof(struct fl_ucontext, uc_sigmask),
	       "the kernel writes a ucontext_t");

int sigaction(int sig, const struct sigaction *__restrict new,
	      struct sigaction *__restrict old)
{
	*ARG1 = sig;
	*ARG2 = (unsigned)new;
	*ARG3 = (unsigned)old;
	return fl_result(*CALL_SIGACTION);
}
