/* SPDX-License-Identifier: MIT */
/* Call frames: call pages as capabilities. */
#ifndef KERNEL_CALL_FRAME_H
#define KERNEL_CALL_FRAME_H

struct process;

/* The process ends: nobody may act as it any more. */
void frames_revoke(struct process *maker);

#endif
