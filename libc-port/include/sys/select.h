/* SPDX-License-Identifier: MIT */
/* Waiting for sets of descriptors (POSIX <sys/select.h>). */
#ifndef _SYS_SELECT_H
#define _SYS_SELECT_H

#include <sys/cdefs.h>
#include <sys/_sigset.h>
#include <sys/_timeval.h>
#include <sys/_timespec.h>

#if !defined(_SIGSET_T_DECLARED)
#define _SIGSET_T_DECLARED
typedef __sigset_t sigset_t;
#endif

#define FD_SETSIZE 1024
#define NFDBITS    32

typedef unsigned int fd_mask;
typedef struct fd_set {
	fd_mask fds_bits[FD_SETSIZE / NFDBITS];
} fd_set;

#define FD_SET(n, p) ((p)->fds_bits[(n) / NFDBITS] |= 1u << ((n) % NFDBITS))
#define FD_CLR(n, p) ((p)->fds_bits[(n) / NFDBITS] &= ~(1u << ((n) % NFDBITS)))
#define FD_ISSET(n, p) \
	(((p)->fds_bits[(n) / NFDBITS] >> ((n) % NFDBITS) & 1) != 0)
#define FD_ZERO(p) __builtin_memset((p), 0, sizeof(fd_set))

__BEGIN_DECLS
int select(int, fd_set *__restrict, fd_set *__restrict, fd_set *__restrict,
    struct timeval *__restrict);
int pselect(int, fd_set *__restrict, fd_set *__restrict, fd_set *__restrict,
    const struct timespec *__restrict, const sigset_t *__restrict);
__END_DECLS

#endif
