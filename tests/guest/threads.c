/* SPDX-License-Identifier: MIT */
/* Threads: their own thread pages, storage and errno; mutexes and joins. */
#include "tap.h"
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define THREADS 8

static _Thread_local int own = 5;
static _Thread_local char zeroed[100];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int counter, ready;
static volatile time_t end;

static void *count(void *arg)
{
	(void)arg;
	for (int i = 0; i < 20000; i++) {
		pthread_mutex_lock(&mutex);
		counter++;
		pthread_mutex_unlock(&mutex);
	}
	return (void *)(size_t)own++;
}

static void test_mutex(void)
{
	pthread_t t[THREADS];
	void *result;
	int good = 1;

	for (int i = 0; i < THREADS; i++)
		good &= pthread_create(&t[i], NULL, count, NULL) == 0;
	for (int i = 0; i < THREADS; i++) {
		pthread_join(t[i], &result);
		good &= result == (void *)5;
	}
	ok(good, "%d threads with storage of their own", THREADS);
	ok(counter == THREADS * 20000, "a mutex excludes (%d)", counter);
	ok(own == 5 && zeroed[99] == 0, "this thread's storage is as it was");
}

/* Different calls with different arguments, for a while, under preemption. */
static void *call(void *arg)
{
	size_t number = (size_t)arg;
	size_t wrong = 0;
	int p[2];
	char c;

	pipe(p);
	while (time(NULL) < end) {
		for (int i = 0; i < 500; i++) {
			errno = 0;
			switch (number % 4) {
			case 0:
				wrong += close(1000 + (int)number) != -1 ||
					 errno != EBADF;
				break;
			case 1:
				wrong += access("/nonexistent", 0) != -1 ||
					 errno != ENOENT;
				break;
			case 2:
				c = (char)number;
				write(p[1], &c, 1);
				c = 0;
				read(p[0], &c, 1);
				wrong += c != (char)number;
				break;
			default:
				wrong += getpgid(-5) != -1 || errno != ESRCH;
			}
		}
	}
	close(p[0]);
	close(p[1]);
	return (void *)wrong;
}

static void test_calls(void)
{
	pthread_t t[THREADS];
	void *wrong;
	size_t sum = 0;

	end = time(NULL) + 3;
	for (size_t i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, call, (void *)i);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(t[i], &wrong);
		sum += (size_t)wrong;
	}
	ok(sum == 0, "no thread sees arguments or errno of another");
}

static void *wait_for_it(void *arg)
{
	pthread_mutex_lock(&mutex);
	while (!ready)
		pthread_cond_wait(&cond, &mutex);
	pthread_mutex_unlock(&mutex);
	return arg;
}

static void test_cond(void)
{
	pthread_t t[3];
	void *result;
	int good = 1;

	for (size_t i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, wait_for_it, (void *)i);
	usleep(20000);
	pthread_mutex_lock(&mutex);
	ready = 1;
	pthread_cond_broadcast(&cond);
	pthread_mutex_unlock(&mutex);
	for (size_t i = 0; i < 3; i++) {
		pthread_join(t[i], &result);
		good &= result == (void *)i;
	}
	ok(good, "a condition variable wakes all");
}

static void *forever(void *arg)
{
	(void)arg;
	for (;;)
		pause();
	return NULL;
}

static void test_exit(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		pthread_t t;

		for (int i = 0; i < 10; i++)
			pthread_create(&t, NULL, forever, NULL);
		usleep(10000);
		exit(6);
	}
	ok(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 6,
	   "exit ends all threads");
	pid = fork();
	if (pid == 0) {
		pthread_t t;

		pthread_create(&t, NULL, forever, NULL);
		usleep(10000);
		raise(SIGKILL);
	}
	ok(waitpid(pid, &status, 0) == pid && WTERMSIG(status) == SIGKILL,
	   "so does a signal");
	pid = fork();
	if (pid == 0) {
		pthread_t t;

		pthread_create(&t, NULL, forever, NULL);
		usleep(10000);
		execl("/bin/sh", "sh", "-c", "exit 8", (char *)NULL);
	}
	ok(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 8,
	   "and exec");
}

static void *nothing(void *arg)
{
	return arg;
}

static void test_many(void)
{
	pthread_t t;
	int made = 0;

	for (int i = 0; i < 1000; i++) {
		made += pthread_create(&t, NULL, nothing, NULL) == 0;
		pthread_join(t, NULL);
	}
	ok(made == 1000, "a thousand threads, one after another");
}

int main(void)
{
	test_mutex();
	test_calls();
	test_cond();
	test_exit();
	test_many();
	return done();
}
