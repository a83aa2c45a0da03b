/* SPDX-License-Identifier: MIT */
/* Sets the real and effective user; the saved one follows as POSIX has it. */
#include <unistd.h>

int setreuid(uid_t real, uid_t effective)
{
	uid_t saved = -1;

	if (real != (uid_t)-1 ||
	    (effective != (uid_t)-1 && effective != getuid()))
		saved = effective != (uid_t)-1 ? effective : geteuid();
	return setresuid(real, effective, saved);
}
