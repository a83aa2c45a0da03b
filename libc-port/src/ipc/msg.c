/* SPDX-License-Identifier: MIT */
/* System V message queues. */
#include <faultline/calls.h>
#include <stddef.h>
#include <sys/msg.h>

_Static_assert(sizeof(struct msqid_ds) == sizeof(struct fl_msqid_ds) &&
		   offsetof(struct msqid_ds, msg_stime) ==
		       offsetof(struct fl_msqid_ds, msg_stime),
	       "the kernel reads and writes a struct msqid_ds");

int msgsnd(int id, const void *data, size_t size, int flags)
{
	*ARG1 = id;
	*ARG2 = (unsigned)data;
	*ARG3 = size;
	*ARG4 = flags;
	return fl_result(*CALL_MSGSND);
}

ssize_t msgrcv(int id, void *data, size_t size, long type, int flags)
{
	*ARG1 = id;
	*ARG2 = (unsigned)data;
	*ARG3 = size;
	*ARG4 = type;
	*ARG5 = flags;
	return fl_result(*CALL_MSGRCV);
}
