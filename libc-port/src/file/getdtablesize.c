/* SPDX-License-Identifier: MIT */
/* How many descriptors a process may have. */
#include <unistd.h>

int getdtablesize(void)
{
	return sysconf(_SC_OPEN_MAX);
}
