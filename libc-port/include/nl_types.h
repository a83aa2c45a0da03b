/* SPDX-License-Identifier: MIT */
/* Message catalogues (POSIX <nl_types.h>). */
#ifndef _NL_TYPES_H
#define _NL_TYPES_H

#include <sys/cdefs.h>

typedef struct __catalogue *nl_catd;
typedef int nl_item;

#define NL_SETD       1
#define NL_CAT_LOCALE 1

__BEGIN_DECLS
int catclose(nl_catd);
char *catgets(nl_catd, int, int, const char *);
nl_catd catopen(const char *, int);
__END_DECLS

#endif
