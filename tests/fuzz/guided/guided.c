/* SPDX-License-Identifier: MIT */
/*
 * The guided fuzzer.  Users without rights run small programs of calls and
 * accesses of windows.  With /dev/coverage (the kernel with sanitizers) a
 * program that reaches code which none has reached is kept, and others are
 * made from it; without, programs are made from those of the corpus alone.  A
 * bystander is watched, and at the end no page may be missing.
 *
 *	guided SEED EVENTS	with the programs in /corpus to begin with
 *	guided replay TIMES	runs each of these so often, and no others
 *
 * What is kept is printed between lines `program' and `end'.
 */
#define _GNU_SOURCE
#include "../fuzz.h"
#include "../watch.h"
#include "worker.h"
#include <dirent.h>
#include <errno.h>
#include <faultline/facts.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS	       3
#define MAX_CORPUS     1500
#define PATIENCE       25   /* looks, of 20 ms, without an answer */
#define TIDY_AFTER     2000 /* programs: objects that outlive them go */
#define WARM_UP	       300  /* programs, before pages are counted */
#define MANY_ROUNDS    12   /* of half of the programs, see begin() */
#define MAX_EVENTS_RUN 4000 /* of one program; it can write to its count */

static struct worker workers[WORKERS];
static int done_pipe[2];

static struct program *corpus; /* MAX_CORPUS of them */
static unsigned corpus_size, corpus_given;

static uint32_t seen[FL_COVERAGE_EDGES / 32];
static unsigned edges_seen, kept, lost;
static uint64_t events, programs;
static unsigned breaches;

static volatile uint64_t *checks; /* the bystander's */
static pid_t innocent;
static int fate = -1; /* its status, if it has ended */

static unsigned replays; /* of each program; 0: fuzz */
static char text[2 * MAX_TEXT];

/* --- The corpus. --- */

static void keep(const struct program *p)
{
	if (corpus_size < MAX_CORPUS)
		corpus[corpus_size++] = *p;
}

static int load_program(const char *name)
{
	static struct program p;
	char path[300];
	ssize_t n;
	int fd, line;

	snprintf(path, sizeof(path), "/corpus/%s", name);
	fd = open(path, O_RDONLY);
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n < 0)
		return 0;
	text[n] = '\0';
	line = program_parse(&p, text);
	if (line != 0) {
		printf("%s:%d: is not an operation\n", name, line);
		return -1;
	}
	keep(&p);
	return 0;
}

