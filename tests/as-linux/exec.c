/* SPDX-License-Identifier: MIT */
/* exec in its corners: how programs are found, and what they begin with. */
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "print.h"

#define FOLDER "/tmp/same.exec"
#define SELF   FOLDER "/self"

extern char **environ;

static void make_file(const char *name, const char *text, mode_t mode)
{
	int fd;

	unlink(name);
	fd = open(name, O_CREAT | O_WRONLY | O_TRUNC, 0700);
	write(fd, text, strlen(text));
	close(fd);
	chmod(name, mode);
}

static void copy_file(const char *from, const char *to, long size)
{
	int in = open(from, O_RDONLY), out;
	char buf[4096];
	long n;

	unlink(to);
	out = open(to, O_CREAT | O_WRONLY | O_TRUNC, 0755);
	while (size > 0 && (n = read(in, buf, sizeof(buf))) > 0) {
		write(out, buf, n < size ? n : size);
		size -= n;
	}
	close(in);
	close(out);
}

/* The new program: its arguments, and its environment if it is small. */
static int say_arguments(int argc, char **argv)
{
	printf(" %d", argc);
	for (int i = 0; i < argc; i++)
		printf(" [%.40s]", argv[i]);
	if (argv[argc] != NULL)
		printf(" no NULL");
	for (char **e = environ; e && *e && e < environ + 4; e++)
		if (strncmp(*e, "PATH", 4) != 0)
			printf(" {%s}", *e);
	printf(",");
	return 0;
}

static char *const say[] = { "DO=say", NULL };
static char *const one[] = { "self", "x", NULL };

/* execve() in a child; what comes back is its error. */
static void try_exec(const char *what, const char *path, char *const argv[],
		     char *const envp[])
{
	pid_t pid = fork_child();

	if (pid == 0) {
		tell(what, execve(path, argv, envp));
		end_child(0);
	}
	await(pid);
}

static void tell_in_child(const char *what, int function, const char *file)
{
	pid_t pid = fork_child();

	if (pid > 0) {
		await(pid);
		return;
	}
	if (function == 0)
		tell(what, execl(file, "execl", "x", "", (char *)NULL));
	else if (function == 1)
		tell(what, execle(file, "execle", (char *)NULL, say));
	else if (function == 2)
		tell(what, execlp(file, "execlp", "y", (char *)NULL));
	else if (function == 3)
		tell(what, execv(file, one));
	else if (function == 4)
		tell(what, execvp(file, one));
	else
		tell(what, execvpe(file, one, say));
	end_child(0);
}

static void each_of_the_family(void)
{
	begin("family");
	clearenv();
	setenv("DO", "say", 1);
	setenv("PATH", "/tmp", 1);
	for (int f = 0; f < 6; f++)
		tell_in_child("fails", f, SELF);
	begin("by PATH");
	setenv("PATH", "/missing:" FOLDER "/text:" FOLDER, 1);
	for (int f = 0; f < 6; f++)
		tell_in_child("fails", f, "self");
	begin("not by PATH");
	chdir("/");
	for (int f = 0; f < 6; f++)
		tell_in_child("fails", f, "./self");
	chdir(FOLDER);
}

static void searches_of_path(void)
{
	static const char *const paths[] = {
		"",
		":/missing",
		"/missing:",
		"/missing",
		FOLDER "/no",
		FOLDER "/no:" FOLDER,
		FOLDER "/no:/missing",
		"::::",
		"/missing/:" FOLDER "//",
	};

	mkdir("no", 0755);
	make_file("no/self", "#!./self\n", 0644);
	for (unsigned i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		begin(paths[i]);
		setenv("PATH", paths[i], 1);
		tell_in_child("self", 4, "self");
		tell_in_child("empty", 4, "");
		tell_in_child("missing", 4, "missing");
	}
	unlink("no/self");
	rmdir("no");
}

static void odd_arguments(void)
{
	static char *const none[] = { NULL };
	static char *const empty[] = { "", NULL };
	static char *const other[] = { "another name", "a  b", "", "\n", NULL };
	static char *const odd[] = { "DO=say", "=", "", "A=1", "A=2", NULL };

	begin("odd arguments");
	try_exec("none", SELF, none, say);
	try_exec("empty", SELF, empty, say);
	try_exec("other", SELF, other, say);
	try_exec("odd environment", SELF, one, odd);
}

static void make_targets(void)
{
	make_file("text", "exit 5\n", 0755);
	make_file("empty", "", 0755);
	make_file("plain", "#!./self\n", 0644);
	make_file("bits", "\177ELF\001\001\001", 0755);
	copy_file("self", "cut.4", 4);
	copy_file("self", "cut.40", 40);
	copy_file("self", "cut.52", 52);
	mkdir("dir", 0755);
	mkfifo("fifo", 0755);
	symlink("loop", "loop");
	symlink("self", "link");
	symlink("gone", "dangling");
}

