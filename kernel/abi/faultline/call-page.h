/* SPDX-License-Identifier: MIT */
/*
 * How a program calls the kernel:
 *
 *	*ARG1 = (unsigned)name;
 *	*ARG2 = flags;
 *	*ARG3 = mode;
 *	fd = *CALL_OPEN;
 *	if (fd == -1)
 *		errno = *ERRNO;
 *
 * The load of a call slot faults, and the kernel answers in its register.
 * Naming a slot is a barrier: what the program stored before is in memory
 * when the call looks.  Code that goes on to use what a call wrote must not
 * have read it ahead: a function that returns, or fl_call(), sees to that.
 */
#ifndef FAULTLINE_CALL_PAGE_H
#define FAULTLINE_CALL_PAGE_H

#include <faultline/layout.h>

#define FL_THREAD ((volatile struct fl_thread_page *)FL_THREAD_PAGE)
#define FL_THREAD_INT(member) ((volatile int *)&FL_THREAD->member)

#define ARG1      (&FL_THREAD->arg[0])
#define ARG2      (&FL_THREAD->arg[1])
#define ARG3      (&FL_THREAD->arg[2])
#define ARG4      (&FL_THREAD->arg[3])
#define ARG5      (&FL_THREAD->arg[4])
#define ARG6      (&FL_THREAD->arg[5])
#define ERRNO     FL_THREAD_INT(errnum)
#define RESULT    FL_THREAD_INT(result)
#define RESULT_HI FL_THREAD_INT(result_hi)
#define TID       FL_THREAD_INT(tid)
#define CANCEL    (&FL_THREAD->cancel)

#define FACTS ((const volatile struct fl_facts_page *)FL_FACTS_PAGE)
#define CLOCK ((const volatile struct fl_clock_page *)FL_CLOCK_PAGE)

#define FL_CALL_SLOT(address)                     \
	__extension__({                           \
		__asm__ volatile("" : : : "memory"); \
		(volatile int *)(address);        \
	})

/* The call as one expression, with barriers on both sides. */
#define fl_call(slot)                             \
	__extension__({                           \
		int fl_result_ = *(slot);         \
		__asm__ volatile("" : : : "memory"); \
		fl_result_;                       \
	})

/* libc's: -1, after setting errno. */
int fl_error(void);

/* libc's: result, after setting errno if it is -1; a barrier as above. */
static __inline__ int fl_result(int result)
{
	__asm__ volatile("" : : : "memory");
	return __builtin_expect(result == -1, 0) ? fl_error() : result;
}

#endif
