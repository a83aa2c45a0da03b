/* SPDX-License-Identifier: MIT */
/* What Newlib must know of this system. */
#ifndef _SYS__FAULTLINE_CONFIG_H
#define _SYS__FAULTLINE_CONFIG_H

#define _READ_WRITE_RETURN_TYPE _ssize_t
#define __DYNAMIC_REENT__
#define _REENT_GLOBAL_ATEXIT
#define _REENT_GLOBAL_STDIO_STREAMS
#define __BUFSIZ__ 4096
#define __FILENAME_MAX__ 4096
#define _MB_LEN_MAX 8
#define __TM_GMTOFF tm_gmtoff
#define __TM_ZONE tm_zone

/* Each thread's own state is a load away. */
struct _reent;
extern __thread struct _reent *__thread_reent
    __attribute__((__tls_model__("local-exec")));
#define __getreent() (__thread_reent)

#endif
