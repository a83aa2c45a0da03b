/* SPDX-License-Identifier: MIT */
/*
 * Checks that structures which are copied to programs have no padding, since
 * padding would show programs what was on the kernel's stack.  Each structure
 * must be as long as its members are together.
 */
#include "lib/types.h"
#include <faultline/batch.h>
#include <faultline/dirent.h>
#include <faultline/fcntl.h>
#include <faultline/ioctl.h>
#include <faultline/ipc.h>
#include <faultline/layout.h>
#include <faultline/poll.h>
#include <faultline/resource.h>
#include <faultline/signal.h>
#include <faultline/socket.h>
#include <faultline/stat.h>
#include <faultline/statvfs.h>
#include <faultline/system.h>
#include <faultline/termios.h>
#include <faultline/utsname.h>
#include <faultline/window.h>

#define PACKED(type, bytes) \
	_Static_assert(sizeof(type) == (bytes), "padding in " #type)

PACKED(struct fl_timespec, 8 + 4);
PACKED(struct fl_timeval, 8 + 4);
PACKED(struct fl_itimerspec, 2 * 12);
PACKED(struct fl_itimerval, 2 * 12);
PACKED(struct fl_rlimit, 2 * 8);
PACKED(struct fl_rusage, 2 * 12 + 14 * 4);
PACKED(struct fl_sigaction, 4 + 8 + 4);
PACKED(struct fl_siginfo, 11 * 4);
PACKED(struct fl_stack, 3 * 4);
PACKED(struct fl_mcontext, 18 * 4);
PACKED(struct fl_ucontext, 2 * 4 + 12 + 72 + 8 + 9 * 4 + 2 * 4 + 512);
PACKED(struct fl_notify, 4 * 4);
PACKED(struct fl_stat, 2 * 8 + 4 * 4 + 2 * 8 + 4 + 8 + 3 * 12);
PACKED(struct fl_statvfs, 2 * 4 + 7 * 8 + 2 * 4);
_Static_assert(offsetof(struct fl_dirent, d_name) == 8 + 8 + 2 + 1,
	       "padding in struct fl_dirent");
PACKED(struct flock, 2 * 2 + 2 * 8 + 4);
PACKED(struct pollfd, 4 + 2 * 2);
PACKED(struct termios, 4 * 4 + 1 + NCCS + 3 + 2 * 4);
PACKED(struct winsize, 4 * 2);
PACKED(struct fl_ipc_perm, 6 * 4);
PACKED(struct fl_msqid_ds, 24 + 5 * 4 + 3 * 8);
PACKED(struct fl_semid_ds, 24 + 2 * 2 + 2 * 8);
PACKED(struct fl_shmid_ds, 24 + 4 * 4 + 3 * 8);
PACKED(struct fl_mq_attr, 4 * 4);
PACKED(struct fl_msghdr, 7 * 4);
PACKED(struct fl_cmsghdr, 3 * 4);
PACKED(struct fl_linger, 2 * 4);
PACKED(struct fl_ucred, 3 * 4);
PACKED(struct fl_sockaddr_in, 2 * 2 + 4 + 8);
PACKED(struct fl_procinfo, 10 * 4 + 2 + 2 + 3 * 4 + 2 * 8 + 4 * 4 + 32 + 136);
PACKED(struct fl_sysinfo, 8 + 4 * 4 + 2 * 4 + 3 * 4 + 4);
PACKED(struct fl_trace_record, 3 * 4 + 6 * 4 + 4 + 8 + 4 + FL_TRACE_TEXT);
PACKED(struct fl_utsname, 5 * FL_UTSNAME_LENGTH);
PACKED(struct fl_batch, 4 + 6 * 4 + 6 + 2 + 3 * 4);
PACKED(struct fl_window_request, 8 * 4 + FL_WINDOW_DATA);

/* Programs are compiled with these offsets, so they can never change. */
_Static_assert(offsetof(struct fl_thread_page, arg[5]) == 20, "ARG6");
_Static_assert(offsetof(struct fl_thread_page, errnum) == 24, "ERRNO");
_Static_assert(offsetof(struct fl_thread_page, result) == 28, "RESULT");
_Static_assert(offsetof(struct fl_thread_page, result_hi) == 32, "RESULT_HI");
_Static_assert(offsetof(struct fl_thread_page, tid) == 36, "TID");
_Static_assert(offsetof(struct fl_thread_page, cancel) == 40, "CANCEL");
