/* SPDX-License-Identifier: MIT */
/* Locks whose word names its owner, robust locks, cancellation. */
#ifndef FAULTLINE_THREAD_H
#define FAULTLINE_THREAD_H

/* The word: 0 is free, else the owner's thread number and these. */
#define FL_LOCK_WAITERS	   0x80000000u /* unlocking needs a call */
#define FL_LOCK_OWNER_DIED 0x40000000u
#define FL_LOCK_TID	   0x3fffffffu
#define FL_LOCK_DEAD	   FL_LOCK_TID /* nobody will ever have it again */

#define FL_LOCK_INHERIT 1 /* lock_owned(): lend the owner one's priority */

/*
 * Cancellation.  In a thread page: while PENDING is set and DISABLED is not,
 * calls that may wait give ECANCELED, at their start and from their sleep.
 * thread_cancel() sets PENDING; the rest is the thread's own.
 */
#define FL_CANCEL_PENDING  1u
#define FL_CANCEL_DISABLED 2u
#define FL_CANCEL_ASYNC	   4u /* thread_cancel() sends FL_SIGCANCEL, too */
#define FL_SIGCANCEL	   33

#define FL_ROBUST_MAX 2048 /* locks of a list that are looked at */

/*
 * The robust locks a thread holds, for the kernel to mark when the thread
 * ends: a list of links, each the address of the next, ended by 0.  A lock's
 * word is at its link + offset.  pending is a link that is about to enter or
 * leave the list.
 */
struct fl_robust_list {
	unsigned int first;
	int offset;
	unsigned int pending;
};

#endif
