/* SPDX-License-Identifier: MIT */
/* tmpfs: contents, big directories, listings under change, the initrd. */
#include "call/handlers.h"
#include "dev/device.h"
#include "fakes.h"
#include "fs/file.h"
#include "fs/initrd.h"
#include "fs/mount.h"
#include "mm/frame.h"
#include <faultline/dirent.h>
#include <faultline/uio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fl_stat s;
static char a[300000], b[300000];

static long open_(const char *p, int flags)
{
	return sys_open(U(p), flags, 0644);
}

static long stat_(const char *p)
{
	return sys_fstatat(AT_FDCWD, U(p), U(&s), 0);
}

static void contents(void)
{
	long fd = open_("/file", O_CREAT | O_RDWR);
	struct fl_iovec v[3] = { { U(a).value, 5000 },
				 { U(b).value, 0 },
				 { U(a + 5000).value, 10000 } };
	uint32_t free_before = fake_free_frames;

	for (size_t i = 0; i < sizeof(a); i++)
		a[i] = i * 7 + i / 4096;
	IS(sys_write(fd, U(a), sizeof(a)), sizeof(a));
	IS(sys_lseek(fd, 0, 1), sizeof(a));
	IS(sys_pread(fd, U(b), sizeof(b), 0), sizeof(b));
	OK(memcmp(a, b, sizeof(a)) == 0);
	IS(sys_pread(fd, U(b), 100, sizeof(a) - 10), 10);
	IS(sys_pread(fd, U(b), 100, sizeof(a)), 0);
	IS(sys_pread(fd, U(b), 100, -1), -EINVAL);
	IS(sys_pwrite(fd, U("hello"), 5, 4094), 5);
	IS(sys_pread(fd, U(b), 7, 4093), 7);
	OK(memcmp(b + 1, "hello", 5) == 0 && b[0] == a[4093]);
	IS(sys_ftruncate(fd, 4096), 0);
	IS(sys_ftruncate(fd, 10), 0);
	IS(sys_ftruncate(fd, 9000), 0);
	IS(sys_pread(fd, U(b), 9000, 0), 9000);
	OK(b[10] == 0 && b[8999] == 0 && b[4095] == 0);
	IS(sys_lseek(fd, 1 << 20, 0), 1 << 20);
	IS(sys_write(fd, U("x"), 1), 1);
	IS(sys_fstat(fd, U(&s)), 0);
	IS(s.st_size, (1 << 20) + 1);
	IS(s.st_blocks, 16);
	IS(sys_pread(fd, U(b), 4, (1 << 20) - 3), 4);
	OK(b[0] == 0 && b[3] == 'x');
	IS(sys_read(fd, uaddr(100), 5), 0);
	IS(sys_pread(fd, uaddr(100), 5, 0), -EFAULT);
	IS(sys_pwrite(fd, uaddr(100), 5, 1 << 21), -EFAULT);
	IS(sys_ftruncate(fd, 0), 0);
	IS(sys_lseek(fd, 0, 0), 0);
	IS(sys_writev(fd, U(v), 3), 15000);
	memset(b, 0, sizeof(b));
	v[0].iov_base = U(b).value, v[2].iov_base = U(b + 5000).value;
	IS(sys_lseek(fd, 0, 0), 0);
	IS(sys_readv(fd, U(v), 3), 15000);
	OK(memcmp(a, b, 15000) == 0);
	IS(sys_fcntl(fd, F_SETFL, O_APPEND), 0);
	IS(sys_lseek(fd, 3, 0), 3);
	IS(sys_write(fd, U("end"), 3), 3);
	IS(sys_lseek(fd, 0, 1), 15003);
	IS(sys_lseek(fd, -1, 0), -EINVAL);
	IS(sys_lseek(fd, 0, 5), -EINVAL);
	IS(sys_unlinkat(AT_FDCWD, U("/file"), 0), 0);
	IS(sys_pread(fd, U(b), 3, 15000), 3);
	OK(memcmp(b, "end", 3) == 0);
	IS(sys_close(fd), 0);
	IS(fake_free_frames, free_before);
}

