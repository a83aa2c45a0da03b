/* SPDX-License-Identifier: MIT */
/* What a process sees of the tree: chroot, mount, umount. */
#include "tap.h"
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define JAIL   "/tmp/jail"
#define FOLDER "/tmp/mounted"

static void make_file(const char *name)
{
	close(open(name, O_CREAT | O_WRONLY, 0644));
}

static int exists(const char *name)
{
	struct stat s;

	return stat(name, &s) == 0;
}

/* Bits of the tests that failed; for a child, since its root stays changed. */
static int look_around_jail(void)
{
	struct stat here, root;
	char where[100];
	int bad = 0;

	if (chroot(JAIL) != 0 || chdir("/") != 0)
		return 1;
	if (!exists("/inside") || !exists("inside") || exists("/etc/passwd"))
		bad |= 2;
	if (exists("/../etc/passwd") || exists("/deep/../../etc/passwd") ||
	    exists("../../../../etc/passwd") || !exists("/../../inside"))
		bad |= 4;
	if (chdir("deep/er") != 0 || chdir("../../../..") != 0 ||
	    stat(".", &here) != 0 || stat("/", &root) != 0 ||
	    here.st_ino != root.st_ino || !exists("inside"))
		bad |= 8;
	if (getcwd(where, sizeof(where)) == NULL || strcmp(where, "/") != 0)
		bad |= 16;
	/* Links are followed from the new root, too. */
	if (!exists("/absolute") || exists("/outside"))
		bad |= 32;
	chdir("/deep/er");
	if (getcwd(where, sizeof(where)) == NULL ||
	    strcmp(where, "/deep/er") != 0)
		bad |= 64;
	return bad;
}

static int in_child(int (*f)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(f());
	return waitpid(pid, &status, 0) == pid ? status : -1;
}

static int as_nobody(void)
{
	if (setuid(65534) != 0)
		return 1;
	if (chroot(JAIL) != -1 || errno != EPERM)
		return 2;
	if (mount("none", FOLDER, "tmpfs", 0) != -1 || errno != EPERM)
		return 4;
	if (umount(FOLDER) != -1 || errno != EPERM)
		return 8;
	return 0;
}

static void test_chroot(void)
{
	int status;

	mkdir(JAIL, 0755);
	mkdir(JAIL "/deep", 0755);
	mkdir(JAIL "/deep/er", 0755);
	make_file(JAIL "/inside");
	symlink("/inside", JAIL "/absolute");
	symlink("../../etc/passwd", JAIL "/outside");
	status = in_child(look_around_jail);
	ok(status == 0, "nothing leads out of a changed root (%#x)", status);
	ok(exists("/etc/passwd"), "the parent's root stays");
	ok(chroot(JAIL "/inside") == -1 && errno == ENOTDIR,
	   "a file is no root");
	ok(chroot(JAIL "/nowhere") == -1 && errno == ENOENT,
	   "nor is what is not there");
	unlink(JAIL "/outside");
	unlink(JAIL "/absolute");
	unlink(JAIL "/inside");
	rmdir(JAIL "/deep/er");
	rmdir(JAIL "/deep");
}

/* Nothing is mounted at FOLDER, and then something is. */
static void test_umount(void)
{
	struct stat before, after;
	int fd, status;

	mkdir(FOLDER, 0755);
	make_file(FOLDER "/below");
	stat(FOLDER, &before);
	ok(umount(FOLDER) == -1 && errno == EINVAL, "not mounted: EINVAL");
	ok(umount("/tmp/nowhere") == -1 && errno == ENOENT,
	   "not there: ENOENT");
	ok(umount(FOLDER "/below") == -1 && errno == ENOTDIR,
	   "a file: ENOTDIR");
	ok(mount("none", FOLDER, "tmpfs", 0) == 0 &&
	       stat(FOLDER, &after) == 0 && after.st_dev != before.st_dev &&
	       !exists(FOLDER "/below"),
	   "what is mounted covers what was there");
	status = in_child(as_nobody);
	ok(status == 0, "only the superuser changes the tree (%#x)", status);

	make_file(FOLDER "/file");
	fd = open(FOLDER "/file", O_RDONLY);
	ok(umount(FOLDER) == -1 && errno == EBUSY, "an open file: busy");
	close(fd);
	chdir(FOLDER);
	ok(umount(FOLDER) == -1 && errno == EBUSY, "a working directory: busy");
	chdir("/");
	mkdir(FOLDER "/inner", 0755);
	mount("none", FOLDER "/inner", "tmpfs", 0);
	ok(umount(FOLDER) == -1 && errno == EBUSY, "a further mount: busy");
	ok(exists(FOLDER "/file"), "what is busy stays");
	ok(umount(FOLDER "/inner") == 0 && umount(FOLDER) == 0,
	   "from the inside out it goes");
	ok(exists(FOLDER "/below") && !exists(FOLDER "/file") &&
	       stat(FOLDER, &after) == 0 && after.st_dev == before.st_dev &&
	       after.st_ino == before.st_ino,
	   "and what was there is there again");
	ok(umount(FOLDER) == -1 && errno == EINVAL, "once only");
	unlink(FOLDER "/below");
	ok(rmdir(FOLDER) == 0, "the folder is a folder like others");
}

int main(void)
{
	test_chroot();
	test_umount();
	rmdir(JAIL);
	return done();
}
