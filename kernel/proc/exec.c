/* SPDX-License-Identifier: MIT */
/*
 * execve() and fexecve().  While the old program is whole, the new one is found
 * (target.c), its arguments are copied, and the other threads end.  A failure
 * after that kills the process.
 */
#include "proc/exec.h"
#include "call/door.h"
#include "call/handlers.h"
#include "fs/file.h"
#include "fs/vnode.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/machine.h"
#include "machine/mmu.h"
#include "machine/thread.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "mm/layout.h"
#include "mm/space.h"
#include "proc/exit.h"
#include "proc/layout.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/target.h"
#include "proc/wait.h"
#include <faultline/layout.h>
#include <faultline/limits.h>
#include <faultline/mman.h>
#include <faultline/wait.h>

#define STRINGS_MAX FL_ARG_MAX

/* Entries of the auxiliary vector (System V ABI, processor supplement). */
enum {
	AT_NULL = 0,
	AT_PHDR = 3,
	AT_PHENT = 4,
	AT_PHNUM = 5,
	AT_PAGESZ = 6,
	AT_ENTRY = 9,
	AT_UID = 11,
	AT_EUID = 12,
	AT_GID = 13,
	AT_EGID = 14,
	AT_CLKTCK = 17,
	AT_SECURE = 23,
	AT_RANDOM = 25,
};
#define AUXV_ENTRIES 18

/*
 * The new program's strings, in frames that become the top of its stack:
 * first argv's, then envp's, each NUL-terminated, then 16 random bytes.
 */
struct strings {
	struct frame *page[STRINGS_MAX / PAGE_SIZE + 1];
	uint32_t page_count, size;
	uint32_t argc, envc;
};

static void strings_free(struct strings *s)
{
	for (uint32_t i = 0; i < s->page_count; i++)
		frame_release(s->page[i]);
	kfree(s);
}

/* Returns the free bytes at *at, in a new page if need be, or -errno. */
static int room(struct strings *s, char **at)
{
	uint32_t used = s->size & PAGE_MASK;

	if (s->size >> PAGE_SHIFT == s->page_count) {
		if (s->page_count == ARRAY_SIZE(s->page))
			return -E2BIG;
		s->page[s->page_count] = frame_alloc(0);
		if (!s->page[s->page_count])
			return -ENOMEM;
		s->page_count++;
	}
	*at = (char *)frame_address(s->page[s->page_count - 1]) + used;
	return (int)(PAGE_SIZE - used);
}

static int add_bytes(struct strings *s, const void *bytes, uint32_t n)
{
	const char *from = bytes;
	char *at;

	while (n > 0) {
		int size = room(s, &at);
		uint32_t part = MIN((uint32_t)size, n);

		if (size < 0)
			return size;
		memcpy(at, from, part);
		s->size += part;
		from += part;
		n -= part;
	}
	return 0;
}

static int add_user_string(struct strings *s, struct uaddr from)
{
	char *at;

	for (;;) {
		int size = room(s, &at);
		ssize_t n;

		if (size < 0 || s->size >= STRINGS_MAX)
			return size < 0 ? size : -E2BIG;
		n = copy_string_from_user(at, from, (size_t)size);
		if (n == -EFAULT)
			return -EFAULT;
		if (n >= 0) {
			s->size += (uint32_t)n + 1;
			return 0;
		}
		s->size += (uint32_t)size; /* it goes on in the next page */
		from = uaddr_add(from, (uint32_t)size);
	}
}

/* Adds a vector's strings from index first on, and counts them.  May wait. */
static int add_user_vector(struct strings *s, struct uaddr vector,
			   uint32_t first, uint32_t *count)
{
	uint32_t pointer;
	int error;

	if (uaddr_is_null(vector))
		return -EFAULT;
	for (uint32_t i = 0;; i++) {
		error = user_load(uaddr_add(vector, i * 4), &pointer);
		if (error || pointer == 0)
			return error;
		if (i < first)
			continue;
		error = add_user_string(s, uaddr(pointer));
		if (error)
			return error;
		if (++*count % 256 == 0 && sched_checkpoint())
			return -EINTR;
	}
}

static int add_argument(struct strings *s, const char *text)
{
	s->argc++;
	return add_bytes(s, text, strlen(text) + 1);
}

/* Programs rely on an argv[0], so an empty argv becomes one empty string. */
static int copy_arguments(struct strings *s, const struct target *t,
			  struct uaddr argv, struct uaddr envp)
{
	bool is_script = t->head_count > 0;
	uint8_t random[16];
	int error = 0;

