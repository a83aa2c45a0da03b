/* SPDX-License-Identifier: MIT */
/* Resource limits. */
#include "proc/limits.h"
#include "call/handlers.h"
#include "machine/uaccess.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/usage.h"

long sys_prlimit(int resource, struct uaddr new, struct uaddr old)
{
	struct process *p = process_current();
	struct fl_rlimit *limit, before, after;

	if (resource < 0 || resource >= RLIM_NLIMITS)
		return -EINVAL;
	limit = &p->subject.limits[resource];
	before = *limit;
	if (!uaddr_is_null(new)) {
		if (copy_from_user(&after, new, sizeof(after)) != 0)
			return -EFAULT;
		if (after.rlim_cur > after.rlim_max)
			return -EINVAL;
		if (after.rlim_max > before.rlim_max &&
		    !cred_is_superuser(&p->subject.cred))
			return -EPERM;
	}
	if (!uaddr_is_null(old) &&
	    copy_to_user(old, &before, sizeof(before)) != 0)
		return -EFAULT;
	if (!uaddr_is_null(new)) {
		*limit = after;
		if (resource == RLIMIT_STACK)
			space_set_stack_limit(p->space, after.rlim_cur);
	}
	return 0;
}

void limits_check_cpu(struct process *p)
{
	const struct fl_rlimit *limit = &p->subject.limits[RLIMIT_CPU];
	int64_t user, system;
	uint64_t used; /* whole seconds */

	if (limit->rlim_cur == FL_RLIM_INFINITY)
		return;
	process_times(p, &user, &system);
	used = (uint64_t)(user + system) / NSEC_PER_SEC;
	if (used >= limit->rlim_max)
		signal_send_process(p, SIGKILL, NULL);
	else if (used >= limit->rlim_cur)
		signal_send_process(p, SIGXCPU, NULL);
}
