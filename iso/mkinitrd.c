/* SPDX-License-Identifier: MIT */
/*
 * Makes the initrd that the kernel unpacks: mkinitrd -o IMAGE MANIFEST...
 *
 * A manifest has a line for each file, of words that blanks separate; a word
 * may stand in double quotes, where a backslash takes the next character as
 * it is.  Host names are relative to the manifest's folder, and "-" is the
 * standard input.  A later line for a path takes the place of an earlier one.
 *
 *	dir PATH MODE UID GID
 *	file PATH HOSTFILE MODE UID GID
 *	link PATH TARGET		a symbolic link
 *	hard PATH EXISTING		another name of a file
 *	node PATH c|b|p MAJOR MINOR MODE UID GID
 *	tree PATH HOSTDIR [UID GID]	a folder with all that is in it
 *	base IMAGE			all that another image has
 *
 * The format is cpio's "newc" (cpio(5), "New ASCII Format"), with the data of
 * larger files at page boundaries, by NULs behind the name, and zeros up to
 * the end of the last page: the kernel uses such pages where they are.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE	  4096u
#define MAX_WORDS 9
#define MAX_LINKS 40
#define BUCKETS	  4096u

/* Up to this size a copy is cheaper than a page more in the archive. */
#define SMALL 1024u

/* One name in the archive; names are absolute and have no ".." in them. */
struct entry {
	struct entry *next, *chain;
	char *path;
	char *host;	    /* the file with the data, or a link's target */
	uint32_t offset;    /* of the data in that file */
	struct entry *same; /* a hard link's file */
	uint32_t ino, names;
	uint32_t base, base_ino; /* which file of which image it was */
	uint32_t mode, uid, gid, major, minor, size, mtime;
};

static struct entry *first, **last = &first, *buckets[BUCKETS];
static uint32_t count, newest, base_number;
static const char *manifest = "mkinitrd", *output;
static char *output_new;
static unsigned line_number;

