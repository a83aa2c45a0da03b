/* SPDX-License-Identifier: MIT */
/*
 * Rights that a descriptor, a mapping or a file's mode must not give.  Each test
 * is named after a hole that there was.
 */
#include "tap.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define USER 1000

/* The exit code of a child that runs the function as an ordinary user. */
static int as_user(int (*function)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		if (setgid(USER) != 0 || setuid(USER) != 0)
			_exit(99);
		_exit(function());
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void make_file(const char *name, const char *text, mode_t mode)
{
	int fd;

	unlink(name);
	fd = open(name, O_WRONLY | O_CREAT, 0600);
	write(fd, text, strlen(text));
	close(fd);
	chmod(name, mode);
}

static int map_a_name(void)
{
	int fd = open("/tmp/rights-secret", O_PATH);

	return fd >= 0 &&
	       mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED &&
	       errno == EACCES &&
	       mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED &&
	       errno == EACCES;
}

/* O_PATH needs no right to the file, and so gives none. */
static void test_mapping_of_a_name(void)
{
	make_file("/tmp/rights-secret", "secret", 0600);
	ok(as_user(map_a_name) == 1, "what is open with O_PATH is not mapped");
	unlink("/tmp/rights-secret");
}

static int write_by_mapping(void)
{
	int fd = open("/tmp/rights-program", O_RDWR);
	char *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (at == MAP_FAILED)
		return 2;
	at[0] = 'X';
	return 1;
}

/* write() takes the right away; so does a store. */
static void test_set_user_id_program_in_memory(void)
{
	struct stat s = { 0 };
	int result;

	make_file("/tmp/rights-program", "program", 06777);
	result = as_user(write_by_mapping);
	stat("/tmp/rights-program", &s);
	ok(result == 1 && (s.st_mode & 07777) == 0777,
	   "a set-user-ID program that is changed in memory is none (%o)",
	   (unsigned)s.st_mode);
	make_file("/tmp/rights-program", "program", 04777);
	if (fork() == 0)
		_exit(write_by_mapping());
	wait(NULL);
	stat("/tmp/rights-program", &s);
	ok((s.st_mode & 07777) == 04777, "unless root changed it (%o)",
	   (unsigned)s.st_mode);
	unlink("/tmp/rights-program");
}

int main(void)
{
	test_mapping_of_a_name();
	test_set_user_id_program_in_memory();
	return done();
}
