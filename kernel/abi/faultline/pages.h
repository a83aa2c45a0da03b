/* SPDX-License-Identifier: MIT */
/*
 * The page-table window: an array with an entry for each page of the
 * process's addresses.  Entry n is that of the page at n * 4096.
 *
 *	 31                    12 11      8  7  6  5  4  3  2  1  0
 *	+------------------------+---------+--+--+--+--+--+--+--+--+
 *	| page (its own number)  | backing |CW|DI|AC|RE|NW|X |W |R |
 *	+------------------------+---------+--+--+--+--+--+--+--+--+
 *
 * A load shows what the page is; 0: nothing is mapped.  A physical address is
 * never shown.  A store changes the page:
 *
 *	0                     unmaps it
 *	an entry with NEW     maps zeros, with the R, W and X of the entry; the
 *	                      other bits do not matter, so that memset() with
 *	                      FL_PAGE_NEW | FL_PAGE_READ maps a range
 *	an entry of its own   sets its R, W and X to the entry's
 *	an entry of another   moves that page here, with the entry's R, W and X
 *	page
 *
 * A store that cannot be carried out sets ERRNO (and RESULT to -1) in the
 * thread page and changes nothing: ENOMEM, EACCES (more than the file's
 * mapping may have), EINVAL (not an entry; a page where none can be).  The
 * elements of a repeated store that follow are carried out all the same.
 * Entries are loaded and stored whole; a part of one is SIGBUS.
 */
#ifndef FAULTLINE_PAGES_H
#define FAULTLINE_PAGES_H

#include <faultline/layout.h>

#define FL_PAGE_READ	 0x001
#define FL_PAGE_WRITE	 0x002
#define FL_PAGE_EXEC	 0x004
#define FL_PAGE_NEW	 0x008 /* stores: fresh zeros; never shown */
#define FL_PAGE_RESIDENT 0x010 /* it has memory; else it gets some when used */
#define FL_PAGE_ACCESSED 0x020
#define FL_PAGE_DIRTY	 0x040
#define FL_PAGE_COPY	 0x080 /* a store to it makes a copy first */
#define FL_PAGE_BACKING	 0xf00
#define FL_PAGE_NUMBER	 0xfffff000

/* FL_PAGE_BACKING: what the page holds. */
#define FL_PAGE_ANONYMOUS 0x100 /* memory of its own */
#define FL_PAGE_FILE	  0x200 /* a file's contents, private */
#define FL_PAGE_SHARED	  0x300 /* a file's contents or memory, shared */
#define FL_PAGE_WINDOW	  0x400 /* a window's: see faultline/window.h */
#define FL_PAGE_CALLS	  0x500 /* call slots */
#define FL_PAGE_KERNEL	  0x600 /* thread, facts, clock, trampoline page */
#define FL_PAGE_STACK	  0x700 /* memory of its own, growing down */

#ifndef __ASSEMBLER__

#define FL_PAGES ((volatile unsigned int *)FL_PAGE_TABLE_WINDOW)

/* The entry of the page that holds the address. */
#define FL_PAGE_OF(address) (FL_PAGES[(unsigned int)(address) >> 12])

#endif
#endif
