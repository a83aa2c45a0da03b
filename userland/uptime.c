/* SPDX-License-Identifier: MIT */
/* Says how long the system has been up, and how busy it is: without a call. */
#include <faultline/facts.h>
#include <stdio.h>
#include <time.h>

int main(void)
{
	struct fl_system_facts now;
	struct timespec up;
	char clock[16];
	time_t t = time(NULL);
	long minutes;

	fl_system_facts(&now);
	clock_gettime(CLOCK_MONOTONIC, &up);
	minutes = (long)(up.tv_sec / 60);
	strftime(clock, sizeof(clock), "%H:%M:%S", localtime(&t));
	printf(" %s up ", clock);
	if (minutes >= 24 * 60)
		printf("%ld days, ", minutes / (24 * 60));
	printf("%ld:%02ld, %u processes, ", minutes / 60 % 24, minutes % 60,
	       now.processes);
	printf("load average: %.2f, %.2f, %.2f\n", now.load[0] / 2048.0,
	       now.load[1] / 2048.0, now.load[2] / 2048.0);
	return fflush(stdout) != 0;
}
