/* SPDX-License-Identifier: MIT */
/* Sets the supplementary groups. */
#include <faultline/calls.h>
#include <unistd.h>

int setgroups(int count, const gid_t *list)
{
	*ARG1 = count;
	*ARG2 = (unsigned)list;
	return fl_result(*CALL_SETGROUPS);
}
