/* SPDX-License-Identifier: MIT */
/* Values that each thread has its own of. */
#include "thread.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

static struct {
	int used;
	void (*destructor)(void *);
} keys[PTHREAD_KEYS_MAX];

__LOCK_INIT(static, keys_lock)

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
	unsigned i;
	int error = EAGAIN;

	__lock_acquire(keys_lock);
	for (i = 0; i < PTHREAD_KEYS_MAX; i++)
		if (!keys[i].used) {
			keys[i].used = 1;
			keys[i].destructor = destructor;
			*key = i;
			error = 0;
			break;
		}
	__lock_release(keys_lock);
	return error;
}

/* The values go with the key: a new key of this number starts with NULL. */
int pthread_key_delete(pthread_key_t key)
{
	struct __pthread *t;

	if (key >= PTHREAD_KEYS_MAX || !keys[key].used)
		return EINVAL;
	__lock_enter(&__threads_lock);
	for (t = __threads; t; t = t->next)
		if (t->specific)
			t->specific[key] = NULL;
	__lock_leave(&__threads_lock);
	if (thread_self()->specific)
		thread_self()->specific[key] = NULL;
	keys[key].destructor = NULL;
	keys[key].used = 0;
	return 0;
}

void *pthread_getspecific(pthread_key_t key)
{
	struct __pthread *self = thread_self();

	return self->specific && key < PTHREAD_KEYS_MAX ? self->specific[key]
							: NULL;
}

int pthread_setspecific(pthread_key_t key, const void *value)
{
	struct __pthread *self = thread_self();

	if (key >= PTHREAD_KEYS_MAX || !keys[key].used)
		return EINVAL;
	if (!self->specific)
		self->specific = calloc(PTHREAD_KEYS_MAX, sizeof(void *));
	if (!self->specific)
		return ENOMEM;
	self->specific[key] = (void *)value;
	return 0;
}

void __keys_end(struct __pthread *self)
{
	int round, i, again = !!self->specific;

	for (round = 0; again && round < PTHREAD_DESTRUCTOR_ITERATIONS; round++)
		for (again = 0, i = 0; i < PTHREAD_KEYS_MAX; i++) {
			void *value = self->specific[i];

			if (!value || !keys[i].destructor)
				continue;
			self->specific[i] = NULL;
			keys[i].destructor(value);
			again = 1;
		}
	free(self->specific);
	self->specific = NULL;
}
