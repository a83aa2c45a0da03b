/* SPDX-License-Identifier: MIT */
/* Do the real and effective users or groups differ? */
#include <faultline/calls.h>
#include <unistd.h>

int issetugid(void)
{
	return FACTS->uid != FACTS->euid || FACTS->gid != FACTS->egid;
}
