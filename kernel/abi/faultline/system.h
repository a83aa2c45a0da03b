/* SPDX-License-Identifier: MIT */
/* Records of processes, of the system, and of calls that are traced. */
#ifndef FAULTLINE_SYSTEM_H
#define FAULTLINE_SYSTEM_H

/*
 * One process: a record of the process window, an array indexed by process
 * number.  A record without a process is all zero.  A load of any part is
 * of one moment, up to a whole record.  Fields marked (s) can be stored to,
 * whole; what the store asks for is done as the call would do it, and if it
 * may not be, ERRNO says why and RESULT is -1.  A store to any other field is
 * SIGSEGV.
 */
struct fl_procinfo {
	int pid, ppid, pgid, sid;
	unsigned int uid, euid, gid, egid;
	int tty;     /* device number of the controlling terminal, or -1 */
	int nice;    /* (s) setpriority() */
	char state;  /* R running, S sleeping, T stopped, Z zombie */
	char pad;
	unsigned short size;           /* of this record: 256 */
	unsigned int threads;
	unsigned int pages_resident;   /* pages present */
	unsigned int pages_virtual;    /* pages in all regions */
	unsigned long long cpu_ns;     /* user and system time */
	unsigned long long start_ns;   /* monotonic time of its start */
	int signal;                    /* (s) kill(); loads give 0 */
	int scheduling;                /* (s) FL_SCHEDULING() of all threads */
	unsigned int faults;           /* page faults that memory answered */
	unsigned int switches;         /* times it got the CPU */
	char name[32];                 /* last part of the program's path */
	char args[136];                /* start of argv, separated by blanks */
};

/* Policy and real-time priority, 1 to 32 (0 for OTHER), in one word. */
#define FL_SCHEDULING(policy, priority) ((policy) << 8 | (priority))
#define FL_SCHEDULING_POLICY(s)		((s) >> 8)
#define FL_SCHEDULING_PRIORITY(s)	((s) & 0xff)

#define FL_SCHED_OTHER 0
#define FL_SCHED_FIFO  1
#define FL_SCHED_RR    2

#define FL_SCHED_PRIORITY_MIN 1 /* of FIFO and RR */
#define FL_SCHED_PRIORITY_MAX 32

#define FL_PROCESSES \
	((volatile struct fl_procinfo *)FL_PROCESS_WINDOW) /* layout.h */

struct fl_sysinfo {
	unsigned long long uptime_ns;
	unsigned int pages_total, pages_free, pages_cache, pages_slab;
	unsigned int processes, threads;
	unsigned int load[3];          /* 1, 5, 15 minutes, times 2048 */
	unsigned int pages_tables;     /* directories and page tables */
};

int sysinfo(struct fl_sysinfo *info);

/*
 * What trace() writes for each call: before it (result_valid 0: the call
 * ends the process or has not come back) or after.  text holds the start of
 * the call's string arguments, one after another, each NUL-terminated.
 */
#define FL_TRACE_TEXT 96

/* result_valid */
#define FL_TRACE_BEFORE	 0
#define FL_TRACE_AFTER	 1
#define FL_TRACE_REFUSED 2 /* a frame did not let the call through */

struct fl_trace_record {
	int pid, tid;
	unsigned int slot;             /* offset in the call pages */
	unsigned int arg[6];
	int errnum;                    /* 0: it succeeded */
	long long result;
	unsigned int result_valid;
	char text[FL_TRACE_TEXT];
};

#endif