static void failures(void)
{
	static const char *const names[] = {
		"missing",   "",       "text",	    "empty",  "plain",
		"bits",	     "cut.4",  "cut.40",    "cut.52", "dir",
		"dir/",	     ".",      "fifo",	    "loop",   "dangling",
		"self/",     "self/x", "self/../x", "link/",  "dir/../self/.",
		"/dev/null",
	};
	static char long_name[300], long_path[PATH_MAX + 10];
	char *bad[] = { "self", (char *)8, NULL };

	begin("failures");
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		try_exec(names[i], names[i], one, say);
	memset(long_name, 'n', sizeof(long_name) - 1);
	for (unsigned i = 0; i < sizeof(long_path) - 1; i++)
		long_path[i] = i % 2 ? '/' : '.';
	try_exec("long name", long_name, one, say);
	try_exec("long path", long_path, one, say);
	try_exec("NULL", NULL, one, say);
	try_exec("bad path", (char *)8, one, say);
	try_exec("bad argv", SELF, (char **)8, say);
	try_exec("bad argument", SELF, bad, say);
	try_exec("bad envp", SELF, one, (char **)8);
	try_exec("bad variable", SELF, one, bad);
}

static void remove_targets(void)
{
	static const char *const names[] = {
		"text",	  "empty", "plain", "bits", "cut.4",	"cut.40",
		"cut.52", "fifo",  "loop",  "link", "dangling",
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		unlink(names[i]);
	rmdir("dir");
}

static void script(const char *what, const char *text)
{
	make_file("script", text, 0755);
	try_exec(what, "./script", one, say);
}

static void first_lines(void)
{
	char line[400];

	begin("scripts");
	script("bare", "#!./self\n");
	script("argument", "#!./self arg\n");
	script("blanks", "#! \t./self  \t two words\t \nmore\n");
	script("no newline", "#!./self");
	script("no newline, argument", "#!./self -a b");
	script("only blanks", "#!  \t \n./self\n");
	script("one byte", "#");
	script("missing", "#!./missing\n");
	script("folder", "#!" FOLDER "\n");
	script("below a file", "#!./self/x\n");
	make_file("plain", "x", 0644);
	script("not executable", "#!./plain\n");
	make_file("plain", "x", 0755);
	script("no program", "#!./plain\n");
	unlink("plain");
	for (int size = 253; size < 258; size++) {
		memset(line, '/', sizeof(line));
		memcpy(line, "#!.", 3);
		strcpy(line + size - 4, "self\nx\n");
		script("long name", line);
		line[size] = ' ';
		script("and a blank", line);
		line[size] = '\0';
		script("and the end", line);
	}
	memset(line, 'a', sizeof(line) - 1);
	memcpy(line, "#!./self ", 9);
	line[399] = '\0';
	make_file("script", line, 0755);
	tell_in_child("long argument", 0, "./script");
}

/* script.1 names script.2, and so on; the last names the program. */
static void nested_scripts(void)
{
	char name[20], text[40];

	begin("nested");
	for (int depth = 1; depth <= 8; depth++) {
		for (int i = 1; i <= depth; i++) {
			snprintf(name, sizeof(name), "script.%d", i);
			snprintf(text, sizeof(text), "#!./script.%d %d\n",
				 i + 1, i);
			make_file(name, i < depth ? text : "#!./self last\n",
				  0755);
		}
		try_exec("", "./script.1", one, say);
		printf("\n");
	}
	make_file("script", "#!./script\n", 0755);
	try_exec("itself", "./script", one, say);
	for (int i = 1; i <= 8; i++) {
		snprintf(name, sizeof(name), "script.%d", i);
		unlink(name);
	}
}

/* Only the length: the path is what the interpreter opens. */
static void scripts_by_long_paths(void)
{
	char path[1000] = "";
	char *const argv[] = { "lengths", NULL };
	char *const envp[] = { "DO=lengths", NULL };

	begin("long paths");
	make_file("script", "#!./self\n", 0755);
	for (int i = 0; i < 400; i++)
		strcat(path, "./");
	strcat(path, "script");
	try_exec("", path, argv, envp);
	setenv("PATH", FOLDER, 1);
	tell_in_child("by PATH", 5, "script");
}

static int say_lengths(int argc, char **argv)
{
	unsigned sum = 0;

	printf(" %d", argc);
	for (int i = 0; i < argc; i++) {
		printf(i < 3 ? " %zu" : "", strlen(argv[i]));
		sum += strlen(argv[i]) + 1;
	}
	printf(" sum %u,", sum);
	return 0;
}

static void many_arguments(void)
{
	static char *argv[300001];
	char *const envp[] = { "DO=lengths", NULL };
	static char big[100001];

	begin("many arguments");
	for (int i = 0; i < 2000; i++)
		argv[i] = "twenty-nine bytes of argument";
	try_exec("60 kB", SELF, argv, envp);
	for (int i = 0; i < 300000; i++)
		argv[i] = "";
	try_exec("300000", SELF, argv, envp);
	try_exec("300000 variables", SELF, one, argv);
	memset(big, 'b', 100000);
	memset(argv, 0, sizeof(argv));
	for (int i = 0; i < 64; i++)
		argv[i] = big;
	try_exec("6.4 MB", SELF, argv, envp);
	argv[0] = "DO=lengths";
	try_exec("6.4 MB of variables", SELF, one, argv);
	make_file("script", "#!./self\n", 0755);
	try_exec("6.4 MB for a script", "script", argv, envp);
	argv[0] = big;
	argv[1] = NULL;
	try_exec("one of 100 kB", SELF, argv, envp);
}

static void files_that_run(void)
{
	int told[2], go[2], fd;
	char *const envp[] = { "DO=wait", NULL };
	pid_t pid;
	char c;

	begin("busy");
	copy_file("self", "copy", LONG_MAX);
	fd = open("copy", O_WRONLY);
	try_exec("open for writing", "./copy", one, say);
	close(fd);
	pipe(told);
	pipe(go);
	pid = fork_child();
	if (pid == 0) {
		dup2(go[0], 8);
		dup2(told[1], 9);
		close(go[1]);
		execve("./copy", one, envp);
		_exit(1);
	}
	read(told[0], &c, 1);
	tell_ok("write", open("copy", O_WRONLY));
	tell_ok("read and write", open("copy", O_RDWR));
	tell_ok("truncating", open("copy", O_RDONLY | O_TRUNC));
	tell_ok("creating", open("copy", O_WRONLY | O_CREAT, 0755));
	tell("truncate", truncate("copy", 0));
	fd = open("copy", O_RDONLY);
	tell_ok("read", fd);
	close(fd);
	tell("chmod", chmod("copy", 0711));
	try_exec("again", "./copy", one, say);
	tell("rename", rename("copy", "copy.2"));
	make_file("copy", "", 0600);
	tell("rename over it", rename("copy", "copy.2"));
	close(go[1]);
	await(pid);
	fd = open("copy.2", O_WRONLY);
	tell_ok("write then", fd);
	close(fd);
	unlink("copy.2");
	close(told[0]);
	close(told[1]);
	close(go[0]);
}

/* For files_that_run(): until the pipe at 8 has no writers. */
static int wait_for_end(void)
{
	char c;

	write(9, "x", 1);
	return read(8, &c, 1);
}

/* Which files: with and without close-on-exec, names only, none. */
static int open_for_exec(int i)
{
	make_file("plain", "#!./self\n", 0644);
	switch (i) {
	case 0:
		return open("self", O_RDONLY);
	case 1:
		return open("self", O_RDONLY | O_CLOEXEC);
	case 2:
		return open("self", O_PATH);
	case 3:
		return open("self", O_PATH | O_CLOEXEC);
	case 4:
		return open(".", O_RDONLY);
	case 5:
		return open("plain", O_RDONLY);
	case 6:
		return open("self", O_RDWR);
	default:
		return 77;
	}
}

static void by_descriptor(void)
{
	pid_t pid;
	int fd;

	begin("fexecve");
	for (int i = 0; i < 8; i++) {
		pid = fork_child();
		if (pid == 0) {
			tell("", fexecve(open_for_exec(i), one, say));
			end_child(0);
		}
		await(pid);
	}
	unlink("plain");
	copy_file("self", "copy", LONG_MAX);
	fd = open("copy", O_RDONLY | O_CLOEXEC);
	unlink("copy");
	pid = fork_child();
	if (pid == 0) {
		tell("without a name", fexecve(fd, one, say));
		end_child(0);
	}
	await(pid);
	close(fd);
}

static void clean_up(void)
{
	unlink("script");
	unlink("self");
	chdir("/");
	tell("rmdir", rmdir(FOLDER));
}

int main(int argc, char **argv)
{
	const char *what = getenv("DO");
	struct rlimit l;

	if (what && strcmp(what, "say") == 0)
		return say_arguments(argc, argv);
	if (what && strcmp(what, "lengths") == 0)
		return say_lengths(argc, argv);
	if (what && strcmp(what, "wait") == 0)
		return wait_for_end();
	start_afresh();
	getrlimit(RLIMIT_STACK, &l);
	l.rlim_cur = 8 << 20; /* arguments may have a part of it */
	setrlimit(RLIMIT_STACK, &l);
	mkdir(FOLDER, 0755);
	copy_file(argv[0], SELF, LONG_MAX);
	chdir(FOLDER);
	each_of_the_family();
	searches_of_path();
	odd_arguments();
	make_targets();
	failures();
	remove_targets();
	first_lines();
	nested_scripts();
	scripts_by_long_paths();
	many_arguments();
	files_that_run();
	by_descriptor();
	begin("end");
	clean_up();
	puts("");
	return 0;
}
