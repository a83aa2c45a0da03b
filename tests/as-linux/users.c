/* SPDX-License-Identifier: MIT */
/* Who may do what with files: as root, and as users that children become. */
#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>

#include "print.h"

#define FOLDER "/tmp/same.users"

/* The file's owner and group are 1001 and 2001. */
static const struct person {
	const char *name;
	uid_t uid;
	gid_t gid, group; /* a supplementary one, or -1 */
} owner = { "owner", 1001, 1001, -1 }, member = { "member", 1002, 2001, -1 },
  helper = { "helper", 1003, 1003, 2001 }, other = { "other", 1004, 1004, -1 },
  root = { "root", 0, 0, -1 }, owner_in = { "owner in", 1001, 1001, 2001 };

static const struct person *const people[] = { &owner,	&owner_in, &member,
					       &helper, &other,	   &root };
#define PEOPLE (sizeof(people) / sizeof(*people))

static void act_as(const struct person *p)
{
	setgroups(p->group != (gid_t)-1, &p->group);
	if (setresgid(p->gid, p->gid, p->gid) != 0 ||
	    setresuid(p->uid, p->uid, p->uid) != 0)
		printf(" cannot be %s", p->name);
}

/* Runs f as somebody; the result is what f tells. */
static void as(const struct person *p, void (*f)(void))
{
	pid_t pid = fork_child();

	if (pid == 0) {
		act_as(p);
		f();
		end_child(0);
	}
	await(pid);
}

static void as_each(const char *what, void (*f)(void))
{
	begin(what);
	for (unsigned i = 0; i < PEOPLE; i++) {
		printf("\n  %s:", people[i]->name);
		as(people[i], f);
	}
}

static void make(const char *name, mode_t mode)
{
	int fd;

	unlink(name);
	fd = open(name, O_CREAT | O_WRONLY, 0600);
	write(fd, "text", 4);
	close(fd);
	chown(name, 1001, 2001);
	chmod(name, mode);
}

static void make_folder(const char *name, mode_t mode)
{
	mkdir(name, 0700);
	chown(name, 1001, 2001);
	chmod(name, mode);
}

static mode_t mode_of(const char *name)
{
	struct stat s;

	return lstat(name, &s) == 0 ? s.st_mode & 07777 : 077777;
}

static void tell_group(const char *name)
{
	struct stat s;

	if (lstat(name, &s) == 0)
		printf(" %o %d:%d,", (unsigned)s.st_mode, (int)s.st_uid,
		       (int)s.st_gid);
	else
		printf(" missing,");
}

/* A letter for success, a dash for EACCES, or the error. */
static void mark(char letter, int result)
{
	if (result >= 0)
		putchar(letter);
	else if (errno == EACCES)
		putchar('-');
	else
		printf("(%s)", error_name(errno));
}

static void mark_open(char letter, int flags)
{
	int fd = open("file", flags);

	mark(letter, fd);
	if (fd >= 0)
		close(fd);
}

static void use_file(void)
{
	char *const argv[] = { "file", NULL };

	mark_open('r', O_RDONLY);
	mark_open('w', O_WRONLY);
	mark_open('b', O_RDWR);
	mark_open('t', O_RDONLY | O_TRUNC);
	mark_open('c', O_WRONLY | O_CREAT);
	mark('R', access("file", R_OK));
	mark('W', access("file", W_OK));
	mark('X', access("file", X_OK));
	mark('A', access("file", R_OK | W_OK | X_OK));
	mark('E', faccessat(AT_FDCWD, "file", W_OK, AT_EACCESS));
	mark('F', access("file", F_OK));
	mark('l', truncate("file", 4));
	execv("file", argv); /* it has no format: it may, or may not */
	mark('x', errno == ENOEXEC ? 0 : -1);
}

/* Bits for one class, the opposite for the others. */
static mode_t mode_for(int class, unsigned bits)
{
	mode_t mode = 0;

	for (int c = 0; c < 3; c++)
		mode |= (c == class ? bits : ~bits & 7) << (6 - 3 * c);
	return mode;
}

