/* SPDX-License-Identifier: MIT */
/* Devices, by their numbers, and their names in /dev. */
#ifndef KERNEL_DEV_DEVICE_H
#define KERNEL_DEV_DEVICE_H

#include "fs/file.h"

struct filesystem;

struct device {
	const char *name; /* in /dev, or in a directory there; NULL: none */
	uint32_t mode;	  /* S_IFCHR, or S_IFDIR: a directory for others */
	uint32_t uid, gid;
	uint32_t rdev; /* FL_MAKEDEV() */
	uint8_t can;   /* FILE_SEEK if pread() makes sense, or 0 */
	const struct file_ops *ops;
	/* Sets f->object: 0 or -errno.  NULL: there is nothing to do. */
	int (*open)(struct device *d, struct file *f, int flags);
	struct device *next; /* of the list that device.c keeps */
};

/*
 * From now on d can be opened by its number, and has its name in each devfs.
 * 0, or -ENOMEM, and d is not registered.  The devices that are registered at
 * boot ignore the result, since no devfs is mounted yet.
 */
int device_register(struct device *d);
/* Takes the number and the names away.  Files that are open stay so. */
void device_unregister(struct device *d);

/*
 * Opens the device of f, whose vnode is a special file: sets f->ops, and what
 * the device adds.  0; -ENXIO: there is no such device; or what its open()
 * answers.
 */
int device_open(struct file *f, int flags);

/* A devfs: a tmpfs with a name for each device.  NULL: no memory. */
struct filesystem *devfs_create(void);

/* Register devices of these names at boot. */
void mem_init(void);	/* null, zero, full, kmsg, accounts */
void echo_init(void);	/* echo */
void ports_init(void);	/* ports, port-rtc, port-pci, port-speaker */
void random_init(void); /* random, urandom */
void faults_init(void); /* faults */
void pty_init(void);	/* ptmx, pts/N */

/* n bytes that nobody can predict. */
void random_bytes(void *to, size_t n);

#endif
