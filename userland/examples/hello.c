/* SPDX-License-Identifier: MIT */
/*
 * The door of the kernel is memory: a call is stores of its arguments and a
 * load of its slot.  Nothing of libc's is between this program and the kernel.
 */
#include <faultline/calls.h>

static const char text[] = "hello, memory\n";

int main(void)
{
	unsigned done = 0;

	while (done < sizeof(text) - 1) {
		int n;

		*ARG1 = 1; /* the descriptor */
		*ARG2 = (unsigned)text + done;
		*ARG3 = sizeof(text) - 1 - done;
		n = *CALL_WRITE; /* faults; the answer is in a register */
		if (n < 0)
			*CALL_EXIT = *ERRNO;
		done += n;
	}

	/*
	 * A store makes the call as well: the value is ARG1, and the result
	 * would be in RESULT, if there were anybody left to look at it.
	 */
	*CALL_EXIT = 0;
	return 1;
}
