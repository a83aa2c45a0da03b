/* SPDX-License-Identifier: MIT */
/* open() flags, fcntl() commands, record locks (POSIX <fcntl.h>). */
#ifndef FAULTLINE_FCNTL_H
#define FAULTLINE_FCNTL_H

#define O_RDONLY    00000000
#define O_WRONLY    00000001
#define O_RDWR      00000002
#define O_ACCMODE   00000003
#define O_CREAT     00000100
#define O_EXCL      00000200
#define O_NOCTTY    00000400
#define O_TRUNC     00001000
#define O_APPEND    00002000
#define O_NONBLOCK  00004000
#define O_DSYNC     00010000
#define O_DIRECTORY 00200000
#define O_NOFOLLOW  00400000
#define O_CLOEXEC   02000000
#define O_SYNC      04010000
#define O_RSYNC     O_SYNC
#define O_PATH      010000000 /* names a file only; also O_SEARCH, O_EXEC */
#define O_SEARCH    O_PATH
#define O_EXEC      O_PATH

#define F_DUPFD 0
#define F_GETFD 1
#define F_SETFD 2
#define F_GETFL 3
#define F_SETFL 4
#define F_GETLK 5
#define F_SETLK 6
#define F_SETLKW 7
#define F_SETOWN 8
#define F_GETOWN 9
#define F_DUPFD_CLOEXEC 1030

#define FD_CLOEXEC 1

/* lseek(), and l_whence of a lock: counted from where? */
#ifndef SEEK_SET
#define SEEK_SET 0 /* the beginning */
#define SEEK_CUR 1 /* the descriptor's offset */
#define SEEK_END 2 /* the end */
#endif

#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2

/* A record lock: l_len bytes (0: to the end) from l_start after l_whence. */
struct flock {
	short l_type;
	short l_whence;
	long long l_start;
	long long l_len;
	int l_pid;
};

/* flock() operations. */
#define LOCK_SH 1
#define LOCK_EX 2
#define LOCK_NB 4
#define LOCK_UN 8

/* The *at() calls. */
#define AT_FDCWD            (-100)
#define AT_SYMLINK_NOFOLLOW 0x100
#define AT_REMOVEDIR        0x200
#define AT_SYMLINK_FOLLOW   0x400
#define AT_EACCESS          0x200
#define AT_EMPTY_PATH       0x1000

#endif
