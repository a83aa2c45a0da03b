/* SPDX-License-Identifier: MIT */
/* Ends the machine. */
#include <faultline/calls.h>
#include <sys/reboot.h>

int reboot(int command, int status)
{
	*ARG1 = command;
	*ARG2 = status;
	return fl_result(*CALL_REBOOT);
}
