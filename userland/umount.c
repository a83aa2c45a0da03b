/* SPDX-License-Identifier: MIT */
/* Unmounts file systems: umount FOLDER...; takes them out of /etc/mtab. */
#include <errno.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#define MOUNTED_NEW MOUNTED ".new"

/* Copies the table without the last line that has the folder. */
static void forget(const char *folder)
{
	FILE *from = setmntent(MOUNTED, "r"), *to = setmntent(MOUNTED_NEW, "w");
	struct mntent *m;
	int count = 0;

	if (!from || !to) {
		fprintf(stderr, "umount: %s: %s\n", MOUNTED, strerror(errno));
		return;
	}
	while ((m = getmntent(from)))
		count += strcmp(m->mnt_dir, folder) == 0;
	rewind(from);
	while ((m = getmntent(from)))
		if (strcmp(m->mnt_dir, folder) != 0 || --count > 0)
			addmntent(to, m);
	endmntent(from);
	endmntent(to);
	if (rename(MOUNTED_NEW, MOUNTED) < 0)
		fprintf(stderr, "umount: %s: %s\n", MOUNTED, strerror(errno));
}

static int unmount(const char *folder)
{
	char *path = realpath(folder, NULL);

	if (!path || umount(path) < 0) {
		fprintf(stderr, "umount: %s: %s\n", folder, strerror(errno));
		free(path);
		return 1;
	}
	forget(path);
	free(path);
	return 0;
}

int main(int argc, char **argv)
{
	int status = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: umount FOLDER...\n");
		return 2;
	}
	for (int i = 1; i < argc; i++)
		status |= unmount(argv[i]);
	return status;
}
