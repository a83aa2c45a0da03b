/* SPDX-License-Identifier: MIT */
/*
 * Reads, writes and seeks of several threads in one file: each call sees all
 * of another, or nothing (POSIX, 2.9.7).  With jitter on the kernel's command
 * line these calls let each other in wherever they may wait.
 */
#include "tap.h"
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#define MB (1 << 20)

static char page[4 * MB];
static int fd;
static volatile int over;

/* A thread that runs as soon as it has slept enough, and goes on by itself. */
static pthread_t start(void *(*f)(void *))
{
	struct sched_param p = { .sched_priority = 1 };
	pthread_attr_t a;
	pthread_t t;

	over = 0;
	pthread_attr_init(&a);
	pthread_attr_setinheritsched(&a, PTHREAD_EXPLICIT_SCHED);
	pthread_attr_setschedpolicy(&a, SCHED_FIFO);
	pthread_attr_setschedparam(&a, &p);
	if (pthread_create(&t, &a, f, NULL) != 0)
		ok(0, "a thread");
	return t;
}

/* Lets the other thread come far enough into a call. */
static void pause_a_little(void)
{
	struct timespec t = { 0, 100000 };

	nanosleep(&t, NULL);
}

static void end(pthread_t t)
{
	over = 1;
	pthread_join(t, NULL);
}

/* The word at each position tells the position. */
static void make_file(void)
{
	fd = open("/tmp/atomic", O_CREAT | O_TRUNC | O_RDWR, 0600);
	unlink("/tmp/atomic");
	for (int at = 0; at < 4 * MB; at += sizeof(int))
		*(int *)(page + at) = at;
	write(fd, page, sizeof(page));
}

/* --- A short read saw a part of a long write. --- */

static volatile int torn;

static void *read_edges(void *arg)
{
	char two[2];

	(void)arg;
	while (!over && torn == 0) {
		for (int at = 65536; at < MB; at += 65536)
			torn +=
			    pread(fd, two, 2, at - 1) != 2 || two[0] != two[1];
		pause_a_little();
	}
	return NULL;
}

static void test_short_read_of_long_write(void)
{
	pthread_t t;

	make_file();
	memset(page, 'z', MB);
	pwrite(fd, page, MB, 0);
	t = start(read_edges);
	for (int i = 0; i < 300 && torn == 0; i++) {
		memset(page, 'a' + i % 26, MB);
		pwrite(fd, page, MB, 0);
	}
	end(t);
	ok(torn == 0, "a short read sees no part of a long write");
	close(fd);
}

/* --- A short read took bytes that a long one took as well. --- */

static volatile int taken;

static void *read_bytes(void *arg)
{
	char c;

	(void)arg;
	while (!over) {
		taken += read(fd, &c, 1) == 1;
		pause_a_little();
	}
	return NULL;
}

static void test_short_beside_long_read(void)
{
	int lost = 0;

	for (int turn = 0; turn < 100 && lost == 0; turn++) {
		pthread_t t;
		int sum = 0, n;

		make_file();
		lseek(fd, 0, SEEK_SET);
		taken = 0;
		t = start(read_bytes);
		while ((n = read(fd, page, MB)) > 0)
			sum += n;
		end(t);
		lost = sum + taken - (int)sizeof(page);
		close(fd);
	}
	ok(lost == 0, "two threads that read share the bytes (%d)", lost);
}

/* --- A seek during a read was lost. --- */

static volatile unsigned seeks;

static void *seek_there(void *arg)
{
	(void)arg;
	while (!over) {
		for (int i = 0; i < 2; i++) {
			lseek(fd, 3 * MB, SEEK_SET);
			seeks++;
		}
		pause_a_little();
	}
	return NULL;
}

static void test_seek_beside_read(void)
{
	int lost = 0;
	pthread_t t;

	make_file();
	t = start(seek_there);
	for (int turn = 0; turn < 600 && lost == 0; turn++) {
		unsigned before;
		off_t after;
		int n;

		lseek(fd, 0, SEEK_SET);
		before = seeks;
		n = read(fd, page, 2 * MB);
		if (seeks - before < 2)
			continue;
		/* The second has begun and ended since `before' was read. */
		after = lseek(fd, 0, SEEK_CUR);
		lost += n == 2 * MB && *(int *)page == 0 && after == 2 * MB;
	}
	end(t);
	ok(lost == 0, "a seek takes effect before a read, or after it");
	close(fd);
}

int main(void)
{
	test_short_read_of_long_write();
	test_short_beside_long_read();
	test_seek_beside_read();
	return done();
}
