/* SPDX-License-Identifier: MIT */
/* Locking of whole files. */
#ifndef _SYS_FILE_H
#define _SYS_FILE_H

#include <sys/fcntl.h>

#define L_SET  0
#define L_INCR 1
#define L_XTND 2

#endif
