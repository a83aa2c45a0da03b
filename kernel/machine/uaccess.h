/* SPDX-License-Identifier: MIT */
/*
 * The only functions of the kernel that access a program's memory.
 *
 * Unless another result is given, each returns 0 or -EFAULT: the address lies
 * in a window, in the kernel, or is not mapped.  Pages are faulted in, and none
 * of the functions waits.  After -EFAULT a part of the bytes may have been
 * copied.
 */
#ifndef KERNEL_MACHINE_UACCESS_H
#define KERNEL_MACHINE_UACCESS_H

#include "lib/types.h"

struct thread;

int copy_from_user(void *to, struct uaddr from, size_t n);
int copy_to_user(struct uaddr to, const void *from, size_t n);
int clear_user(struct uaddr to, size_t n);

/*
 * Can n bytes be written now?  They stay as they are.  For calls that must not
 * take something away before it is sure that the program can get it.
 */
int touch_user(struct uaddr to, size_t n);

/*
 * A NUL-terminated string.  Returns its length without the NUL, -EFAULT, or
 * -ENAMETOOLONG when size bytes hold no NUL.
 */
ssize_t copy_string_from_user(char *to, struct uaddr from, size_t size);

/* One word of 32 bits, at any address. */
int user_load(struct uaddr from, uint32_t *value);
int user_store(struct uaddr to, uint32_t value);

/*
 * Completes the access that t's program has faulted with as if it had loaded
 * value, and moves the program past the instruction.
 */
void access_complete(struct thread *t, uint32_t value);

#endif
