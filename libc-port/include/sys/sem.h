/* SPDX-License-Identifier: MIT */
/* System V semaphores (POSIX <sys/sem.h>). */
#ifndef _SYS_SEM_H
#define _SYS_SEM_H

#include <sys/ipc.h>

struct semid_ds {
	struct ipc_perm sem_perm;
	unsigned short sem_nsems;
	time_t sem_otime;
	time_t sem_ctime;
};

struct sembuf {
	unsigned short sem_num;
	short sem_op;
	short sem_flg;
};

struct timespec;

__BEGIN_DECLS
int semctl(int, int, int, ...);
int semget(key_t, int, int);
int semop(int, struct sembuf *, size_t);
#if __GNU_VISIBLE
int semtimedop(int, struct sembuf *, size_t, const struct timespec *);
#endif
__END_DECLS

#endif
