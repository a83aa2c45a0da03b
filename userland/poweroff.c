/* SPDX-License-Identifier: MIT */
/*
 * Ends the machine; the name says how: poweroff, reboot or halt.  Processes
 * get SIGTERM, and SIGHUP for shells, and a moment to end; -f leaves that out.
 */
#include "lib/processes.h"
#include <errno.h>
#include <faultline/calls.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <time.h>
#include <unistd.h>

#define MOMENT_MS 500

static int command_of(const char *name)
{
	const char *slash = strrchr(name, '/');

	if (slash)
		name = slash + 1;
	if (strcmp(name, "reboot") == 0)
		return FL_REBOOT_RESTART;
	if (strcmp(name, "halt") == 0)
		return FL_REBOOT_HALT;
	return FL_REBOOT_POWEROFF;
}

static int is_other(const struct fl_procinfo *p, void *context)
{
	(void)context;
	return p->pid != 1 && p->pid != getpid() && p->state != 'Z';
}

static void end_processes(void)
{
	struct timespec step = { .tv_nsec = 5000000 };

	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	kill(1, SIGUSR1);
	kill(-1, SIGTERM);
	kill(-1, SIGHUP);
	kill(-1, SIGCONT);
	for (int ms = 0; ms < MOMENT_MS && each_process(is_other, NULL);
	     ms += 5)
		nanosleep(&step, NULL);
	sync();
}

int main(int argc, char **argv)
{
	int force = argc == 2 && strcmp(argv[1], "-f") == 0;

	if (argc > 1 && !force) {
		fprintf(stderr, "usage: %s [-f]\n", argv[0]);
		return 2;
	}
	if (geteuid() != 0) {
		fprintf(stderr, "%s: only root may do this\n", argv[0]);
		return 1;
	}
	if (!force)
		end_processes();
	reboot(command_of(argv[0]), 0);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	return 1;
}
