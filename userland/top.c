/* SPDX-License-Identifier: MIT */
/*
 * Shows the processes that use the CPU: top [-b] [-d SECONDS] [-n TIMES]
 *
 *	-b	print one list after another, to be read by a program
 *	-d	time between two lists (3)
 *	-n	end after so many
 *
 * On a terminal q ends it, and any other key shows the next list at once.
 * The %CPU of the first list is that since a process's start, later it is
 * since the list before.  All comes from the process window and the facts.
 */
#include "lib/processes.h"
#include "lib/users.h"
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define HEAD_LINES 3

struct row {
	struct fl_procinfo p;
	double percent;
};

struct list {
	struct row *rows; /* by number until they are sorted */
	size_t count, room;
	int64_t time; /* monotonic, ns */
};

/* What is kept of the list before. */
struct sample {
	int pid;
	unsigned long long start_ns, cpu_ns;
};

static bool batch_mode;
static int columns = 80, lines; /* lines 0: no limit */
static struct sample *before;
static size_t before_count;
static int64_t before_time;
static struct termios saved;
static volatile sig_atomic_t ended;

static void *check(void *memory)
{
	if (memory)
		return memory;
	fprintf(stderr, "top: out of memory\n");
	exit(1);
}

/* --- Collecting. --- */

static int add_row(const struct fl_procinfo *p, void *context)
{
	struct list *list = context;

	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 64;
		list->rows =
		    check(realloc(list->rows, list->room * sizeof(struct row)));
	}
	list->rows[list->count++].p = *p;
	return 0;
}

/* Both lists are in the order of numbers. */
static void set_percentages(struct list *list)
{
	size_t k = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct row *r = &list->rows[i];
		unsigned long long used = r->p.cpu_ns;
		int64_t time = list->time - (int64_t)r->p.start_ns;

		while (k < before_count && before[k].pid < r->p.pid)
			k++;
		if (k < before_count && before[k].pid == r->p.pid &&
		    before[k].start_ns == r->p.start_ns) {
			used -= before[k].cpu_ns;
			time = list->time - before_time;
		}
		r->percent = time > 0 ? 100.0 * (double)used / (double)time : 0;
	}
}

static void keep_samples(const struct list *list)
{
	before = check(realloc(before, (list->count + 1) * sizeof(*before)));
	for (size_t i = 0; i < list->count; i++) {
		const struct fl_procinfo *p = &list->rows[i].p;

		before[i] = (struct sample){ p->pid, p->start_ns, p->cpu_ns };
	}
	before_count = list->count;
	before_time = list->time;
}

static int by_use(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->percent != y->percent)
		return x->percent < y->percent ? 1 : -1;
	if (x->p.cpu_ns != y->p.cpu_ns)
		return x->p.cpu_ns < y->p.cpu_ns ? 1 : -1;
	return x->p.pid - y->p.pid;
}

static void collect(struct list *list)
{
	struct timespec now;

	list->count = 0;
	each_process(add_row, list);
	clock_gettime(CLOCK_MONOTONIC, &now);
	list->time = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	set_percentages(list);
	keep_samples(list);
	qsort(list->rows, list->count, sizeof(list->rows[0]), by_use);
}

/* --- Showing. --- */

/* One line, no longer than the screen is wide. */
__attribute__((format(printf, 1, 2))) static void print_line(const char *format,
							     ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (batch_mode)
		printf("%s\n", text);
	else
		printf("%.*s\033[K\n", columns, text);
}

static void print_head(const struct list *list)
{
	struct fl_system_facts now;
	time_t t = time(NULL);
	long minutes = (long)(list->time / 1000000000 / 60);
	char clock[16];

	fl_system_facts(&now);
	strftime(clock, sizeof(clock), "%H:%M:%S", localtime(&t));
	print_line("%s up %ld:%02ld, load average: %.2f, %.2f, %.2f", clock,
		   minutes / 60, minutes % 60, now.load[0] / 2048.0,
		   now.load[1] / 2048.0, now.load[2] / 2048.0);
	print_line("%zu processes, memory: %u KB, %u free, %u of files",
		   list->count, now.pages_total * 4, now.pages_free * 4,
		   now.pages_cache * 4);
	print_line("%5s %-8s %3s S %7s %8s %5s %s", "PID", "USER", "PRI", "RSS",
		   "TIME", "%CPU", "COMMAND");
}

