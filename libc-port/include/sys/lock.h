/* SPDX-License-Identifier: MIT */
/* The locks inside the C library: recursive, and no call when nobody waits. */
#ifndef _SYS_LOCK_H
#define _SYS_LOCK_H

#include <sys/cdefs.h>

/*
 * word: 0 free, 1 held, 2 held and there may be waiters.  owner is the
 * holder's thread number and depth how often it holds the lock beyond the
 * first time; only the holder writes them.
 */
struct __lock {
	volatile int word;
	volatile int owner;
	int depth;
};

typedef struct __lock _LOCK_T;
typedef struct __lock _LOCK_RECURSIVE_T;

__BEGIN_DECLS
void __lock_enter(struct __lock *);
int __lock_try_enter(struct __lock *);
void __lock_leave(struct __lock *);
__END_DECLS

#define __LOCK_INIT(class, lock)           class _LOCK_T lock = { 0, 0, 0 };
#define __LOCK_INIT_RECURSIVE(class, lock) class _LOCK_T lock = { 0, 0, 0 };

#define __lock_init(lock) \
	((lock).word = 0, (lock).owner = 0, (lock).depth = 0, (void)0)
#define __lock_init_recursive(lock)        __lock_init(lock)
#define __lock_close(lock)                 ((void)0)
#define __lock_close_recursive(lock)       ((void)0)
#define __lock_acquire(lock)               (__lock_enter(&(lock)), 0)
#define __lock_acquire_recursive(lock)     (__lock_enter(&(lock)), 0)
#define __lock_try_acquire(lock)           __lock_try_enter(&(lock))
#define __lock_try_acquire_recursive(lock) __lock_try_enter(&(lock))
#define __lock_release(lock)               (__lock_leave(&(lock)), 0)
#define __lock_release_recursive(lock)     (__lock_leave(&(lock)), 0)

#endif
