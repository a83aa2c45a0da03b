/* SPDX-License-Identifier: MIT */
/* Where the kernel's windows and pages lie in every user address space. */
#ifndef FAULTLINE_LAYOUT_H
#define FAULTLINE_LAYOUT_H

#define FL_ABI_VERSION 1

/* Windows: loads and stores there are requests (docs/abi.md). */
#define FL_PAGE_TABLE_WINDOW     0xb0000000 /* 4 MB: page n at + 4 n */
#define FL_PAGE_TABLE_WINDOW_END 0xb0400000
#define FL_PROCESS_WINDOW        0xb1000000 /* 4 MB: process n at + 256 n */
#define FL_PROCESS_WINDOW_END    0xb1400000
#define FL_PORT_WINDOW           0xb4000000 /* 64 MB: where ports may be mapped */
#define FL_PORT_WINDOW_END       0xb8000000
#define FL_CALL_PAGES            0xbf800000 /* 4 MB: group g is page g */
#define FL_CALL_PAGES_END        0xbfc00000

/* Ordinary memory: loads and stores there never fault. */
#define FL_CLOCK_PAGE      0xbfffc000 /* read: struct fl_clock_page */
#define FL_TRAMPOLINE_PAGE 0xbfffd000 /* read, execute */
#define FL_THREAD_PAGE     0xbfffe000 /* read, write: fl_thread_page */
#define FL_FACTS_PAGE      0xbffff000 /* read: struct fl_facts_page */

#define FL_USER_END 0xc0000000

#define FL_PAGE_SIZE 4096

/* Auxiliary vector entries (AT_* of the System V ABI are used as well). */
#define FL_AT_CALL_PAGES  0x4001
#define FL_AT_THREAD_PAGE 0x4002
#define FL_AT_FACTS_PAGE  0x4003
#define FL_AT_CLOCK_PAGE  0x4004
#define FL_AT_ABI_VERSION 0x4005

#ifndef __ASSEMBLER__

/* One per thread, at the same address in each. */
struct fl_thread_page {
	unsigned int arg[6];    /* ARG1..ARG6 */
	unsigned int errnum;    /* ERRNO: why the last failed call failed */
	unsigned int result;    /* RESULT: of a call made by a store */
	unsigned int result_hi; /* RESULT_HI: upper half of 64-bit results */
	unsigned int tid;       /* this thread's number; the kernel knows better */
	unsigned int cancel;    /* FL_CANCEL_* (<faultline/thread.h>) */
};

/* One per process.  A load is the answer: there is no call for these. */
struct fl_facts_page {
	unsigned int abi_version; /* FL_ABI_VERSION of the running kernel */
	unsigned int page_size;
	int pid;
	int ppid;
	unsigned int uid, euid, suid;
	unsigned int gid, egid, sgid;
	unsigned int cpus;
	unsigned int size; /* of this structure */
	unsigned int seq;  /* odd: being written, read again */
};

/*
 * The system as a whole, in the clock page, with a sequence number like it.
 * Brought up to date at clock interrupts, at least once in 100 ms while
 * anything runs; uptime is the monotonic clock.
 */
struct fl_system_facts {
	unsigned int seq;
	unsigned int size;		/* of this structure */
	unsigned int processes, threads;
	unsigned int load[3];		/* 1, 5, 15 minutes, times 2048 */
	unsigned int pages_total, pages_free, pages_cache, pages_slab;
	unsigned int pages_tables;	/* directories and page tables */
	int pid_limit;			/* all process numbers are below */
};

/*
 * One for all.  Odd seq: being written, read again.  Monotonic time is
 *
 *	mono_sec * 10^9 + mono_nsec + ((rdtsc() - tsc) * mult >> shift)  [ns]
 *
 * and real time adds real_sec and real_nsec; all nsec are below 10^9.  The
 * kernel moves the base forward often enough that the difference of the TSC
 * nearly always fits in 32 bits.
 */
struct fl_clock_page {
	unsigned int seq;
	unsigned int mult, shift;
	unsigned long long tsc;
	long long mono_sec;
	unsigned int mono_nsec;
	long long real_sec; /* real time minus monotonic time */
	unsigned int real_nsec;
	struct fl_system_facts system;
};

#endif
#endif
