/* SPDX-License-Identifier: MIT */
/* Limits by their BSD names. */
#ifndef _SYS_PARAM_H
#define _SYS_PARAM_H

#include <limits.h>
#include <sys/types.h>
#include <machine/endian.h>

#define MAXPATHLEN PATH_MAX
#define MAXSYMLINKS SYMLOOP_MAX
#define MAXHOSTNAMELEN HOST_NAME_MAX
#define MAXNAMLEN  NAME_MAX
#define NGROUPS    NGROUPS_MAX
#define NOFILE     OPEN_MAX
#define NCARGS     ARG_MAX
#define NBBY       8
#define DEV_BSIZE  512
#define HZ         100

#ifndef MIN
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#endif
#ifndef howmany
#define howmany(n, d) (((n) + (d) - 1) / (d))
#endif
#define roundup(n, d) (howmany(n, d) * (d))
#define powerof2(n)   ((((n) - 1) & (n)) == 0)

#endif
