/* SPDX-License-Identifier: MIT */
/*
 * What confine's test confines: tries every slot of the call pages, and prints
 * the names of those that answered with anything but EPERM.  The arguments
 * are zeros, so what it may call does little.
 *
 *	confined		all slots
 *	confined fork		the same in a child, and in one of its own
 *	confined batch		the same through batch()
 *	confined ADDRESS	loads the word there
 */
#include <errno.h>
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "call-tests.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static char names[4096];

static void note(const char *name)
{
	strcat(names, names[0] ? " " : "");
	strcat(names, name);
}

/* Those that end the program or move its thread-local variables. */
static int is_for_all(const char *name)
{
	return strcmp(name, "exit") == 0 || strcmp(name, "sigreturn") == 0 ||
	       strcmp(name, "set_tls") == 0;
}

static void try_slot(uint32_t address, const char *name)
{
	int result;

	*ARG1 = *ARG2 = *ARG3 = *ARG4 = *ARG5 = *ARG6 = 0;
	result = fl_call((volatile int *)address);
	if (result != -1 || *ERRNO != EPERM)
		note(name);
}

static void try_entry(uint32_t address, const char *name)
{
	struct fl_batch b = { .slot = address };

	if (batch(&b, 1) == 1 && b.errnum != EPERM)
		note(name);
}

static void try_all(void (*try)(uint32_t, const char *))
{
	for (size_t i = 0; i < COUNT(slot_tests); i++)
		if (!is_for_all(slot_tests[i].name))
			try(slot_tests[i].address, slot_tests[i].name);
}

static void try_unassigned(void)
{
	for (unsigned group = 0; group < COUNT(group_slots); group++)
		for (unsigned n = group_slots[group]; n < 1024; n++)
			try_slot(FL_CALL_PAGES + group * 4096 + n * 4, "?");
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	int status;

	(void)pointer_tests;
	if (how[0] >= '0' && how[0] <= '9')
		return *(volatile int *)strtoul(how, NULL, 0) == 0;
	if (strcmp(how, "fork") == 0 && fork() != 0)
		return wait(&status) < 0;
	try_all(strcmp(how, "batch") == 0 ? try_entry : try_slot);
	try_unassigned();
	strcat(names, "\n");
	return write(1, names, strlen(names)) < 0;
}
