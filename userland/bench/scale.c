/* SPDX-License-Identifier: MIT */
/*
 * Does a call's cost grow with what is unrelated to it?  Measures each row
 * alone and in a crowd: thousands of processes that sleep, each with open
 * files and armed timers, and a directory with many files.  What maps memory
 * does so among few regions, and among many of its own process.
 *
 *	scale [ROUNDS]		prints "row<TAB>alone<TAB>crowded" lines, in ns
 *
 * The least of all rounds counts; the crowd comes and goes in each.
 */
#include <faultline/calls.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

#define PROCESSES 2000
#define FILES	  100000
#define OPEN	  5 /* files, by each process */
#define TIMERS	  5
#define REGIONS	  20000 /* of this process, for what maps */
#define FEW	  4
#define PAGE	  4096
#define TRIES	  12
#define FOLDER	  "/tmp/scale"

/* --- The rows --- */

static void null_call(unsigned n)
{
	while (n--)
		(void)*CALL_NULL;
}

static void fork_wait(unsigned n)
{
	while (n--) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(0);
		if (pid < 0 || waitpid(pid, NULL, 0) != pid)
			die("fork");
	}
}

/* As a shell waits: for any child that ends or stops. */
static void fork_wait_any(unsigned n)
{
	while (n--) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(0);
		if (pid < 0 || waitpid(-1, NULL, WUNTRACED) != pid)
			die("fork");
	}
}

/* In the folder that is crowded. */
static void open_close(unsigned n)
{
	while (n--) {
		int fd = open(FOLDER "/own", O_RDONLY);

		if (fd < 0)
			die("open");
		close(fd);
	}
}

static void create_unlink(unsigned n)
{
	while (n--) {
		close(open(FOLDER "/new", O_CREAT | O_WRONLY, 0600));
		if (unlink(FOLDER "/new") != 0)
			die("unlink");
	}
}

static void pipe_round_trip(unsigned n)
{
	int to[2], from[2];
	pid_t pid;
	char c = 0;

	if (pipe(to) != 0 || pipe(from) != 0)
		die("pipe");
	pid = fork();
	for (unsigned i = 0; pid == 0 && i < n; i++)
		if (read(to[0], &c, 1) != 1 || write(from[1], &c, 1) != 1)
			_exit(1);
	if (pid == 0)
		_exit(0);
	while (n--)
		if (write(to[1], &c, 1) != 1 || read(from[0], &c, 1) != 1)
			die("pipe");
	waitpid(pid, NULL, 0);
	for (int i = 0; i < 2; i++) {
		close(to[i]);
		close(from[i]);
	}
}

static timer_t make_timer(void)
{
	struct sigevent none = { .sigev_notify = SIGEV_NONE };
	timer_t t;

	if (timer_create(CLOCK_MONOTONIC, &none, &t) != 0)
		die("timer_create");
	return t;
}

static void set_timer(timer_t t, time_t seconds)
{
	const struct itimerspec s = { .it_value = { seconds, 0 } };

	if (timer_settime(t, 0, &s, NULL) != 0)
		die("timer_settime");
}

/* Before all others of the crowd, and off again. */
static void timer_on_off(unsigned n)
{
	timer_t t = make_timer();

	while (n--) {
		set_timer(t, 60);
		set_timer(t, 0);
	}
	timer_delete(t);
}

static void short_sleep(unsigned n)
{
	const struct timespec t = { 0, 10000 };

	while (n--)
		nanosleep(&t, NULL);
}

static sem_t ask, answer;
static unsigned turns;

static void *serve(void *arg)
{
	for (unsigned i = 0; i < turns; i++) {
		sem_wait(&ask);
		sem_post(&answer);
	}
	return arg;
}

static void wake(unsigned n)
{
	pthread_t t;

	turns = n;
	sem_init(&ask, 0, 0);
	sem_init(&answer, 0, 0);
	pthread_create(&t, NULL, serve, NULL);
	while (n--) {
		sem_post(&ask);
		sem_wait(&answer);
	}
	pthread_join(t, NULL);
}

static char *hole; /* of a page, the highest there is */

