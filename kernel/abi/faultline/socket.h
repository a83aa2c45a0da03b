/* SPDX-License-Identifier: MIT */
/*
 * Sockets (POSIX <sys/socket.h>), with Linux's numbers.  Domains are the
 * local one and, on this machine alone, the internet's version 4: 127/8.
 */
#ifndef FAULTLINE_SOCKET_H
#define FAULTLINE_SOCKET_H

#define AF_UNSPEC 0
#define AF_UNIX   1
#define AF_LOCAL  AF_UNIX
#define AF_INET   2
#define AF_INET6  10 /* for texts of addresses only */

#define SOCK_STREAM    1
#define SOCK_DGRAM     2
#define SOCK_SEQPACKET 5 /* local only */
/* Flags beside the type. */
#define SOCK_NONBLOCK 04000
#define SOCK_CLOEXEC  02000000

#define MSG_OOB          0x1 /* EOPNOTSUPP */
#define MSG_PEEK         0x2
#define MSG_DONTROUTE    0x4 /* all are near */
#define MSG_CTRUNC       0x8
#define MSG_TRUNC        0x20
#define MSG_DONTWAIT     0x40
#define MSG_EOR          0x80
#define MSG_WAITALL      0x100
#define MSG_NOSIGNAL     0x4000
#define MSG_CMSG_CLOEXEC 0x40000000

#define SHUT_RD   0
#define SHUT_WR   1
#define SHUT_RDWR 2

#define SOL_SOCKET 1

#define SO_DEBUG      1
#define SO_REUSEADDR  2
#define SO_TYPE       3
#define SO_ERROR      4
#define SO_DONTROUTE  5
#define SO_BROADCAST  6
#define SO_SNDBUF     7
#define SO_RCVBUF     8
#define SO_KEEPALIVE  9
#define SO_OOBINLINE  10
#define SO_LINGER     13
#define SO_PEERCRED   17 /* out struct ucred */
#define SO_RCVLOWAT   18
#define SO_SNDLOWAT   19
#define SO_RCVTIMEO   20 /* struct timeval, 64-bit seconds */
#define SO_SNDTIMEO   21
#define SO_ACCEPTCONN 30
#define SO_PROTOCOL   38
#define SO_DOMAIN     39

#define SOMAXCONN 128

#define SCM_RIGHTS     1
#define FL_SCM_MAX_FD  253 /* descriptors in one message */
#define FL_SUN_PATH    108
#define FL_SOCKET_NAME 110 /* the longest address */
#define FL_SOCKET_DATA 65507 /* the longest datagram */
#define FL_SOCKET_BUFFER 65536 /* SO_RCVBUF at first */

#define IPPROTO_IP  0
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define TCP_NODELAY 1

#define SIOCATMARK 0x8905 /* out int: 0, there is no urgent data */

/* Words and addresses of struct msghdr, cmsghdr, linger, ucred. */
struct fl_msghdr {
	unsigned msg_name;
	unsigned msg_namelen;
	unsigned msg_iov;
	int msg_iovlen;
	unsigned msg_control;
	unsigned msg_controllen;
	int msg_flags;
};

struct fl_cmsghdr {
	unsigned cmsg_len; /* this header's 12 bytes and the data's */
	int cmsg_level;
	int cmsg_type;
};

struct fl_linger {
	int l_onoff;
	int l_linger; /* seconds */
};

struct fl_ucred {
	int pid;
	unsigned uid;
	unsigned gid;
};

struct fl_sockaddr_in {
	unsigned short sin_family;
	unsigned short sin_port; /* in network order, as the address */
	unsigned sin_addr;
	unsigned char sin_zero[8];
};

#endif
