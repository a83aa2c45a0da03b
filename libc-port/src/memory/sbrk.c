/* SPDX-License-Identifier: MIT */
/* Moves the end of the heap by a difference. */
#include <errno.h>
#include <faultline/calls.h>
#include <unistd.h>

static unsigned end;

int brk(void *new)
{
	*ARG1 = (unsigned)new;
	end = fl_call(CALL_BRK);
	if (end == (unsigned)new)
		return 0;
	errno = ENOMEM;
	end = 0;
	return -1;
}

void *sbrk(ptrdiff_t change)
{
	unsigned old;

	if (end == 0) {
		*ARG1 = 0;
		end = fl_call(CALL_BRK);
	}
	old = end;
	if (change != 0) {
		unsigned new = old + change;

		if ((change > 0) != (new > old) || brk((void *)new) < 0) {
			errno = ENOMEM;
			return (void *)-1;
		}
	}
	return (void *)old;
}
