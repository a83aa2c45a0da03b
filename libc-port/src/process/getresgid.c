/* SPDX-License-Identifier: MIT */
/* All three group numbers: loads from the facts page. */
#include <faultline/calls.h>
#include <unistd.h>

int getresgid(gid_t *real, gid_t *effective, gid_t *saved)
{
	*real = FACTS->gid;
	*effective = FACTS->egid;
	*saved = FACTS->sgid;
	return 0;
}
