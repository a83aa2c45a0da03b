/* SPDX-License-Identifier: MIT */
/* Says how memory is used, in kilobytes: loads of the facts, and no call. */
#include <faultline/facts.h>
#include <stdio.h>

int main(void)
{
	struct fl_system_facts now;

	fl_system_facts(&now);
	printf("%10s %10s %10s %10s %10s\n", "total", "used", "free", "files",
	       "kernel");
	printf("%10u %10u %10u %10u %10u\n", now.pages_total * 4,
	       (now.pages_total - now.pages_free) * 4, now.pages_free * 4,
	       now.pages_cache * 4, (now.pages_slab + now.pages_tables) * 4);
	return fflush(stdout) != 0;
}
