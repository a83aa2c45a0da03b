/* SPDX-License-Identifier: MIT */
/* The old name of <syslog.h>. */
#include <syslog.h>
