/* SPDX-License-Identifier: MIT */
/* System V interprocess communication (POSIX <sys/ipc.h>). */
#ifndef _SYS_IPC_H
#define _SYS_IPC_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <faultline/ipc.h>

struct ipc_perm {
	uid_t uid;
	gid_t gid;
	uid_t cuid;
	gid_t cgid;
	mode_t mode;
	key_t __key;
};

__BEGIN_DECLS
key_t ftok(const char *, int);
__END_DECLS

#endif