static void each_mode(const char *what, void (*prepare)(mode_t),
		      void (*use)(void))
{
	begin(what);
	for (int class = 0; class < 3; class ++)
		for (unsigned bits = 0; bits < 8; bits++) {
			printf("\n  %03o", (unsigned)mode_for(class, bits));
			for (unsigned i = 0; i < PEOPLE; i++) {
				prepare(mode_for(class, bits));
				printf(" %s ", people[i]->name);
				as(people[i], use);
			}
		}
	printf("\n  000");
	prepare(0);
	as(&root, use);
}

static void prepare_file(mode_t mode)
{
	make("file", mode);
}

static void prepare_folder(mode_t mode)
{
	unlink("dir/new");
	unlink("dir/file");
	rmdir("dir");
	make_folder("dir", 0777);
	make("dir/file", 0600);
	chmod("dir", mode);
}

static void use_folder(void)
{
	DIR *d = opendir("dir");
	struct stat s;
	int fd;

	mark('r', d ? 0 : -1);
	mark('s', stat("dir/file", &s));
	mark('n', stat("dir/none", &s) < 0 && errno == ENOENT ? 0 : -1);
	mark('.', stat("dir/.", &s));
	fd = d ? openat(dirfd(d), "file", O_PATH) : 0;
	mark('o', fd);
	mark('h', d ? fchdir(dirfd(d)) : 0);
	fchdir(d ? open("..", O_RDONLY) : -1);
	chdir(FOLDER);
	fd = open("dir/new", O_CREAT | O_EXCL | O_WRONLY, 0600);
	mark('c', fd);
	mark('v', rename("dir/new", "dir/newer") < 0 && errno == ENOENT
		      ? 0
		      : rename("dir/newer", "dir/new"));
	mark('u', unlink("dir/file"));
	mark('m', mkdir("dir/sub", 0700));
	rmdir("dir/sub");
	mark('k', symlink("x", "dir/link"));
	unlink("dir/link");
	mark('d', chdir("dir"));
}

/* In sticky folders only owners remove: of the file or of the folder. */
static void in_sticky(void)
{
	int fd = open("mine", O_CREAT | O_WRONLY, 0644);

	close(fd);
	tell("rename over", rename("mine", "sticky/a"));
	tell("rename", rename("sticky/a", "sticky/a2"));
	rename("sticky/a2", "sticky/a");
	tell("unlink", unlink("sticky/a"));
	tell("rmdir", rmdir("sticky/d"));
	tell("out", rename("sticky/b", "b"));
	tell("create", mkdir("sticky/new", 0700));
	tell("remove", rmdir("sticky/new"));
	unlink("mine");
}

static void sticky_folders(void)
{
	static const uid_t owners[] = { 0, 1001, 1004 };

	for (int i = 0; i < 3; i++)
		for (unsigned p = 0; p < PEOPLE; p++) {
			begin(i == 0   ? "sticky of root"
			      : i == 1 ? "sticky of the owner"
				       : "sticky of the other");
			printf(" %s", people[p]->name);
			make_folder("sticky", 0777);
			make("sticky/a", 0666);
			make("sticky/b", 0666);
			make_folder("sticky/d", 0777);
			chown("sticky", owners[i], 0);
			chmod("sticky", 01777);
			as(people[p], in_sticky);
			unlink("sticky/a");
			unlink("sticky/a2");
			unlink("sticky/b");
			unlink("b");
			rmdir("sticky/d");
			rmdir("sticky");
		}
}

static void change_modes(void)
{
	tell("chmod", chmod("file", 0640));
	printf(" %o", mode_of("file"));
	tell("all bits", chmod("file", 07755));
	printf(" %o", mode_of("file"));
	tell("folder", chmod("dir", 02755));
	printf(" %o", mode_of("dir"));
	tell("fifo", chmod("fifo", 02755));
	printf(" %o", mode_of("fifo"));
	chmod("file", 0644);
	chmod("dir", 0755);
}

static void change_owners(void)
{
	static const int to[][2] = { { -1, 1001 },  { -1, 1002 },
				     { -1, 2001 },  { 1001, -1 },
				     { 1002, -1 },  { 1002, 2001 },
				     { 1001, 2001 } };

	for (unsigned i = 0; i < sizeof(to) / sizeof(*to); i++) {
		tell("", chown("file", to[i][0], to[i][1]));
		tell_group("file");
	}
	tell("link", lchown("link", -1, getgid()));
	tell_group("link");
}

