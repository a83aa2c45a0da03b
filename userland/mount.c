/* SPDX-License-Identifier: MIT */
/*
 * Mounts a file system: mount [-r] -t TYPE SOURCE FOLDER, and notes it in
 * /etc/mtab; without arguments prints what is there.
 */
#include <errno.h>
#include <faultline/statvfs.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static int usage(void)
{
	fprintf(stderr, "usage: mount [-r] -t TYPE SOURCE FOLDER\n");
	return 2;
}

static int print_table(void)
{
	FILE *table = setmntent(MOUNTED, "r");
	struct mntent *m;

	if (!table) {
		fprintf(stderr, "mount: %s: %s\n", MOUNTED, strerror(errno));
		return 1;
	}
	while ((m = getmntent(table)))
		printf("%s on %s type %s (%s)\n", m->mnt_fsname, m->mnt_dir,
		       m->mnt_type, m->mnt_opts);
	endmntent(table);
	return fflush(stdout) != 0;
}

static void note(const char *source, const char *folder, const char *type,
		 unsigned flags)
{
	char *path = realpath(folder, NULL);
	struct mntent m = {
		.mnt_fsname = (char *)source,
		.mnt_dir = path ? path : (char *)folder,
		.mnt_type = (char *)type,
		.mnt_opts = flags & ST_RDONLY ? "ro" : "rw",
	};
	FILE *table = setmntent(MOUNTED, "a");

	if (!table || addmntent(table, &m) != 0)
		fprintf(stderr, "mount: %s: %s\n", MOUNTED, strerror(errno));
	if (table)
		endmntent(table);
	free(path);
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
	if (argc == 1)
		return print_table();
	if (!type || argc - optind != 2)
		return usage();
	if (mount(argv[optind], argv[optind + 1], type, flags) < 0) {
		fprintf(stderr, "mount: %s on %s: %s\n", type, argv[optind + 1],
			strerror(errno));
		return 1;
	}
	note(argv[optind], argv[optind + 1], type, flags);
	return 0;
}