/* The nice value, or F and R with the priority of FIFO and RR. */
static const char *priority(const struct fl_procinfo *p)
{
	static char text[16];
	int policy = FL_SCHEDULING_POLICY(p->scheduling);

	if (policy == FL_SCHED_OTHER)
		snprintf(text, sizeof(text), "%d", p->nice);
	else
		snprintf(text, sizeof(text), "%c%d",
			 policy == FL_SCHED_FIFO ? 'F' : 'R',
			 FL_SCHEDULING_PRIORITY(p->scheduling));
	return text;
}

static void print_row(const struct row *r)
{
	unsigned hundredths = (unsigned)(r->p.cpu_ns / 10000000);

	print_line("%5d %-8.8s %3s %c %7u %2u:%02u.%02u %5.1f %s", r->p.pid,
		   user_name(r->p.euid), priority(&r->p), r->p.state,
		   r->p.pages_resident * 4, hundredths / 6000,
		   hundredths / 100 % 60, hundredths % 100, r->percent,
		   r->p.args[0] ? r->p.args : r->p.name);
}

static void show(const struct list *list)
{
	size_t count = list->count;

	if (lines > HEAD_LINES + 1 && count > (size_t)lines - HEAD_LINES - 1)
		count = (size_t)lines - HEAD_LINES - 1;
	if (!batch_mode)
		printf("\033[H");
	print_head(list);
	for (size_t i = 0; i < count; i++)
		print_row(&list->rows[i]);
	if (!batch_mode)
		printf("\033[J");
	fflush(stdout);
}

/* --- The terminal. --- */

static void on_signal(int sig)
{
	(void)sig;
	ended = 1;
}

static void restore_terminal(void)
{
	tcsetattr(0, TCSANOW, &saved);
	printf("\n");
	fflush(stdout);
}

static void open_terminal(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct termios t;

	if (tcgetattr(0, &saved) < 0 || !isatty(1)) {
		fprintf(stderr, "top: this is no terminal; try -b\n");
		exit(1);
	}
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	t = saved;
	t.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	tcsetattr(0, TCSANOW, &t);
	atexit(restore_terminal);
	printf("\033[H\033[2J");
}

static void measure_terminal(void)
{
	struct winsize size;

	lines = 24;
	columns = 80;
	if (ioctl(1, TIOCGWINSZ, &size) < 0)
		return;
	if (size.ws_row > 0)
		lines = size.ws_row;
	if (size.ws_col > 0)
		columns = size.ws_col;
}

/* Waits for the time, or a key; false: that was the end. */
static bool wait_for_next(double seconds)
{
	struct pollfd keys = { .fd = batch_mode ? -1 : 0, .events = POLLIN };
	char key;

	if (poll(&keys, 1, (int)(seconds * 1000)) > 0 &&
	    (read(0, &key, 1) <= 0 || key == 'q' || key == 'Q'))
		return false;
	return !ended;
}

static double positive(const char *text)
{
	char *end;
	double value = strtod(text, &end);

	if (end != text && *end == '\0' && value > 0 && value < 1e6)
		return value;
	fprintf(stderr, "top: %s: not a number above 0\n", text);
	exit(2);
}

int main(int argc, char **argv)
{
	struct list list = { 0 };
	double seconds = 3;
	long times = -1;
	int option;

	while ((option = getopt(argc, argv, "bd:n:")) != -1) {
		if (option == 'b')
			batch_mode = true;
		else if (option == 'd')
			seconds = positive(optarg);
		else if (option == 'n')
			times = (long)positive(optarg);
		else
			return 2;
	}
	if (!batch_mode)
		open_terminal();
	do {
		if (!batch_mode)
			measure_terminal();
		collect(&list);
		show(&list);
		if (times > 0)
			times--;
	} while (times != 0 && wait_for_next(seconds));
	return ferror(stdout) != 0;
}
