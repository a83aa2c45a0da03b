/* SPDX-License-Identifier: MIT */
/* Changes this process's nice value and tells the new one. */
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

int nice(int change)
{
	int old;

	old = getpriority(PRIO_PROCESS, 0);
	change = change > 40 ? 40 : change < -40 ? -40 : change;
	if (setpriority(PRIO_PROCESS, 0, old + change) < 0) {
		if (errno == EACCES)
			errno = EPERM;
		return -1;
	}
	return getpriority(PRIO_PROCESS, 0);
}
