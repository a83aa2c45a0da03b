/* SPDX-License-Identifier: MIT */
/* Messages for the system's log go to the console. */
#include <fcntl.h>
#include <stdio.h>
#include <syslog.h>
#include <unistd.h>

extern char *__progname;
static const char *identity;
static int options, wanted = 0xff;

void openlog(const char *name, int flags, int facility)
{
	(void)facility;
	identity = name;
	options = flags;
}

void closelog(void)
{
	identity = NULL;
}

int setlogmask(int mask)
{
	int old = wanted;

	if (mask)
		wanted = mask;
	return old;
}

void vsyslog(int priority, const char *format, va_list rest)
{
	int fd;

	if (!(wanted & LOG_MASK(LOG_PRI(priority))))
		return;
	fd = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return;
	dprintf(fd, "%s", identity ? identity : __progname);
	if (options & LOG_PID)
		dprintf(fd, "[%d]", (int)getpid());
	dprintf(fd, ": ");
	vdprintf(fd, format, rest);
	dprintf(fd, "\n");
	close(fd);
}

void syslog(int priority, const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	vsyslog(priority, format, rest);
	va_end(rest);
}
