/* SPDX-License-Identifier: MIT */
/* Directory entries, and the type of an open directory. */
#ifndef _SYS_DIRENT_H
#define _SYS_DIRENT_H

#include <sys/types.h>
#include <faultline/dirent.h>

/* The kernel's struct fl_dirent, with room for the longest name. */
struct dirent {
	ino_t d_ino;
	off_t d_off;
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[256];
};
#define d_fileno d_ino
#define _DIRENT_HAVE_D_TYPE
#define _D_EXACT_NAMLEN(d) __builtin_strlen((d)->d_name)

typedef struct __DIR DIR;

#define IFTODT(mode)   (((mode) & 0170000) >> 12)
#define DTTOIF(dirtype) ((dirtype) << 12)

#endif
