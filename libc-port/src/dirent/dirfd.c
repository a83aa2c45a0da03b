/* SPDX-License-Identifier: MIT */
/* A directory's descriptor. */
#include "dir.h"

int dirfd(DIR *dir)
{
	return dir->fd;
}
