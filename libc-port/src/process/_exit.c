/* SPDX-License-Identifier: MIT */
/* Ends the process at once. */
#include <faultline/calls.h>
#include <unistd.h>

void _exit(int status)
{
	*ARG1 = status;
	for (;;)
		(void)fl_call(CALL_EXIT);
}