static void fail(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:", manifest);
	if (line_number)
		fprintf(stderr, "%u:", line_number);
	fputc(' ', stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	if (output_new)
		unlink(output_new);
	exit(1);
}

static void *check(void *memory)
{
	if (!memory)
		fail("out of memory");
	return memory;
}

static char *join(const char *folder, const char *name)
{
	size_t n = strlen(folder) + strlen(name) + 2;
	char *path = check(malloc(n));
	bool slash = *folder && folder[strlen(folder) - 1] == '/';

	snprintf(path, n, "%s%s%s", folder, slash ? "" : "/", name);
	return path;
}

static struct entry **bucket_of(const char *path)
{
	uint32_t hash = 5381;

	for (; *path; path++)
		hash = hash * 33 + (unsigned char)*path;
	return &buckets[hash % BUCKETS];
}

static struct entry *find(const char *path)
{
	struct entry *e = *bucket_of(path);

	while (e && strcmp(e->path, path) != 0)
		e = e->chain;
	return e;
}

static struct entry *add(const char *path, uint32_t mode)
{
	struct entry *e = find(path), **bucket = bucket_of(path);

	if (e) {
		if (S_ISDIR(e->mode) != S_ISDIR(mode))
			fail("%s: a directory in one place, none in another",
			     path);
	} else {
		e = check(calloc(1, sizeof(*e)));
		e->path = check(strdup(path));
		e->ino = ++count;
		*last = e;
		last = &e->next;
		e->chain = *bucket;
		*bucket = e;
	}
	e->mode = mode;
	return e;
}

/*
 * The path without ".", ".." and symbolic links, but for its last part, and
 * with the folders on the way made.
 */
static char *resolve(const char *path, int depth)
{
	char *at = check(strdup("/")), *rest = check(strdup(path)), *p = rest;

	if (depth > MAX_LINKS)
		fail("%s: too many symbolic links", path);
	for (;;) {
		char *name = strsep(&p, "/"), *next;
		struct entry *e;

		if (*name == '\0' || strcmp(name, ".") == 0) {
			if (!p)
				break;
			continue;
		}
		if (strcmp(name, "..") == 0) {
			char *slash = strrchr(at, '/');

			slash[slash == at] = '\0';
			if (!p)
				break;
			continue;
		}
		next = join(at, name);
		e = find(next);
		if (p && e && S_ISLNK(e->mode)) {
			char *full =
			    e->host[0] == '/' ? e->host : join(at, e->host);

			next = resolve(full, depth + 1);
			e = find(next);
		}
		free(at);
		at = next;
		if (!p)
			break;
		if (!e)
			add(at, S_IFDIR | 0755);
		else if (!S_ISDIR(e->mode))
			fail("%s: %s is not a directory", path, at);
	}
	free(rest);
	return at;
}

static struct entry *add_at(const char *path, uint32_t mode, uint32_t uid,
			    uint32_t gid)
{
	char *where = resolve(path, 0);
	struct entry *e = add(where, mode);

	free(where);
	e->uid = uid;
	e->gid = gid;
	e->same = NULL;
	return e;
}

static void add_file(const char *path, const char *host, uint32_t mode,
		     uint32_t uid, uint32_t gid)
{
	struct entry *e = add_at(path, S_IFREG | mode, uid, gid);
	struct stat s;

	if (stat(host, &s) < 0)
		fail("%s: %s", host, strerror(errno));
	if (!S_ISREG(s.st_mode))
		fail("%s: not a regular file", host);
	if (s.st_size > INT32_MAX)
		fail("%s: too large for the archive", host);
	e->host = check(strdup(host));
	e->offset = 0;
	e->size = (uint32_t)s.st_size;
	e->mtime = (uint32_t)s.st_mtime;
	if (e->mtime > newest)
		newest = e->mtime;
}

static void add_link(const char *path, const char *target, uint32_t uid,
		     uint32_t gid)
{
	struct entry *e = add_at(path, S_IFLNK | 0777, uid, gid);

	e->host = check(strdup(target));
	e->size = (uint32_t)strlen(target);
}

static void add_hard(const char *path, const char *existing)
{
	char *where = resolve(existing, 0);
	struct entry *e, *same = find(where);

	if (!same || S_ISDIR(same->mode))
		fail("%s: no such file in the image so far", existing);
	free(where);
	while (same->same)
		same = same->same;
	e = add_at(path, same->mode, same->uid, same->gid);
	e->same = same;
}

static void add_tree(const char *path, const char *host, uint32_t uid,
		     uint32_t gid);

static void add_from_tree(const char *path, const char *host, uint32_t uid,
			  uint32_t gid)
{
	char target[PATH_MAX];
	struct stat s;
	ssize_t n;

	if (lstat(host, &s) < 0)
		fail("%s: %s", host, strerror(errno));
	switch (s.st_mode & S_IFMT) {
	case S_IFDIR:
		add_tree(path, host, uid, gid);
		break;
	case S_IFREG:
		add_file(path, host, s.st_mode & 07777, uid, gid);
		break;
	case S_IFLNK:
		n = readlink(host, target, sizeof(target) - 1);
		if (n < 0)
			fail("%s: %s", host, strerror(errno));
		target[n] = '\0';
		add_link(path, target, uid, gid);
		break;
	case S_IFIFO:
		add_at(path, S_IFIFO | (s.st_mode & 07777), uid, gid);
		break;
	default:
		fprintf(stderr, "mkinitrd: %s: left out: a device or socket\n",
			host);
	}
}

/* A folder that the image has already keeps its owner and mode. */
static void add_tree(const char *path, const char *host, uint32_t uid,
		     uint32_t gid)
{
	char *where = resolve(path, 0);
	struct entry *e = find(where);
	struct dirent **names;
	struct stat s;
	int n;

	if (stat(host, &s) < 0)
		fail("%s: %s", host, strerror(errno));
	if (!e && strcmp(where, "/") != 0)
		add_at(path, S_IFDIR | (s.st_mode & 07777), uid, gid);
	free(where);
	n = scandir(host, &names, NULL, alphasort);
	if (n < 0)
		fail("%s: %s", host, strerror(errno));
	for (int i = 0; i < n; i++) {
		char *name = names[i]->d_name;

		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
			char *to = join(path, name), *from = join(host, name);

			add_from_tree(to, from, uid, gid);
			free(to);
			free(from);
		}
		free(names[i]);
	}
	free(names);
}

/* One field of a header: 8 hexadecimal digits. */
static uint32_t field(const char *header, int index)
{
	char digits[9] = { 0 };

	memcpy(digits, header + 6 + 8 * index, 8);
	return (uint32_t)strtoul(digits, NULL, 16);
}

/* Entries with one inode number, in the image that is read. */
static struct entry *first_of(struct entry *from, uint32_t minor, uint32_t ino)
{
	for (; from; from = from->next)
		if (from->base_ino == ino && from->base == minor)
			return from;
	return NULL;
}

static void skip_zeros(FILE *f)
{
	int c;

	do
		c = getc(f);
	while (c == '\0');
	ungetc(c, f);
}

