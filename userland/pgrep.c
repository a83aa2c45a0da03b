/* SPDX-License-Identifier: MIT */
/*
 * Finds processes by name: pgrep [-flnovx] [-P PARENTS] [-u USERS] [PATTERN]
 * Sends them a signal: pkill [-SIGNAL] [-fnovx] [-P ...] [-u ...] [PATTERN]
 *
 *	-f	match the arguments, not only the program's name
 *	-l	print names beside the numbers
 *	-n, -o	only the newest, or the oldest, of those that match
 *	-v	those that do not match
 *	-x	the pattern matches all of the name, not a part
 *	-P, -u	only children of these processes, only of these users
 *
 * The pattern is an extended regular expression.  Processes are records of
 * the process window, and a signal is sent by storing to one.
 *
 * Status: 0 found, 1 none, 2 wrong usage, 3 other failures.
 */
#include "lib/processes.h"
#include "lib/signal-names.h"
#include <errno.h>
#include <faultline/calls.h>
#include <pwd.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LIST_MAX 64

struct list {
	int count;
	unsigned values[LIST_MAX];
};

static const char *self;
static bool killing, by_arguments, with_names, exact, inverse;
static bool newest, oldest, have_pattern;
static int sig = SIGTERM;
static struct list parents, users;
static regex_t pattern;
static unsigned matches, failures;
static struct fl_procinfo best; /* of -n or -o */

static void usage(void)
{
	fprintf(stderr, killing
			    ? "usage: pkill [-SIGNAL] [-fnovx] [-P PARENTS] "
			      "[-u USERS] [PATTERN]\n"
			    : "usage: pgrep [-flnovx] [-P PARENTS] [-u USERS] "
			      "[PATTERN]\n");
	exit(2);
}

/* A number, or a user's name. */
static unsigned number(const char *text, bool is_user)
{
	struct passwd *entry = is_user ? getpwnam(text) : NULL;
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (entry)
		return entry->pw_uid;
	if (end == text || *end) {
		fprintf(stderr, "%s: %s: no such %s\n", self, text,
			is_user ? "user" : "number");
		exit(2);
	}
	return (unsigned)value;
}

static void read_list(struct list *list, char *text, bool is_user)
{
	for (char *p = strtok(text, ","); p; p = strtok(NULL, ",")) {
		if (list->count == LIST_MAX)
			usage();
		list->values[list->count++] = number(p, is_user);
	}
}

/* An empty list has everything. */
static bool has(const struct list *list, unsigned value)
{
	for (int i = 0; i < list->count; i++)
		if (list->values[i] == value)
			return true;
	return list->count == 0;
}

static bool is_match(const struct fl_procinfo *p)
{
	const char *text = by_arguments && p->args[0] ? p->args : p->name;
	regmatch_t at;

	if (!has(&parents, (unsigned)p->ppid) || !has(&users, p->euid))
		return false;
	if (!have_pattern)
		return true;
	if (regexec(&pattern, text, 1, &at, 0) != 0)
		return false;
	return !exact || (at.rm_so == 0 && text[at.rm_eo] == '\0');
}

static void act(const struct fl_procinfo *p)
{
	if (!killing) {
		if (with_names)
			printf("%d %s\n", p->pid,
			       by_arguments && p->args[0] ? p->args : p->name);
		else
			printf("%d\n", p->pid);
		return;
	}
	FL_PROCESSES[p->pid].signal = sig;
	if (*RESULT == 0 || *ERRNO == ESRCH) /* it has ended meanwhile */
		return;
	fprintf(stderr, "%s: %d: %s\n", self, p->pid, strerror(*ERRNO));
	failures++;
}

static int visit(const struct fl_procinfo *p, void *context)
{
	(void)context;
	if (p->pid == getpid() || is_match(p) == inverse)
		return 0;
	if (!newest && !oldest)
		act(p);
	else if (matches == 0 || (newest ? p->start_ns >= best.start_ns
					 : p->start_ns < best.start_ns))
		best = *p;
	matches++;
	return 0;
}

static void read_pattern(const char *text)
{
	int error = regcomp(&pattern, text, REG_EXTENDED);
	char message[128];

	have_pattern = true;
	if (error == 0)
		return;
	regerror(error, &pattern, message, sizeof(message));
	fprintf(stderr, "%s: %s: %s\n", self, text, message);
	exit(2);
}

static void read_options(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "flnovxP:u:")) != -1) {
		switch (option) {
		case 'f':
			by_arguments = true;
			break;
		case 'l':
			with_names = true;
			break;
		case 'n':
			newest = true;
			break;
		case 'o':
			oldest = true;
			break;
		case 'v':
			inverse = true;
			break;
		case 'x':
			exact = true;
			break;
		case 'P':
			read_list(&parents, optarg, false);
			break;
		case 'u':
			read_list(&users, optarg, true);
			break;
		default:
			usage();
		}
	}
	if (optind < argc)
		read_pattern(argv[optind++]);
	if (optind < argc || (newest && oldest) ||
	    (!have_pattern && !parents.count && !users.count))
		usage();
}

int main(int argc, char **argv)
{
	self = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
	killing = strcmp(self, "pkill") == 0;
	if (killing && argc > 1 && argv[1][0] == '-' &&
	    signal_number(argv[1] + 1) >= 0) {
		sig = signal_number(argv[1] + 1);
		argv[1] = argv[0];
		argv++;
		argc--;
	}
	read_options(argc, argv);
	each_process(visit, NULL);
	if ((newest || oldest) && matches)
		act(&best);
	if (fflush(stdout) != 0 || failures)
		return 3;
	return matches == 0;
}