/* A change of owner takes set-id bits from programs, not from folders. */
static void chown_clears(void)
{
	static const mode_t modes[] = { 06755, 04755, 02755, 06777, 01755 };

	begin("chown clears");
	for (unsigned i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		for (int user = 0; user < 2; user++) {
			pid_t pid;

			make("file", modes[i]);
			pid = fork_child();
			if (pid == 0) {
				act_as(user ? &owner_in : &root);
				tell(user ? "owner" : "root",
				     chown("file", 1001, 2001));
				end_child(0);
			}
			await(pid);
			printf(" %o", mode_of("file"));
		}
	}
	make_folder("dir", 06755);
	chown("dir", 1001, 2001);
	printf(" folder %o", mode_of("dir"));
	rmdir("dir");
}

static void write_to_it(void)
{
	int fd = open("file", O_WRONLY);

	tell("nothing", write(fd, "x", 0));
	printf(" %o", mode_of("file"));
	tell("write", write(fd, "x", 1));
	printf(" %o", mode_of("file"));
	close(fd);
}

static void truncate_it(void)
{
	tell("truncate", truncate("file", 2));
	printf(" %o", mode_of("file"));
}

static void truncate_to_the_same(void)
{
	tell("to the same", truncate("file", 4));
	printf(" %o", mode_of("file"));
}

static void truncate_open(void)
{
	int fd = open("file", O_WRONLY);

	tell("ftruncate", ftruncate(fd, 9));
	printf(" %o", mode_of("file"));
	close(fd);
}

static void truncate_at_open(void)
{
	close(open("file", O_WRONLY | O_TRUNC));
	printf(" O_TRUNC %o", mode_of("file"));
}

static void allocate(void)
{
	int fd = open("file", O_WRONLY);

	tell("fallocate", posix_fallocate(fd, 0, 100));
	printf(" %o", mode_of("file"));
	close(fd);
}

static void touch_it(void)
{
	utime("file", NULL);
	printf(" utime %o", mode_of("file"));
}

static void writing_clears(void)
{
	static void (*const ways[])(
	    void) = { write_to_it,   truncate_it,      truncate_to_the_same,
		      truncate_open, truncate_at_open, allocate,
		      touch_it };
	static const mode_t modes[] = { 06777, 04766, 02777, 04666 };

	begin("writing clears");
	for (unsigned m = 0; m < sizeof(modes) / sizeof(*modes); m++)
		for (unsigned w = 0; w < sizeof(ways) / sizeof(*ways); w++) {
			printf("\n  %o", modes[m]);
			for (unsigned i = 0; i < PEOPLE; i++) {
				make("file", modes[m]);
				printf(" %s", people[i]->name);
				as(people[i], ways[w]);
			}
		}
}

/* New files in a set-group-ID folder are its group's. */
static void make_in_folder(void)
{
	umask(0);
	close(open("dir/file", O_CREAT | O_WRONLY, 0640));
	tell_group("dir/file");
	close(open("dir/set", O_CREAT | O_WRONLY, 06755));
	tell_group("dir/set");
	close(open("dir/lock", O_CREAT | O_WRONLY, 02644));
	tell_group("dir/lock");
	mkdir("dir/sub", 0750);
	tell_group("dir/sub");
	mkfifo("dir/fifo", 0600);
	tell_group("dir/fifo");
	mknod("dir/node", S_IFREG | 02755, 0);
	tell_group("dir/node");
	symlink("x", "dir/link");
	tell_group("dir/link");
	chmod("dir/file", 02755);
	tell_group("dir/file");
	chmod("dir/sub", 0755);
	tell_group("dir/sub");
	unlink("dir/file");
	unlink("dir/set");
	unlink("dir/lock");
	unlink("dir/fifo");
	unlink("dir/node");
	unlink("dir/link");
	rmdir("dir/sub");
}

