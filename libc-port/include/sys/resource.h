/* SPDX-License-Identifier: MIT */
/* Resource limits and usage (POSIX <sys/resource.h>). */
#ifndef _SYS_RESOURCE_H
#define _SYS_RESOURCE_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/_timeval.h>
#include <faultline/resource.h>

typedef unsigned long long rlim_t;

#define RLIM_INFINITY  FL_RLIM_INFINITY
#define RLIM_SAVED_MAX RLIM_INFINITY
#define RLIM_SAVED_CUR RLIM_INFINITY
#define PRIO_MIN       (-20)
#define PRIO_MAX       20

struct rlimit {
	rlim_t rlim_cur;
	rlim_t rlim_max;
};

struct rusage {
	struct timeval ru_utime;
	struct timeval ru_stime;
	long ru_maxrss, ru_ixrss, ru_idrss, ru_isrss;
	long ru_minflt, ru_majflt, ru_nswap;
	long ru_inblock, ru_oublock;
	long ru_msgsnd, ru_msgrcv;
	long ru_nsignals, ru_nvcsw, ru_nivcsw;
};

__BEGIN_DECLS
int getpriority(int, id_t);
int getrlimit(int, struct rlimit *);
int getrusage(int, struct rusage *);
int prlimit(pid_t, int, const struct rlimit *, struct rlimit *);
int setpriority(int, id_t, int);
int setrlimit(int, const struct rlimit *);
__END_DECLS

#endif
