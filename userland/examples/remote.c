/* SPDX-License-Identifier: MIT */
/*
 * Remote memory: one process reads and writes another's buffer by assignment.
 * The two share no page.  Each access of the client becomes a request to the
 * owner, who carries it out, and could refuse it, or log it as it does here.
 */
#include <errno.h>
#include <faultline/window.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE	  256
#define READ_ONLY 128 /* from here on */

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void client(int fd)
{
	char copy[32];
	volatile char *remote =
	    mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (remote == MAP_FAILED)
		fail("mmap");
	close(fd);
	*(volatile int *)(remote + 64) += 2; /* one instruction, two requests */
	strcpy((char *)remote, "the client was here");
	memcpy(copy, (char *)remote + READ_ONLY,
	       sizeof(copy)); /* one request */
	printf("client: %s, %d\n", copy, *(volatile int *)(remote + 64));
	fflush(stdout);
	remote[READ_ONLY] = '!'; /* refused: SIGBUS */
	exit(1);
}

/* Until the last client has gone; gives how many bytes were asked for. */
static unsigned long serve(int fd, char *buffer)
{
	struct fl_window_request q;
	unsigned long bytes = 0;

	while (read(fd, &q, sizeof(q)) == sizeof(q)) {
		struct fl_window_reply r = { .id = q.id };

		bytes += q.length;
		if (q.type == FL_WINDOW_LOAD)
			memcpy(r.data, buffer + q.offset, q.length);
		else if (q.offset + q.length <= READ_ONLY)
			memcpy(buffer + q.offset, q.data, q.length);
		else
			r.error = EACCES;
		if (write(fd, &r, sizeof(r)) < 0)
			fail("reply");
	}
	return bytes;
}

int main(void)
{
	static char buffer[SIZE] __attribute__((aligned(4)));
	unsigned long bytes;
	int ends[2], status;
	pid_t pid;

	*(int *)(buffer + 64) = 40;
	strcpy(buffer + READ_ONLY, "the owner's text");
	if (window_create(SIZE, 1000, ends) < 0)
		fail("window_create");
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (pid == 0) {
		close(ends[0]);
		client(ends[1]);
	}
	close(ends[1]);
	bytes = serve(ends[0], buffer);
	if (waitpid(pid, &status, 0) != pid)
		fail("wait");
	printf("owner: %s, %d, %lu bytes were asked for\n", buffer,
	       *(int *)(buffer + 64), bytes);
	printf("the client ended by: %s\n",
	       WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "itself");
	return fflush(stdout) != 0;
}
