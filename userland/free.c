/* SPDX-License-Identifier: MIT */
/* Says how memory is used, in kilobytes. */
#include <errno.h>
#include <faultline/calls.h>
#include <faultline/system.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	struct fl_sysinfo info;

	*ARG1 = (unsigned)&info;
	if (fl_result(fl_call(CALL_SYSINFO)) < 0) {
		fprintf(stderr, "free: %s\n", strerror(errno));
		return 1;
	}
	printf("%10s %10s %10s %10s\n", "total", "used", "free", "kernel");
	printf("%10u %10u %10u %10u\n", info.pages_total * 4,
	       (info.pages_total - info.pages_free) * 4, info.pages_free * 4,
	       info.pages_slab * 4);
	return fflush(stdout) != 0;
}
