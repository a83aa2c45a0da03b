/* SPDX-License-Identifier: MIT */
/* Reads and writes the table of mounted file systems. */
#include <mntent.h>
#include <stdlib.h>
#include <string.h>

FILE *setmntent(const char *path, const char *mode)
{
	return fopen(path, mode);
}

int endmntent(FILE *file)
{
	if (file)
		fclose(file);
	return 1;
}

/* Undoes \040 and the like, in place. */
static char *unescape(char *field)
{
	char *from = field, *to = field;

	while (*from) {
		if (from[0] == '\\' && strspn(from + 1, "01234567") >= 3) {
			*to++ = (from[1] - '0') << 6 | (from[2] - '0') << 3 |
				(from[3] - '0');
			from += 4;
		} else
			*to++ = *from++;
	}
	*to = '\0';
	return field;
}

struct mntent *getmntent(FILE *file)
{
	static struct mntent entry;
	static char line[1024];
	char *field[6], *rest, *s;
	int n;

	while (fgets(line, sizeof(line), file)) {
		rest = line;
		for (n = 0; n < 6; n++) {
			field[n] = strtok_r(n ? NULL : rest, " \t\n", &s);
			if (!field[n])
				break;
		}
		if (n < 3 || field[0][0] == '#')
			continue;
		entry.mnt_fsname = unescape(field[0]);
		entry.mnt_dir = unescape(field[1]);
		entry.mnt_type = field[2];
		entry.mnt_opts = n > 3 ? field[3] : "";
		entry.mnt_freq = n > 4 ? atoi(field[4]) : 0;
		entry.mnt_passno = n > 5 ? atoi(field[5]) : 0;
		return &entry;
	}
	return NULL;
}

static void put(FILE *file, const char *field)
{
	for (; *field; field++)
		if (strchr(" \t\n\\", *field))
			fprintf(file, "\\%03o", *field);
		else
			putc(*field, file);
	putc(' ', file);
}

int addmntent(FILE *file, const struct mntent *entry)
{
	if (fseek(file, 0, SEEK_END) < 0)
		return 1;
	put(file, entry->mnt_fsname);
	put(file, entry->mnt_dir);
	put(file, entry->mnt_type);
	put(file, entry->mnt_opts);
	fprintf(file, "%d %d\n", entry->mnt_freq, entry->mnt_passno);
	return fflush(file) != 0;
}

char *hasmntopt(const struct mntent *entry, const char *option)
{
	size_t length = strlen(option);
	char *s = entry->mnt_opts;

	for (; *s; s += strspn(s, ",")) {
		if (strncmp(s, option, length) == 0 && strchr("=,", s[length]))
			return s;
		s += strcspn(s, ",");
	}
	return NULL;
}
