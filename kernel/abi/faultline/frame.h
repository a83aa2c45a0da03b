/* SPDX-License-Identifier: MIT */
/*
 * Call frames: call pages as capabilities.
 *
 * frame_create(calls, flags, pair) makes call pages that know only the calls
 * of a set.  pair[0] is the maker's end, pair[1] what is mapped or passed on.
 * mmap(pair[1], MAP_SHARED) of FL_CALL_GROUPS pages gives a copy of the call
 * pages: slot FL_CALL_x is at the mapping + (FL_CALL_x - FL_CALL_PAGES), and
 * arguments and errors go through the caller's thread page as ever.  Calls act
 * as the process that made the frame (its descriptors, directory, ids and
 * limits) with the caller's memory, until pair[0] is closed or the maker ends:
 * then they are SIGBUS.
 */
#ifndef FAULTLINE_FRAME_H
#define FAULTLINE_FRAME_H

#include <faultline/layout.h>

#define FL_CALL_GROUPS 10
#define FL_CALL_WORDS  4 /* of 32 slots in each group */

/* The set of calls of a frame. */
struct fl_call_set {
	unsigned int slots[FL_CALL_GROUPS][FL_CALL_WORDS];
};

/* Puts FL_CALL_x, the address of a slot, into the set. */
#define FL_CALL_SET_ADD(set, slot)                                    \
	((void)((set)->slots[((slot) - FL_CALL_PAGES) >> 12]          \
			    [((slot) & 0xfff) >> 7] |=                \
		1u << (((slot) & 0xfff) >> 2 & 31)))

/*
 * frame_create(): calls act as the caller, not as the maker: the frame only
 * takes calls away.  Mapped with MAP_FIXED in the place of one's own call
 * pages it is inherited by fork() and kept by execve(), and cannot be undone.
 */
#define FL_FRAME_CALLER 1

/* A slot of a mapped frame, as CALL_x is one of the process's own. */
#define FL_FRAME_CALL(frame, slot) \
	FL_CALL_SLOT((unsigned int)(frame) + ((slot) - FL_CALL_PAGES))

int frame_create(const struct fl_call_set *calls, unsigned int flags,
		 int pair[2]);

#endif
