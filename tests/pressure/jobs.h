/* SPDX-License-Identifier: MIT */
/* Jobs: programs that use one part of the system in many ways. */
#ifndef TESTS_PRESSURE_JOBS_H
#define TESTS_PRESSURE_JOBS_H

/* It goes on whatever fails, and leaves to clean what it has not ended. */
struct job {
	const char *name;
	void (*run)(void);
	void (*clean)(void); /* may be NULL */
};

extern const struct job jobs[]; /* the last has no name */

void job_clean(const struct job *job);

#endif
