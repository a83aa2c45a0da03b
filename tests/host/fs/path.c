/* SPDX-License-Identifier: MIT */
/* Path lookup, permissions, names, mounts. */
#include "call/handlers.h"
#include "fakes.h"
#include "fs/file.h"
#include "fs/mount.h"
#include <string.h>

static struct fl_stat s;

static long open_(const char *p, int flags)
{
	return sys_open(U(p), flags, 0666);
}

static long close_(long fd)
{
	return fd < 0 ? fd : sys_close(fd);
}

static long touch(const char *p)
{
	return close_(open_(p, O_CREAT | O_WRONLY));
}

static long mkdir_(const char *p)
{
	return sys_mkdirat(AT_FDCWD, U(p), 0777);
}

static long stat_(const char *p)
{
	return sys_fstatat(AT_FDCWD, U(p), U(&s), 0);
}

static long symlink_(const char *to, const char *p)
{
	return sys_symlinkat(U(to), AT_FDCWD, U(p));
}

static long unlink_(const char *p)
{
	return sys_unlinkat(AT_FDCWD, U(p), 0);
}

static long rmdir_(const char *p)
{
	return sys_unlinkat(AT_FDCWD, U(p), AT_REMOVEDIR);
}

static long rename_(const char *a, const char *b)
{
	return sys_renameat(AT_FDCWD, U(a), AT_FDCWD, U(b));
}

static long link_(const char *a, const char *b)
{
	return sys_linkat(AT_FDCWD, U(a), AT_FDCWD, U(b), 0);
}

static char long_path[5000];

static void names(void)
{
	IS(mkdir_("/a"), 0);
	IS(mkdir_("/a"), -EEXIST);
	IS(mkdir_("/a/b/"), 0);
	IS(mkdir_("/a/b/."), -EEXIST);
	IS(mkdir_("/"), -EEXIST);
	IS(mkdir_(""), -ENOENT);
	IS(mkdir_("/x/y"), -ENOENT);
	IS(touch("/a/f"), 0);
	IS(stat_("/a/f"), 0);
	IS(s.st_mode, S_IFREG | 0644);
	IS(stat_("/a/f/"), -ENOTDIR);
	IS(stat_("/a/f/x"), -ENOTDIR);
	IS(stat_("/a/b/../f"), 0);
	IS(stat_("/../../a//b/..//f"), 0);
	IS(stat_("/a/g"), -ENOENT);
	IS(touch("/a/g/"), -EISDIR);
	IS(mkdir_("/a/f/d"), -ENOTDIR);
	IS(stat_("/a"), 0);
	IS(s.st_nlink, 3);
	memset(long_path, 'n', 256);
	long_path[256] = '\0';
	IS(touch(long_path), -ENAMETOOLONG);
	long_path[255] = '\0';
	IS(touch(long_path), 0);
	IS(unlink_(long_path), 0);
	memset(long_path, '/', 4095);
	long_path[4094] = 'a';
	long_path[4095] = '\0';
	IS(stat_(long_path), 0);
	long_path[4095] = '/';
	long_path[4096] = '\0';
	IS(stat_(long_path), -ENAMETOOLONG);
	IS(sys_fstatat(AT_FDCWD, uaddr(16), U(&s), 0), -EFAULT);
	IS(sys_fstatat(AT_FDCWD, U("/a"), uaddr(16), 0), -EFAULT);
	IS(sys_fstatat(AT_FDCWD, U("a"), U(&s), 0x8000), -EINVAL);
	IS(sys_fstatat(77, U("a"), U(&s), 0), -EBADF);
}

