/* SPDX-License-Identifier: MIT */
/* Goes to a directory's start. */
#include "dir.h"

void rewinddir(DIR *dir)
{
	seekdir(dir, 0);
}