static void add_from_image(FILE *f, const char *image, const char *header,
			   const char *name)
{
	uint32_t mode = field(header, 1), names = field(header, 4);
	uint32_t size = field(header, 6);
	struct entry *e =
	    add_at(name, mode, field(header, 2), field(header, 3));
	char target[PATH_MAX] = { 0 };

	e->mtime = field(header, 5);
	e->major = field(header, 9);
	e->minor = field(header, 10);
	e->size = size;
	e->offset = (uint32_t)ftell(f);
	if (S_ISLNK(mode)) {
		if (size >= sizeof(target) || fread(target, 1, size, f) != size)
			fail("%s: damaged", image);
		e->host = check(strdup(target));
	} else if (S_ISREG(mode)) {
		e->host = check(strdup(image));
		if (names > 1 && size == 0)
			e->same =
			    first_of(first, base_number, field(header, 0));
		e->base = base_number;
		e->base_ino = field(header, 0);
	}
	fseek(f, (long)((e->offset + size + 3) & ~3u), SEEK_SET);
}

/* Takes over the entries of an image that this program has made. */
static void add_base(const char *image)
{
	static char name[2 * PAGE];
	FILE *f = fopen(image, "rb");
	char header[110];

	if (!f)
		fail("%s: %s", image, strerror(errno));
	base_number++;
	for (;;) {
		uint32_t length;

		skip_zeros(f);
		if (fread(header, 1, 110, f) != 110 ||
		    memcmp(header, "070701", 6) != 0)
			fail("%s: not an image, or damaged", image);
		length = (field(header, 11) + 110 + 3) / 4 * 4 - 110;
		if (length > sizeof(name) ||
		    fread(name, 1, length, f) != length)
			fail("%s: damaged", image);
		if (strcmp(name, "TRAILER!!!") == 0)
			break;
		if (strcmp(name, ".") != 0)
			add_from_image(f, image, header, name);
	}
	fclose(f);
}

static uint32_t number(const char *word, int base, uint32_t max)
{
	char *end;
	unsigned long n = strtoul(word, &end, base);

	if (*word == '\0' || *end != '\0' || n > max)
		fail("'%s' is not a number as it should be here", word);
	return (uint32_t)n;
}

/* Splits a line in place; returns the number of words. */
static int split(char *line, char *words[MAX_WORDS])
{
	int n = 0;

	for (;;) {
		bool quoted = false;
		char *to;

		line += strspn(line, " \t\n");
		if (*line == '\0' || *line == '#')
			return n;
		if (n == MAX_WORDS)
			fail("too many words");
		words[n++] = to = line;
		while (*line && (quoted || !strchr(" \t\n", *line))) {
			if (*line == '"') {
				quoted = !quoted;
				line++;
				continue;
			}
			if (quoted && *line == '\\' && line[1])
				line++;
			*to++ = *line++;
		}
		if (quoted)
			fail("a quote without its end");
		if (*line)
			line++;
		*to = '\0';
	}
}

static char *host_name(const char *folder, const char *name)
{
	return *name == '/' ? check(strdup(name)) : join(folder, name);
}

static void add_node(char **w)
{
	const char *types = "cbp", *t = strchr(types, w[2][0]);
	static const uint32_t modes[] = { S_IFCHR, S_IFBLK, S_IFIFO };
	struct entry *e;

	if (strlen(w[2]) != 1 || !t)
		fail("a node is c, b or p, not '%s'", w[2]);
	e = add_at(w[1], modes[t - types] | number(w[5], 8, 07777),
		   number(w[6], 10, UINT32_MAX), number(w[7], 10, UINT32_MAX));
	e->major = number(w[3], 10, 0xffff);
	e->minor = number(w[4], 10, 0xff);
}

static void run_line(char **w, int n, const char *folder)
{
	char *host;

	if (strcmp(w[0], "dir") == 0 && n == 5) {
		add_at(w[1], S_IFDIR | number(w[2], 8, 07777),
		       number(w[3], 10, UINT32_MAX),
		       number(w[4], 10, UINT32_MAX));
	} else if (strcmp(w[0], "file") == 0 && n == 6) {
		host = host_name(folder, w[2]);
		add_file(w[1], host, number(w[3], 8, 07777),
			 number(w[4], 10, UINT32_MAX),
			 number(w[5], 10, UINT32_MAX));
		free(host);
	} else if (strcmp(w[0], "link") == 0 && n == 3) {
		add_link(w[1], w[2], 0, 0);
	} else if (strcmp(w[0], "hard") == 0 && n == 3) {
		add_hard(w[1], w[2]);
	} else if (strcmp(w[0], "node") == 0 && n == 8) {
		add_node(w);
	} else if (strcmp(w[0], "tree") == 0 && (n == 3 || n == 5)) {
		host = host_name(folder, w[2]);
		add_tree(w[1], host, n == 5 ? number(w[3], 10, UINT32_MAX) : 0,
			 n == 5 ? number(w[4], 10, UINT32_MAX) : 0);
		free(host);
	} else if (strcmp(w[0], "base") == 0 && n == 2) {
		host = host_name(folder, w[1]);
		add_base(host);
		free(host);
	} else {
		fail("'%s' with %d words: not a line of a manifest", w[0], n);
	}
}

