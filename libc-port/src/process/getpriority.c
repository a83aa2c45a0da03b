/* SPDX-License-Identifier: MIT */
/*
 * The lowest nice value of some processes; the kernel gives 20 minus it, so
 * that -1 is always a failure.
 */
#include <faultline/calls.h>
#include <sys/resource.h>

int getpriority(int which, id_t who)
{
	int result;

	*ARG1 = which;
	*ARG2 = who;
	result = fl_result(*CALL_GETPRIORITY);
	return result < 0 ? result : 20 - result;
}