static int load_corpus(void)
{
	DIR *d = opendir("/corpus");
	struct dirent *e;
	int result = 0;

	while (d && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' && load_program(e->d_name) < 0)
			result = -1;
	if (d)
		closedir(d);
	corpus_given = corpus_size;
	return result;
}

/* Half of the time one of the latest. */
static const struct program *pick(void)
{
	unsigned recent = corpus_size < 24 ? corpus_size : 24;

	if (random_below(2))
		return &corpus[corpus_size - 1 - random_below(recent)];
	return &corpus[random_below(corpus_size)];
}

/* First all that were given, as they are. */
static int next_program(struct program *p)
{
	if (programs < (uint64_t)corpus_given * (replays ? replays : 1)) {
		*p = corpus[programs % corpus_given];
		return 1;
	}
	if (replays)
		return 0;
	if (corpus_size == 0 || random_below(8) == 0) {
		program_generate(p);
		return 1;
	}
	*p = *pick();
	program_mutate(p, pick());
	return 1;
}

/* --- What came of it. --- */

/* How many edges are new. */
static unsigned add_edges(struct worker *w)
{
	unsigned count, new = 0;

	if (!w->map)
		return 0;
	count = w->map->count;
	if (count > FL_COVERAGE_LIST)
		count = FL_COVERAGE_LIST;
	for (unsigned i = 0; i < count; i++) {
		unsigned e = w->map->edges[i] % FL_COVERAGE_EDGES;

		if (seen[e / 32] & 1u << e % 32)
			continue;
		seen[e / 32] |= 1u << e % 32;
		new ++;
	}
	w->map->count = 0;
	edges_seen += new;
	return new;
}

static void say(const char *what, const struct program *p)
{
	program_print(p, text);
	printf("%s\n%send\n", what, text);
	fflush(stdout);
}

static void finish(struct worker *w)
{
	uint32_t made = w->job->events;

	w->busy = 0;
	events += made < MAX_EVENTS_RUN ? made : 0;
	if (is_breach(w->job->breach)) {
		breaches++;
		printf("BREACH %u by\n",
		       (unsigned)w->job->breach - BREACH_MARK);
		say("program", &w->program);
	}
	w->cut = worker_reopen(w);
	if (!w->cut && add_edges(w) > 0 && programs > corpus_given) {
		keep(&w->program);
		kept++;
		if (!replays)
			say("program", &w->program);
	}
}

/*
 * Making and ending a process costs more than the calls of one round, and
 * later rounds find what earlier ones have left.
 */
static void begin(struct worker *w, const struct program *p)
{
	if (w->map) {
		size_t n = program_print(p, text);

		write(w->coverage, text, n);
		w->map->count = 0;
	}
	w->program = *p;
	w->job->program = *p;
	w->job->rounds = replays || random_below(2) ? MANY_ROUNDS : 1;
	w->job->events = 0;
	w->job->breach = 0;
	memset((void *)w->job->result, 0, sizeof(w->job->result));
	memset((void *)w->job->second, 0, sizeof(w->job->second));
	w->job->state = JOB_READY;
	w->busy = 1;
	w->silent = 0;
	programs++;
	write(w->go[1], "g", 1);
}

static void restart(struct worker *w)
{
	sweep(ATTACKER + w->number);
	while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (w->busy)
		finish(w);
	lost++;
	worker_start(w);
}

static void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == innocent)
			fate = status;
		for (int i = 0; i < WORKERS; i++)
			if (pid == workers[i].pid) {
				if (workers[i].busy)
					finish(&workers[i]);
				sweep(ATTACKER + workers[i].number);
				lost++;
				worker_start(&workers[i]);
			}
	}
}

/* Waits a moment for any of them to be done. */
static void wait_for_workers(void)
{
	struct pollfd p = { .fd = done_pipe[0], .events = POLLIN };
	unsigned char bytes[16];
	ssize_t n = 0;

	if (poll(&p, 1, 20) > 0)
		n = read(done_pipe[0], bytes, sizeof(bytes));
	for (int i = 0; i < WORKERS; i++) {
		struct worker *w = &workers[i];

		if (!w->busy)
			continue;
		if (w->job->state == JOB_DONE) {
			finish(w);
			if (w->cut)
				restart(w);
		} else if (n <= 0 && ++w->silent > PATIENCE) {
			restart(w);
		}
	}
	reap();
}

static int are_busy(void)
{
	for (int i = 0; i < WORKERS; i++)
		if (workers[i].busy)
			return 1;
	return 0;
}

static void run_until(uint64_t most_events, uint64_t most_programs)
{
	static struct program p;
	uint64_t tidied = programs;
	int more = 1;

	while (more || are_busy()) {
		for (int i = 0; i < WORKERS; i++) {
			if (workers[i].busy)
				continue;
			more = more && events < most_events &&
			       programs < most_programs && fate == -1 &&
			       next_program(&p);
			if (more)
				begin(&workers[i], &p);
		}
		wait_for_workers();
		if (programs - tidied > TIDY_AFTER) {
			tidied = programs;
			remove_objects();
		}
	}
}

/* --- The beginning and the end. --- */

static void copy_self(const char *from, const char *to, mode_t mode)
{
	static char block[16384];
	int in = open(from, O_RDONLY), out;
	ssize_t n;

	out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	while ((n = read(in, block, sizeof(block))) > 0)
		write(out, block, (size_t)n);
	close(in);
	close(out);
	chmod(to, mode);
}

static void put_file(const char *name, mode_t mode)
{
	close(open(name, O_WRONLY | O_CREAT | O_TRUNC, mode));
	chmod(name, mode);
}

