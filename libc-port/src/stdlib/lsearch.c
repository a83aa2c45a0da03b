/* SPDX-License-Identifier: MIT */
/* Looks for an element one after the other. */
#include <search.h>
#include <string.h>

void *lfind(const void *key, const void *base, size_t *count, size_t size,
	    __compar_fn_t compare)
{
	const char *element = base;
	size_t i;

	for (i = 0; i < *count; i++, element += size)
		if (compare(key, element) == 0)
			return (void *)element;
	return NULL;
}

void *lsearch(const void *key, void *base, size_t *count, size_t size,
	      __compar_fn_t compare)
{
	void *found = lfind(key, base, count, size, compare);

	if (found)
		return found;
	return memcpy((char *)base + (*count)++ * size, key, size);
}
