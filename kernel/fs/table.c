/* SPDX-License-Identifier: MIT */
/* Descriptor tables; the root, working directory and umask of processes. */
#include "fs/file.h"
#include "fs/internal.h"
#include "fs/locks.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/group.h"
#include "proc/lifecycle.h"
#include "proc/process.h"

_Static_assert(FL_OPEN_MAX % 32 == 0, "a bit for each descriptor");

static struct slab_cache table_cache =
    SLAB_CACHE_INIT(table_cache, "file_table", struct file_table);
static struct slab_cache context_cache =
    SLAB_CACHE_INIT(context_cache, "fs_context", struct fs_context);

struct file_table files_none = { .references = 1,
				 .first_free = FL_OPEN_MAX,
				 .files = files_none.small };

struct file_table *files_alloc(void)
{
	struct file_table *t = slab_alloc(&table_cache);

	if (!t)
		return NULL;
	t->references = 1;
	t->files = t->small;
	t->size = ARRAY_SIZE(t->small);
	return t;
}

/* Makes room for descriptor fd, whose table is not files_none. */
static int grow(struct file_table *t, uint32_t fd)
{
	uint32_t size = t->size;
	struct file **files;

	KASSERT(fd >= t->size && fd < FL_OPEN_MAX);
	while (size <= fd)
		size *= 2;
	files = kmalloc(size * sizeof(*files));
	if (!files)
		return -ENOMEM;
	memcpy(files, t->files, t->size * sizeof(*files));
	if (t->files != t->small)
		kfree(t->files);
	t->files = files;
	t->size = size;
	return 0;
}

struct file_table *files_fork(struct file_table *from)
{
	struct file_table *t = files_alloc();

	if (!t)
		return NULL;
	if (from->size > t->size && grow(t, from->size - 1) < 0) {
		slab_free(&table_cache, t);
		return NULL;
	}
	t->first_free = from->first_free;
	for (uint32_t w = 0; w < from->size / 32; w++) {
		uint32_t bits = from->open[w];

		t->open[w] = bits;
		t->cloexec[w] = from->cloexec[w];
		for (; bits; bits &= bits - 1) {
			uint32_t fd = w * 32 + __builtin_ctz(bits);

			t->files[fd] = file_hold(from->files[fd]);
		}
	}
	return t;
}

/* Closes a descriptor that is open.  Does not wait. */
static void close_in(struct file_table *t, uint32_t fd)
{
	struct file *f = t->files[fd];

	KASSERT(f && f->references > 0);
	KASSERT(t->open[fd / 32] >> fd % 32 & 1);
	t->files[fd] = NULL;
	t->open[fd / 32] &= ~(1u << fd % 32);
	t->cloexec[fd / 32] &= ~(1u << fd % 32);
	if (fd < t->first_free)
		t->first_free = fd;
	if (f->vnode && f->vnode->locks)
		locks_release_records(f->vnode, t);
	if (f->ops->put)
		f->ops->put(f);
	else
		file_release(f);
}

void files_close_on_exec(struct file_table *t)
{
	for (uint32_t w = 0; w < t->size / 32; w++) {
		while (t->cloexec[w]) {
			close_in(t, w * 32 + __builtin_ctz(t->cloexec[w]));
			arch_poll_interrupts();
		}
	}
}

void files_release(struct file_table *t)
{
	KASSERT(t->references > 0);
	if (--t->references > 0)
		return;
	for (uint32_t w = 0; w < t->size / 32; w++) {
		while (t->open[w]) {
			close_in(t, w * 32 + __builtin_ctz(t->open[w]));
			arch_poll_interrupts();
		}
	}
	if (t->files != t->small)
		kfree(t->files);
	slab_free(&table_cache, t);
}

static inline uint32_t fd_limit(void)
{
	uint64_t n = current->subject->limits[RLIMIT_NOFILE].rlim_cur;

	return MIN(n, FL_OPEN_MAX);
}

/* The lowest free descriptor from `from' on, or -EMFILE. */
static int find_free(struct file_table *t, uint32_t from)
{
	uint32_t limit = fd_limit();
	uint32_t w, bits;

	if (from < t->first_free)
		from = t->first_free;
	if (from >= limit)
		return -EMFILE;
	w = from / 32;
	bits = ~t->open[w] & (~0u << from % 32);
	while (!bits) {
		if (++w * 32 >= limit)
			return -EMFILE;
		bits = ~t->open[w];
	}
	from = w * 32 + __builtin_ctz(bits);
	return from < limit ? (int)from : -EMFILE;
}

/* The same, and makes room for it in t; or -EMFILE or -ENOMEM. */
static int make_room(struct file_table *t, uint32_t from)
{
	int fd = find_free(t, from), error = 0;

	if (fd >= 0 && (uint32_t)fd >= t->size)
		error = grow(t, fd);
	return error < 0 ? error : fd;
}

