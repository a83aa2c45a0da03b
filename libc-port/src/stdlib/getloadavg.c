/* SPDX-License-Identifier: MIT */
/* How many threads wanted to run, in 1, 5 and 15 minutes. */
#include <faultline/call-page.h>
#include <stdlib.h>

int getloadavg(double load[], int count)
{
	const volatile struct fl_system_facts *system = &CLOCK->system;
	int i;

	for (i = 0; i < count && i < 3; i++)
		load[i] = system->load[i] / 2048.0;
	return i;
}
