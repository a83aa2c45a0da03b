/* SPDX-License-Identifier: MIT */
/* What Newlib's <stdlib.h> lacks: pseudo-terminals. */
#ifndef _MACHINE_STDLIB_H
#define _MACHINE_STDLIB_H

__BEGIN_DECLS
#if __XSI_VISIBLE >= 4
int grantpt(int);
int unlockpt(int);
char *ptsname(int);
#endif
#if __XSI_VISIBLE >= 600
int posix_openpt(int);
#endif
#if __GNU_VISIBLE
int getpt(void);
int ptsname_r(int, char *, size_t); /* 0 or an error */
#endif
__END_DECLS

#endif
