/* SPDX-License-Identifier: MIT */
/* Signals by name or number, as kill and pkill take them. */
#ifndef USERLAND_SIGNAL_NAMES_H
#define USERLAND_SIGNAL_NAMES_H

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* "TERM", "SIGTERM" or "15"; -1 for what is no signal.  0 is one to send. */
static inline int signal_number(const char *text)
{
	static const struct {
		const char *name;
		int number;
	} names[] = {
		{ "HUP", SIGHUP },	 { "INT", SIGINT },
		{ "QUIT", SIGQUIT },	 { "ILL", SIGILL },
		{ "TRAP", SIGTRAP },	 { "ABRT", SIGABRT },
		{ "BUS", SIGBUS },	 { "FPE", SIGFPE },
		{ "KILL", SIGKILL },	 { "USR1", SIGUSR1 },
		{ "SEGV", SIGSEGV },	 { "USR2", SIGUSR2 },
		{ "PIPE", SIGPIPE },	 { "ALRM", SIGALRM },
		{ "TERM", SIGTERM },	 { "CHLD", SIGCHLD },
		{ "CONT", SIGCONT },	 { "STOP", SIGSTOP },
		{ "TSTP", SIGTSTP },	 { "TTIN", SIGTTIN },
		{ "TTOU", SIGTTOU },	 { "URG", SIGURG },
		{ "XCPU", SIGXCPU },	 { "XFSZ", SIGXFSZ },
		{ "VTALRM", SIGVTALRM }, { "PROF", SIGPROF },
		{ "WINCH", SIGWINCH },	 { "POLL", SIGPOLL },
		{ "PWR", SIGPWR },	 { "SYS", SIGSYS },
	};
	char *end;
	long number = strtol(text, &end, 10);

	if (end != text)
		return *end || number < 0 || number >= NSIG ? -1 : (int)number;
	if (strncmp(text, "SIG", 3) == 0)
		text += 3;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, text) == 0)
			return names[i].number;
	return -1;
}

#endif
