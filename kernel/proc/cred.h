/* SPDX-License-Identifier: MIT */
/* Credentials, and what else decides what a call may do. */
#ifndef KERNEL_PROC_CRED_H
#define KERNEL_PROC_CRED_H

#include "lib/types.h"
#include <faultline/limits.h>
#include <faultline/resource.h>

struct file_table;
struct fs_context;

/* Real, effective and saved user and group, and supplementary groups. */
struct cred {
	uint32_t uid, euid, suid;
	uint32_t gid, egid, sgid;
	uint32_t group_count;
	uint32_t groups[FL_NGROUPS_MAX];
};

static inline bool cred_is_superuser(const struct cred *c)
{
	return c->euid == 0;
}

/*
 * What a call acts with.  Each process has a subject of its own.  A call
 * through another process's grant (call/grant.c) acts with a copy of that
 * process's subject, but with the caller's memory.
 */
struct subject {
	struct file_table *files; /* descriptors (fs/file.h) */
	struct fs_context *fs;	  /* root, working directory, umask */
	struct cred cred;
	struct fl_rlimit limits[RLIM_NLIMITS];
};

/* Is gid the effective group or one of the supplementary ones? */
bool cred_in_group(const struct cred *c, uint32_t gid);

#endif
