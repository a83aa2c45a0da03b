/* SPDX-License-Identifier: MIT */
/* The CPU-time clock of a process. */
#include <errno.h>
#include <faultline/time.h>
#include <time.h>
#include <unistd.h>

int clock_getcpuclockid(pid_t pid, clockid_t *clock)
{
	int saved = errno, id = FL_CLOCK_OF_PROCESS | pid;

	if (pid == 0 || pid == getpid()) {
		*clock = CLOCK_PROCESS_CPUTIME_ID;
		return 0;
	}
	if (pid < 0 || pid > FL_CLOCK_ID_MASK || clock_getres(id, NULL) < 0) {
		errno = saved;
		return ESRCH;
	}
	*clock = id;
	return 0;
}
