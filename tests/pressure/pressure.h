/* SPDX-License-Identifier: MIT */
/* What the programs that press the system share. */
#ifndef TESTS_PRESSURE_H
#define TESTS_PRESSURE_H

#include "../guest/tap.h"
#include <faultline/calls.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define POOLS                                                                 \
	80	 /* processes at once: more than any pool of the kernel keeps \
		  */
#define SLACK 12 /* pages: slabs that are not full */

static inline void pause_ms(unsigned ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&t, &t) != 0 && errno == EINTR)
		;
}

/* Free pages, when they have stopped changing. */
static inline unsigned free_pages(void)
{
	struct fl_sysinfo info;
	unsigned last = 0;

	for (int same = 0; same < 3;) {
		pause_ms(10);
		sysinfo(&info);
		same = info.pages_free == last ? same + 1 : 0;
		last = info.pages_free;
	}
	return last;
}

static inline unsigned processes(void)
{
	struct fl_sysinfo info;

	sysinfo(&info);
	return info.processes;
}

/* What the kernel keeps of ended processes for the next, it has then. */
static inline void fill_pools(void)
{
	static pid_t pids[POOLS];
	int p[2];
	char c;

	if (pipe(p) != 0)
		return;
	for (int i = 0; i < POOLS; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			close(p[1]);
			read(p[0], &c, 1);
			_exit(0);
		}
	}
	close(p[0]);
	close(p[1]);
	for (int i = 0; i < POOLS; i++)
		if (pids[i] > 0)
			waitpid(pids[i], NULL, 0);
}

/* Nothing of the group is left. */
static inline void end_group(pid_t group)
{
	while (kill(-group, SIGKILL) == 0) {
		while (waitpid(-group, NULL, WNOHANG) > 0)
			;
		pause_ms(1);
	}
}

/* Does the system still do what a system does? */
static inline int is_well(void)
{
	int p[2], status = -1;
	char text[8] = "";
	pid_t pid;

	if (pipe(p) != 0)
		return 0;
	pid = fork();
	if (pid == 0) {
		char *more = malloc(100000);

		memset(more, 1, 100000);
		_exit(write(p[1], "well", 5) == 5 && more[5] == 1 ? 7 : 1);
	}
	close(p[1]);
	read(p[0], text, 5);
	close(p[0]);
	if (pid > 0)
		waitpid(pid, &status, 0);
	return strcmp(text, "well") == 0 && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 7;
}

#endif
