/* SPDX-License-Identifier: MIT */
/* What is known of a file system (POSIX <sys/statvfs.h>). */
#ifndef _SYS_STATVFS_H
#define _SYS_STATVFS_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <faultline/statvfs.h>

struct statvfs {
	unsigned long f_bsize;
	unsigned long f_frsize;
	fsblkcnt_t f_blocks;
	fsblkcnt_t f_bfree;
	fsblkcnt_t f_bavail;
	fsfilcnt_t f_files;
	fsfilcnt_t f_ffree;
	fsfilcnt_t f_favail;
	unsigned long long f_fsid;
	unsigned long f_flag;
	unsigned long f_namemax;
	unsigned long f_type; /* libc's own: the kernel writes what is above */
};

#define TMPFS_MAGIC 0x01021994

__BEGIN_DECLS
int statvfs(const char *__restrict, struct statvfs *__restrict);
int fstatvfs(int, struct statvfs *);
__END_DECLS

#endif