static void links(void)
{
	char buf[16];

	IS(symlink_("b", "/a/l"), 0);
	IS(symlink_("/a/b", "/a/abs"), 0);
	IS(symlink_("loop2", "/loop1"), 0);
	IS(symlink_("loop1", "/loop2"), 0);
	IS(symlink_("nowhere", "/dangling"), 0);
	IS(symlink_("", "/empty"), -ENOENT);
	IS(touch("/a/l/x"), 0);
	IS(stat_("/a/b/x"), 0);
	IS(stat_("/a/abs/../f"), 0);
	IS(stat_("/loop1"), -ELOOP);
	IS(stat_("/loop1/x"), -ELOOP);
	IS(open_("/a/l", O_RDONLY | O_NOFOLLOW), -ELOOP);
	IS(close_(open_("/a/l/", O_RDONLY | O_DIRECTORY)), 0);
	IS(open_("/a/f", O_RDONLY | O_DIRECTORY), -ENOTDIR);
	IS(sys_readlinkat(AT_FDCWD, U("/a/abs"), U(buf), 3), 3);
	OK(memcmp(buf, "/a/", 3) == 0);
	IS(sys_readlinkat(AT_FDCWD, U("/a/f"), U(buf), 3), -EINVAL);
	IS(sys_fstatat(AT_FDCWD, U("/a/l"), U(&s), AT_SYMLINK_NOFOLLOW), 0);
	IS(s.st_mode, S_IFLNK | 0777);
	IS(s.st_size, 1);
	IS(sys_fstatat(AT_FDCWD, U("/a/l/"), U(&s), AT_SYMLINK_NOFOLLOW), 0);
	IS(s.st_mode & S_IFMT, S_IFDIR);
	IS(open_("/dangling", O_RDONLY), -ENOENT);
	IS(open_("/dangling", O_CREAT | O_EXCL | O_RDWR), -EEXIST);
	IS(mkdir_("/dangling"), -EEXIST);
	IS(touch("/dangling"), 0);
	IS(stat_("/nowhere"), 0);
	IS(link_("/a/f", "/hard"), 0);
	IS(stat_("/hard"), 0);
	IS(s.st_nlink, 2);
	IS(link_("/a", "/hard2"), -EPERM);
	IS(link_("/a/f", "/hard"), -EEXIST);
	IS(link_("/a/f", "/hard3/"), -ENOENT);
	IS(unlink_("/hard"), 0);
	IS(unlink_("/a"), -EISDIR);
	IS(unlink_("/hard"), -ENOENT);
}

static void directories(void)
{
	IS(rmdir_("/a"), -ENOTEMPTY);
	IS(rmdir_("/a/f"), -ENOTDIR);
	IS(rmdir_("/a/b/."), -EINVAL);
	IS(rmdir_("/a/b/.."), -ENOTEMPTY);
	IS(rmdir_("/"), -EBUSY);
	IS(mkdir_("/r"), 0);
	IS(sys_chdir(U("/r")), 0);
	IS(rmdir_("/r"), 0);
	IS(touch("inside"), -ENOENT);
	IS(stat_("."), 0);
	IS(s.st_nlink, 0);
	IS(stat_(".."), 0);
	IS(sys_getcwd(U(long_path), sizeof(long_path)), -ENOENT);
	IS(sys_chdir(U("/a/l")), 0);
	IS(sys_getcwd(U(long_path), sizeof(long_path)), 5);
	OK(strcmp(long_path, "/a/b") == 0);
	IS(sys_getcwd(U(long_path), 4), -ERANGE);
	IS(sys_chdir(U("/a/f")), -ENOTDIR);
	IS(sys_chdir(U("/")), 0);
	IS(sys_getcwd(U(long_path), sizeof(long_path)), 2);
	IS(unlink_("/a/b/x"), 0);
}

static void renames(void)
{
	IS(mkdir_("/m"), 0);
	IS(mkdir_("/m/n"), 0);
	IS(mkdir_("/m/n/o"), 0);
	IS(rename_("/m", "/m/n/p"), -EINVAL);
	IS(rename_("/m", "/m"), 0);
	IS(rename_("/m/n", "/m/q"), 0);
	IS(stat_("/m/q/o/.."), 0);
	IS(rename_("/m/q/o", "/o"), 0);
	IS(stat_("/o/../a"), 0);
	IS(stat_("/m/q"), 0);
	IS(s.st_nlink, 2);
	IS(touch("/file"), 0);
	IS(rename_("/file", "/o"), -EISDIR);
	IS(rename_("/o", "/file"), -ENOTDIR);
	IS(rename_("/file", "/none/"), -ENOTDIR);
	IS(rename_("/m", "/newdir/"), 0);
	IS(rename_("/newdir/q", "/o"), 0);
	IS(stat_("/newdir"), 0);
	IS(s.st_nlink, 2);
	IS(rename_("/a", "/o"), 0);
	IS(rename_("/newdir", "/o"), -ENOTEMPTY);
	IS(rename_("/o", "/a"), 0);
	IS(touch("/one"), 0);
	IS(link_("/one", "/two"), 0);
	IS(rename_("/one", "/two"), 0);
	IS(stat_("/one"), 0);
	IS(rename_("/one", "/file"), 0);
	IS(stat_("/one"), -ENOENT);
	IS(rename_("/.", "/zz"), -EINVAL);
	IS(rename_("/a/..", "/zz"), -EINVAL);
}

