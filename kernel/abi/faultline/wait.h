/* SPDX-License-Identifier: MIT */
/* wait4() and waitid(): options and the shape of a status. */
#ifndef FAULTLINE_WAIT_H
#define FAULTLINE_WAIT_H

#define WNOHANG    1
#define WUNTRACED  2
#define WSTOPPED   2
#define WEXITED    4
#define WCONTINUED 8
#define WNOWAIT    0x01000000

#define FL_P_ALL  0
#define FL_P_PID  1
#define FL_P_PGID 2

/*
 * A status word:   15      8 7 6     0
 *   exited         [ code   | 0      ]
 *   killed         [ 0      |c| sig  ]   c: core (never set)
 *   stopped        [ sig    | 0x7f   ]
 *   continued      0xffff
 */
#define FL_W_EXITED(code)  (((code) & 0xff) << 8)
#define FL_W_SIGNALED(sig) ((sig) & 0x7f)
#define FL_W_STOPPED(sig)  ((sig) << 8 | 0x7f)
#define FL_W_CONTINUED     0xffff

#endif