static void limits(void)
{
	long fd = open_("/lim", O_CREAT | O_RDWR);

	current->subject->limits[RLIMIT_FSIZE].rlim_cur = 100;
	IS(sys_write(fd, U(a), 90), 90);
	IS(sys_write(fd, U(a), 90), 10);
	IS(fake_signals, 0);
	IS(sys_write(fd, U(a), 1), -EFBIG);
	IS(fake_last_signal, SIGXFSZ);
	IS(sys_ftruncate(fd, 101), -EFBIG);
	current->subject->limits[RLIMIT_FSIZE].rlim_cur = ~0ull;
	fake_free_frames = 1030;
	IS(sys_pwrite(fd, U(a), 100000, 4096), 6 * 4096);
	IS(sys_pwrite(fd, U(a), 1, 1 << 20), -ENOSPC);
	IS(open_("/lim2", O_CREAT | O_RDWR), -ENOSPC);
	fake_free_frames = 60000;
	IS(sys_truncate(U("/lim"), 0), 0);
	IS(sys_truncate(U("/"), 0), -EISDIR);
	IS(sys_close(fd), 0);
}

static void execution(void)
{
	struct vnode *v;
	long fd = open_("/prog", O_CREAT | O_WRONLY);

	IS(vfs_open_exec("/prog", &v), -EACCES);
	IS(sys_fchmod(fd, 0755), 0);
	IS(vfs_open_exec("/prog", &v), -ETXTBSY);
	IS(sys_close(fd), 0);
	IS(vfs_open_exec("/", &v), -EACCES);
	IS(vfs_open_exec("/prog", &v), 0);
	IS(open_("/prog", O_WRONLY), -ETXTBSY);
	IS(open_("/prog", O_RDONLY | O_TRUNC), -ETXTBSY);
	IS(sys_truncate(U("/prog"), 1), -ETXTBSY);
	vnode_allow_write(v);
	vnode_release(v);
	IS(sys_close(open_("/prog", O_WRONLY)), 0);
}

/* Lists fd to its end; the number of names; calls each(name) for each. */
static int list(long fd, size_t size, void (*each)(const char *name))
{
	int count = 0;
	long n;

	while ((n = sys_getdents(fd, U(b), size)) > 0) {
		for (long at = 0; at < n;) {
			struct fl_dirent *d = (void *)(b + at);

			count++;
			if (each && d->d_name[0] != '.')
				each(d->d_name);
			at += d->d_reclen;
		}
	}
	return n < 0 ? n : count;
}

static void remove_it(const char *name)
{
	char path[300];

	snprintf(path, sizeof(path), "/big/%s", name);
	if (sys_unlinkat(AT_FDCWD, U(path), 0) < 0)
		tap(false, __FILE__, __LINE__, path);
}

static void rename_it(const char *name)
{
	char from[300], to[300];

	snprintf(from, sizeof(from), "/big/%s", name);
	snprintf(to, sizeof(to), "/big/%s.renamed", name);
	sys_renameat(AT_FDCWD, U(from), AT_FDCWD, U(to));
}

#define MANY 100000

static void big_directory(void)
{
	char path[64];
	struct fl_dirent *d = (void *)b;
	long fd, cookie;

	sys_mkdirat(AT_FDCWD, U("/big"), 0755);
	for (int i = 0; i < MANY; i++) {
		snprintf(path, sizeof(path), "/big/file-number-%d", i);
		if (sys_mknodat(AT_FDCWD, U(path), S_IFREG | 0644, 0) < 0)
			tap(false, __FILE__, __LINE__, path);
	}
	fd = open_("/big", O_RDONLY);
	IS(list(fd, 4096, NULL), MANY + 2);
	IS(sys_getdents(fd, U(b), 4096), 0);
	IS(sys_lseek(fd, 0, 0), 0);
	IS(list(fd, 4096, rename_it), MANY + 2);
	IS(stat_("/big/file-number-77777.renamed"), 0);
	IS(sys_lseek(fd, 0, 0), 0);
	OK(sys_getdents(fd, U(b), 4096) > 0);
	cookie = ((struct fl_dirent *)(b + d->d_reclen))->d_off;
	IS(sys_lseek(fd, cookie, 0), cookie);
	OK(sys_getdents(fd, U(b), 4096) > 0);
	OK(strcmp(d->d_name, "file-number-0.renamed") == 0);
	IS(sys_lseek(fd, 0, 0), 0);
	IS(sys_getdents(fd, U(b), 10), -EINVAL);
	IS(list(fd, 1000, remove_it), MANY + 2);
	IS(sys_unlinkat(AT_FDCWD, U("/big"), AT_REMOVEDIR), 0);
	IS(sys_getdents(fd, U(b), 4096), 0);
	IS(sys_close(fd), 0);
	fd = open_("/", O_WRONLY);
	IS(fd, -EISDIR);
}

