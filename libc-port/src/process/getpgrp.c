/* SPDX-License-Identifier: MIT */
/* This process's group. */
#include <unistd.h>

pid_t getpgrp(void)
{
	return getpgid(0);
}
