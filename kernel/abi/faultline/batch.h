/* SPDX-License-Identifier: MIT */
/*
 * Batches: many calls for one fault.
 *
 * batch(entries, count) makes the calls of an array in its order and returns
 * how many it made.  It stops early after an entry with FL_BATCH_STOP that
 * failed, and between entries when a signal arrives; a call that a signal
 * interrupts is not made.  What is left can be given to the next batch().
 * -1 with EINTR, EFAULT or EINVAL: none was made.
 *
 * Entries are read, and their results written, FL_BATCH_GROUP at a time: what
 * a call of a batch does to the array itself may come too late.
 */
#ifndef FAULTLINE_BATCH_H
#define FAULTLINE_BATCH_H

#define FL_BATCH_MAX   64 /* entries of one batch() */
#define FL_BATCH_GROUP 32

#define FL_BATCH_STOP 1 /* flags: end the batch if this call fails */

/* One call; 48 bytes. */
struct fl_batch {
	unsigned int slot;      /* FL_CALL_x */
	unsigned int arg[6];
	unsigned char from[6];  /* n + 1: argument is the result of entry n */
	unsigned char flags;    /* FL_BATCH_STOP or 0 */
	unsigned char done;     /* 1: the call was made; 0 in the others */
	int result;             /* -1: failed */
	int result_hi;          /* upper half of a 64-bit result */
	int errnum;             /* of a call that failed, else 0 */
};

int batch(struct fl_batch *entries, unsigned int count);

#endif
