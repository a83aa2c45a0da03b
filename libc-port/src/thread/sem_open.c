/* SPDX-License-Identifier: MIT */
/* Named semaphores are mapped files in /dev/shm. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST (NAME_MAX - 4)

static int object(char *name, const char *given)
{
	while (*given == '/')
		given++;
	if (!*given || strchr(given, '/')) {
		errno = EINVAL;
		return -1;
	}
	if (strlen(given) > LONGEST) {
		errno = ENAMETOOLONG;
		return -1;
	}
	sprintf(name, "/sem.%s", given);
	return 0;
}

/* Written whole before it has its name, so that no one sees half of it. */
static int make(const char *name, int flags, mode_t mode, unsigned value)
{
	char temporary[32];
	int fd;
	sem_t s;

	if (value > SEM_VALUE_MAX) {
		errno = EINVAL;
		return -1;
	}
	sem_init(&s, 1, value);
	sprintf(temporary, "/sem.%d.new", (int)getpid());
	fd = shm_open(temporary, O_RDWR | O_CREAT | O_TRUNC, mode);
	if (fd < 0)
		return -1;
	if (write(fd, &s, sizeof(s)) == sizeof(s)) {
		char from[64], to[NAME_MAX + 16];

		sprintf(from, "/dev/shm%s", temporary);
		sprintf(to, "/dev/shm%s", name);
		if (link(from, to) == 0) {
			unlink(from);
			return fd;
		}
		unlink(from);
	}
	close(fd);
	if (errno != EEXIST || flags & O_EXCL)
		return -1;
	return shm_open(name, O_RDWR, 0);
}

sem_t *sem_open(const char *given, int flags, ...)
{
	char name[NAME_MAX + 8];
	int fd = -1;
	sem_t *s;

	if (object(name, given) < 0)
		return SEM_FAILED;
	if ((flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL))
		fd = shm_open(name, O_RDWR, 0);
	if (fd < 0 && flags & O_CREAT) {
		va_list rest;
		mode_t mode;

		va_start(rest, flags);
		mode = va_arg(rest, mode_t);
		fd = make(name, flags, mode, va_arg(rest, unsigned));
		va_end(rest);
	}
	if (fd < 0)
		return SEM_FAILED;
	s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return s == MAP_FAILED ? SEM_FAILED : s;
}

int sem_close(sem_t *s)
{
	return munmap(s, sizeof(*s));
}

int sem_unlink(const char *given)
{
	char name[NAME_MAX + 8];

	return object(name, given) < 0 ? -1 : shm_unlink(name);
}
