/* SPDX-License-Identifier: MIT */
/* reboot() commands. */
#ifndef FAULTLINE_REBOOT_H
#define FAULTLINE_REBOOT_H

#define FL_REBOOT_POWEROFF 0 /* the machine goes off; QEMU exits with 0 */
#define FL_REBOOT_RESTART  1
#define FL_REBOOT_HALT     2
#define FL_REBOOT_EXIT     3 /* leave QEMU with the status given */

#endif
