/* SPDX-License-Identifier: MIT */
/* Time used, in clock ticks. */
#include <sys/resource.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

static clock_t ticks(const struct timeval *t)
{
	return t->tv_sec * 100 + t->tv_usec / 10000;
}

clock_t times(struct tms *buf)
{
	struct rusage self, children;
	struct timespec now;

	if (buf) {
		if (getrusage(RUSAGE_SELF, &self) < 0 ||
		    getrusage(RUSAGE_CHILDREN, &children) < 0)
			return -1;
		buf->tms_utime = ticks(&self.ru_utime);
		buf->tms_stime = ticks(&self.ru_stime);
		buf->tms_cutime = ticks(&children.ru_utime);
		buf->tms_cstime = ticks(&children.ru_stime);
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 100 + now.tv_nsec / 10000000;
}