int fd_can_install(int from)
{
	int fd = make_room(current->subject->files, from);

	return fd < 0 ? fd : 0;
}

static void install(struct file_table *t, uint32_t fd, struct file *f,
		    bool cloexec)
{
	uint32_t bit = 1u << fd % 32;

	KASSERT(fd < t->size && f);
	t->files[fd] = f;
	t->open[fd / 32] |= bit;
	if (cloexec)
		t->cloexec[fd / 32] |= bit;
	else
		t->cloexec[fd / 32] &= ~bit;
}

int fd_install(struct file *f, int from, bool cloexec)
{
	struct file_table *t = current->subject->files;
	int fd = make_room(t, from);

	if (fd < 0) {
		file_release(f);
		return fd;
	}
	install(t, fd, f, cloexec);
	if ((uint32_t)from <= t->first_free)
		t->first_free = fd + 1;
	return fd;
}

int fd_install_pair(struct file *ends[2], struct uaddr pair, bool cloexec)
{
	int fd[2];

	fd[0] = fd_install(ends[0], 0, cloexec);
	if (fd[0] < 0) {
		file_release(ends[1]);
		return fd[0];
	}
	fd[1] = fd_install(ends[1], 0, cloexec);
	if (fd[1] < 0) {
		fd_close(fd[0]);
		return fd[1];
	}
	if (copy_to_user(pair, fd, sizeof(fd)) < 0) {
		fd_close(fd[0]);
		fd_close(fd[1]);
		return -EFAULT;
	}
	return 0;
}

int fd_replace(int fd, struct file *f, bool cloexec)
{
	struct file_table *t = current->subject->files;
	int error = -EBADF;

	if ((uint32_t)fd >= fd_limit())
		goto fail;
	if ((uint32_t)fd >= t->size) {
		error = grow(t, fd);
		if (error < 0)
			goto fail;
	}
	if (t->files[fd])
		close_in(t, fd);
	/* Closing does not wait, so nobody else has taken the number. */
	KASSERT(!t->files[fd]);
	install(t, fd, f, cloexec);
	return fd;
fail:
	file_release(f);
	return error;
}

int fd_close(int fd)
{
	struct file_table *t = current->subject->files;

	if ((uint32_t)fd >= t->size || !t->files[fd])
		return -EBADF;
	close_in(t, fd);
	return 0;
}

bool fd_get_cloexec(int fd)
{
	return current->subject->files->cloexec[fd / 32] >> fd % 32 & 1;
}

void fd_set_cloexec(int fd, bool on)
{
	struct file_table *t = current->subject->files;

	install(t, fd, t->files[fd], on);
}

struct fs_context *fs_alloc(struct vnode *root)
{
	struct fs_context *fs = slab_alloc_raw(&context_cache);

	if (!fs)
		return NULL;
	fs->references = 1;
	fs->root = vnode_hold(root);
	fs->cwd = vnode_hold(root);
	fs->umask = 022;
	return fs;
}

struct fs_context *fs_fork(struct fs_context *from)
{
	struct fs_context *fs = slab_alloc_raw(&context_cache);

	if (!fs)
		return NULL;
	fs->references = 1;
	fs->root = vnode_hold(from->root);
	fs->cwd = vnode_hold(from->cwd);
	fs->umask = from->umask;
	return fs;
}

void fs_release(struct fs_context *fs)
{
	KASSERT(fs->references > 0);
	if (--fs->references > 0)
		return;
	vnode_release(fs->root);
	vnode_release(fs->cwd);
	slab_free(&context_cache, fs);
}

/*
 * POSIX lets exec open the descriptors 0, 1 and 2 for a set-user-ID program.
 * Else a file that such a program opens could get one of these numbers, and the
 * program would take it for its standard input, or write messages to it.
 */
static void fill_standard_places(struct file_table *t)
{
	/* It can neither be read nor written, and is never freed. */
	static struct file nothing = { .references = 1,
				       .flags = O_RDWR,
				       .ops = &path_file_ops };

	for (uint32_t fd = 0; fd < 3; fd++)
		if (!t->files[fd])
			install(t, fd, file_hold(&nothing), false);
	t->first_free = MAX(t->first_free, 3u);
}

static void files_exec(struct process *p, bool secure)
{
	files_close_on_exec(p->subject.files);
	if (secure)
		fill_standard_places(p->subject.files);
}

static void files_exit(struct process *p)
{
	files_release(p->subject.files);
	p->subject.files = NULL;
}

static void place_exit(struct process *p)
{
	fs_release(p->subject.fs);
	p->subject.fs = NULL;
}

LIFECYCLE_HOOK(FILES, .exec = files_exec, .exit = files_exit);
LIFECYCLE_HOOK(PLACE, .exit = place_exit);
