/* SPDX-License-Identifier: MIT */
/* Options of TCP (POSIX <netinet/tcp.h>): TCP_NODELAY. */
#ifndef _NETINET_TCP_H
#define _NETINET_TCP_H

#include <faultline/socket.h>

#endif
