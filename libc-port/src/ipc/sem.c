/* SPDX-License-Identifier: MIT */
/* System V semaphores. */
#include <faultline/calls.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/sem.h>
#include <time.h>

_Static_assert(sizeof(struct semid_ds) == sizeof(struct fl_semid_ds) &&
		   offsetof(struct semid_ds, sem_otime) ==
		       offsetof(struct fl_semid_ds, sem_otime),
	       "the kernel reads and writes a struct semid_ds");

/* The fourth argument is a union of an int and pointers: a word. */
int semctl(int id, int number, int command, ...)
{
	unsigned arg = 0;
	va_list rest;

	va_start(rest, command);
	if (command == SETVAL || command == SETALL || command == GETALL ||
	    command == IPC_STAT || command == IPC_SET)
		arg = va_arg(rest, unsigned);
	va_end(rest);
	*ARG1 = id;
	*ARG2 = number;
	*ARG3 = command;
	*ARG4 = arg;
	return fl_result(*CALL_SEMCTL);
}

int semtimedop(int id, struct sembuf *ops, size_t count,
	       const struct timespec *timeout)
{
	*ARG1 = id;
	*ARG2 = (unsigned)ops;
	*ARG3 = count;
	*ARG4 = (unsigned)timeout;
	return fl_result(*CALL_SEMOP);
}

int semop(int id, struct sembuf *ops, size_t count)
{
	return semtimedop(id, ops, count, NULL);
}
