/* SPDX-License-Identifier: MIT */
/* Who a process acts as. */
#ifndef KERNEL_PROC_CRED_H
#define KERNEL_PROC_CRED_H

#include "lib/types.h"
#include <faultline/limits.h>

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

/* Is gid the effective group or one of the supplementary ones? */
bool cred_in_group(const struct cred *c, uint32_t gid);

#endif