static void set_times(void)
{
	struct timespec some[2] = { { 1000, 0 }, { 1000, 0 } };
	struct timespec now[2] = { { 0, UTIME_NOW }, { 0, UTIME_NOW } };
	struct timespec one[2] = { { 0, UTIME_NOW }, { 0, UTIME_OMIT } };
	struct timespec none[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };
	struct timespec mixed[2] = { { 0, UTIME_NOW }, { 1000, 0 } };
	struct utimbuf buf = { 5, 5 };

	for (int i = 0; i < 2; i++) {
		const char *name = i ? "closed" : "file";

		tell("NULL", utimensat(AT_FDCWD, name, NULL, 0));
		tell("now", utimensat(AT_FDCWD, name, now, 0));
		tell("some", utimensat(AT_FDCWD, name, some, 0));
		tell("one", utimensat(AT_FDCWD, name, one, 0));
		tell("none", utimensat(AT_FDCWD, name, none, 0));
		tell("mixed", utimensat(AT_FDCWD, name, mixed, 0));
		tell("utime NULL", utime(name, NULL));
		tell("utime", utime(name, &buf));
		tell("utimes NULL", utimes(name, NULL));
	}
}

/* Folders that nobody else may search, and files behind them. */
static void search_paths(void)
{
	struct stat s;
	char here[PATH_MAX];

	tell("stat", stat("top/in/file", &s));
	tell("none", stat("top/in/none", &s));
	tell("of a folder", stat("top/in", &s));
	tell("through", stat("top/in/..", &s));
	tell("through it", stat("top/in/../in/file", &s));
	tell("link", stat("there", &s));
	tell("lstat", lstat("there", &s));
	tell("readlink", readlink("top/in/link", here, 10));
	tell("below a file", stat("top/in/file/x", &s));
	tell("chdir", chdir("top/in"));
	chdir(FOLDER);
	tell("access", access("top/in/file", F_OK));
	tell_ok("create", open("top/in/new", O_CREAT | O_WRONLY, 0600));
	tell_ok("open for ever", fcntl(20, F_GETFD));
	tell_ok("openat", openat(20, "file", O_RDONLY));
	tell("fstatat", fstatat(20, "file", &s, 0));
	tell("fchdir", fchdir(20));
	chdir(FOLDER);
	tell("unlink", unlinkat(20, "new", 0));
}

static void searches(void)
{
	int fd;

	make_folder("top", 0777);
	make_folder("top/in", 0700);
	make("top/in/file", 0666);
	symlink("file", "top/in/link");
	symlink("top/in/file", "there");
	fd = open("top/in", O_RDONLY);
	dup2(fd, 20);
	close(fd);
	as_each("search", search_paths);
	chmod("top", 0600);
	chmod("top/in", 0777);
	as_each("search from above", search_paths);
	close(20);
	unlink("there");
	unlink("top/in/file");
	unlink("top/in/link");
	rmdir("top/in");
	rmdir("top");
}

/* Renames need both folders, and a folder that moves must be writable. */
static void rename_things(void)
{
	tell("out", rename("closed/a", "open/a2"));
	tell("in", rename("open/b", "closed/b"));
	tell("within", rename("closed/a", "closed/a"));
	tell("across", rename("open/b", "open2/b"));
	tell("back", rename("open2/b", "open/b"));
	tell("folder", rename("open/dir", "open2/dir"));
	tell("back", rename("open2/dir", "open/dir"));
	tell("folder in place", rename("open/dir", "open/dir2"));
	tell("back", rename("open/dir2", "open/dir"));
	tell("link from", link("closed/a", "closed/l"));
	unlink("closed/l");
	tell("rmdir", rmdir("closed/dir"));
	tell("mkdir", mkdir("closed/new", 0700));
	tell("exists", mkdir("closed/dir", 0700));
	tell("mkfifo", mkfifo("closed/new", 0700));
	tell("exists", mkfifo("closed/a", 0700));
	tell("symlink", symlink("x", "closed/new"));
	tell("unlink", unlink("closed/none"));
	tell("unlink", unlink("closed/a"));
	rename("open/a2", "closed/a");
	rename("closed/b", "open/b");
	unlink("closed/new");
	rmdir("closed/new");
}

