/* SPDX-License-Identifier: MIT */
/* Taking device numbers apart. */
#ifndef _SYS_SYSMACROS_H
#define _SYS_SYSMACROS_H

#include <faultline/stat.h>

#define makedev(a, b) ((dev_t)FL_MAKEDEV(a, b))
#define major(d)      FL_MAJOR(d)
#define minor(d)      FL_MINOR(d)

#endif
