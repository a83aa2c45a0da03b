/* SPDX-License-Identifier: MIT */
/* Signals (POSIX <signal.h>). */
#ifndef _SYS_SIGNAL_H
#define _SYS_SIGNAL_H

#include <sys/cdefs.h>
#include <sys/features.h>
#include <sys/types.h>
#include <sys/_sigset.h>
#include <sys/_timespec.h>
#include <faultline/signal.h>

#if !defined(_SIGSET_T_DECLARED)
#define _SIGSET_T_DECLARED
typedef __sigset_t sigset_t;
#endif

#define NSIG     FL_NSIG
#define _NSIG    FL_NSIG
#define SIGCLD   SIGCHLD
#define SIGRTMIN FL_SIGRTMIN
#define SIGRTMAX FL_SIGRTMAX
#define SA_NOMASK  SA_NODEFER
#define SA_ONESHOT SA_RESETHAND
#define SIG_HOLD ((_sig_func_ptr)2)

typedef void (*_sig_func_ptr)(int);

union sigval {
	int sival_int;
	void *sival_ptr;
};

typedef struct {
	int si_signo;
	int si_errno;
	int si_code;
	pid_t si_pid;
	uid_t si_uid;
	int si_status;
	void *si_addr;
	union sigval si_value;
	long si_band;
	int si_timerid;
	int si_overrun;
} siginfo_t;

struct sigaction {
	union {
		_sig_func_ptr __handler;
		void (*__action)(int, siginfo_t *, void *);
	} __u;
	sigset_t sa_mask;
	int sa_flags;
};
#define sa_handler   __u.__handler
#define sa_sigaction __u.__action

typedef struct sigaltstack {
	void *ss_sp;
	size_t ss_size;
	int ss_flags;
} stack_t;

struct sigevent {
	int sigev_notify;
	int sigev_signo;
	union sigval sigev_value;
	void (*sigev_notify_function)(union sigval);
	pthread_attr_t *sigev_notify_attributes;
};
#define SIGEV_NONE   1
#define SIGEV_SIGNAL 2
#define SIGEV_THREAD 3

typedef struct fl_mcontext mcontext_t;

/* The kernel's struct fl_ucontext, with the types that POSIX gives it. */
typedef struct __ucontext {
	unsigned int uc_flags;
	struct __ucontext *uc_link;
	stack_t uc_stack;
	mcontext_t uc_mcontext;
	sigset_t uc_sigmask;
	unsigned int __slots[9];
	unsigned char __fpu[512] __attribute__((__aligned__(16)));
} ucontext_t;

__BEGIN_DECLS
int kill(pid_t, int);
int killpg(pid_t, int);
#if __XSI_VISIBLE && __POSIX_VISIBLE < 200809
void (*bsd_signal(int, void (*)(int)))(int);
#endif
int pthread_kill(pthread_t, int);
int pthread_sigmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int sigaction(int, const struct sigaction *__restrict,
    struct sigaction *__restrict);
int sigaddset(sigset_t *, int);
int sigaltstack(const stack_t *__restrict, stack_t *__restrict);
int sigdelset(sigset_t *, int);
int sigemptyset(sigset_t *);
int sigfillset(sigset_t *);
int sighold(int);
int sigignore(int);
int siginterrupt(int, int);
int sigismember(const sigset_t *, int);
int sigpause(int);
int sigpending(sigset_t *);
int sigprocmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int sigqueue(pid_t, int, union sigval);
int sigrelse(int);
_sig_func_ptr sigset(int, _sig_func_ptr);
int sigsuspend(const sigset_t *);
int sigtimedwait(const sigset_t *__restrict, siginfo_t *__restrict,
    const struct timespec *__restrict);
int sigwait(const sigset_t *__restrict, int *__restrict);
int sigwaitinfo(const sigset_t *__restrict, siginfo_t *__restrict);
void psiginfo(const siginfo_t *, const char *);
extern const char *const sys_siglist[];
__END_DECLS

#endif