static void readers(void)
{
	long fd;

	sys_mkdirat(AT_FDCWD, U("/rd"), 0755);
	fd = open_("/rd", O_RDONLY);
	IS(list(fd, 4096, NULL), 2);
	sys_mknodat(AT_FDCWD, U("/rd/late"), S_IFREG, 0);
	IS(list(fd, 4096, NULL), 1);
	sys_mknodat(AT_FDCWD, U("/rd/later"), S_IFREG, 0);
	sys_unlinkat(AT_FDCWD, U("/rd/late"), 0);
	IS(list(fd, 4096, NULL), 1);
	sys_unlinkat(AT_FDCWD, U("/rd/later"), 0);
	IS(list(fd, 4096, NULL), 0);
	IS(sys_close(fd), 0);
}

static void times(void)
{
	struct fl_timespec t[2] = { { 5, 6 }, { 7, 8 } };
	long fd;

	sys_mknodat(AT_FDCWD, U("/t"), S_IFREG | 0644, 0);
	IS(sys_utimensat(AT_FDCWD, U("/t"), U(t), 0), 0);
	IS(stat_("/t"), 0);
	OK(s.st_atim.tv_sec == 5 && s.st_mtim.tv_nsec == 8);
	t[0].tv_nsec = UTIME_OMIT;
	t[1].tv_nsec = UTIME_NOW;
	IS(sys_utimensat(AT_FDCWD, U("/t"), U(t), 0), 0);
	IS(stat_("/t"), 0);
	OK(s.st_atim.tv_sec == 5 && s.st_mtim.tv_sec > 1000);
	t[1].tv_nsec = NSEC_PER_SEC;
	IS(sys_utimensat(AT_FDCWD, U("/t"), U(t), 0), -EINVAL);
	fd = open_("/t", O_RDWR);
	sys_read(fd, U(b), 1);
	IS(stat_("/t"), 0);
	OK(s.st_atim.tv_sec > 1000);
	IS(sys_utimensat(fd, uaddr(0), uaddr(0), 0), 0);
	IS(sys_close(fd), 0);
}

static size_t add(char *to, const char *name, uint32_t mode, uint32_t ino,
		  uint32_t nlink, const char *data, size_t n, size_t align)
{
	size_t header = 110 + strlen(name) + 1, size;

	if (align) /* pad the name with slashes? no: with NULs in namesize */
		while (((size_t)(to - a) + header) % align)
			header++;
	while (((size_t)(to - a) + header) % 4)
		header++;
	memset(to, 0, header);
	sprintf(to, "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
		ino, mode, 3, 4, nlink, 1234567, (unsigned)n, 0, 0, 1, 3,
		(unsigned)(header - 110));
	sprintf(to + 102, "%08X", 0);
	strcpy(to + 110, name);
	memcpy(to + header, data, n);
	size = header + n;
	while (align ? ((size_t)(to - a) + size) % align : size % 4)
		to[size++] = 0;
	while (((size_t)(to - a) + size) % 4)
		to[size++] = 0;
	return size;
}

