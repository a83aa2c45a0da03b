/* SPDX-License-Identifier: MIT */
/* Error numbers: what a failed call leaves in ERRNO (POSIX <errno.h>). */
#ifndef FAULTLINE_ERRNO_H
#define FAULTLINE_ERRNO_H

#define EPERM              1 /* Operation not permitted */
#define ENOENT             2 /* No such file or directory */
#define ESRCH              3 /* No such process */
#define EINTR              4 /* Interrupted call */
#define EIO                5 /* Input/output error */
#define ENXIO              6 /* No such device or address */
#define E2BIG              7 /* Argument list too long */
#define ENOEXEC            8 /* Executable format error */
#define EBADF              9 /* Bad file descriptor */
#define ECHILD            10 /* No child processes */
#define EAGAIN            11 /* Resource temporarily unavailable */
#define ENOMEM            12 /* Not enough memory */
#define EACCES            13 /* Permission denied */
#define EFAULT            14 /* Bad address */
#define ENOTBLK           15 /* Block device required */
#define EBUSY             16 /* Device or resource busy */
#define EEXIST            17 /* File exists */
#define EXDEV             18 /* Link across file systems */
#define ENODEV            19 /* No such device */
#define ENOTDIR           20 /* Not a directory */
#define EISDIR            21 /* Is a directory */
#define EINVAL            22 /* Invalid argument */
#define ENFILE            23 /* Too many open files in system */
#define EMFILE            24 /* Too many open files */
#define ENOTTY            25 /* Inappropriate I/O control operation */
#define ETXTBSY           26 /* Text file busy */
#define EFBIG             27 /* File too large */
#define ENOSPC            28 /* No space left on device */
#define ESPIPE            29 /* Invalid seek */
#define EROFS             30 /* Read-only file system */
#define EMLINK            31 /* Too many links */
#define EPIPE             32 /* Broken pipe */
#define EDOM              33 /* Argument out of domain */
#define ERANGE            34 /* Result out of range */
#define EDEADLK           35 /* Resource deadlock would occur */
#define ENAMETOOLONG      36 /* File name too long */
#define ENOLCK            37 /* No locks available */
#define ENOSYS            38 /* Function not implemented */
#define ENOTEMPTY         39 /* Directory not empty */
#define ELOOP             40 /* Too many levels of symbolic links */
#define ENOMSG            42 /* No message of the desired type */
#define EIDRM             43 /* Identifier removed */
#define ENOSTR            60 /* Not a stream */
#define ENODATA           61 /* No data available */
#define ETIME             62 /* Timer expired */
#define ENOSR             63 /* No stream resources */
#define ENOLINK           67 /* Link has been severed */
#define EPROTO            71 /* Protocol error */
#define EMULTIHOP         72 /* Multihop attempted */
#define EBADMSG           74 /* Bad message */
#define EOVERFLOW         75 /* Value too large for its type */
#define EILSEQ            84 /* Invalid byte sequence */
#define EUSERS            87 /* Too many users */
#define ENOTSOCK          88 /* Not a socket */
#define EDESTADDRREQ      89 /* Destination address required */
#define EMSGSIZE          90 /* Message too long */
#define EPROTOTYPE        91 /* Wrong protocol type for socket */
#define ENOPROTOOPT       92 /* Protocol not available */
#define EPROTONOSUPPORT   93 /* Protocol not supported */
#define ESOCKTNOSUPPORT   94 /* Socket type not supported */
#define EOPNOTSUPP        95 /* Operation not supported on socket */
#define EPFNOSUPPORT      96 /* Protocol family not supported */
#define EAFNOSUPPORT      97 /* Address family not supported */
#define EADDRINUSE        98 /* Address in use */
#define EADDRNOTAVAIL     99 /* Address not available */
#define ENETDOWN         100 /* Network is down */
#define ENETUNREACH      101 /* Network unreachable */
#define ENETRESET        102 /* Connection aborted by network */
#define ECONNABORTED     103 /* Connection aborted */
#define ECONNRESET       104 /* Connection reset */
#define ENOBUFS          105 /* No buffer space available */
#define EISCONN          106 /* Socket is connected */
#define ENOTCONN         107 /* Socket is not connected */
#define ESHUTDOWN        108 /* Sending has been shut down */
#define ETOOMANYREFS     109 /* Too many references */
#define ETIMEDOUT        110 /* Connection timed out */
#define ECONNREFUSED     111 /* Connection refused */
#define EHOSTDOWN        112 /* Host is down */
#define EHOSTUNREACH     113 /* Host is unreachable */
#define EALREADY         114 /* Connection already in progress */
#define EINPROGRESS      115 /* Operation in progress */
#define ESTALE           116 /* Stale file handle */
#define EDQUOT           122 /* Quota exceeded */
#define ECANCELED        125 /* Operation canceled */
#define EOWNERDEAD       130 /* Previous owner died */
#define ENOTRECOVERABLE  131 /* State not recoverable */
#define EWOULDBLOCK      EAGAIN
#define ENOTSUP          EOPNOTSUPP

#endif
