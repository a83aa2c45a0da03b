/* SPDX-License-Identifier: MIT */
/*
 * A key-value store that looks like an array: store[key] is a load or a store
 * of a window, and a process answers it.  Any number below 2^24 is a key, and
 * only those that were stored to take memory.
 *
 * Two clients share the store: one has inherited the window's descriptor, the
 * other, who was there before the window, is sent it through a pipe.
 */
#include <errno.h>
#include <faultline/pass.h>
#include <faultline/window.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEYS  (1 << 24)
#define LIMIT 1024 /* of values */

static struct {
	unsigned key;
	int value;
} table[LIMIT];
static unsigned used;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* Where a key's value is; an unknown key gets one, if there is room. */
static int *find(unsigned key)
{
	unsigned i = 0;

	while (i < used && table[i].key != key)
		i++;
	if (i == LIMIT)
		return NULL;
	if (i == used)
		table[used++].key = key;
	return &table[i].value;
}

/* An access of many elements (memcpy) is one request for many keys. */
static int answer(const struct fl_window_request *q, int *values)
{
	if (q->offset % 4 || q->length % 4)
		return EINVAL; /* the client gets SIGBUS */
	for (unsigned i = 0; i < q->length / 4; i++) {
		int *value = find(q->offset / 4 + i);

		if (!value)
			return ENOSPC;
		if (q->type == FL_WINDOW_STORE)
			*value = ((const int *)q->data)[i];
		values[i] = *value;
	}
	return 0;
}

static int serve(int fd)
{
	struct fl_window_request q;

	/* 0: the last client has gone. */
	while (read(fd, &q, sizeof(q)) == sizeof(q)) {
		struct fl_window_reply r = { .id = q.id };

		r.error = answer(&q, (int *)r.data);
		if (write(fd, &r, sizeof(r)) < 0)
			fail("reply");
	}
	printf("server: %u keys were used\n", used);
	return fflush(stdout) != 0;
}

/* All that a client needs is the descriptor. */
static volatile int *map_store(int fd)
{
	void *store =
	    mmap(NULL, KEYS * 4, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (fd < 0 || store == MAP_FAILED)
		fail("map");
	close(fd);
	return store;
}

int main(void)
{
	int pipe_ends[2], ends[2];
	volatile int *store;
	pid_t other, server;

	if (pipe(pipe_ends) < 0 || (other = fork()) < 0)
		fail("start");
	if (other == 0) {
		close(pipe_ends[1]);
		store = map_store(take_fd(pipe_ends[0], 0));
		store[2] = store[1] * 2;
		store[10000000]++;
		return 0;
	}
	if (window_create(KEYS * 4, 1000, ends) < 0)
		fail("window_create");
	server = fork();
	if (server < 0)
		fail("fork");
	if (server == 0) {
		close(ends[1]); /* or it would be a client of its own */
		return serve(ends[0]);
	}
	close(ends[0]);

	store = map_store(dup(ends[1]));
	store[1] = 21;
	store[10000000] = 99;
	if (pass_fd(pipe_ends[1], ends[1]) < 0)
		fail("pass_fd");
	close(ends[1]);
	waitpid(other, NULL, 0);
	printf("store[1] is %d, [2] is %d, [3] is %d, [10000000] is %d\n",
	       store[1], store[2], store[3], store[10000000]);
	fflush(stdout);
	munmap((void *)store, KEYS * 4); /* no client is left */
	return wait(NULL) < 0;
}
