/* SPDX-License-Identifier: MIT */
/* Resource limits and usage (POSIX <sys/resource.h>). */
#ifndef FAULTLINE_RESOURCE_H
#define FAULTLINE_RESOURCE_H

#include <faultline/time.h>

#define RLIMIT_CPU     0
#define RLIMIT_FSIZE   1
#define RLIMIT_DATA    2
#define RLIMIT_STACK   3
#define RLIMIT_CORE    4
#define RLIMIT_RSS     5
#define RLIMIT_NPROC   6
#define RLIMIT_NOFILE  7
#define RLIMIT_MEMLOCK 8
#define RLIMIT_AS      9
#define RLIM_NLIMITS   10

#define FL_RLIM_INFINITY (~0ull)

struct fl_rlimit {
	unsigned long long rlim_cur;
	unsigned long long rlim_max;
};

#define RUSAGE_SELF     0
#define RUSAGE_CHILDREN (-1)
#define RUSAGE_THREAD   1

/* ru_maxrss is in KiB. */
struct fl_rusage {
	struct fl_timeval ru_utime;
	struct fl_timeval ru_stime;
	long ru_maxrss, ru_ixrss, ru_idrss, ru_isrss;
	long ru_minflt, ru_majflt, ru_nswap;
	long ru_inblock, ru_oublock;
	long ru_msgsnd, ru_msgrcv;
	long ru_nsignals, ru_nvcsw, ru_nivcsw;
};

#define PRIO_PROCESS 0
#define PRIO_PGRP    1
#define PRIO_USER    2

#endif
