/* SPDX-License-Identifier: MIT */
/* Maps a segment of System V shared memory. */
#include <faultline/calls.h>
#include <stddef.h>
#include <sys/shm.h>

_Static_assert(sizeof(struct shmid_ds) == sizeof(struct fl_shmid_ds) &&
		   offsetof(struct shmid_ds, shm_atime) ==
		       offsetof(struct fl_shmid_ds, shm_atime),
	       "the kernel reads and writes a struct shmid_ds");

void *shmat(int id, const void *where, int flags)
{
	*ARG1 = id;
	*ARG2 = (unsigned)where;
	*ARG3 = flags;
	return (void *)fl_result(*CALL_SHMAT);
}
