/* SPDX-License-Identifier: MIT */
/* Finds the program that execve() runs, by following #! lines. */
#ifndef KERNEL_PROC_TARGET_H
#define KERNEL_PROC_TARGET_H

#include "fs/vnode.h"
#include "proc/elf.h"

#define SCRIPT_LINE  256 /* bytes of a #! line that count */
#define SCRIPT_DEPTH 5	 /* interpreters that may be scripts themselves */

/* What is to run. */
struct target {
	struct elf_program elf;
	const char *path; /* NULL: it was open already */
	char head[SCRIPT_DEPTH * 2][SCRIPT_LINE]; /* start of argv */
	uint32_t head_count; /* 0: no script; else path replaces argv[0] */
	struct vnode *file;  /* elf's; held, and writes are denied */
};

/*
 * Fills t, whose path is set and the rest zero.  v is the file to run, as
 * vfs_open_exec() gives it, and is taken over.  Returns 0, -ELOOP if too many
 * interpreters are scripts, -ENOEXEC, or an error of opening or reading.  May
 * wait.
 */
int target_find(struct target *t, struct vnode *v);

/* Gives up t->file, and allows writes to it. */
void target_release(struct target *t);

#endif
