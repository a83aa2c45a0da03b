/* SPDX-License-Identifier: MIT */
/* The unit of clock(). */
#ifndef _MACHINE_TIME_H
#define _MACHINE_TIME_H

#define _CLOCKS_PER_SEC_ 1000000
#define _CLOCKS_PER_SEC 1000000

#endif
