/* SPDX-License-Identifier: MIT */
/* What a mapping of /dev/coverage shows: where a process went in the kernel. */
#ifndef FAULTLINE_COVERAGE_H
#define FAULTLINE_COVERAGE_H

/*
 * An edge is the way from one block of the kernel's code to the next, as a
 * number below FL_COVERAGE_EDGES that two edges may share.  Each that was gone
 * since count was last set to 0 is in the list once, in the order of first use.
 * Edges of no call go with the call that the process makes next.
 */
#define FL_COVERAGE_EDGES (1u << 18)
#define FL_COVERAGE_SIZE  65536u
#define FL_COVERAGE_LIST  (FL_COVERAGE_SIZE / 4 - 1)

struct fl_coverage {
	volatile unsigned count;
	volatile unsigned edges[FL_COVERAGE_LIST];
};

/*
 * write(): these make the caller's process one whose edges are noted, or not;
 * any other text is what a panic shall print.
 */
#define FL_COVERAGE_ATTACH "attach"
#define FL_COVERAGE_DETACH "detach"
#define FL_COVERAGE_WORDS  8192u /* the longest text */

#endif
