/* SPDX-License-Identifier: MIT */
/* An open directory. */
#ifndef LIBC_PORT_DIR_H
#define LIBC_PORT_DIR_H

#include <dirent.h>
#include <sys/lock.h>

/* What getdents() gave last lies in buf; at is the next record to hand out. */
struct __DIR {
	int fd;
	int at, end;
	off_t position; /* to lseek() to for the record at `at' */
	_LOCK_T lock;
	char buf[4096] __attribute__((aligned(8)));
};

ssize_t getdents(int fd, void *buf, size_t size);

#endif
