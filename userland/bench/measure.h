/* SPDX-License-Identifier: MIT */
/*
 * What the benchmarks share: rows of operations, each measured in rounds of
 * about 20 ms, of which the median counts; or, on a machine that is not
 * quiet, the least of many rounds that rows take in turn.
 */
#ifndef USERLAND_BENCH_MEASURE_H
#define USERLAND_BENCH_MEASURE_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS	 5
#define ROUND_NS 20000000ull
#define TURNS	 20

struct row {
	const char *name;
	void (*run)(unsigned n);
	double bytes;	/* of an operation; 0: the result is a time */
	unsigned batch; /* operations that run() counts as one */
};

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

static void die(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/*
 * As many operations as take ROUND_NS.  The first does not count: the emulator
 * translates it, which may take longer than thousands of the others.
 */
static unsigned calibrate(const struct row *r)
{
	unsigned n = 1;

	r->run(1);
	for (;;) {
		uint64_t start = now(), elapsed;

		r->run(n);
		elapsed = now() - start;
		if (elapsed >= ROUND_NS / 4) {
			double scale = (double)ROUND_NS / (double)elapsed;

			n = (unsigned)((double)n * scale);
			return n ? n : 1;
		}
		n *= 4;
	}
}

/* n operations: ns for each. */
static double time_round(const struct row *r, unsigned n)
{
	uint64_t start = now();

	r->run(n);
	return (double)(now() - start) / n / r->batch;
}

static void print_row(const struct row *r, double ns)
{
	if (r->bytes > 0)
		printf("%s\t%.1f\tMB/s\n", r->name, r->bytes * 1000 / ns);
	else
		printf("%s\t%.1f\tns\n", r->name, ns);
	fflush(stdout);
}

static __attribute__((unused)) void measure(const struct row *r)
{
	double ns[ROUNDS];
	unsigned n = calibrate(r);

	for (int i = 0; i < ROUNDS; i++)
		ns[i] = time_round(r, n);
	qsort(ns, ROUNDS, sizeof(ns[0]), compare);
	print_row(r, ns[ROUNDS / 2]);
}

static int is_wanted(const char *name, int argc, char **argv)
{
	if (argc < 2)
		return 1;
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return 1;
	return 0;
}

/* Each row that is wanted, once in each turn. */
static __attribute__((unused)) void measure_in_turn(const struct row *rows,
						    size_t count, int argc,
						    char **argv)
{
	unsigned n[count];
	double least[count];

	for (int turn = 0; turn < TURNS; turn++)
		for (size_t i = 0; i < count; i++) {
			double ns;

			if (!is_wanted(rows[i].name, argc, argv))
				continue;
			if (turn == 0)
				n[i] = calibrate(&rows[i]);
			ns = time_round(&rows[i], n[i]);
			if (turn == 0 || ns < least[i])
				least[i] = ns;
		}
	for (size_t i = 0; i < count; i++)
		if (is_wanted(rows[i].name, argc, argv))
			print_row(&rows[i], least[i]);
}

/* The same on all systems: its ratio says how far a run can be trusted. */
static __attribute__((unused)) void control_loop(unsigned n)
{
	for (volatile unsigned i = 0; i < n * 100; i++)
		;
}

#endif