static int prepare(const char *self)
{
	mkdir("/cage", 0755);
	mkdir("/tmp", 01777);
	chmod("/tmp", 01777);
	chmod("/run", 0755);
	copy_self(self, "/bin/idle", 0755);
	copy_self(self, "/bin/su", 04755);
	put_file("/secret", 0600);
	put_file(LEAK_FILE, 0622);
	chmod("/dev/tty1", 0666); /* the screen is one of its aims */
	checks = shared_memory(4096);
	if (pipe(done_pipe) < 0)
		return -1;
	for (unsigned i = 0; i < WORKERS; i++)
		if (worker_create(&workers[i], i, done_pipe[1]) < 0)
			return -1;
	return 0;
}

/* Files outlive who made them, too. */
static void empty(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	char path[300];

	while (d && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		if (unlink(path) == 0)
			continue;
		empty(path);
		rmdir(path);
	}
	if (d)
		closedir(d);
}

static void count_pages(struct fl_sysinfo *info)
{
	static const char *const queues[] = { "/q0", "/q1", "/argument",
					      "/sock", "/fifo" };
	char place[32];

	for (unsigned i = 0; i < WORKERS; i++) {
		sweep(ATTACKER + i);
		sprintf(place, "/cage/%u", i);
		empty(place);
	}
	empty("/tmp");
	empty("/dev/shm");
	for (unsigned i = 0; i < sizeof(queues) / sizeof(queues[0]); i++)
		mq_unlink(queues[i]);
	remove_objects();
	usleep(200000);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	sysinfo(info);
}

static int report(uint64_t seed)
{
	struct stat leak;

	stat(LEAK_FILE, &leak);
	printf("seed %llu: %llu programs, %llu events; %u edges, %u programs "
	       "kept; %u workers lost\n",
	       (unsigned long long)seed, (unsigned long long)programs,
	       (unsigned long long)events, edges_seen, kept, lost);
	printf("bystander: %llu checks, ", (unsigned long long)*checks);
	if (fate == -1)
		printf("nothing changed\n");
	else
		printf("ENDED with status %x (bystander.c)\n", (unsigned)fate);
	if (leak.st_size > 0)
		printf("LEAK: a new program saw memory that was freed\n");
	return fate != -1 || breaches > 0 || leak.st_size > 0;
}

static void stop_workers(void)
{
	for (int i = 0; i < WORKERS; i++) {
		kill(workers[i].pid, SIGKILL);
		waitpid(workers[i].pid, NULL, 0);
		workers[i].pid = 0;
	}
}

static int run(uint64_t seed, uint64_t most_events)
{
	struct fl_sysinfo before, after;
	int broken;

	for (int i = 0; i < WORKERS; i++)
		worker_start(&workers[i]);
	run_until(UINT64_MAX, WARM_UP);
	stop_workers();
	count_pages(&before);
	for (int i = 0; i < WORKERS; i++)
		worker_start(&workers[i]);
	innocent = start_bystander(checks);
	run_until(most_events, UINT64_MAX);
	stop_workers();
	if (fate == -1) {
		kill(innocent, SIGKILL);
		waitpid(innocent, NULL, 0);
	}
	count_pages(&after);
	broken = report(seed);
	broken |= print_memory(&before, &after);
	return print_survivors() > 0 || broken;
}

int main(int argc, char **argv)
{
	uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
	uint64_t most = argc > 2 ? strtoull(argv[2], NULL, 0) : 100000;

	be_victim(argv[0]);
	if (argc > 2 && strcmp(argv[1], "replay") == 0) {
		replays = (unsigned)most;
		most = UINT64_MAX;
	}
	closefrom(3);
	/* However many attackers there are, who watches them gets its turn. */
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_RR, 10);
	random_seed(seed);
	corpus = shared_memory(MAX_CORPUS * sizeof(*corpus));
	memset(corpus, 0, MAX_CORPUS * sizeof(*corpus)); /* it is all there */
	worker_forgets(corpus, MAX_CORPUS * sizeof(*corpus));
	if (load_corpus() < 0 || prepare(argv[0]) < 0)
		return 2;
	return run(seed, most);
}
