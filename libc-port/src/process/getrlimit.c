/* SPDX-License-Identifier: MIT */
/* Reads a resource limit. */
#include <sys/resource.h>

int getrlimit(int resource, struct rlimit *limit)
{
	return prlimit(0, resource, NULL, limit);
}