	for (uint32_t i = 0; i < t->head_count && !error; i++)
		error = add_argument(s, t->head[i]);
	if (is_script && !error)
		error = add_argument(s, t->path);
	if (!error)
		error = add_user_vector(s, argv, is_script, &s->argc);
	if (s->argc == 0 && !error)
		error = add_argument(s, "");
	if (!error && !uaddr_is_null(envp))
		error = add_user_vector(s, envp, 0, &s->envc);
	if (error)
		return error;
	arch_entropy(random, sizeof(random));
	return add_bytes(s, random, sizeof(random));
}

/* The bytes of argc, argv, NULL, envp, NULL and auxv. */
static uint32_t vector_size(const struct strings *s)
{
	uint32_t words = 1 + s->argc + 1 + s->envc + 1 + AUXV_ENTRIES * 2;

	return words * sizeof(uint32_t);
}

/* Arguments may take a quarter of the stack's limit, but always 128 KB. */
static bool fits_stack(const struct strings *s, uint64_t limit)
{
	return s->size + vector_size(s) <= MAX(limit / 4, 128u << 10);
}

/*
 * Makes the stack's region.  Its top pages are those of the strings.  Below
 * them is room for the vectors, and for a few pages of the program's own.
 */
static int map_stack(struct space *space, struct strings *s)
{
	uint32_t base = space->stack_top - s->page_count * PAGE_SIZE;
	uint32_t start = base - PAGE_ALIGN_UP(vector_size(s)) - 8 * PAGE_SIZE;
	struct mapping m = {
		.where = start,
		.length = space->stack_top - start,
		.fixed = true,
		.prot = PROT_READ | PROT_WRITE | PROT_EXEC,
		.max_prot = PROT_ALL,
		.flags = REGION_STACK,
		.object = &zero_object,
	};
	uint32_t where;
	int error = space_map(space, &m, &where);

	for (uint32_t i = 0; i < s->page_count && !error; i++) {
		frame_hold(s->page[i]);
		error = mmu_map(space->tables, base + i * PAGE_SIZE, s->page[i],
				PAGE_WRITE);
		if (error)
			frame_release(s->page[i]);
		else
			space->resident++;
	}
	return error;
}

/* Collects words for the program's memory, to be copied many at a time. */
struct vector {
	struct uaddr to;
	uint32_t words[128], count;
	int error;
};

static void flush(struct vector *v)
{
	uint32_t size = v->count * sizeof(v->words[0]);

	if (!v->error)
		v->error = copy_to_user(v->to, v->words, size);
	v->to = uaddr_add(v->to, size);
	v->count = 0;
	arch_poll_interrupts();
}

static void push(struct vector *v, uint32_t word)
{
	v->words[v->count++] = word;
	if (v->count == ARRAY_SIZE(v->words))
		flush(v);
}

static void push_auxv(struct vector *v, const struct elf_program *elf,
		      uint32_t random, bool secure)
{
	const struct cred *c = cred_current();
	const uint32_t entries[][2] = {
		{ AT_PHDR, elf->headers },
		{ AT_PHENT, sizeof(struct elf_segment) },
		{ AT_PHNUM, elf->segment_count },
		{ AT_PAGESZ, PAGE_SIZE },
		{ AT_ENTRY, elf->entry },
		{ AT_UID, c->uid },
		{ AT_EUID, c->euid },
		{ AT_GID, c->gid },
		{ AT_EGID, c->egid },
		{ AT_CLKTCK, 100 },
		{ AT_SECURE, secure },
		{ AT_RANDOM, random },
		{ FL_AT_CALL_PAGES, FL_CALL_PAGES },
		{ FL_AT_THREAD_PAGE, FL_THREAD_PAGE },
		{ FL_AT_FACTS_PAGE, FL_FACTS_PAGE },
		{ FL_AT_CLOCK_PAGE, FL_CLOCK_PAGE },
		{ FL_AT_ABI_VERSION, FL_ABI_VERSION },
		{ AT_NULL, 0 },
	};

	_Static_assert(ARRAY_SIZE(entries) == AUXV_ENTRIES, "vector_size()");
	for (unsigned i = 0; i < ARRAY_SIZE(entries); i++) {
		push(v, entries[i][0]);
		push(v, entries[i][1]);
	}
}

static uint32_t string_length(const struct strings *s, uint32_t at)
{
	uint32_t n = 0;

	while (((char *)frame_address(
	    s->page[(at + n) >> PAGE_SHIFT]))[(at + n) & PAGE_MASK])
		n++;
	return n;
}

/*
 * Writes the vectors below the strings.  Returns the stack pointer, or 0 on
 * failure.  It is not inlined, so that v leaves the kernel stack at its end.
 */
