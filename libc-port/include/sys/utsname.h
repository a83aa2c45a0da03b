/* SPDX-License-Identifier: MIT */
/* Names of the system (POSIX <sys/utsname.h>). */
#ifndef _SYS_UTSNAME_H
#define _SYS_UTSNAME_H

#include <sys/cdefs.h>
#include <faultline/utsname.h>

struct utsname {
	char sysname[FL_UTSNAME_LENGTH];
	char nodename[FL_UTSNAME_LENGTH];
	char release[FL_UTSNAME_LENGTH];
	char version[FL_UTSNAME_LENGTH];
	char machine[FL_UTSNAME_LENGTH];
};

__BEGIN_DECLS
int uname(struct utsname *);
__END_DECLS

#endif
