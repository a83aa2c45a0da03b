/* SPDX-License-Identifier: MIT */
/* The old name of <utmpx.h>. */
#ifndef _UTMP_H
#define _UTMP_H

#include <utmpx.h>

#define utmp    utmpx
#define ut_name ut_user
#define ut_time ut_tv.tv_sec

#define UTMP_FILE  "/var/run/utmp"
#define WTMP_FILE  "/var/log/wtmp"
#define _PATH_UTMP UTMP_FILE
#define _PATH_WTMP WTMP_FILE

#define setutent  setutxent
#define endutent  endutxent
#define getutent  getutxent
#define getutid   getutxid
#define getutline getutxline
#define pututline pututxline

__BEGIN_DECLS
/* The terminal becomes that of a new session, and descriptors 0 to 2. */
int login_tty(int terminal);
__END_DECLS

#endif
