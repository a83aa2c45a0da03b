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

/* A program that has been checked, before anything is changed for it. */
struct elf_program {
	struct vnode *vnode;
	uint32_t entry;
	uint32_t headers; /* address of the segment table, or 0 */
	uint32_t segment_count;
	uint32_t heap_start;
	struct elf_segment segments[ELF_SEGMENTS_MAX];
};

/*
 * Reads and checks.  0, -ENOEXEC, -ENOMEM or an error of the file's.
 * May wait.
 */
int elf_read(struct vnode *v, struct elf_program *p);

/* Maps the segments into a space that is the running one and is empty. */
struct space;
/* May wait. */
int elf_map(const struct elf_program *p, struct space *s);

#endif
