/* SPDX-License-Identifier: MIT */
/* Options of POSIX that this system has (POSIX <unistd.h>). */
#ifndef _SYS__FAULTLINE_FEATURES_H
#define _SYS__FAULTLINE_FEATURES_H

#define _POSIX_VERSION  200809L
#define _POSIX2_VERSION 200809L
#if __XSI_VISIBLE
#define _XOPEN_VERSION 700
#endif

#define _POSIX_CHOWN_RESTRICTED     0
#define _POSIX_CLOCK_SELECTION      200809L
#define _POSIX_CPUTIME              200809L
#define _POSIX_FSYNC                200809L
#define _POSIX_JOB_CONTROL          1
#define _POSIX_MAPPED_FILES         200809L
#define _POSIX_MEMORY_PROTECTION    200809L
#define _POSIX_MONOTONIC_CLOCK      200809L
#define _POSIX_NO_TRUNC             1
#define _POSIX_READER_WRITER_LOCKS  200809L
#define _POSIX_BARRIERS             200809L
#define _POSIX_SPIN_LOCKS           200809L
#define _POSIX_REALTIME_SIGNALS     200809L
#define _POSIX_REGEXP               1
#define _POSIX_SAVED_IDS            1
#define _POSIX_SEMAPHORES           200809L
#define _POSIX_SHELL                1
#define _POSIX_SPAWN                200809L
#define _POSIX_SYNCHRONIZED_IO      200809L
#define _POSIX_THREAD_ATTR_STACKADDR 200809L
#define _POSIX_THREAD_ATTR_STACKSIZE 200809L
#define _POSIX_THREAD_CPUTIME       200809L
#define _POSIX_THREAD_PROCESS_SHARED 200809L
#define _POSIX_THREAD_SAFE_FUNCTIONS 200809L
#define _POSIX_THREADS              200809L
#define _UNIX98_THREAD_MUTEX_ATTRIBUTES 1
#define _POSIX_TIMEOUTS             200809L
#define _POSIX_TIMERS               200809L
#define _POSIX2_C_BIND              _POSIX2_VERSION
#define _POSIX2_C_DEV               _POSIX2_VERSION
#define _POSIX_V6_ILP32_OFFBIG      1
#define _POSIX_V7_ILP32_OFFBIG      1

#if __POSIX_VISIBLE >= 200112 || defined(_GNU_SOURCE)
#define __STDC_ISO_10646__ 200305L
#endif

#endif
