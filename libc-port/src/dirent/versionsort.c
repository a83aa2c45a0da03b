/* SPDX-License-Identifier: MIT */
/* Compares directory entries by name, numbers by their value. */
#include <dirent.h>
#include <string.h>

int strverscmp(const char *, const char *);

int versionsort(const struct dirent **a, const struct dirent **b)
{
	return strverscmp((*a)->d_name, (*b)->d_name);
}
