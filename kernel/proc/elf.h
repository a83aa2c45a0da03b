/* SPDX-License-Identifier: MIT */
/* ELF executables (System V ABI, "Object Files", and its processor supplement).
 */
#ifndef KERNEL_PROC_ELF_H
#define KERNEL_PROC_ELF_H

#include "lib/types.h"

struct elf_header {
	uint8_t ident[16];
	uint16_t type, machine;
	uint32_t version, entry, phoff, shoff, flags;
	uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct elf_segment {
	uint32_t type, offset, vaddr, paddr, filesz, memsz, flags, align;
};

#define ELF_CLASS32    1
#define ELF_LSB	       1
#define ELF_EXEC       2
#define ELF_386	       3
#define ELF_LOAD       1
#define ELF_INTERP     3
#define ELF_EXECUTABLE 1
#define ELF_WRITABLE   2
#define ELF_READABLE   4

#define ELF_SEGMENTS_MAX 16

/* A program that elf_read() has checked.  Nothing of it is mapped yet. */
struct elf_program {
	struct vnode *vnode; /* the caller holds it */
	uint32_t entry;
	uint32_t headers; /* its segment table once mapped, or 0 */
	uint32_t segment_count;
	uint32_t heap_start;
	struct elf_segment segments[ELF_SEGMENTS_MAX];
};

/*
 * Reads the headers of v and fills *p, without changing the process.  Returns
 * 0, -ENOEXEC if v is not a static executable for this machine or its segments
 * overlap or leave the place for programs, or an error of reading.  Writes to v
 * must be denied until the program ends.  May wait.
 */
int elf_read(struct vnode *v, struct elf_program *p);

struct space;

/*
 * Maps the segments into s, which must be the running space and empty.  Returns
 * 0 or -errno; then some segments may be mapped already.  May wait.
 */
int elf_map(const struct elf_program *p, struct space *s);

#endif