static char *map(size_t pages, int protection)
{
	char *p = mmap(NULL, pages * PAGE, protection,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	return p;
}

/* Regions of a page, with a hole in their middle. */
static char *make_regions(size_t count)
{
	char *start = map(count, PROT_NONE);

	for (size_t i = 0; i < count; i += 2)
		if (mprotect(start + i * PAGE, PAGE, PROT_READ) != 0)
			die("mprotect");
	hole = start + count / 2 * PAGE;
	munmap(hole, PAGE);
	while (map(1, PROT_READ | PROT_WRITE) != hole)
		; /* there was a higher one */
	munmap(hole, PAGE);
	return start;
}

static void map_unmap(unsigned n)
{
	while (n--)
		if (munmap(map(1, PROT_READ | PROT_WRITE), PAGE) != 0)
			die("munmap");
}

static void map_touch_unmap(unsigned n)
{
	while (n--) {
		char *p = map(1, PROT_READ | PROT_WRITE);

		if (p != hole)
			die("mmap elsewhere");
		*p = 1;
		munmap(p, PAGE);
	}
}

static const struct row rows[] = {
	{ "null call", null_call, 0, 1 },
	{ "fork+exit+wait", fork_wait, 0, 1 },
	{ "fork+exit+wait for any", fork_wait_any, 0, 1 },
	{ "open+close", open_close, 0, 1 },
	{ "create+unlink", create_unlink, 0, 1 },
	{ "pipe round trip", pipe_round_trip, 0, 1 },
	{ "timer on+off", timer_on_off, 0, 1 },
	{ "sleep of 10 us", short_sleep, 0, 1 },
	{ "wake round trip", wake, 0, 1 },
	{ "mmap+munmap", map_unmap, 0, 1 },
	{ "mmap+touch+munmap", map_touch_unmap, 0, 1 },
};

#define ROWS	   (sizeof(rows) / sizeof(rows[0]))
#define PLAIN_ROWS (ROWS - 2) /* the last ones are about regions */

static unsigned count[ROWS];
static double least[2][ROWS];

/* First of all: rows leave memory behind, which fork then has to copy. */
static void calibrate_all(void)
{
	char *few = make_regions(FEW);

	for (size_t i = 0; i < ROWS; i++)
		count[i] = calibrate(&rows[i]);
	munmap(few, FEW * PAGE);
}

static void measure_row(size_t row, double *best)
{
	for (int k = 0; k < TRIES; k++) {
		double ns = time_round(&rows[row], count[row]);

		if (*best == 0 || ns < *best)
			*best = ns;
	}
}

/* The regions are there for their rows alone: fork copies them. */
static void measure_all(int crowded)
{
	size_t regions = crowded ? REGIONS : FEW;
	char *start;

	for (size_t i = 0; i < PLAIN_ROWS; i++)
		measure_row(i, &least[crowded][i]);
	start = make_regions(regions);
	for (size_t i = PLAIN_ROWS; i < ROWS; i++)
		measure_row(i, &least[crowded][i]);
	munmap(start, regions * PAGE);
}

/* --- The crowd --- */

static int hold[2]; /* the crowd sleeps until its end is closed */
static pid_t crowd[PROCESSES];

static void crowd_member(int ready)
{
	char c = 0;

	close(hold[1]);
	for (int i = 0; i < OPEN; i++)
		if (open("/dev/null", O_RDWR) < 0)
			die("open");
	for (int i = 0; i < TIMERS; i++)
		set_timer(make_timer(), 3600 + i);
	write(ready, &c, 1);
	read(hold[0], &c, 1);
	_exit(0);
}

static void gather(void)
{
	int ready[2];
	char c;

	if (pipe(hold) != 0 || pipe(ready) != 0)
		die("pipe");
	for (int i = 0; i < PROCESSES; i++) {
		crowd[i] = fork();
		if (crowd[i] == 0)
			crowd_member(ready[1]);
		if (crowd[i] < 0 || read(ready[0], &c, 1) != 1)
			die("crowd");
	}
	close(ready[0]);
	close(ready[1]);
}

static void disperse(void)
{
	close(hold[1]);
	close(hold[0]);
	for (int i = 0; i < PROCESSES; i++)
		if (waitpid(crowd[i], NULL, 0) != crowd[i])
			die("waitpid");
}

static const char *file_name(int i)
{
	static char name[40];

	snprintf(name, sizeof(name), FOLDER "/file%d", i);
	return name;
}

static void make_files(void)
{
	for (int i = 0; i < FILES; i++)
		if (mknod(file_name(i), S_IFREG | 0600, 0) != 0)
			die("mknod");
}

static void remove_files(void)
{
	for (int i = 0; i < FILES; i++)
		if (unlink(file_name(i)) != 0)
			die("unlink");
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 3;

	mkdir(FOLDER, 0700);
	close(open(FOLDER "/own", O_CREAT | O_WRONLY, 0600));
	calibrate_all();
	for (int i = 0; i < rounds; i++) {
		measure_all(0);
		make_files();
		gather();
		measure_all(1);
		disperse();
		remove_files();
	}
	for (size_t i = 0; i < ROWS; i++)
		printf("%s\t%.1f\t%.1f\n", rows[i].name, least[0][i],
		       least[1][i]);
	unlink(FOLDER "/own");
	rmdir(FOLDER);
	return 0;
}
