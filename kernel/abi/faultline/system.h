/* SPDX-License-Identifier: MIT */
/* Records that the calls of the system group write: processes, trace. */
#ifndef FAULTLINE_SYSTEM_H
#define FAULTLINE_SYSTEM_H

/* One process, as ps shows it.  256 bytes: the process window's record. */
struct fl_procinfo {
	int pid, ppid, pgid, sid;
	unsigned int uid, euid, gid, egid;
	int tty;     /* device number of the controlling terminal, or -1 */
	int nice;
	char state;  /* R running, S sleeping, T stopped, Z zombie */
	char pad[3];
	unsigned int threads;
	unsigned int pages_resident;   /* pages present */
	unsigned int pages_virtual;    /* pages in all regions */
	unsigned long long cpu_ns;     /* user and system time */
	unsigned long long start_ns;   /* monotonic time of its start */
	char name[32];                 /* last part of the program's path */
	char args[152];                /* start of argv, separated by blanks */
};

struct fl_sysinfo {
	unsigned long long uptime_ns;
	unsigned int pages_total, pages_free, pages_cache, pages_slab;
	unsigned int processes, threads;
	unsigned int load[3];          /* 1, 5, 15 minutes, times 2048 */
	unsigned int frees_pending;
};

/*
 * What trace() writes for each call: before it (result_valid 0: the call
 * ends the process or has not come back) or after.  text holds the start of
 * the call's string arguments, one after another, each NUL-terminated.
 */
#define FL_TRACE_TEXT 96
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
