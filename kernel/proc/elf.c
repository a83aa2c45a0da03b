/* SPDX-License-Identifier: MIT */
/* Reads ELF executables, and maps them. */
#include "proc/elf.h"
#include "fs/vnode.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/space.h"
#include "proc/wait.h"
#include <faultline/layout.h>
#include <faultline/mman.h>

#define PROGRAM_START 0x110000u
#define PROGRAM_END   0xa0000000u
#define POPULATE_MAX  (64 * PAGE_SIZE) /* most bytes mapped ahead of use */

static bool header_is_good(const struct elf_header *h)
{
	static const uint8_t magic[4] = { 0x7f, 'E', 'L', 'F' };

	return memcmp(h->ident, magic, 4) == 0 && h->ident[4] == ELF_CLASS32 &&
	       h->ident[5] == ELF_LSB && h->type == ELF_EXEC &&
	       h->machine == ELF_386 &&
	       h->phentsize == sizeof(struct elf_segment) && h->phnum > 0 &&
	       h->phnum <= ELF_SEGMENTS_MAX;
}

static bool segment_is_good(const struct elf_segment *s, uint32_t last_end)
{
	return s->filesz <= s->memsz && s->vaddr >= PROGRAM_START &&
	       s->vaddr < PROGRAM_END && s->memsz < PROGRAM_END - s->vaddr &&
	       PAGE_ALIGN_DOWN(s->vaddr) >= last_end &&
	       (s->vaddr & PAGE_MASK) == (s->offset & PAGE_MASK) &&
	       s->offset + s->filesz >= s->offset;
}

int elf_read(struct vnode *v, struct elf_program *p)
{
	may_wait();
	struct elf_header h;
	uint32_t end = 0, size;
	ssize_t n = vnode_read(v, &h, sizeof(h), 0);

	if (n < 0)
		return (int)n;
	if (n != sizeof(h) || !header_is_good(&h))
		return -ENOEXEC;
	size = h.phnum * sizeof(struct elf_segment);
	n = vnode_read(v, p->segments, size, h.phoff);
	if (n != (ssize_t)size)
		return n < 0 ? (int)n : -ENOEXEC;
	p->vnode = v;
	p->entry = h.entry;
	p->headers = 0;
	p->segment_count = h.phnum;
	for (unsigned i = 0; i < h.phnum; i++) {
		const struct elf_segment *s = &p->segments[i];

		if (s->type == ELF_INTERP)
			return -ENOEXEC; /* dynamic programs need a loader */
		if (s->type != ELF_LOAD || s->memsz == 0)
			continue;
		if (!segment_is_good(s, end) ||
		    s->offset + s->filesz > vnode_size(v))
			return -ENOEXEC;
		end = PAGE_ALIGN_UP(s->vaddr + s->memsz);
		if (h.phoff >= s->offset &&
		    h.phoff + size <= s->offset + s->filesz)
			p->headers = s->vaddr + (h.phoff - s->offset);
	}
	if (end == 0)
		return -ENOEXEC;
	p->heap_start = end;
	return 0;
}

static uint8_t protection(uint32_t flags)
{
	return (uint8_t)((flags & ELF_READABLE ? PROT_READ : 0) |
			 (flags & ELF_WRITABLE ? PROT_WRITE : 0) |
			 (flags & ELF_EXECUTABLE ? PROT_EXEC : 0));
}

static int map_anonymous(struct space *s, uint32_t start, uint32_t end,
			 uint8_t prot)
{
	uint32_t where;

	if (start >= end)
		return 0;
	return space_map(s,
			 &(struct mapping){ .where = start,
					    .length = end - start,
					    .fixed = true,
					    .prot = prot,
					    .max_prot = PROT_ALL,
					    .object = &zero_object },
			 &where);
}

/*
 * Maps the segment's file pages, clears the rest of the last one, and maps
 * zeros for the pages beyond it.
 */
static int map_segment(const struct elf_program *p, struct space *s,
		       const struct elf_segment *seg)
{
	uint32_t start = PAGE_ALIGN_DOWN(seg->vaddr);
	uint32_t file_end = seg->vaddr + seg->filesz;
	uint32_t pages_end = PAGE_ALIGN_UP(file_end);
	uint32_t end = PAGE_ALIGN_UP(seg->vaddr + seg->memsz);
	uint8_t prot = protection(seg->flags);
	struct mapping m = {
		.where = start,
		.length = pages_end - start,
		.fixed = true,
		.prot = prot,
		.max_prot = PROT_ALL,
		.object = &p->vnode->memory,
		.index = seg->offset >> PAGE_SHIFT,
	};
	uint32_t where;
	int error;

	if (seg->filesz == 0)
		return map_anonymous(s, start, end, prot);
	error = space_map(s, &m, &where);
	if (error)
		return error;
	if (!(prot & PROT_WRITE))
		space_populate(s, start, MIN(pages_end, start + POPULATE_MAX));
	if (seg->memsz > seg->filesz && prot & PROT_WRITE)
		error = clear_user(uaddr(file_end), pages_end - file_end);
	return error ? error : map_anonymous(s, pages_end, end, prot);
}

int elf_map(const struct elf_program *p, struct space *s)
{
	may_wait();
	for (uint32_t i = 0; i < p->segment_count; i++) {
		const struct elf_segment *seg = &p->segments[i];
		int error;

		if (seg->type != ELF_LOAD || seg->memsz == 0)
			continue;
		error = map_segment(p, s, seg);
		if (error)
			return error;
	}
	s->heap_start = s->heap_end = p->heap_start;
	return 0;
}
