/* SPDX-License-Identifier: MIT */
/* The place of the next entry. */
#include "dir.h"

long telldir(DIR *dir)
{
	return dir->position;
}
