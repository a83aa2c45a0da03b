/* SPDX-License-Identifier: MIT */
/* Waiting for children (POSIX <sys/wait.h>). */
#ifndef _SYS_WAIT_H
#define _SYS_WAIT_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/signal.h>
#include <sys/resource.h>
#include <faultline/wait.h>

#define WIFEXITED(w)    (((w) & 0x7f) == 0)
#define WEXITSTATUS(w)  (((w) >> 8) & 0xff)
#define WIFSIGNALED(w)  (((w) & 0x7f) != 0 && ((w) & 0x7f) != 0x7f)
#define WTERMSIG(w)     ((w) & 0x7f)
#define WIFSTOPPED(w)   (((w) & 0xff) == 0x7f)
#define WSTOPSIG(w)     (((w) >> 8) & 0xff)
#define WIFCONTINUED(w) ((w) == FL_W_CONTINUED)
#define WCOREDUMP(w)    ((w) & 0x80)

#define W_EXITCODE(code, sig) ((code) << 8 | (sig))
#define W_STOPCODE(sig)       ((sig) << 8 | 0x7f)

typedef enum {
	P_ALL = FL_P_ALL,
	P_PID = FL_P_PID,
	P_PGID = FL_P_PGID
} idtype_t;

__BEGIN_DECLS
pid_t wait(int *);
pid_t wait3(int *, int, struct rusage *);
pid_t wait4(pid_t, int *, int, struct rusage *);
int waitid(idtype_t, id_t, siginfo_t *, int);
pid_t waitpid(pid_t, int *, int);
__END_DECLS

#endif
