/* SPDX-License-Identifier: MIT */
/* Named semaphores are mapped files in /dev/shm. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/lock.h>
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

/* Opening again gives the same address (POSIX sem_open()). */
struct named {
	struct named *next;
	dev_t device;
	ino_t file;
	sem_t *address;
	int opened;
};

static struct named *all_named;
__LOCK_INIT(static, named_lock)

static sem_t *map(int fd)
{
	struct named *n;
	struct stat st;
	void *address;

	if (fstat(fd, &st) < 0)
		return SEM_FAILED;
	for (n = all_named; n; n = n->next)
		if (n->device == st.st_dev && n->file == st.st_ino) {
			n->opened++;
			return n->address;
		}
	n = malloc(sizeof(*n));
	address = mmap(NULL, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED,
		       fd, 0);
	if (!n || address == MAP_FAILED) {
		free(n);
		return SEM_FAILED;
	}
	*n = (struct named){ all_named, st.st_dev, st.st_ino, address, 1 };
	all_named = n;
	return address;
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
	if (fd < 0 && flags & O_CREAT && (errno == ENOENT || flags & O_EXCL)) {
		va_list rest;
		mode_t mode;

		va_start(rest, flags);
		mode = va_arg(rest, mode_t);
		fd = make(name, flags, mode, va_arg(rest, unsigned));
		va_end(rest);
	}
	if (fd < 0)
		return SEM_FAILED;
	__lock_acquire(named_lock);
	s = map(fd);
	__lock_release(named_lock);
	close(fd);
	return s;
}

int sem_close(sem_t *s)
{
	struct named **link, *n;
	int result = -1;

	__lock_acquire(named_lock);
	for (link = &all_named; (n = *link); link = &n->next)
		if (n->address == s)
			break;
	if (!n) {
		errno = EINVAL;
	} else if (--n->opened > 0) {
		result = 0;
	} else {
		*link = n->next;
		free(n);
		result = munmap(s, sizeof(*s));
	}
	__lock_release(named_lock);
	return result;
}

int sem_unlink(const char *given)
{
	char name[NAME_MAX + 8];

	return object(name, given) < 0 ? -1 : shm_unlink(name);
}
