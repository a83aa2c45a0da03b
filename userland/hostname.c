/* SPDX-License-Identifier: MIT */
/* Prints the name of this machine, or sets it: hostname [NAME] */
#include <errno.h>
#include <faultline/calls.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

int main(int argc, char **argv)
{
	struct utsname u;

	if (argc > 2) {
		fprintf(stderr, "usage: hostname [NAME]\n");
		return 2;
	}
	if (argc == 2) {
		*ARG1 = (unsigned)argv[1];
		*ARG2 = strlen(argv[1]);
		if (fl_result(*CALL_SETHOSTNAME) == 0)
			return 0;
		fprintf(stderr, "hostname: %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	uname(&u);
	puts(u.nodename);
	return 0;
}
