/* SPDX-License-Identifier: MIT */
/* Scatter and gather (POSIX <sys/uio.h>). */
#ifndef FAULTLINE_UIO_H
#define FAULTLINE_UIO_H

struct fl_iovec {
	unsigned int iov_base; /* user address */
	unsigned int iov_len;
};

#endif
