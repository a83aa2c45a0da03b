/* SPDX-License-Identifier: MIT */
/* Mounts a file system: mount [-r] -t TYPE SOURCE FOLDER */
#include <errno.h>
#include <faultline/statvfs.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static int usage(void)
{
	fprintf(stderr, "usage: mount [-r] -t TYPE SOURCE FOLDER\n");
	return 2;
}

int main(int argc, char **argv)
{
	const char *type = NULL;
	unsigned flags = 0;
	int option;

	while ((option = getopt(argc, argv, "rt:")) != -1) {
		if (option == 'r')
			flags |= ST_RDONLY;
		else if (option == 't')
			type = optarg;
		else
			return usage();
	}
	if (!type || argc - optind != 2)
		return usage();
	if (mount(argv[optind], argv[optind + 1], type, flags) < 0) {
		fprintf(stderr, "mount: %s on %s: %s\n", type, argv[optind + 1],
		        strerror(errno));
		return 1;
	}
	return 0;
}
