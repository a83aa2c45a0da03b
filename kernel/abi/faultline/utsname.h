/* SPDX-License-Identifier: MIT */
/* What uname() writes. */
#ifndef FAULTLINE_UTSNAME_H
#define FAULTLINE_UTSNAME_H

#define FL_UTSNAME_LENGTH 65

struct fl_utsname {
	char sysname[FL_UTSNAME_LENGTH];
	char nodename[FL_UTSNAME_LENGTH];
	char release[FL_UTSNAME_LENGTH];
	char version[FL_UTSNAME_LENGTH];
	char machine[FL_UTSNAME_LENGTH];
};

#endif
