/* SPDX-License-Identifier: MIT */
/* How many threads wanted to run, in 1, 5 and 15 minutes. */
#include <faultline/calls.h>
#include <faultline/system.h>
#include <stdlib.h>

int getloadavg(double load[], int count)
{
	struct fl_sysinfo info;
	int i;

	*ARG1 = (unsigned)&info;
	if (fl_result(*CALL_SYSINFO) < 0)
		return -1;
	for (i = 0; i < count && i < 3; i++)
		load[i] = info.load[i] / 2048.0;
	return i;
}
