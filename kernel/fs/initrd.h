/* SPDX-License-Identifier: MIT */
/* The archive that the boot loader brings: the first files. */
#ifndef KERNEL_FS_INITRD_H
#define KERNEL_FS_INITRD_H

#include "lib/types.h"

/*
 * Unpacks a cpio archive (newc) into the current process's root, and uses it
 * up: its frames are FRAME_RESERVED, files take over those that hold whole
 * pages of theirs, and the others are released.  Nothing may look at the
 * archive afterwards.  0, -EINVAL for a malformed archive, or -ENOSPC; what
 * came before stays.
 */
int initrd_unpack(const void *archive, size_t length);

#endif
