/* SPDX-License-Identifier: MIT */
/*
 * /dev/faults, if `faults' is on the kernel's command line: makes allocations
 * fail (mm/inject.h), and tells what the kernel holds.
 *
 * A program writes "off", "count N" or "paths N".  It reads a line "failures N
 * paths N", then one with the return addresses of the last failure, then one
 * for each slab cache with the number of its objects.
 */
#include "dev/device.h"
#include "fs/io.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "mm/inject.h"
#include "mm/slab.h"
#include "proc/table.h"

#define FAULTS_MAJOR 1
#define FAULTS_MINOR 13
#define REPORT_SIZE  4096u

static size_t describe(char *text, size_t size)
{
	struct fault_report r = fault_report();
	size_t n;

	n = (size_t)ksnprintf(text, size, "failures %u paths %u\nlast",
			      r.failures, r.paths);
	for (unsigned i = 0; i < FAULT_DEPTH && n < size; i++)
		n += (size_t)ksnprintf(text + n, size - n, " %x", r.last[i]);
	n += (size_t)ksnprintf(text + n, size - n, "\n");
	for (const struct slab_cache *c = slab_next_cache(NULL); c && n < size;
	     c = slab_next_cache(c))
		n += (size_t)ksnprintf(text + n, size - n, "%s %u\n", c->name,
				       c->objects_in_use);
	return MIN(n, size);
}

static ssize_t faults_read(struct file *f, struct io *io, uint64_t *offset)
{
	static char text[REPORT_SIZE];
	size_t length = describe(text, sizeof(text)), n = 0;
	int error;

	(void)f;
	if (*offset < length)
		n = MIN(length - (size_t)*offset, io->left);
	error = io_put(io, text + *offset, n);
	if (error < 0)
		return error;
	*offset += n;
	return (ssize_t)n;
}

static uint32_t number_in(const char *text)
{
	uint32_t n = 0;

	while (*text >= '0' && *text <= '9')
		n = n * 10 + (uint32_t)(*text++ - '0');
	return n;
}

static ssize_t faults_write(struct file *f, struct io *io, uint64_t *offset)
{
	char text[32];
	size_t n = MIN(io->left, sizeof(text) - 1);

	(void)f, (void)offset;
	if (io_get(io, text, n) < 0)
		return -EFAULT;
	text[n] = '\0';
	if (strncmp(text, "off", 3) == 0)
		fault_inject(0);
	else if (strncmp(text, "count ", 6) == 0)
		fault_inject(number_in(text + 6));
	else if (strncmp(text, "paths ", 6) == 0)
		fault_inject_paths(number_in(text + 6));
	else
		return -EINVAL;
	return (ssize_t)n;
}

static const struct file_ops faults_ops = {
	.read = faults_read,
	.write = faults_write,
};

static struct device faults_device = {
	.name = "faults",
	.mode = S_IFCHR | 0600,
	.rdev = FL_MAKEDEV(FAULTS_MAJOR, FAULTS_MINOR),
	.can = FILE_SEEK,
	.ops = &faults_ops,
};

void faults_init(void)
{
	device_register(&faults_device);
}
