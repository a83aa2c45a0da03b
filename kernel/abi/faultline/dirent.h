/* SPDX-License-Identifier: MIT */
/* What getdents() writes. */
#ifndef FAULTLINE_DIRENT_H
#define FAULTLINE_DIRENT_H

#define DT_UNKNOWN 0
#define DT_FIFO    1
#define DT_CHR     2
#define DT_DIR     4
#define DT_BLK     6
#define DT_REG     8
#define DT_LNK     10
#define DT_SOCK    12

/*
 * Records follow each other at 4-byte boundaries.  d_off is the position to
 * lseek() to for the record after this one.
 */
struct fl_dirent {
	unsigned long long d_ino;
	long long d_off;
	unsigned short d_reclen; /* of the whole record, in bytes */
	unsigned char d_type;
	char d_name[]; /* NUL-terminated, at most NAME_MAX bytes */
};

#endif
