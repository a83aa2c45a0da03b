/* SPDX-License-Identifier: MIT */
/* The program that execve() runs, as found by following #! lines. */
#ifndef KERNEL_PROC_TARGET_H
#define KERNEL_PROC_TARGET_H

#include "fs/vnode.h"
#include "proc/elf.h"

#define SCRIPT_LINE  256 /* bytes of a #! line that count */
#define SCRIPT_DEPTH 5

struct target {
	struct elf_program elf;
	const char *path; /* NULL: it was open already */
	char head[SCRIPT_DEPTH * 2][SCRIPT_LINE]; /* of its argv */
	uint32_t head_count; /* then the script's path replaces argv[0] */
	struct vnode *file;  /* whose set-id bits count; held, not written */
};

/*
 * Fills t, whose path is set and the rest zero.  v is what the path names, as
 * vfs_open_exec() gives it, and is taken over.  0 or -errno.  May wait.
 */
int target_find(struct target *t, struct vnode *v);
void target_release(struct target *t);

#endif
