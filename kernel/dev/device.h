/* SPDX-License-Identifier: MIT */
/* Devices by number, and the names they have in /dev. */
#ifndef KERNEL_DEV_DEVICE_H
#define KERNEL_DEV_DEVICE_H

#include "fs/file.h"

struct filesystem;

struct device {
	const char *name; /* in /dev; NULL: it has none */
	uint32_t mode;	  /* S_IFCHR or S_IFBLK, and permissions */
	uint32_t rdev;	  /* FL_MAKEDEV() */
	uint8_t can;	  /* FILE_SEEK, where pread() makes sense */
	const struct file_ops *ops;
	int (*open)(struct file *f, int flags); /* may be NULL */
	struct device *next;
};

/* d stays registered for ever. */
void device_register(struct device *d);

/* Makes f, a device's special file, an open device: 0 or -ENXIO, ... */
int device_open(struct file *f, int flags);

/* A file system with a name for each device; NULL: no memory. */
struct filesystem *devfs_create(void);

void mem_init(void);	/* null, zero, full, kmsg */
void echo_init(void);	/* echo */
void ports_init(void);	/* ports, port-rtc, port-pci, port-speaker */
void random_init(void); /* random, urandom */
void faults_init(void); /* faults */

/* Unpredictable bytes. */
void random_bytes(void *to, size_t n);

#endif
