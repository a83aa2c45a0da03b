/* SPDX-License-Identifier: MIT */
/* Changes a resource limit. */
#include <sys/resource.h>

int setrlimit(int resource, const struct rlimit *limit)
{
	return prlimit(0, resource, limit, NULL);
}
