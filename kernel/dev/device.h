/* SPDX-License-Identifier: MIT */
/* Devices by number, and the names they have in /dev. */
#ifndef KERNEL_DEV_DEVICE_H
#define KERNEL_DEV_DEVICE_H

#include "fs/file.h"

struct filesystem;

struct device {
	const char *name; /* in /dev, or in one folder there; NULL: none */
	uint32_t mode;	  /* S_IFCHR, or S_IFDIR: a folder for others */
	uint32_t uid, gid;
	uint32_t rdev; /* FL_MAKEDEV() */
	uint8_t can;   /* FILE_SEEK, where pread() makes sense */
	const struct file_ops *ops;
	/* May be NULL. */
	int (*open)(struct device *d, struct file *f, int flags);
	struct device *next;
};

/*
 * Gives d to those who open its number, and a name in each devfs.  0 or
 * -ENOMEM, which is not for those of the machine, registered while booting.
 */
int device_register(struct device *d);
/* Takes both away; what is open stays so. */
void device_unregister(struct device *d);

/* Makes f, a device's special file, an open device: 0 or -ENXIO, ... */
int device_open(struct file *f, int flags);

/* A file system with a name for each device; NULL: no memory. */
struct filesystem *devfs_create(void);

void mem_init(void);	/* null, zero, full, kmsg */
void echo_init(void);	/* echo */
void ports_init(void);	/* ports, port-rtc, port-pci, port-speaker */
void random_init(void); /* random, urandom */
void faults_init(void); /* faults */
void pty_init(void);	/* ptmx, pts/N */

/* Unpredictable bytes. */
void random_bytes(void *to, size_t n);

#endif