static void renames(void)
{
	for (unsigned i = 0; i < PEOPLE; i++) {
		begin("rename");
		printf(" %s", people[i]->name);
		make_folder("closed", 0755);
		make_folder("open", 0777);
		make_folder("open2", 0777);
		make_folder("open/dir", 0755);
		make_folder("closed/dir", 0777);
		make("closed/a", 0666);
		make("open/b", 0644);
		as(people[i], rename_things);
		unlink("closed/a");
		unlink("open/b");
		rmdir("closed/dir");
		rmdir("open/dir");
		rmdir("closed");
		rmdir("open");
		rmdir("open2");
	}
}

/* access() asks for the real user, AT_EACCESS for the effective one. */
static void real_and_effective(void)
{
	static const uid_t ids[][2] = {
		{ 0, 1004 }, { 1004, 0 }, { 1001, 1004 }, { 1004, 1001 }
	};

	begin("real and effective");
	make("file", 0600);
	for (int i = 0; i < 4; i++) {
		pid_t pid = fork_child();

		if (pid > 0) {
			await(pid);
			continue;
		}
		setgroups(0, NULL);
		setresgid(ids[i][0], ids[i][1], -1);
		setresuid(ids[i][0], ids[i][1], -1);
		mark('a', access("file", R_OK));
		mark('x', access("file", X_OK));
		mark('e', faccessat(AT_FDCWD, "file", R_OK, AT_EACCESS));
		mark('E', eaccess("file", W_OK));
		mark_open('o', O_RDONLY);
		tell("chmod", chmod("file", 0600));
		end_child(0);
	}
}

/* What is open stays usable, whoever one becomes. */
static void rights_of_descriptors(void)
{
	pid_t pid;
	int fd;
	char c;

	begin("descriptors");
	make("file", 0600);
	fd = open("file", O_RDWR);
	pid = fork_child();
	if (pid == 0) {
		act_as(&other);
		tell("read", read(fd, &c, 1));
		tell("write", write(fd, "x", 1));
		tell("fchmod", fchmod(fd, 0666));
		tell("fchown", fchown(fd, 1004, -1));
		tell("futimens", futimens(fd, NULL));
		tell("ftruncate", ftruncate(fd, 2));
		tell_ok("again", open("file", O_RDONLY));
		end_child(0);
	}
	await(pid);
	close(fd);
}

static void open_fifo(void)
{
	int fd = open("fifo", O_RDONLY | O_NONBLOCK);

	tell_ok("read", fd);
	tell_ok("write", open("fifo", O_WRONLY | O_NONBLOCK));
	tell_ok("both", open("fifo", O_RDWR | O_NONBLOCK));
}

static void attributes(void)
{
	make("file", 0644);
	make_folder("dir", 0755);
	mkfifo("fifo", 0640);
	chown("fifo", 1001, 2001);
	as_each("fifo", open_fifo);
	for (unsigned i = 0; i < PEOPLE; i++) {
		begin("chmod");
		printf(" %s", people[i]->name);
		as(people[i], change_modes);
	}
	symlink("file", "link");
	for (unsigned i = 0; i < PEOPLE; i++) {
		begin("chown");
		printf(" %s", people[i]->name);
		make("file", 0644);
		lchown("link", 1001, 1001);
		as(people[i], change_owners);
	}
	rmdir("dir");
	unlink("fifo");
	unlink("link");
	chown_clears();
	make("file", 0666);
	make("closed", 0644);
	as_each("times", set_times);
	unlink("closed");
	make_folder("dir", 02777);
	as_each("set-group-ID folder", make_in_folder);
	rmdir("dir");
}

int main(int argc, char **argv)
{
	start_afresh();
	umask(0);
	mkdir(FOLDER, 0777);
	chdir(FOLDER);
	each_mode("file", prepare_file, use_file);
	each_mode("folder", prepare_folder, use_folder);
	prepare_folder(0777);
	unlink("dir/file");
	rmdir("dir");
	sticky_folders();
	attributes();
	writing_clears();
	searches();
	renames();
	real_and_effective();
	rights_of_descriptors();
	unlink("file");
	chdir("/");
	begin("end");
	tell("rmdir", rmdir(FOLDER));
	puts("");
	return 0;
}
