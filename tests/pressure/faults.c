/* SPDX-License-Identifier: MIT */
/*
 * Allocations fail in the kernel, one on each way that leads to one
 * (kernel/dev/faults.c; `faults' on the kernel's command line).
 *
 *	faults			the jobs of jobs.c, each until no way is new
 *	faults JOB...		these of them
 *	faults -run N APART PROGRAM ARG...
 *				a program, at most N times, with failures at
 *				least APART allocations apart
 *
 * Whatever fails, the kernel goes on, and at the end it holds no object more
 * than before.
 */
#include "pressure.h"
#include "jobs.h"
#include <sys/stat.h>

#define FOLDER	  "/tmp/faults.d"
#define PATIENCE  10000 /* ms */
#define MOST_RUNS 3000

static int faults, null;

static void tell(const char *command)
{
	write(faults, command, strlen(command));
}

struct report {
	unsigned failures, paths;
	char last[128], objects[3000];
};

/* The objects of each cache; files and processes that last are among them. */
static void read_report(struct report *r)
{
	static char text[4096];
	ssize_t n = pread(faults, text, sizeof(text) - 1, 0);
	char *last;

	text[n < 0 ? 0 : n] = '\0';
	memset(r, 0, sizeof(*r));
	sscanf(text, "failures %u paths %u", &r->failures, &r->paths);
	last = strchr(text, '\n');
	if (last == NULL)
		return;
	sscanf(last + 1, "%127[^\n]", r->last);
	last = strchr(last + 1, '\n');
	if (last != NULL)
		snprintf(r->objects, sizeof(r->objects), "%s", last + 1);
}

static unsigned objects_in(const char *objects, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = objects; p != NULL && *p;) {
		if (strncmp(p, name, n) == 0 && p[n] == ' ')
			return (unsigned)atoi(p + n + 1);
		p = strchr(p, '\n');
		p = p ? p + 1 : NULL;
	}
	return 0;
}

/* Says which caches hold more than before; how many do. */
static int compare(const char *what, const struct report *before,
		   const struct report *after)
{
	char name[40];
	unsigned now;
	int more = 0;

	for (const char *p = after->objects; p != NULL && *p;) {
		if (sscanf(p, "%39s %u", name, &now) == 2 &&
		    now > objects_in(before->objects, name)) {
			printf("# %s: %s: %u objects, then %u\n", what, name,
			       objects_in(before->objects, name), now);
			more++;
		}
		p = strchr(p, '\n');
		p = p ? p + 1 : NULL;
	}
	return more;
}

/* A child of its own group, in which what comes now may fail. */
static int run(void (*body)(void *), void *arg, const char *command)
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		tell(command);
		body(arg);
		_exit(0);
	}
	/* A script may wait for ever for a part of it that did not start. */
	for (int ms = 0; waitpid(pid, &status, WNOHANG) == 0; ms++) {
		if (ms == PATIENCE)
			kill(-pid, SIGKILL);
		pause_ms(1);
	}
	tell("off");
	end_group(pid);
	return status;
}

static void run_job(void *arg)
{
	const struct job *job = arg;

	job->run();
}

/* A crash is the job's own, if it does not look at what failed. */
static int is_crash(int status)
{
	return WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL;
}

static void test_job(const struct job *job)
{
	struct report before, after;
	unsigned runs = 0, crashes = 0, pages;

	for (int i = 0; i < 2; i++) {
		run(run_job, (void *)job, "off");
		job_clean(job);
	}
	pages = free_pages();
	read_report(&before);
	do {
		int status = run(run_job, (void *)job, "paths 0");

		read_report(&after);
		if (getenv("VERBOSE"))
			fprintf(stderr, "%s: status %x after%s\n", job->name,
				status, after.last + 4);
		if (is_crash(status)) {
			crashes++;
			printf("# %s: signal %d after a failure at%s\n",
			       job->name, WTERMSIG(status), after.last + 4);
		}
		job_clean(job);
		runs++;
	} while (after.failures > 0 && runs < MOST_RUNS);
	read_report(&after);
	ok(after.failures == 0 && is_well(),
	   "%s: %u failures, and the system goes on", job->name, runs - 1);
	ok(crashes == 0, "%s: and the program learns of them", job->name);
	pause_ms(20);
	read_report(&after);
	ok(compare(job->name, &before, &after) == 0,
	   "%s: and no object is left", job->name);
	ok(free_pages() + SLACK >= pages, "%s: nor a page (%u, then %u)",
	   job->name, pages, free_pages());
}

static void exec_it(void *arg)
{
	char **argv = arg;

	dup2(null, 1); /* tests/scripts.tap looks at what it prints */
	dup2(null, 2);
	execvp(argv[0], argv);
	_exit(127);
}

/* What the program left because it, or its rm, failed. */
static void tidy_up(void)
{
	system("rm -rf /tmp/*");
	mkdir(FOLDER, 0700);
}

/* In the manner of a person: whatever has failed, the next one runs. */
static void test_program(int most, int apart, char **argv)
{
	struct report before, after;
	char command[32];
	unsigned failures = 0, pages;
	int runs = 0;

	snprintf(command, sizeof(command), "paths %d", apart);
	setenv("TMPDIR", FOLDER, 1);
	tidy_up();
	run(exec_it, argv, "off");
	tidy_up();
	pages = free_pages();
	read_report(&before);
	do {
		run(exec_it, argv, command);
		read_report(&after);
		failures += after.failures;
		runs++;
	} while (after.failures > 0 && runs < most);
	ok(is_well(), "%s: %u failures in %d runs, and the system goes on",
	   argv[argv[1] ? 1 : 0], failures, runs);
	ok(failures > 0, "there were failures");
	ok(run(exec_it, argv, "off") == 0, "without them it is what it was");
	tidy_up();
	pause_ms(20);
	read_report(&after);
	ok(compare(argv[0], &before, &after) == 0, "no object is left");
	ok(free_pages() + SLACK >= pages, "nor a page (%u, then %u)", pages,
	   free_pages());
}

int main(int argc, char **argv)
{
	faults = open("/dev/faults", O_RDWR | O_CLOEXEC);
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (!ok(faults >= 0, "/dev/faults"))
		return done();
	fill_pools();
	if (argc > 4 && strcmp(argv[1], "-run") == 0) {
		test_program(atoi(argv[2]), atoi(argv[3]), argv + 4);
		return done();
	}
	for (const struct job *job = jobs; job->name; job++) {
		int wanted = argc < 2;

		for (int i = 1; i < argc; i++)
			wanted |= strcmp(argv[i], job->name) == 0;
		if (wanted)
			test_job(job);
	}
	return done();
}
