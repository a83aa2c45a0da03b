/* SPDX-License-Identifier: MIT */
/* Attributes of processes to be started. */
#include "spawn.h"
#include <errno.h>
#include <stdlib.h>

int posix_spawnattr_init(posix_spawnattr_t *a)
{
	*a = calloc(1, sizeof(**a));
	return *a ? 0 : ENOMEM;
}

int posix_spawnattr_destroy(posix_spawnattr_t *a)
{
	free(*a);
	*a = NULL;
	return 0;
}

int posix_spawnattr_getflags(const posix_spawnattr_t *__restrict a,
			     short *__restrict flags)
{
	*flags = (*a)->flags;
	return 0;
}

int posix_spawnattr_setflags(posix_spawnattr_t *a, short flags)
{
	if (flags & ~0x3f)
		return EINVAL;
	(*a)->flags = flags;
	return 0;
}

int posix_spawnattr_getpgroup(const posix_spawnattr_t *__restrict a,
			      pid_t *__restrict group)
{
	*group = (*a)->group;
	return 0;
}

int posix_spawnattr_setpgroup(posix_spawnattr_t *a, pid_t group)
{
	(*a)->group = group;
	return 0;
}

int posix_spawnattr_getsigdefault(const posix_spawnattr_t *__restrict a,
				  sigset_t *__restrict set)
{
	*set = (*a)->defaults;
	return 0;
}

int posix_spawnattr_setsigdefault(posix_spawnattr_t *__restrict a,
				  const sigset_t *__restrict set)
{
	(*a)->defaults = *set;
	return 0;
}

int posix_spawnattr_getsigmask(const posix_spawnattr_t *__restrict a,
			       sigset_t *__restrict set)
{
	*set = (*a)->mask;
	return 0;
}

int posix_spawnattr_setsigmask(posix_spawnattr_t *__restrict a,
			       const sigset_t *__restrict set)
{
	(*a)->mask = *set;
	return 0;
}

int posix_spawnattr_getschedparam(const posix_spawnattr_t *__restrict a,
				  struct sched_param *__restrict param)
{
	*param = (*a)->param;
	return 0;
}

int posix_spawnattr_setschedparam(posix_spawnattr_t *__restrict a,
				  const struct sched_param *__restrict param)
{
	(*a)->param = *param;
	return 0;
}

int posix_spawnattr_getschedpolicy(const posix_spawnattr_t *__restrict a,
				   int *__restrict policy)
{
	*policy = (*a)->policy;
	return 0;
}

int posix_spawnattr_setschedpolicy(posix_spawnattr_t *a, int policy)
{
	(*a)->policy = policy;
	return 0;
}