static __attribute__((noinline)) uint32_t push_vectors(
    const struct strings *s, uint32_t top, const struct elf_program *elf,
    bool secure)
{
	uint32_t base = top - s->page_count * PAGE_SIZE;
	uint32_t at = 0, sp;
	struct vector v = { .count = 0 };

	sp = base - vector_size(s) - layout_random(PAGE_SIZE);
	sp &= ~15u;
	v.to = uaddr(sp);
	push(&v, s->argc);
	for (uint32_t i = 0; i < s->argc + s->envc; i++) {
		if (i == s->argc)
			push(&v, 0);
		push(&v, base + at);
		at += string_length(s, at) + 1;
	}
	if (s->envc == 0)
		push(&v, 0);
	push(&v, 0);
	push_auxv(&v, elf, base + at, secure);
	flush(&v);
	KASSERT(v.to.value == sp + vector_size(s));
	return v.error ? 0 : sp;
}

/* The name is the last one in the path or, without a path, argv[0]. */
static void set_name(struct process *p, const struct strings *s,
		     const struct target *t)
{
	const char *path = t->head_count > 0 ? t->head[0] : t->path;
	const char *slash = path ? strrchr(path, '/') : NULL;
	size_t n = MIN(sizeof(p->name) - 1, string_length(s, 0));

	if (path) {
		strlcpy(p->name, slash ? slash + 1 : path, sizeof(p->name));
		return;
	}
	memcpy(p->name, frame_address(s->page[0]), n);
	p->name[n] = '\0';
}

/* Sets what ps shows: the name, and the arguments separated by blanks. */
static void set_names(struct process *p, const struct strings *s,
		      const struct target *t)
{
	uint32_t at = 0, n = 0;

	set_name(p, s, t);
	for (uint32_t i = 0; i < s->argc && n + 1 < sizeof(p->args); i++) {
		uint32_t length = string_length(s, at);

		if (i > 0)
			p->args[n++] = ' ';
		for (uint32_t k = 0; k < length && n + 1 < sizeof(p->args); k++)
			p->args[n++] = ((char *)frame_address(
			    s->page[(at + k) >> PAGE_SHIFT]))[(at + k) &
							      PAGE_MASK];
		at += length + 1;
	}
	p->args[n] = '\0';
}

/*
 * Computes the credentials that p will have as the program in v, from the
 * file's set-user-ID and set-group-ID bits.  Returns true if an effective id
 * will differ from the real one, perhaps since an earlier exec.  The bits do
 * not count if some calls are closed to the process: a program with other
 * credentials than its caller must not run without calls that it relies on.
 */
static bool identity_of(const struct process *p, const struct vnode *v,
			struct cred *c)
{
	bool allowed = !(v->fs->flags & ST_NOSUID) && !p->space->closed;

	*c = p->subject.cred;
	if (allowed && v->mode & S_ISUID)
		c->euid = v->uid;
	if (allowed && (v->mode & (S_ISGID | 0010)) == (S_ISGID | 0010))
		c->egid = v->gid;
	c->suid = c->euid;
	c->sgid = c->egid;
	return c->euid != c->uid || c->egid != c->gid;
}

static void take_identity(struct process *p, const struct cred *c)
{
	p->subject.cred = *c;
	process_update_facts(p);
}

/* Caught signals get their default action; ignored ones stay ignored. */
static void reset_signals(struct process *p, bool secure)
{
	(void)secure;
	for (int sig = 1; sig < FL_NSIG; sig++) {
		struct fl_sigaction *a = &p->actions->of[sig];

		if (a->handler != SIG_IGNORE)
			a->handler = SIG_DEFAULT;
		a->flags = 0;
		a->mask = 0;
	}
	current->signal_stack = (struct fl_stack){ .ss_flags = SS_DISABLE };
}

LIFECYCLE_HOOK(SIGNALS, .exec = reset_signals);

/*
 * Moves the process into the new space and leaves the old one.  Calls that
 * another thread closed since create_space() are closed in the new space, too,
 * and a trace that it began goes on.
 */
static void replace_space(struct process *p, struct space *space)
{
	struct space *old = p->space;

	space->closed |= old->closed;
	p->space = space;
	if (space->closed != 0 || p->trace)
		door_watch(space);
	arch_space_switch();
	p->peak_resident = MAX(p->peak_resident, old->resident);
	space_release(old);
	process_release_vfork_parent(p);
}

static void release_text(struct process *p)
{
	if (!p->text)
		return;
	vnode_allow_write(p->text);
	vnode_release(p->text);
	p->text = NULL;
}

LIFECYCLE_HOOK(TEXT, .exit = release_text);

/* Takes over the hold on v and the denial of writes to it. */
static void take_text(struct process *p, struct vnode *v)
{
	release_text(p);
	p->text = v;
}

