/* SPDX-License-Identifier: MIT */
/* A program's arguments: copied from the old one, laid out for the new one. */
#include "proc/strings.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/machine.h"
#include "machine/mmu.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/object.h"
#include "mm/slab.h"
#include "mm/space.h"
#include "proc/layout.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/target.h"
#include "proc/wait.h"
#include <faultline/mman.h>

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

void strings_free(struct strings *s)
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

int strings_copy(struct strings *s, const struct target *t, struct uaddr argv,
		 struct uaddr envp)
{
	may_wait();
	bool is_script = t->head_count > 0;
	uint8_t random[16];
	int error = 0;

	for (uint32_t i = 0; i < t->head_count && !error; i++)
		error = add_argument(s, t->head[i]);
	if (is_script && !error)
		error = add_argument(s, t->path);
	if (!error)
		error = add_user_vector(s, argv, is_script, &s->argc);
	if (s->argc == 0 && !error) /* programs rely on an argv[0] */
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

bool strings_fit(const struct strings *s, uint64_t limit)
{
	return s->size + vector_size(s) <= MAX(limit / 4, 128u << 10);
}

int strings_map(struct space *space, struct strings *s)
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

uint32_t strings_length(const struct strings *s, uint32_t at)
{
	uint32_t n = 0;

	while (((char *)frame_address(
	    s->page[(at + n) >> PAGE_SHIFT]))[(at + n) & PAGE_MASK])
		n++;
	return n;
}

/* It is not inlined, so that v leaves the kernel stack at its end. */
__attribute__((noinline)) uint32_t strings_push(const struct strings *s,
						uint32_t top,
						const struct elf_program *elf,
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
		at += strings_length(s, at) + 1;
	}
	if (s->envc == 0)
		push(&v, 0);
	push(&v, 0);
	push_auxv(&v, elf, base + at, secure);
	flush(&v);
	KASSERT(v.to.value == sp + vector_size(s));
	return v.error ? 0 : sp;
}
