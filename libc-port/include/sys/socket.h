/* SPDX-License-Identifier: MIT */
/* Sockets (POSIX <sys/socket.h>): local ones, and the internet's on 127/8. */
#ifndef _SYS_SOCKET_H
#define _SYS_SOCKET_H

#include <faultline/socket.h>
#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/uio.h>

#define PF_UNSPEC AF_UNSPEC
#define PF_UNIX   AF_UNIX
#define PF_LOCAL  AF_LOCAL
#define PF_INET   AF_INET
#define PF_INET6  AF_INET6

typedef unsigned short sa_family_t;

struct sockaddr {
	sa_family_t sa_family;
	char sa_data[14];
};

/* As large, and as much aligned, as any address. */
struct sockaddr_storage {
	sa_family_t ss_family;
	char __data[122];
	unsigned long __align;
};

struct msghdr {
	void *msg_name;
	socklen_t msg_namelen;
	struct iovec *msg_iov;
	int msg_iovlen;
	void *msg_control;
	socklen_t msg_controllen;
	int msg_flags;
};

struct cmsghdr {
	socklen_t cmsg_len;
	int cmsg_level;
	int cmsg_type;
};

struct linger {
	int l_onoff;
	int l_linger;
};

#if __GNU_VISIBLE
struct ucred {
	pid_t pid;
	uid_t uid;
	gid_t gid;
};
#endif

#define CMSG_ALIGN(n)     (((n) + sizeof(long) - 1) & ~(sizeof(long) - 1))
#define CMSG_DATA(cmsg)   ((unsigned char *)((cmsg) + 1))
#define CMSG_LEN(n)       (sizeof(struct cmsghdr) + (n))
#define CMSG_SPACE(n)     (sizeof(struct cmsghdr) + CMSG_ALIGN(n))
#define CMSG_FIRSTHDR(m)                                      \
	((m)->msg_controllen >= sizeof(struct cmsghdr)        \
	     ? (struct cmsghdr *)(m)->msg_control             \
	     : (struct cmsghdr *)0)
#define CMSG_NXTHDR(m, cmsg)                                               \
	((char *)(cmsg) + CMSG_ALIGN((cmsg)->cmsg_len) +                   \
		     sizeof(struct cmsghdr) >                              \
		 (char *)(m)->msg_control + (m)->msg_controllen            \
	     ? (struct cmsghdr *)0                                         \
	     : (struct cmsghdr *)((char *)(cmsg) + CMSG_ALIGN((cmsg)->cmsg_len)))

__BEGIN_DECLS
int accept(int, struct sockaddr *__restrict, socklen_t *__restrict);
int bind(int, const struct sockaddr *, socklen_t);
int connect(int, const struct sockaddr *, socklen_t);
int getpeername(int, struct sockaddr *__restrict, socklen_t *__restrict);
int getsockname(int, struct sockaddr *__restrict, socklen_t *__restrict);
int getsockopt(int, int, int, void *__restrict, socklen_t *__restrict);
int listen(int, int);
ssize_t recv(int, void *, size_t, int);
ssize_t recvfrom(int, void *__restrict, size_t, int,
    struct sockaddr *__restrict, socklen_t *__restrict);
ssize_t recvmsg(int, struct msghdr *, int);
ssize_t send(int, const void *, size_t, int);
ssize_t sendmsg(int, const struct msghdr *, int);
ssize_t sendto(int, const void *, size_t, int, const struct sockaddr *,
    socklen_t);
int setsockopt(int, int, int, const void *, socklen_t);
int shutdown(int, int);
int sockatmark(int);
int socket(int, int, int);
int socketpair(int, int, int, int[2]);
#if __GNU_VISIBLE
int accept4(int, struct sockaddr *__restrict, socklen_t *__restrict, int);
#endif
__END_DECLS

#endif