static void read_manifest(const char *name)
{
	FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
	char *folder = check(strdup(name)), *slash = strrchr(folder, '/');
	char *line = NULL, *words[MAX_WORDS];
	size_t size = 0;

	manifest = name;
	if (!f)
		fail("%s", strerror(errno));
	if (slash)
		slash[slash == folder] = '\0';
	while (getline(&line, &size, f) >= 0) {
		int n;

		line_number++;
		n = split(line, words);
		if (n > 0)
			run_line(words, n, slash ? folder : ".");
	}
	if (ferror(f))
		fail("%s", strerror(errno));
	if (f != stdin)
		fclose(f);
	free(line);
	free(folder);
	line_number = 0;
	manifest = "mkinitrd";
}

static uint32_t written;

static void put(FILE *f, const void *data, size_t n)
{
	if (fwrite(data, 1, n, f) != n)
		fail("%s: %s", output_new, strerror(errno));
	written += (uint32_t)n;
}

static void put_zeros(FILE *f, uint32_t n)
{
	static const char zeros[PAGE];

	for (; n > PAGE; n -= PAGE)
		put(f, zeros, PAGE);
	put(f, zeros, n);
}

static void put_header(FILE *f, const struct entry *e, const char *name,
		       uint32_t size, bool aligned)
{
	const struct entry *same = e->same ? e->same : e;
	uint32_t length = (uint32_t)strlen(name) + 1, pad = 0;
	char header[111];

	if (aligned)
		pad = -(written + 110 + length) % PAGE;
	snprintf(header, sizeof(header),
		 "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
		 same->ino, e->mode, e->uid, e->gid, same->names + 1,
		 same->mtime ? same->mtime : newest, size, 0, 0, e->major,
		 e->minor, length + pad, 0);
	put(f, header, 110);
	put(f, name, length);
	put_zeros(f, pad ? pad : -written % 4);
}

static void put_file(FILE *f, const struct entry *e)
{
	FILE *from = fopen(e->host, "rb");
	static char buffer[64 * 1024];
	uint32_t left = e->size;

	if (!from || fseek(from, e->offset, SEEK_SET) < 0)
		fail("%s: %s", e->host, strerror(errno));
	while (left > 0) {
		size_t most = left < sizeof(buffer) ? left : sizeof(buffer);
		size_t n = fread(buffer, 1, most, from);

		if (n == 0)
			fail("%s: its size changes", e->host);
		put(f, buffer, n);
		left -= (uint32_t)n;
	}
	fclose(from);
	put_zeros(f, -written % (e->size > SMALL ? PAGE : 4));
}

static void put_entry(FILE *f, const struct entry *e)
{
	const char *name = strcmp(e->path, "/") == 0 ? "." : e->path + 1;
	uint32_t size = e->same ? 0 : e->size;

	put_header(f, e, name, size, S_ISREG(e->mode) && size > SMALL);
	if (size == 0)
		return;
	if (S_ISREG(e->mode)) {
		put_file(f, e);
	} else {
		put(f, e->host, size);
		put_zeros(f, -written % 4);
	}
}

static void write_archive(void)
{
	static const struct entry trailer = { .path = "" };
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	size_t n = strlen(output) + 16;
	FILE *f;

	if (epoch)
		newest = number(epoch, 10, UINT32_MAX);
	for (struct entry *e = first; e; e = e->next) {
		if (e->same)
			e->same->names++;
		if (epoch)
			e->mtime = newest;
	}
	output_new = check(malloc(n));
	snprintf(output_new, n, "%s.%ld", output, (long)getpid());
	f = fopen(output_new, "wb");
	if (!f) {
		n = (size_t)errno;
		free(output_new);
		output_new = NULL;
		fail("%s: %s", output, strerror((int)n));
	}
	for (const struct entry *e = first; e; e = e->next)
		put_entry(f, e);
	put_header(f, &trailer, "TRAILER!!!", 0, false);
	put_zeros(f, -written % PAGE);
	if (fclose(f) != 0 || rename(output_new, output) < 0)
		fail("%s: %s", output, strerror(errno));
}

int main(int argc, char **argv)
{
	if (argc < 4 || strcmp(argv[1], "-o") != 0) {
		fprintf(stderr, "usage: mkinitrd -o IMAGE MANIFEST...\n");
		return 2;
	}
	output = argv[2];
	for (int i = 3; i < argc; i++)
		read_manifest(argv[i]);
	write_archive();
	return 0;
}