/* Returns false if the old program is gone and the new one cannot run. */
static bool start_program(struct target *t, struct strings *s,
			  struct space *space)
{
	struct process *p = process_current();
	struct cred new;
	uint32_t sp;
	bool secure;

	thread_become_leader();
	secure = identity_of(p, t->file, &new);
	lifecycle_exec(p, secure);
	replace_space(p, space);
	take_text(p, t->file);
	take_identity(p, &new);
	set_names(p, s, t);
	p->has_execed = true;
	if (elf_map(&t->elf, space) != 0 || map_stack(space, s) != 0)
		return false;
	sp = push_vectors(s, space->stack_top, &t->elf, secure);
	if (sp == 0)
		return false;
	arch_thread_exec(current, t->elf.entry, sp);
	return true;
}

static struct space *create_space(int *error)
{
	struct space *space = space_create();
	uint64_t limit = current->subject->limits[RLIMIT_STACK].rlim_cur;

	*error = -ENOMEM;
	if (!space)
		return NULL;
	space_place(space,
		    STACK_TOP - layout_random(STACK_PLACES) * STACK_STRIDE,
		    layout_random(HOLE_PAGES) * PAGE_SIZE);
	space_set_stack_limit(space, limit);
	*error = space_inherit_windows(space, process_current()->space);
	if (!*error)
		return space;
	space_release(space);
	return NULL;
}

/*
 * Runs the program in v, which it takes over.  -ECALLDONE: the old program is
 * gone, and *alive tells if the new one can run.  Else -errno for the old one.
 */
static int exec(struct target *t, struct strings *s, struct vnode *v,
		struct uaddr argv, struct uaddr envp, bool *alive)
{
	struct space *space;
	int error = target_find(t, v);

	if (error)
		return error;
	error = copy_arguments(s, t, argv, envp);
	if (!error &&
	    !fits_stack(s, current->subject->limits[RLIMIT_STACK].rlim_cur))
		error = -E2BIG;
	space = error ? NULL : create_space(&error);
	if (!space)
		goto fail;
	if (!process_end_other_threads(false)) {
		space_release(space);
		error = -EINTR;
		goto fail;
	}
	*alive = start_program(t, s, space);
	return -ECALLDONE;
fail:
	target_release(t);
	return error;
}

/* By path, which it takes over, or by fd if path is NULL. */
static long exec_file(char *path, int fd, struct uaddr argv, struct uaddr envp)
{
	struct target *t = kmalloc(sizeof(*t));
	struct strings *s = kmalloc(sizeof(*s));
	bool alive = true;
	struct vnode *v;
	long error = -ENOMEM;

	if (!t || !s)
		goto out;
	t->path = path;
	error = path ? vfs_open_exec(path, &v) : fd_open_exec(fd, &v);
	if (!error)
		error = exec(t, s, v, argv, envp, &alive);
out:
	if (s)
		strings_free(s);
	kfree(t);
	kfree(path);
	if (!alive)
		process_exit(FL_W_SIGNALED(SIGKILL));
	return error;
}

long sys_execve(struct uaddr user_path, struct uaddr argv, struct uaddr envp)
{
	char *path = kmalloc_raw(FL_PATH_MAX);
	long error;

	if (!path)
		return -ENOMEM;
	error = copy_string_from_user(path, user_path, FL_PATH_MAX);
	if (error < 0) {
		kfree(path);
		return error;
	}
	return exec_file(path, -1, argv, envp);
}

long sys_fexecve(int fd, struct uaddr argv, struct uaddr envp)
{
	return exec_file(NULL, fd, argv, envp);
}

/*
 * Process 1 has no program yet that could call execve().  Its arguments are
 * written to a page in its space, and sys_execve() copies them from there.
 */
int process_exec_first(const char *path, const char *argument)
{
	may_wait();
	struct space *s = process_current()->space;
	struct {
		uint32_t argv[3], envp[1];
		char path[64], argument[64];
	} page = { .envp = { 0 } };
	struct mapping m = { .length = PAGE_SIZE,
			     .prot = PROT_READ | PROT_WRITE,
			     .max_prot = PROT_ALL,
			     .object = &zero_object };
	uint32_t at;
	int error;

	arch_space_switch();
	error = space_map(s, &m, &at);
	if (error)
		return error;
	strlcpy(page.path, path, sizeof(page.path));
	page.argv[0] = at + offsetof(typeof(page), path);
	if (argument && *argument) {
		strlcpy(page.argument, argument, sizeof(page.argument));
		page.argv[1] = at + offsetof(typeof(page), argument);
	}
	if (copy_to_user(uaddr(at), &page, sizeof(page)) != 0)
		return -ENOMEM;
	return (int)sys_execve(uaddr(page.argv[0]), uaddr(at),
			       uaddr(at + offsetof(typeof(page), envp)));
}