static void permissions(void)
{
	struct cred *c = &current->subject->cred;

	IS(mkdir_("/tmp"), 0);
	IS(sys_fchmodat(AT_FDCWD, U("/tmp"), 01777, 0), 0);
	IS(mkdir_("/secret"), 0);
	IS(touch("/secret/f"), 0);
	IS(sys_fchmodat(AT_FDCWD, U("/secret"), 0700, 0), 0);
	IS(touch("/tmp/roots"), 0);
	IS(mkdir_("/grp"), 0);
	IS(sys_fchownat(AT_FDCWD, U("/grp"), 100, 50, 0), 0);
	IS(sys_fchmodat(AT_FDCWD, U("/grp"), 02775, 0), 0);
	c->uid = c->euid = 100;
	c->gid = c->egid = 100;
	IS(stat_("/secret/f"), -EACCES);
	IS(stat_("/secret"), 0);
	IS(open_("/secret", O_RDONLY), -EACCES);
	IS(touch("/nope"), -EACCES);
	IS(touch("/tmp/mine"), 0);
	IS(open_("/tmp/roots", O_WRONLY), -EACCES);
	IS(unlink_("/tmp/roots"), -EPERM);
	IS(rename_("/tmp/mine", "/tmp/roots"), -EPERM);
	IS(touch("/grp/x"), 0);
	IS(stat_("/grp/x"), 0);
	IS(s.st_gid, 50);
	IS(mkdir_("/grp/d"), 0);
	IS(stat_("/grp/d"), 0);
	IS(s.st_mode & 07777, 02755);
	IS(sys_fchownat(AT_FDCWD, U("/grp/x"), 0, -1, 0), -EPERM);
	IS(sys_fchownat(AT_FDCWD, U("/grp/x"), 100, 100, 0), 0);
	IS(sys_fchownat(AT_FDCWD, U("/grp/x"), -1, 50, 0), -EPERM);
	IS(sys_fchmodat(AT_FDCWD, U("/tmp/roots"), 0777, 0), -EPERM);
	IS(sys_faccessat(AT_FDCWD, U("/tmp/roots"), 2, 0), -EACCES);
	c->uid = 0;
	IS(sys_faccessat(AT_FDCWD, U("/tmp/roots"), 2, 0), 0);
	IS(sys_faccessat(AT_FDCWD, U("/tmp/roots"), 2, AT_EACCESS), -EACCES);
	IS(sys_chroot(U("/tmp")), -EPERM);
	IS(sys_mount(U("x"), U("/tmp"), U("tmpfs"), 0), -EPERM);
	c->euid = c->gid = c->egid = 0;
	IS(sys_faccessat(AT_FDCWD, U("/tmp/roots"), 1, 0), -EACCES);
	IS(unlink_("/tmp/mine"), 0);
}

