/* SPDX-License-Identifier: MIT */
/*
 * Many calls for one fault: prints the start of a file, which is opened, read
 * and closed by a single load.
 *
 *	batch [FILE]
 */
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

enum { OPEN, READ, CLOSE, COUNT };

/* from[i] = RESULT_OF(n): argument i is what entry n has given. */
#define RESULT_OF(n) ((n) + 1)

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "/etc/motd";
	char text[256];
	struct fl_batch calls[COUNT] = {
		[OPEN] = { .slot = FL_CALL_OPEN,
			   .flags = FL_BATCH_STOP, /* no file: no more calls */
			   .arg = { (unsigned)name, O_RDONLY } },
		[READ] = { .slot = FL_CALL_READ,
			   .arg = { 0, (unsigned)text, sizeof(text) },
			   .from = { RESULT_OF(OPEN) } },
		[CLOSE] = { .slot = FL_CALL_CLOSE,
			    .from = { RESULT_OF(OPEN) } },
	};
	int made = batch(calls, COUNT);

	if (made < 0) {
		perror("batch");
		return 1;
	}
	for (int i = 0; i < made; i++) {
		if (calls[i].result < 0) {
			fprintf(stderr, "%s: call %d: %s\n", name, i + 1,
				strerror(calls[i].errnum));
			return 1;
		}
	}
	if (made < COUNT) { /* a signal came in between */
		fprintf(stderr, "%s: only %d calls were made\n", name, made);
		return 1;
	}
	fwrite(text, 1, calls[READ].result, stdout);
	printf("[descriptor %d, %d bytes, one fault]\n", calls[OPEN].result,
	       calls[READ].result);
	return fflush(stdout) != 0;
}
