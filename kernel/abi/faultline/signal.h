/* SPDX-License-Identifier: MIT */
/* Signals: numbers, codes, and what delivery puts on the stack. */
#ifndef FAULTLINE_SIGNAL_H
#define FAULTLINE_SIGNAL_H

/* Linux's numbers. */
#define SIGHUP      1
#define SIGINT      2
#define SIGQUIT     3
#define SIGILL      4
#define SIGTRAP     5
#define SIGABRT     6
#define SIGBUS      7
#define SIGFPE      8
#define SIGKILL     9
#define SIGUSR1    10
#define SIGSEGV    11
#define SIGUSR2    12
#define SIGPIPE    13
#define SIGALRM    14
#define SIGTERM    15
#define SIGCHLD    17
#define SIGCONT    18
#define SIGSTOP    19
#define SIGTSTP    20
#define SIGTTIN    21
#define SIGTTOU    22
#define SIGURG     23
#define SIGXCPU    24
#define SIGXFSZ    25
#define SIGVTALRM  26
#define SIGPROF    27
#define SIGWINCH   28
#define SIGPOLL    29
#define SIGPWR     30
#define SIGSYS     31
#define SIGIO      SIGPOLL
#define SIGIOT     SIGABRT
#define FL_SIGRTMIN 34
#define FL_SIGRTMAX 64
#define FL_NSIG     65

#define SA_NOCLDSTOP 0x00000001
#define SA_NOCLDWAIT 0x00000002
#define SA_SIGINFO   0x00000004
#define SA_ONSTACK   0x08000000
#define SA_RESTART   0x10000000
#define SA_NODEFER   0x40000000
#define SA_RESETHAND 0x80000000

#define SIG_BLOCK   0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

#define SS_ONSTACK  1
#define SS_DISABLE  2
#define MINSIGSTKSZ 2048
#define SIGSTKSZ    8192

/* si_code (POSIX <signal.h>). */
#define SI_USER    0
#define SI_KERNEL  0x80
#define SI_QUEUE   (-1)
#define SI_TIMER   (-2)
#define SI_MESGQ   (-3)
#define SI_ASYNCIO (-4)
#define SI_TKILL   (-6)

#define ILL_ILLOPC 1
#define ILL_ILLOPN 2
#define ILL_ILLADR 3
#define ILL_ILLTRP 4
#define ILL_PRVOPC 5
#define ILL_PRVREG 6
#define ILL_COPROC 7
#define ILL_BADSTK 8

#define FPE_INTDIV 1
#define FPE_INTOVF 2
#define FPE_FLTDIV 3
#define FPE_FLTOVF 4
#define FPE_FLTUND 5
#define FPE_FLTRES 6
#define FPE_FLTINV 7
#define FPE_FLTSUB 8

#define SEGV_MAPERR 1
#define SEGV_ACCERR 2

#define BUS_ADRALN 1
#define BUS_ADRERR 2
#define BUS_OBJERR 3

#define TRAP_BRKPT 1
#define TRAP_TRACE 2

#define CLD_EXITED    1
#define CLD_KILLED    2
#define CLD_DUMPED    3
#define CLD_TRAPPED   4
#define CLD_STOPPED   5
#define CLD_CONTINUED 6

#define POLL_IN 1
#define POLL_OUT 2
#define POLL_MSG 3
#define POLL_ERR 4
#define POLL_PRI 5
#define POLL_HUP 6

/* Bit n - 1 stands for signal n. */
typedef unsigned long long fl_sigset_t;

/*
 * libc's structures have these fields at these offsets; libc-port asserts
 * it.  Pointers are 32-bit user addresses.
 */
struct fl_sigaction {
	unsigned int handler; /* 0 SIG_DFL, 1 SIG_IGN, else an address */
	fl_sigset_t mask;
	unsigned int flags;
};

struct fl_siginfo {
	int si_signo;
	int si_errno;
	int si_code;
	int si_pid;
	unsigned int si_uid;
	int si_status;
	unsigned int si_addr;
	unsigned int si_value; /* union sigval */
	long si_band;
	int si_timerid;
	int si_overrun;
};

/* How an event is told: timer_create(), mq_notify(). */
#define FL_NOTIFY_NONE   1
#define FL_NOTIFY_SIGNAL 2 /* to the process */
#define FL_NOTIFY_THREAD 4 /* a signal to the thread tid of this process */

struct fl_notify {
	int how;
	int signo;
	unsigned int value; /* union sigval */
	int tid;
};

struct fl_stack {
	unsigned int ss_sp;
	unsigned int ss_size;
	int ss_flags;
};

/* The integer registers of an interrupted program. */
struct fl_mcontext {
	unsigned int gs, fs, es, ds;
	unsigned int edi, esi, ebp, esp, ebx, edx, ecx, eax;
	unsigned int trapno, err, eip, cs, eflags, cr2;
};

/*
 * What a handler gets as its third argument.  slots are the thread page's
 * ARG1..ARG6, ERRNO, RESULT, RESULT_HI at the moment of interruption;
 * sigreturn() puts them back, so a handler may make calls.  fpu is the
 * FXSAVE image (Intel SDM vol. 1, "FXSAVE Area").
 */
struct fl_ucontext {
	unsigned int uc_flags;
	unsigned int uc_link;
	struct fl_stack uc_stack;
	struct fl_mcontext uc_mcontext;
	fl_sigset_t uc_sigmask;
	unsigned int slots[9];
	unsigned int uc_reserved[2]; /* 0 */
	unsigned char fpu[512] __attribute__((aligned(16)));
};

#endif
