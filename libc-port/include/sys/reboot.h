/* SPDX-License-Identifier: MIT */
/* Ending the machine: commands are FL_REBOOT_*. */
#ifndef _SYS_REBOOT_H
#define _SYS_REBOOT_H

#include <sys/cdefs.h>
#include <faultline/reboot.h>

__BEGIN_DECLS
int reboot(int command, int status);
__END_DECLS

#endif
