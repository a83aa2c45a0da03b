/* SPDX-License-Identifier: MIT */
/* Names for the numbers in arguments of calls. */
#ifndef CALLTRACE_NAMES_H
#define CALLTRACE_NAMES_H

#include <faultline/fcntl.h>
#include <faultline/ioctl.h>
#include <faultline/mman.h>
#include <faultline/resource.h>
#include <faultline/signal.h>
#include <faultline/stat.h>
#include <faultline/termios.h>
#include <faultline/time.h>
#include <faultline/wait.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "lib/calls.h"

/* Of a field of bits, mask says which; 0 for the value's own. */
struct name {
	const char *text;
	unsigned value, mask;
};

/* Tables in columns: clang-format would have one entry in a line. */
/* clang-format off */
#define N(constant)	  { #constant, (unsigned)(constant), 0 }
#define F(constant, mask) { #constant, constant, mask }
#define END		  { NULL, 0, 0 }

static const struct name errno_names[] = {
#include "errno-names.h"
	END,
};

static const struct name open_flags[] = {
	F(O_RDONLY, O_ACCMODE), F(O_WRONLY, O_ACCMODE), F(O_RDWR, O_ACCMODE),
	N(O_CREAT), N(O_EXCL), N(O_NOCTTY), N(O_TRUNC), N(O_APPEND),
	N(O_NONBLOCK), N(O_SYNC), N(O_DSYNC), N(O_DIRECTORY), N(O_NOFOLLOW),
	N(O_CLOEXEC), N(O_PATH), END,
};

static const struct name descriptor_flags[] = {
	N(O_CLOEXEC), N(O_NONBLOCK), END,
};

static const struct name at_flags[] = {
	N(AT_SYMLINK_NOFOLLOW), N(AT_SYMLINK_FOLLOW), N(AT_EMPTY_PATH), END,
};

static const struct name access_flags[] = {
	N(AT_EACCESS), N(AT_SYMLINK_NOFOLLOW), END,
};

static const struct name unlink_flags[] = { N(AT_REMOVEDIR), END };
static const struct name folders[] = { N(AT_FDCWD), END };

static const struct name access_modes[] = {
	{ "R_OK", 4, 0 }, { "W_OK", 2, 0 }, { "X_OK", 1, 0 }, END,
};

static const struct name whences[] = {
	{ "SEEK_SET", 0, 0 }, { "SEEK_CUR", 1, 0 }, { "SEEK_END", 2, 0 }, END,
};

static const struct name protections[] = {
	N(PROT_READ), N(PROT_WRITE), N(PROT_EXEC), END,
};

static const struct name map_flags[] = {
	N(MAP_SHARED), N(MAP_PRIVATE), N(MAP_FIXED), N(MAP_ANONYMOUS),
	N(MAP_NORESERVE), N(MAP_POPULATE), END,
};

static const struct name fcntl_commands[] = {
	N(F_DUPFD), N(F_GETFD), N(F_SETFD), N(F_GETFL), N(F_SETFL), N(F_GETLK),
	N(F_SETLK), N(F_SETLKW), N(F_SETOWN), N(F_GETOWN), N(F_DUPFD_CLOEXEC),
	END,
};

static const struct name ioctl_requests[] = {
	N(TCGETS), N(TCSETS), N(TCSETSW), N(TCSETSF), N(TCSBRK), N(TCXONC),
	N(TCFLSH), N(TIOCSCTTY), N(TIOCGPGRP), N(TIOCSPGRP), N(TIOCOUTQ),
	N(TIOCGWINSZ), N(TIOCSWINSZ), N(FIONREAD), N(FIONBIO), N(TIOCNOTTY),
	N(TIOCGSID), END,
};

static const struct name wait_options[] = {
	N(WNOHANG), N(WUNTRACED), N(WCONTINUED), END,
};

static const struct name waitid_options[] = {
	N(WNOHANG), N(WSTOPPED), N(WEXITED), N(WCONTINUED), N(WNOWAIT), END,
};

static const struct name mask_ways[] = {
	N(SIG_BLOCK), N(SIG_UNBLOCK), N(SIG_SETMASK), END,
};

