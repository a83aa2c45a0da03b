/* SPDX-License-Identifier: MIT */
/* File types, modes and struct stat (POSIX <sys/stat.h>). */
#ifndef FAULTLINE_STAT_H
#define FAULTLINE_STAT_H

#define S_IFMT   0170000
#define S_IFSOCK 0140000
#define S_IFLNK  0120000
#define S_IFREG  0100000
#define S_IFBLK  0060000
#define S_IFDIR  0040000
#define S_IFCHR  0020000
#define S_IFIFO  0010000
#define S_ISUID  0004000
#define S_ISGID  0002000
#define S_ISVTX  0001000

#define UTIME_NOW  ((1l << 30) - 1l)
#define UTIME_OMIT ((1l << 30) - 2l)

#include <faultline/time.h>

/*
 * What fstatat() and fstat() fill in.  libc's struct stat has these fields
 * at these offsets; libc-port asserts it.  Times are seconds and nanoseconds
 * since the Epoch; st_blocks counts 512-byte units.
 */
struct fl_stat {
	unsigned long long st_dev;
	unsigned long long st_ino;
	unsigned int st_mode;
	unsigned int st_nlink;
	unsigned int st_uid;
	unsigned int st_gid;
	unsigned long long st_rdev;
	long long st_size;
	int st_blksize;
	long long st_blocks;
	struct fl_timespec st_atim;
	struct fl_timespec st_mtim;
	struct fl_timespec st_ctim;
};

/* Device numbers: major in bits 8 and up, minor in the low 8 bits. */
#define FL_MAKEDEV(major, minor) ((unsigned)(major) << 8 | (unsigned)(minor))
#define FL_MAJOR(dev)            ((unsigned)(dev) >> 8)
#define FL_MINOR(dev)            ((unsigned)(dev) & 0xff)

#endif
