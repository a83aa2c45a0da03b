/* SPDX-License-Identifier: MIT */
/* The initrd: an archive of the first files, which the boot loader brings. */
#ifndef KERNEL_FS_INITRD_H
#define KERNEL_FS_INITRD_H

#include "lib/types.h"

/*
 * Unpacks a cpio archive (newc) into the current process's root, and uses it
 * up: files take over those of its frames that hold a page of theirs, and the
 * other frames are released.  The frames are FRAME_RESERVED before.  Nothing
 * may look at the archive afterwards.  0; -EINVAL: the archive is malformed; or
 * -ENOSPC.  After an error the files unpacked so far stay.
 */
int initrd_unpack(const void *archive, size_t length);

#endif
