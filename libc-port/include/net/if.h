/* SPDX-License-Identifier: MIT */
/* Network interfaces (POSIX <net/if.h>): there is "lo", number 1. */
#ifndef _NET_IF_H
#define _NET_IF_H

#include <sys/cdefs.h>

#define IF_NAMESIZE 16
#define IFNAMSIZ    IF_NAMESIZE

struct if_nameindex {
	unsigned if_index; /* 0 behind the last */
	char *if_name;
};

__BEGIN_DECLS
unsigned if_nametoindex(const char *);
char *if_indextoname(unsigned, char *);
struct if_nameindex *if_nameindex(void);
void if_freenameindex(struct if_nameindex *);
__END_DECLS

#endif
