/* SPDX-License-Identifier: MIT */
/* Devices without hardware: null, zero, full, the kernel's log, accounts. */
#include "dev/device.h"
#include "fs/io.h"
#include "lib/printk.h"
#include "mm/limits.h"
#include "mm/slab.h"
#include "proc/sched.h"
#include "proc/wait.h"

#define MEM_MAJOR     1
#define KMSG_SIZE     32768u
#define KMSG_LINE     256u
#define ACCOUNTS_SIZE 32768u

static ssize_t null_read(struct file *f, struct io *io, uint64_t *offset)
{
	(void)f, (void)io, (void)offset;
	return 0;
}

static ssize_t null_write(struct file *f, struct io *io, uint64_t *offset)
{
	(void)f, (void)offset;
	return io->left;
}

static ssize_t zero_read(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	size_t all = io->left;

	(void)f, (void)offset;
	while (io->left > 0) {
		if (io_clear(io, MIN(io->left, COPY_SLICE)) < 0)
			return io->left == all ? -EFAULT
					       : (ssize_t)(all - io->left);
		if (io->left > 0 && sched_checkpoint())
			break;
	}
	return all - io->left;
}

static ssize_t full_write(struct file *f, struct io *io, uint64_t *offset)
{
	(void)f, (void)offset;
	return io->left > 0 ? -ENOSPC : 0;
}

/* Any offset is as good as another: it stays 0. */
static long long mem_lseek(struct file *f, long long offset, int whence)
{
	(void)f, (void)offset;
	return (unsigned)whence <= 2 ? 0 : -EINVAL;
}

/* Reads what write() makes of its text now, at most size bytes of it. */
static ssize_t text_read(size_t (*write)(char *text, size_t size), size_t size,
			 struct io *io, uint64_t *offset)
{
	char *text = kmalloc_raw(size);
	size_t length, n = 0;
	ssize_t result;

	if (!text)
		return -ENOMEM;
	slab_settle(); /* so that nothing is counted that was freed */
	length = write(text, size);
	if (*offset < length)
		n = MIN(length - (size_t)*offset, io->left);
	result = io_put(io, text + *offset, n);
	if (result == 0) {
		*offset += n;
		result = n;
	}
	kfree(text);
	return result;
}

static ssize_t kmsg_read(struct file *f, struct io *io, uint64_t *offset)
{
	(void)f;
	return text_read(klog_read, KMSG_SIZE, io, offset);
}

static ssize_t accounts_read(struct file *f, struct io *io, uint64_t *offset)
{
	(void)f;
	return text_read(account_describe, ACCOUNTS_SIZE, io, offset);
}

/* Prints one message, of which only KMSG_LINE bytes are used. */
static ssize_t kmsg_write(struct file *f, struct io *io, uint64_t *offset)
{
	size_t all = io->left, n = MIN(all, KMSG_LINE);
	char line[KMSG_LINE];

	(void)f, (void)offset;
	if (io_get(io, line, n) < 0)
		return -EFAULT;
	if (n > 0 && line[n - 1] == '\n')
		n--;
	printk("%.*s\n", (int)n, line);
	return all;
}

static const struct file_ops null_ops = {
	.read = null_read,
	.write = null_write,
	.lseek = mem_lseek,
};
static const struct file_ops zero_ops = {
	.read = zero_read,
	.write = null_write,
	.lseek = mem_lseek,
};
static const struct file_ops full_ops = {
	.read = zero_read,
	.write = full_write,
	.lseek = mem_lseek,
};
static const struct file_ops kmsg_ops = {
	.read = kmsg_read,
	.write = kmsg_write,
};

static const struct file_ops accounts_ops = {
	.read = accounts_read,
};

static struct device mem_devices[] = {
	{ .name = "null",
	  .mode = S_IFCHR | 0666,
	  .rdev = FL_MAKEDEV(MEM_MAJOR, 3),
	  .can = FILE_SEEK,
	  .ops = &null_ops },
	{ .name = "zero",
	  .mode = S_IFCHR | 0666,
	  .rdev = FL_MAKEDEV(MEM_MAJOR, 5),
	  .can = FILE_SEEK,
	  .ops = &zero_ops },
	{ .name = "full",
	  .mode = S_IFCHR | 0666,
	  .rdev = FL_MAKEDEV(MEM_MAJOR, 7),
	  .can = FILE_SEEK,
	  .ops = &full_ops },
	{ .name = "kmsg",
	  .mode = S_IFCHR | 0644,
	  .rdev = FL_MAKEDEV(MEM_MAJOR, 11),
	  .ops = &kmsg_ops },
	{ .name = "accounts",
	  .mode = S_IFCHR | 0444,
	  .rdev = FL_MAKEDEV(MEM_MAJOR, 14),
	  .ops = &accounts_ops },
};

void mem_init(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(mem_devices); i++)
		device_register(&mem_devices[i]);
}
