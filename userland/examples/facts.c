/* SPDX-License-Identifier: MIT */
/*
 * What needs no call: facts lie in pages that are mapped in every process,
 * so that asking for one is a load that does not fault.  `calltrace facts`
 * shows nothing but the calls that print.
 */
#include <faultline/facts.h>
#include <stdio.h>
#include <time.h>

static double load_average(unsigned fixed)
{
	return fixed / 2048.0;
}

int main(void)
{
	struct fl_system_facts now;
	struct timespec up;

	/* Of this process: one page each, written when something changes. */
	printf("process  %d, child of %d, of user %u, ABI version %u\n",
	       FACTS->pid, FACTS->ppid, FACTS->uid, FACTS->abi_version);

	/*
	 * Of the system: one page for all.  It may change while it is read;
	 * its sequence number tells, and fl_system_facts() reads again.
	 */
	fl_system_facts(&now);
	printf("load     %.2f %.2f %.2f\n", load_average(now.load[0]),
	       load_average(now.load[1]), load_average(now.load[2]));
	printf("tasks    %u processes, %u threads\n", now.processes,
	       now.threads);
	printf("memory   %u KB, %u KB free, %u KB of files\n",
	       now.pages_total * 4, now.pages_free * 4, now.pages_cache * 4);

	/* The same page says what a tick of the processor's clock is worth. */
	if (clock_gettime(CLOCK_MONOTONIC, &up) != 0) {
		perror("clock_gettime");
		return 1;
	}
	printf("up       %lld.%02ld s\n", (long long)up.tv_sec,
	       up.tv_nsec / 10000000);
	return fflush(stdout) != 0;
}
