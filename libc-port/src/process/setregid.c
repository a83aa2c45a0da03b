/* SPDX-License-Identifier: MIT */
/* Sets the real and effective group; the saved one follows as POSIX has it. */
#include <unistd.h>

int setregid(gid_t real, gid_t effective)
{
	gid_t saved = -1;

	if (real != (gid_t)-1 ||
	    (effective != (gid_t)-1 && effective != getgid()))
		saved = effective != (gid_t)-1 ? effective : getegid();
	return setresgid(real, effective, saved);
}
