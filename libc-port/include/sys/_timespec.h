/* SPDX-License-Identifier: MIT */
/* struct timespec. */
#ifndef _SYS__TIMESPEC_H
#define _SYS__TIMESPEC_H

#include <sys/_types.h>

#if !defined(__time_t_defined) && !defined(_TIME_T_DECLARED)
typedef _TIME_T_ time_t;
#define __time_t_defined
#define _TIME_T_DECLARED
#endif

struct timespec {
	time_t tv_sec;
	long tv_nsec;
};

#endif
