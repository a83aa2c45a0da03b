/* SPDX-License-Identifier: MIT */
/* What fstatvfs() writes (POSIX <sys/statvfs.h>). */
#ifndef FAULTLINE_STATVFS_H
#define FAULTLINE_STATVFS_H

#define ST_RDONLY 1
#define ST_NOSUID 2

struct fl_statvfs {
	unsigned long f_bsize;
	unsigned long f_frsize;
	unsigned long long f_blocks;
	unsigned long long f_bfree;
	unsigned long long f_bavail;
	unsigned long long f_files;
	unsigned long long f_ffree;
	unsigned long long f_favail;
	unsigned long long f_fsid;
	unsigned long f_flag;
	unsigned long f_namemax;
};

#endif