static void initrd(void)
{
	char *pages = frame_address(frame_alloc(0));
	uint32_t left;
	size_t n = 0;
	long fd;

	memset(a, 0, sizeof(a));
	memset(b, 'd', sizeof(b));
	n += add(a + n, ".", S_IFDIR | 0755, 1, 2, "", 0, 0);
	n += add(a + n, "etc", S_IFDIR | 0750, 2, 2, "", 0, 0);
	n += add(a + n, "etc/small", S_IFREG | 0640, 3, 1, "tiny", 4, 0);
	n += add(a + n, "etc/link", S_IFLNK | 0777, 4, 1, "small", 5, 0);
	n += add(a + n, "pages", S_IFREG | 0644, 5, 1, b, 5000, 4096);
	n += add(a + n, "h1", S_IFREG | 0644, 6, 2, "", 0, 0);
	n += add(a + n, "h2", S_IFREG | 0644, 6, 2, "data", 4, 0);
	n += add(a + n, "null", S_IFCHR | 0666, 7, 1, "", 0, 0);
	n += add(a + n, "nodir/x", S_IFREG | 0644, 8, 1, "", 0, 0);
	n += add(a + n, "TRAILER!!!", 0, 0, 1, "", 0, 0);
	for (size_t i = 1; i <= n / 4096; i++)
		frame_alloc(0)->flags = FRAME_RESERVED;
	memcpy(pages, a, n); /* the fake's frames come in a row */
	left = fake_free_frames;
	IS(initrd_unpack(pages, n), 0);
	IS(stat_("/etc"), 0);
	IS(s.st_mode, S_IFDIR | 0750);
	IS(stat_("/etc/link"), 0);
	IS(s.st_size, 4);
	OK(s.st_uid == 3 && s.st_gid == 4 && s.st_mtim.tv_sec == 1234567);
	IS(stat_("/h1"), 0);
	OK(s.st_size == 4 && s.st_nlink == 2);
	IS(stat_("/null"), 0);
	IS(s.st_rdev, FL_MAKEDEV(1, 3));
	fd = open_("/pages", O_RDWR);
	IS(sys_read(fd, U(a), 10000), 5000);
	OK(memcmp(a, b, 5000) == 0);
	/* /pages took its two; small, h1 were copied; the rest is free. */
	IS(fake_free_frames, left + n / 4096 - 2 - 2);
	IS(sys_pwrite(fd, U("Z"), 1, 6000), 1);
	IS(sys_pread(fd, U(a), 2000, 5000), 1001);
	OK(a[0] == 0 && a[999] == 0 && a[1000] == 'Z');
	IS(sys_close(fd), 0);
	IS(initrd_unpack("nonsense", 8), -EINVAL);
}

static void devices(void)
{
	char data[8] = "xxxxxxx";
	long fd;

	mem_init();
	random_init();
	sys_mkdirat(AT_FDCWD, U("/dev"), 0755);
	IS(sys_mount(U(""), U("/dev"), U("devfs"), 0), 0);
	fd = open_("/dev/zero", O_RDWR);
	IS(sys_read(fd, U(data), 8), 8);
	OK(data[0] == 0 && data[7] == 0);
	IS(sys_pread(fd, U(data), 8, 4), 8);
	IS(sys_read(fd, uaddr(8), 8), -EFAULT);
	sys_close(fd);
	fd = open_("/dev/full", O_RDWR);
	IS(sys_write(fd, U(data), 8), -ENOSPC);
	sys_close(fd);
	fd = open_("/null", O_RDWR | O_TRUNC);
	IS(sys_write(fd, U(data), 8), 8);
	IS(sys_read(fd, U(data), 8), 0);
	sys_close(fd);
	fd = open_("/dev/urandom", O_RDONLY);
	IS(sys_read(fd, U(a), 5000), 5000);
	OK(memcmp(a, a + 64, 64) != 0);
	sys_close(fd);
	sys_mknodat(AT_FDCWD, U("/nodev"), S_IFCHR | 0666, 0x7f01);
	IS(open_("/nodev", O_RDONLY), -ENXIO);
}

int main(void)
{
	fake_init();
	initrd();
	contents();
	limits();
	execution();
	big_directory();
	readers();
	times();
	devices();
	return tap_done();
}
