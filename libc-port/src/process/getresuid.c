/* SPDX-License-Identifier: MIT */
/* All three user numbers: loads from the facts page. */
#include <faultline/calls.h>
#include <unistd.h>

int getresuid(uid_t *real, uid_t *effective, uid_t *saved)
{
	*real = FACTS->uid;
	*effective = FACTS->euid;
	*saved = FACTS->suid;
	return 0;
}
