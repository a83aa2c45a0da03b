/* SPDX-License-Identifier: MIT */
/*
 * What faultline-run's two halves say to each other over the serial line.
 *
 * A frame is a type, a length and data.  To the host each byte of a frame has
 * its top bit set, which the kernel's log, being ASCII, has not: the two can
 * be told apart wherever they are mixed.  Seven bits travel in each byte:
 *
 *	type  length (3 bytes, low bits first)  data, packed  sum (2 bytes)
 *
 * Packed data are groups of up to 7 bytes: first their top bits, then each
 * without it.  The sum is over the data, modulo 2^14.
 *
 * To the guest, whose terminal is in raw mode, frames are a type, 2 bytes of
 * length, low byte first, and the data as they are.
 */
#ifndef RUN_FRAME_H
#define RUN_FRAME_H

#include <stddef.h>

enum frame_type {
	FRAME_READY = 1,  /* guest: the terminal is raw, input may come */
	FRAME_STDOUT = 2, /* guest: data of descriptor 1 */
	FRAME_STDERR = 3, /* guest: data of descriptor 2 */
	FRAME_EXIT = 4,	  /* guest: 4 bytes: status as wait() gives it */
	FRAME_INPUT = 5,  /* host: data for descriptor 0; none: its end */
};

#define FRAME_DATA   2048u /* most data in a frame */
#define FRAME_HEADER 4u
#define FRAME_PACKED (FRAME_HEADER + (FRAME_DATA + 6) / 7 * 8 + 2)

static inline unsigned frame_sum(const unsigned char *data, size_t n)
{
	unsigned sum = 1;

	for (size_t i = 0; i < n; i++)
		sum = (sum * 31 + data[i]) & 0x3fff;
	return sum;
}

/* How many bytes n bytes of data become. */
static inline size_t frame_packed_size(size_t n)
{
	return n + (n + 6) / 7;
}

#endif
