/* SPDX-License-Identifier: MIT */
/* Limits and options of the system. */
#include <errno.h>
#include <faultline/calls.h>
#include <faultline/system.h>
#include <limits.h>
#include <sys/resource.h>
#include <unistd.h>

static long pages(int free)
{
	struct fl_sysinfo info;

	*ARG1 = (unsigned)&info;
	if (fl_result(*CALL_SYSINFO) < 0)
		return -1;
	return free ? info.pages_free : info.pages_total;
}

static long limit(int resource, long most)
{
	struct rlimit r;

	if (getrlimit(resource, &r) < 0 || r.rlim_cur > (rlim_t)most)
		return most;
	return r.rlim_cur;
}

static long option(int name)
{
	switch (name) {
	case _SC_VERSION:
	case _SC_ADVISORY_INFO:
	case _SC_ASYNCHRONOUS_IO:
	case _SC_MEMLOCK:
	case _SC_MEMLOCK_RANGE:
	case _SC_MESSAGE_PASSING:
	case _SC_PRIORITY_SCHEDULING:
	case _SC_SHARED_MEMORY_OBJECTS:
	case _SC_THREAD_PRIO_INHERIT:
	case _SC_THREAD_PRIO_PROTECT:
	case _SC_THREAD_PRIORITY_SCHEDULING:
	case _SC_THREAD_ROBUST_PRIO_INHERIT:
	case _SC_THREAD_ROBUST_PRIO_PROTECT:
	case _SC_CLOCK_SELECTION:
	case _SC_CPUTIME:
	case _SC_FSYNC:
	case _SC_MAPPED_FILES:
	case _SC_MEMORY_PROTECTION:
	case _SC_MONOTONIC_CLOCK:
	case _SC_READER_WRITER_LOCKS:
	case _SC_BARRIERS:
	case _SC_SPIN_LOCKS:
	case _SC_REALTIME_SIGNALS:
	case _SC_SEMAPHORES:
	case _SC_SPAWN:
	case _SC_SYNCHRONIZED_IO:
	case _SC_THREADS:
	case _SC_THREAD_ATTR_STACKADDR:
	case _SC_THREAD_ATTR_STACKSIZE:
	case _SC_THREAD_CPUTIME:
	case _SC_THREAD_PROCESS_SHARED:
	case _SC_THREAD_SAFE_FUNCTIONS:
	case _SC_TIMEOUTS:
	case _SC_TIMERS:
	case _SC_2_VERSION:
	case _SC_2_C_BIND:
	case _SC_2_C_DEV:
		return 200809L;
	case _SC_JOB_CONTROL:
	case _SC_SAVED_IDS:
	case _SC_REGEXP:
	case _SC_SHELL:
	case _SC_V7_ILP32_OFFBIG:
		return 1;
	case _SC_XOPEN_VERSION:
		return 700;
	}
	return -1;
}

long sysconf(int name)
{
	switch (name) {
	case _SC_ARG_MAX:
		return ARG_MAX;
	case _SC_CHILD_MAX:
		return limit(RLIMIT_NPROC, CHILD_MAX);
	case _SC_OPEN_MAX:
		return limit(RLIMIT_NOFILE, OPEN_MAX);
	case _SC_CLK_TCK:
		return 100;
	case _SC_NGROUPS_MAX:
		return NGROUPS_MAX;
	case _SC_PAGESIZE:
		return FACTS->page_size;
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN:
		return FACTS->cpus;
	case _SC_PHYS_PAGES:
		return pages(0);
	case _SC_AVPHYS_PAGES:
		return pages(1);
	case _SC_RTSIG_MAX:
		return RTSIG_MAX;
	case _SC_SIGQUEUE_MAX:
		return SIGQUEUE_MAX;
	case _SC_TIMER_MAX:
		return TIMER_MAX;
	case _SC_DELAYTIMER_MAX:
		return DELAYTIMER_MAX;
	case _SC_AIO_LISTIO_MAX:
		return AIO_LISTIO_MAX;
	case _SC_AIO_MAX:
		return AIO_MAX;
	case _SC_AIO_PRIO_DELTA_MAX:
		return AIO_PRIO_DELTA_MAX;
	case _SC_MQ_OPEN_MAX:
		return limit(RLIMIT_NOFILE, MQ_OPEN_MAX);
	case _SC_MQ_PRIO_MAX:
		return MQ_PRIO_MAX;
	case _SC_SEM_NSEMS_MAX:
		return -1; /* as many as there is memory for */
	case _SC_SEM_VALUE_MAX:
		return SEM_VALUE_MAX;
	case _SC_TZNAME_MAX:
		return TZNAME_MAX;
	case _SC_THREAD_KEYS_MAX:
		return PTHREAD_KEYS_MAX;
	case _SC_THREAD_STACK_MIN:
		return PTHREAD_STACK_MIN;
	case _SC_THREAD_THREADS_MAX:
		return PTHREAD_THREADS_MAX;
	case _SC_THREAD_DESTRUCTOR_ITERATIONS:
		return PTHREAD_DESTRUCTOR_ITERATIONS;
	case _SC_TTY_NAME_MAX:
		return TTY_NAME_MAX;
	case _SC_LOGIN_NAME_MAX:
		return LOGIN_NAME_MAX;
	case _SC_HOST_NAME_MAX:
		return HOST_NAME_MAX;
	case _SC_GETGR_R_SIZE_MAX:
		return 4096;
	case _SC_GETPW_R_SIZE_MAX:
		return 1024;
	case _SC_ATEXIT_MAX:
		return ATEXIT_MAX;
	case _SC_BC_BASE_MAX:
		return BC_BASE_MAX;
	case _SC_BC_DIM_MAX:
		return BC_DIM_MAX;
	case _SC_BC_SCALE_MAX:
		return BC_SCALE_MAX;
	case _SC_BC_STRING_MAX:
		return BC_STRING_MAX;
	case _SC_COLL_WEIGHTS_MAX:
		return COLL_WEIGHTS_MAX;
	case _SC_EXPR_NEST_MAX:
		return EXPR_NEST_MAX;
	case _SC_LINE_MAX:
		return LINE_MAX;
	case _SC_RE_DUP_MAX:
		return RE_DUP_MAX;
	case _SC_IOV_MAX:
		return IOV_MAX;
	case _SC_SYMLOOP_MAX:
		return SYMLOOP_MAX;
	case _SC_STREAM_MAX:
		return limit(RLIMIT_NOFILE, OPEN_MAX);
	}
	if (name < 0 || name > _SC_POSIX_26_VERSION)
		errno = EINVAL;
	return option(name);
}