static void mounts(void)
{
	long fd;

	IS(mkdir_("/mnt"), 0);
	IS(sys_mount(U("x"), U("/mnt"), U("nofs"), 0), -ENODEV);
	IS(sys_mount(U("x"), U("/mnt"), U("tmpfs"), 0), 0);
	IS(sys_mount(U("x"), U("/mnt"), U("tmpfs"), 0), -EBUSY);
	IS(mkdir_("/mnt/d"), 0);
	IS(touch("/mnt/d/f"), 0);
	IS(stat_("/mnt/d/../../a"), 0);
	IS(rmdir_("/mnt"), -EBUSY);
	IS(rename_("/mnt", "/mnt2"), -EBUSY);
	IS(rename_("/mnt/d/f", "/f"), -EXDEV);
	IS(link_("/mnt/d/f", "/f"), -EXDEV);
	IS(sys_chdir(U("/mnt/d")), 0);
	IS(sys_getcwd(U(long_path), sizeof(long_path)), 7);
	OK(strcmp(long_path, "/mnt/d") == 0);
	IS(sys_umount(U("/mnt")), -EBUSY);
	IS(sys_chdir(U("/")), 0);
	fd = open_("/mnt/d/f", O_RDWR);
	IS(unlink_("/mnt/d/f"), 0);
	IS(sys_umount(U("/mnt")), -EBUSY);
	IS(sys_write(fd, U("abc"), 3), 3);
	IS(close_(fd), 0);
	IS(touch("/mnt/d/g"), 0);
	IS(link_("/mnt/d/g", "/mnt/h"), 0);
	IS(sys_umount(U("/mnt")), 0);
	IS(sys_umount(U("/mnt")), -EINVAL);
	IS(stat_("/mnt/d"), -ENOENT);
	IS(sys_mount(U("x"), U("/mnt"), U("tmpfs"), ST_RDONLY), 0);
	IS(touch("/mnt/x"), -EROFS);
	IS(sys_umount(U("/mnt")), 0);
}

static void roots(void)
{
	IS(mkdir_("/jail"), 0);
	IS(mkdir_("/jail/in"), 0);
	IS(symlink_("/in", "/jail/link"), 0);
	IS(sys_chroot(U("/jail")), 0);
	IS(sys_chdir(U("/")), 0);
	IS(stat_("/../../in"), 0);
	IS(stat_("/link"), 0);
	IS(stat_("/a"), -ENOENT);
	IS(sys_getcwd(U(long_path), sizeof(long_path)), 2);
}

static void descriptors(void)
{
	long fd = open_("/a/f", O_RDWR), path, dir;

	IS(fd, 0);
	IS(sys_fstatat(fd, U(""), U(&s), AT_EMPTY_PATH), 0);
	IS(s.st_mode & S_IFMT, S_IFREG);
	IS(sys_fstatat(fd, U("x"), U(&s), 0), -ENOTDIR);
	dir = open_("/a", O_RDONLY);
	IS(sys_fstatat(dir, U("f"), U(&s), 0), 0);
	path = open_("/a/f", O_PATH);
	IS(sys_read(path, U(long_path), 1), -EBADF);
	IS(sys_fstat(path, U(&s)), 0);
	IS(open_("/a", O_RDWR), -EISDIR);
	IS(open_("/a/f", 3), -EINVAL);
	IS(sys_dup(fd), 3);
	IS(sys_dup3(fd, 9, O_CLOEXEC), 9);
	IS(sys_dup3(fd, fd, 0), fd);
	IS(sys_dup3(99, 1, 0), -EBADF);
	IS(sys_dup3(fd, 5000, 0), -EBADF);
	IS(sys_fcntl(9, F_GETFD, 0), 1);
	IS(sys_fcntl(fd, F_DUPFD, 8), 8);
	IS(sys_fcntl(fd, F_DUPFD, 8), 10);
	IS(sys_fcntl(fd, F_DUPFD, 200), 200);
	IS(sys_fcntl(200, F_GETFL, 0), O_RDWR);
	files_close_on_exec(current->subject->files);
	IS(sys_close(9), -EBADF);
	IS(sys_fcntl(fd, F_DUPFD, 1), 4);
	current->subject->limits[RLIMIT_NOFILE].rlim_cur = 5;
	IS(open_("/a/f", O_RDONLY), -EMFILE);
	IS(open_("/a/made-nothing", O_CREAT), -EMFILE);
	IS(stat_("/a/made-nothing"), -ENOENT);
	current->subject->limits[RLIMIT_NOFILE].rlim_cur = ~0ull;
	files_release(current->subject->files);
	current->subject->files = files_alloc();
}

int main(void)
{
	fake_init();
	current->subject->fs->umask = 022;
	names();
	links();
	directories();
	renames();
	permissions();
	mounts();
	descriptors();
	roots();
	return tap_done();
}
