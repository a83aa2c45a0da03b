/* SPDX-License-Identifier: MIT */
/* The program's name. */
extern char *__progname;

const char *getprogname(void)
{
	return __progname;
}

void setprogname(const char *name)
{
	__progname = (char *)name;
}
