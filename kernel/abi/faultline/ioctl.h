/* SPDX-License-Identifier: MIT */
/* ioctl() requests (Linux's numbers) and their structures. */
#ifndef FAULTLINE_IOCTL_H
#define FAULTLINE_IOCTL_H

#define TCGETS     0x5401 /* out struct termios */
#define TCSETS     0x5402 /* in struct termios: at once */
#define TCSETSW    0x5403 /* in: after output has drained */
#define TCSETSF    0x5404 /* in: after drain, input discarded */
#define TCSBRK     0x5409 /* 0: send break; else wait for output */
#define TCXONC     0x540a /* TCOOFF, TCOON, TCIOFF, TCION */
#define TCFLSH     0x540b /* TCIFLUSH, TCOFLUSH, TCIOFLUSH */
#define TIOCSCTTY  0x540e /* make it the controlling terminal */
#define TIOCGPGRP  0x540f /* out int: foreground process group */
#define TIOCSPGRP  0x5410 /* in int */
#define TIOCOUTQ   0x5411 /* out int: bytes not yet sent */
#define TIOCGWINSZ 0x5413 /* out struct winsize */
#define TIOCSWINSZ 0x5414 /* in struct winsize; SIGWINCH on change */
#define FIONREAD   0x541b /* out int: bytes that can be read now */
#define FIONBIO    0x5421 /* in int: O_NONBLOCK on or off */
#define TIOCNOTTY  0x5422 /* give up the controlling terminal */
#define TIOCGSID   0x5429 /* out int: session of this terminal */

/* Of /dev/ptmx alone; tells a master side from a terminal. */
#define TIOCGPTN   0x80045430 /* out unsigned: N of /dev/pts/N */
#define TIOCSPTLCK 0x40045431 /* in int: 0: /dev/pts/N may be opened */

struct winsize {
	unsigned short ws_row;
	unsigned short ws_col;
	unsigned short ws_xpixel;
	unsigned short ws_ypixel;
};

#endif
