/* SPDX-License-Identifier: MIT */
/* C11 threads. */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <threads.h>

struct start {
	thrd_start_t function;
	void *arg;
};

static void *run(void *arg)
{
	struct start s = *(struct start *)arg;

	free(arg);
	return (void *)s.function(s.arg);
}

int thrd_create(thrd_t *t, thrd_start_t function, void *arg)
{
	struct start *s = malloc(sizeof(*s));
	int error;

	if (!s)
		return thrd_nomem;
	s->function = function;
	s->arg = arg;
	error = pthread_create(t, NULL, run, s);
	if (!error)
		return thrd_success;
	free(s);
	return error == EAGAIN ? thrd_nomem : thrd_error;
}

thrd_t thrd_current(void)
{
	return pthread_self();
}

int thrd_equal(thrd_t a, thrd_t b)
{
	return pthread_equal(a, b);
}

int thrd_detach(thrd_t t)
{
	return pthread_detach(t) ? thrd_error : thrd_success;
}

int thrd_join(thrd_t t, int *result)
{
	void *value;

	if (pthread_join(t, &value))
		return thrd_error;
	if (result)
		*result = (int)value;
	return thrd_success;
}

void thrd_exit(int result)
{
	pthread_exit((void *)result);
}

/* -1 for a signal, below that for anything else (C11 7.26.5.7). */
int thrd_sleep(const struct timespec *time, struct timespec *rest)
{
	int error = clock_nanosleep(CLOCK_REALTIME, 0, time, rest);

	return error == 0 ? 0 : error == EINTR ? -1 : -2;
}

void thrd_yield(void)
{
	sched_yield();
}

void call_once(once_flag *flag, void (*function)(void))
{
	pthread_once(flag, function);
}

int tss_create(tss_t *key, tss_dtor_t destructor)
{
	return pthread_key_create(key, destructor) ? thrd_error : thrd_success;
}

void tss_delete(tss_t key)
{
	pthread_key_delete(key);
}

void *tss_get(tss_t key)
{
	return pthread_getspecific(key);
}

int tss_set(tss_t key, void *value)
{
	return pthread_setspecific(key, value) ? thrd_error : thrd_success;
}
