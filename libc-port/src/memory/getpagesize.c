/* SPDX-License-Identifier: MIT */
/* The size of a page: a load from the facts page. */
#include <faultline/calls.h>
#include <unistd.h>

int getpagesize(void)
{
	return FACTS->page_size;
}