static const struct name clocks[] = {
	{ "CLOCK_REALTIME", FL_CLOCK_REALTIME, 0 },
	{ "CLOCK_PROCESS_CPUTIME_ID", FL_CLOCK_PROCESS_CPUTIME_ID, 0 },
	{ "CLOCK_THREAD_CPUTIME_ID", FL_CLOCK_THREAD_CPUTIME_ID, 0 },
	{ "CLOCK_MONOTONIC", FL_CLOCK_MONOTONIC, 0 }, END,
};

static const struct name timers[] = {
	N(ITIMER_REAL), N(ITIMER_VIRTUAL), N(ITIMER_PROF), END,
};

static const struct name limits[] = {
	N(RLIMIT_CPU), N(RLIMIT_FSIZE), N(RLIMIT_DATA), N(RLIMIT_STACK),
	N(RLIMIT_CORE), N(RLIMIT_RSS), N(RLIMIT_NPROC), N(RLIMIT_NOFILE),
	N(RLIMIT_MEMLOCK), N(RLIMIT_AS), END,
};

static const struct name signals[] = {
	N(SIGHUP), N(SIGINT), N(SIGQUIT), N(SIGILL), N(SIGTRAP), N(SIGABRT),
	N(SIGBUS), N(SIGFPE), N(SIGKILL), N(SIGUSR1), N(SIGSEGV), N(SIGUSR2),
	N(SIGPIPE), N(SIGALRM), N(SIGTERM), N(SIGCHLD), N(SIGCONT),
	N(SIGSTOP), N(SIGTSTP), N(SIGTTIN), N(SIGTTOU), N(SIGURG), N(SIGXCPU),
	N(SIGXFSZ), N(SIGVTALRM), N(SIGPROF), N(SIGWINCH), N(SIGPOLL),
	N(SIGPWR), N(SIGSYS), END,
};

/*
 * The form of a parameter, of one call or (NULL) of all.  rest prints what
 * has no name.  The first that matches counts.
 */
static const struct form {
	const char *call, *parameter;
	const struct name *names;
	bool bits;
	const char *rest;
} forms[] = {
	{ "open", "flags", open_flags, true, "0%o" },
	{ "openat", "flags", open_flags, true, "0%o" },
	{ "pipe2", "flags", descriptor_flags, true, "0%o" },
	{ "dup3", "flags", descriptor_flags, true, "0%o" },
	{ "unlinkat", "flags", unlink_flags, true, "0x%x" },
	{ "faccessat", "flags", access_flags, true, "0x%x" },
	{ "faccessat", "mode", access_modes, true, "%u" },
	{ "mmap", "flags", map_flags, true, "0x%x" },
	{ NULL, "prot", protections, true, "0x%x" },
	{ "wait4", "options", wait_options, true, "0x%x" },
	{ "waitid", "options", waitid_options, true, "0x%x" },
	{ "fcntl", "cmd", fcntl_commands, false, "%u" },
	{ "ioctl", "request", ioctl_requests, false, "0x%x" },
	{ "sigprocmask", "how", mask_ways, false, "%u" },
	{ NULL, "clock", clocks, false, "%u" },
	{ NULL, "which", timers, false, "%u" },
	{ "prlimit", "resource", limits, false, "%u" },
	{ NULL, "whence", whences, false, "%u" },
	{ NULL, "sig", signals, false, "%u" },
	{ NULL, "dirfd", folders, false, "%d" },
	{ NULL, "fromfd", folders, false, "%d" },
	{ NULL, "tofd", folders, false, "%d" },
	{ "umask", "mask", NULL, false, "0%o" },
	{ NULL, "mode", NULL, false, "0%o" },
	{ "linkat", "flags", at_flags, true, "0x%x" },
	{ "fstatat", "flags", at_flags, true, "0x%x" },
	{ "fchownat", "flags", at_flags, true, "0x%x" },
	{ "fchmodat", "flags", at_flags, true, "0x%x" },
	{ "utimensat", "flags", at_flags, true, "0x%x" },
};

/* clang-format on */

static inline const struct form *find_form(const char *call,
					   const char *parameter)
{
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (strcmp(forms[i].parameter, parameter) == 0 &&
		    (!forms[i].call || strcmp(forms[i].call, call) == 0))
			return &forms[i];
	return NULL;
}

#endif
