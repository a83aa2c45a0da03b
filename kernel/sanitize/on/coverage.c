/* SPDX-License-Identifier: MIT */
/*
 * /dev/coverage: the blocks of the kernel's code that a process runs through.
 * The compiler calls a function at the start of each.  What it notes lies in
 * pages that the program has mapped (<faultline/coverage.h>), and that it may
 * write to: the kernel never believes what it finds there.
 */
#include "dev/device.h"
#include "fs/io.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "mm/object.h"
#include "mm/slab.h"
#include "proc/process.h"
#include "sanitize.h"
#include <faultline/coverage.h>

#define COVERAGE_MAJOR 10
#define COVERAGE_MINOR 3
#define PAGES	       (FL_COVERAGE_SIZE / PAGE_SIZE)
#define SEEN_WORDS     (FL_COVERAGE_EDGES / 32)

_Static_assert(sizeof(struct fl_coverage) == FL_COVERAGE_SIZE, "layout");

struct coverage {
	struct object *memory; /* held: struct fl_coverage */
	uint32_t *pages[PAGES];
	uint32_t count;	   /* of edges in the list */
	uint32_t previous; /* block of thread */
	const struct thread *thread;
	struct coverage *next;
	uint32_t seen[SEEN_WORDS]; /* a bit for each edge in the list */
	char words[FL_COVERAGE_WORDS + 1];
};

static struct coverage *all;

/* Whose edges are noted where, by process number. */
static struct coverage *of_process[FL_PID_MAX];

static void note(struct coverage *c, uint32_t edge)
{
	uint32_t at;

	if (c->seen[edge / 32] & 1u << edge % 32)
		return;
	at = c->count + 1;
	if (at > FL_COVERAGE_LIST)
		return;
	c->seen[edge / 32] |= 1u << edge % 32;
	c->pages[at * 4 / PAGE_SIZE][at % (PAGE_SIZE / 4)] = edge;
	c->count = at;
	c->pages[0][0] = at;
}

static void begin_anew(struct coverage *c)
{
	c->count = 0; /* first: what follows is traced, too */
	c->previous = 0;
	memset(c->seen, 0, sizeof(c->seen));
}

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
	uint32_t block = (uint32_t)__builtin_return_address(0);
	struct coverage *c;
	uint32_t pid;

	if (!current || !current->process)
		return;
	pid = (uint32_t)current->process->pid;
	if (pid >= FL_PID_MAX) {
		/* It was freed while it runs; panic() may need no process. */
		current = NULL;
		panic("coverage: the running process has no number: %x", pid);
	}
	c = of_process[pid];
	if (!c)
		return;
	if (c->count > 0 && c->pages[0][0] == 0)
		begin_anew(c);
	if (c->thread != current) {
		c->thread = current;
		c->previous = 0;
	}
	note(c, ((block ^ c->previous) * 2654435761u) / (1u << 14));
	c->previous = block << 5 | block >> 27;
}

static void detach(const struct coverage *c)
{
	for (unsigned pid = 0; pid < FL_PID_MAX; pid++)
		if (of_process[pid] == c)
			of_process[pid] = NULL;
}

static void destroy(struct coverage *c)
{
	struct coverage **p = &all;

	while (*p && *p != c)
		p = &(*p)->next;
	if (*p)
		*p = c->next;
	detach(c);
	if (c->memory)
		object_release(c->memory);
	kfree(c);
}

static int coverage_open(struct device *d, struct file *f, int flags)
{
	struct coverage *c = kmalloc(sizeof(*c));

	(void)d, (void)flags;
	if (!c)
		return -ENOMEM;
	c->memory = object_create_shared(FL_COVERAGE_SIZE);
	for (unsigned i = 0; c->memory && i < PAGES; i++) {
		struct frame *page = object_get(c->memory, i);

		if (!page)
			break;
		c->pages[i] = frame_address(page);
	}
	if (!c->memory || !c->pages[PAGES - 1]) {
		destroy(c);
		return -ENOMEM;
	}
	c->next = all;
	all = c;
	f->object = c;
	return 0;
}

static int coverage_memory(struct file *f, uint32_t first, uint32_t count,
			   struct object **o)
{
	const struct coverage *c = f->object;

	(void)first, (void)count; /* it says itself what is beyond its end */
	*o = object_hold(c->memory);
	return 0;
}

static ssize_t coverage_write(struct file *f, struct io *io, uint64_t *offset)
{
	struct coverage *c = f->object;
	size_t n = MIN(io->left, FL_COVERAGE_WORDS);
	int pid = current->process->pid;

	(void)offset;
	if (n == sizeof(FL_COVERAGE_ATTACH) - 1) {
		char text[sizeof(FL_COVERAGE_ATTACH)] = "";

		if (io_get(io, text, n) < 0)
			return -EFAULT;
		if (strcmp(text, FL_COVERAGE_ATTACH) == 0)
			of_process[pid] = c;
		else if (strcmp(text, FL_COVERAGE_DETACH) == 0)
			of_process[pid] = NULL;
		return (ssize_t)n;
	}
	c->words[0] = '\0';
	if (io_get(io, c->words, n) < 0)
		return -EFAULT;
	c->words[n] = '\0';
	return (ssize_t)n;
}

static void coverage_release(struct file *f)
{
	if (f->object)
		destroy(f->object);
}

void coverage_last_words(void)
{
	for (const struct coverage *c = all; c; c = c->next)
		if (c->words[0])
			printk("last words:\n%s\nend of last words\n",
			       c->words);
}

static const struct file_ops coverage_ops = {
	.write = coverage_write,
	.memory = coverage_memory,
	.release = coverage_release,
};

static struct device coverage_device = {
	.name = "coverage",
	.mode = S_IFCHR | 0600,
	.rdev = FL_MAKEDEV(COVERAGE_MAJOR, COVERAGE_MINOR),
	.ops = &coverage_ops,
	.open = coverage_open,
};

void coverage_init(void)
{
	device_register(&coverage_device);
}
