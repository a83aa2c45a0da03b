/* SPDX-License-Identifier: MIT */
/* Supplementary groups. */
#include <faultline/calls.h>
#include <unistd.h>

int getgroups(int count, gid_t list[])
{
	*ARG1 = count;
	*ARG2 = (unsigned)list;
	return fl_result(*CALL_GETGROUPS);
}
