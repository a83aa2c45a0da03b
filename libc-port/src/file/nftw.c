/* SPDX-License-Identifier: MIT */
/* Walks a tree of files. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int visit_function(const char *, const struct stat *, int,
			   struct FTW *);

struct walk {
	visit_function *visit;
	int flags;
	int top; /* where paths begin, for FTW_CHDIR goes elsewhere */
	dev_t dev;
	char path[PATH_MAX];
};

/* Folders above this one, to see a loop of symbolic links. */
struct parents {
	const struct parents *up;
	dev_t dev;
	ino_t ino;
};

static int classify(const struct walk *w, struct stat *st)
{
	int flags = w->flags & FTW_PHYS ? AT_SYMLINK_NOFOLLOW : 0;

	if (fstatat(w->top, w->path, st, flags) == 0) {
		if (S_ISDIR(st->st_mode))
			return w->flags & FTW_DEPTH ? FTW_DP : FTW_D;
		return S_ISLNK(st->st_mode) ? FTW_SL : FTW_F;
	}
	if (!flags && errno == ENOENT &&
	    fstatat(w->top, w->path, st, AT_SYMLINK_NOFOLLOW) == 0)
		return FTW_SLN;
	return errno == EACCES ? FTW_NS : -1;
}

static DIR *open_folder(const struct walk *w)
{
	int fd = openat(w->top, w->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !dir)
		close(fd);
	return dir;
}

/* Goes to the folder that the path is in; base is where its name begins. */
static int go_there(struct walk *w, int base)
{
	char first = w->path[base];
	int result = 0;

	if (fchdir(w->top) < 0)
		return -1;
	if (base > 0) {
		w->path[base] = '\0';
		result = chdir(w->path);
		w->path[base] = first;
	}
	return result;
}

static int report(struct walk *w, const struct stat *st, int type,
		  struct FTW *info)
{
	if (w->flags & FTW_CHDIR && go_there(w, info->base) < 0)
		return -1;
	return w->visit(w->path, st, type, info);
}

static int step(struct walk *w, size_t length, int base, int level,
		const struct parents *up);

static int enter(struct walk *w, DIR *dir, size_t length, int level,
		 const struct parents *here)
{
	size_t base =
	    length > 0 && w->path[length - 1] == '/' ? length : length + 1;
	struct dirent *entry;
	int result = 0;

	while (result == 0 && (entry = readdir(dir))) {
		size_t n = strlen(entry->d_name);

		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		if (base + n >= sizeof(w->path)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		w->path[base - 1] = '/';
		memcpy(w->path + base, entry->d_name, n + 1);
		result = step(w, base + n, base, level + 1, here);
	}
	w->path[length] = '\0';
	return result;
}

static int step(struct walk *w, size_t length, int base, int level,
		const struct parents *up)
{
	struct FTW info = { base, level };
	struct parents here = { up, 0, 0 };
	const struct parents *p;
	struct stat st = { 0 };
	int type = classify(w, &st), result = 0;
	DIR *dir = NULL;

	if (type < 0)
		return -1;
	if (level == 0)
		w->dev = st.st_dev;
	if (w->flags & FTW_MOUNT && type != FTW_NS && st.st_dev != w->dev)
		return 0;
	if (type == FTW_D || type == FTW_DP) {
		here.dev = st.st_dev;
		here.ino = st.st_ino;
		for (p = up; p; p = p->up)
			if (p->dev == here.dev && p->ino == here.ino)
				return 0;
		dir = open_folder(w);
		if (!dir && errno == EACCES)
			type = FTW_DNR;
		else if (!dir)
			return -1;
	}
	if (type != FTW_DP)
		result = report(w, &st, type, &info);
	if (dir) {
		if (result == 0)
			result = enter(w, dir, length, level, &here);
		closedir(dir);
	}
	if (type == FTW_DP && result == 0)
		result = report(w, &st, type, &info);
	return result;
}

int nftw(const char *path, visit_function *visit, int fds, int flags)
{
	struct walk *w = malloc(sizeof(*w));
	size_t length = strlen(path);
	const char *slash;
	int result;

	(void)fds;
	if (!w)
		return -1;
	if (length >= sizeof(w->path)) {
		free(w);
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(w->path, path);
	while (length > 1 && w->path[length - 1] == '/')
		w->path[--length] = '\0';
	slash = strrchr(w->path, '/');
	w->visit = visit;
	w->flags = flags;
	w->top = AT_FDCWD;
	if (flags & FTW_CHDIR)
		w->top = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	result =
	    w->top == -1
		? -1
		: step(w, length, slash && slash[1] ? slash - w->path + 1 : 0,
		       0, NULL);
	if (w->top >= 0) {
		int error = errno;

		if (fchdir(w->top) < 0 && result == 0)
			result = -1;
		else
			errno = error;
		close(w->top);
	}
	free(w);
	return result;
}
