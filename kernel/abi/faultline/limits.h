/* SPDX-License-Identifier: MIT */
/* Limits that the kernel enforces (POSIX <limits.h>). */
#ifndef FAULTLINE_LIMITS_H
#define FAULTLINE_LIMITS_H

#define FL_PATH_MAX     4096   /* bytes in a path name, NUL included */
#define FL_NAME_MAX     255    /* bytes in a file name, NUL excluded */
#define FL_PIPE_BUF     4096   /* bytes written to a pipe atomically */
#define FL_OPEN_MAX     1024   /* descriptors of a process, at most */
#define FL_ARG_MAX      131072 /* bytes of argv and envp strings */
#define FL_NGROUPS_MAX  32
#define FL_LINK_MAX     65000
#define FL_SYMLOOP_MAX  20
#define FL_IOV_MAX      1024
#define FL_PID_MAX      16384  /* process ids are below; one window */
#define FL_MAX_CANON    4095
#define FL_HOST_NAME_MAX 64

#endif
