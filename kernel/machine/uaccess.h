/* SPDX-License-Identifier: MIT */
/*
 * The only ways from the kernel to a program's memory.
 *
 * All return 0 or -EFAULT, and may fault pages in.  An address in a window, in
 * the kernel, or not mapped is -EFAULT; how much was copied before a fault in
 * the middle is not told.
 */
#ifndef KERNEL_MACHINE_UACCESS_H
#define KERNEL_MACHINE_UACCESS_H

#include "lib/types.h"

struct thread;

int copy_from_user(void *to, struct uaddr from, size_t n);
int copy_to_user(struct uaddr to, const void *from, size_t n);
int clear_user(struct uaddr to, size_t n);

/*
 * May n bytes be written now?  What they hold stays.  For calls that must not
 * take anything for a program that cannot be given it.
 */
int touch_user(struct uaddr to, size_t n);

/*
 * A NUL-terminated string.  Returns its length without the NUL, -EFAULT, or
 * -ENAMETOOLONG when size bytes hold no NUL.
 */
ssize_t copy_string_from_user(char *to, struct uaddr from, size_t size);

/* One naturally aligned or unaligned word. */
int user_load(struct uaddr from, uint32_t *value);
int user_store(struct uaddr to, uint32_t value);

/*
 * Writes value to the destination of the access that t's program has faulted
 * with, and steps past it.
 */
void access_complete(struct thread *t, uint32_t value);

#endif
