/* SPDX-License-Identifier: MIT */
/* Opening files and controlling descriptors (POSIX <fcntl.h>). */
#ifndef _SYS_FCNTL_H
#define _SYS_FCNTL_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/stat.h>
#include <faultline/fcntl.h>

#define FREAD   1
#define FWRITE  2
#define FAPPEND O_APPEND
#define FNDELAY O_NONBLOCK
#define O_NDELAY O_NONBLOCK
#define O_BINARY 0
#define O_TEXT   0

#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif

#define POSIX_FADV_NORMAL     0
#define POSIX_FADV_RANDOM     1
#define POSIX_FADV_SEQUENTIAL 2
#define POSIX_FADV_WILLNEED   3
#define POSIX_FADV_DONTNEED   4
#define POSIX_FADV_NOREUSE    5

__BEGIN_DECLS
int open(const char *, int, ...);
int openat(int, const char *, int, ...);
int creat(const char *, mode_t);
int fcntl(int, int, ...);
int flock(int, int);
int posix_fadvise(int, off_t, off_t, int);
int posix_fallocate(int, off_t, off_t);
int renameat(int, const char *, int, const char *);
__END_DECLS

#endif
