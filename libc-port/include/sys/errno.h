/* SPDX-License-Identifier: MIT */
/* Error numbers, and errno: one for each thread. */
#ifndef _SYS_ERRNO_H
#define _SYS_ERRNO_H

#include <sys/reent.h>
#include <faultline/errno.h>

#ifndef _REENT_ONLY
#define errno (*__errno())
extern int *__errno(void) __attribute__((__const__));
#endif

extern const char *const _sys_errlist[];
extern int _sys_nerr;
#if __GNU_VISIBLE
extern char *program_invocation_name;
extern char *program_invocation_short_name;
#endif

#define __errno_r(ptr) ((ptr)->_errno)
/* Newlib's hash tables: not a file of that type. */
#define EFTYPE 199

#define __ELASTERROR 2000

#endif
