/* SPDX-License-Identifier: MIT */
/*
 * Lists processes: ps [-aefl].  Without options those of this terminal; -a
 * of all terminals, -e all, -f and -l with more columns.
 */
#include "lib/processes.h"
#include "lib/users.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool everyone, terminals, full, longer;
static int own_tty = -1;

static const char *tty_name(int tty)
{
	static char name[16];

	if (tty == -1)
		return "?";
	if (FL_MAJOR(tty) == 4 && FL_MINOR(tty) >= 64)
		snprintf(name, sizeof(name), "ttyS%d", FL_MINOR(tty) - 64);
	else if (FL_MAJOR(tty) == 136)
		snprintf(name, sizeof(name), "pts/%d", FL_MINOR(tty));
	else if (FL_MAJOR(tty) == 4)
		snprintf(name, sizeof(name), "tty%d", FL_MINOR(tty));
	else
		snprintf(name, sizeof(name), "%d,%d", FL_MAJOR(tty),
			 FL_MINOR(tty));
	return name;
}

static void print_heading(void)
{
	if (full || longer)
		printf("%-8s ", "UID");
	printf("%5s ", "PID");
	if (full || longer)
		printf("%5s ", "PPID");
	if (longer)
		printf("%5s %5s S %3s %6s %6s ", "PGID", "SID", "NI", "RSS",
		       "VSZ");
	printf("%-6s %8s %s\n", "TTY", "TIME", "CMD");
}

static void print_time(unsigned long long ns)
{
	unsigned s = (unsigned)(ns / 1000000000u);

	printf("%02u:%02u:%02u ", s / 3600, s / 60 % 60, s % 60);
}

static void print_process(const struct fl_procinfo *p)
{
	if (full || longer)
		printf("%-8s ", user_name(p->euid));
	printf("%5d ", p->pid);
	if (full || longer)
		printf("%5d ", p->ppid);
	if (longer)
		printf("%5d %5d %c %3d %6u %6u ", p->pgid, p->sid, p->state,
		       p->nice, p->pages_resident * 4, p->pages_virtual * 4);
	printf("%-6s ", tty_name(p->tty));
	print_time(p->cpu_ns);
	if (p->state == 'Z')
		printf("%.32s <defunct>\n", p->name);
	else if ((full || longer) && p->args[0])
		printf("%.152s\n", p->args);
	else
		printf("%.32s\n", p->name);
}

static bool is_wanted(const struct fl_procinfo *p)
{
	if (everyone)
		return true;
	if (terminals)
		return p->tty != -1 && p->pid != p->sid;
	return p->tty == own_tty && p->euid == geteuid();
}

static int print_wanted(const struct fl_procinfo *p, void *context)
{
	(void)context;
	if (is_wanted(p))
		print_process(p);
	return 0;
}

int main(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "aeAfl")) != -1) {
		if (option == 'a')
			terminals = true;
		else if (option == 'e' || option == 'A')
			everyone = true;
		else if (option == 'f')
			full = true;
		else if (option == 'l')
			longer = true;
		else
			return 2;
	}
	own_tty = FL_PROCESSES[getpid()].tty;
	print_heading();
	each_process(print_wanted, NULL);
	return fflush(stdout) != 0;
}
