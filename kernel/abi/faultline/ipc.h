/* SPDX-License-Identifier: MIT */
/* Message queues, and System V queues, semaphores and shared memory. */
#ifndef FAULTLINE_IPC_H
#define FAULTLINE_IPC_H

#define FL_MQ_PRIO_MAX	32768
#define FL_MQ_MAXMSG	1024	/* most that mq_maxmsg may be */
#define FL_MQ_MSGSIZE	1048576 /* most that mq_msgsize may be */
#define FL_MQ_QUEUES	256	/* in the whole system */

struct fl_mq_attr {
	long mq_flags; /* O_NONBLOCK */
	long mq_maxmsg;
	long mq_msgsize;
	long mq_curmsgs;
};

#define IPC_CREAT  01000
#define IPC_EXCL   02000
#define IPC_NOWAIT 04000

#define IPC_RMID 0
#define IPC_SET	 1
#define IPC_STAT 2

#define IPC_PRIVATE ((key_t)0)

struct fl_ipc_perm {
	unsigned int uid, gid, cuid, cgid;
	unsigned int mode;
	int key;
};

struct fl_msqid_ds {
	struct fl_ipc_perm msg_perm;
	unsigned int msg_qnum;
	unsigned int msg_qbytes;
	unsigned int msg_cbytes;
	int msg_lspid, msg_lrpid;
	long long msg_stime, msg_rtime, msg_ctime;
};

#define FL_MSGMAX 8192	/* bytes in a message */
#define FL_MSGMNB 16384 /* bytes in a queue */

#define MSG_NOERROR 010000

struct fl_semid_ds {
	struct fl_ipc_perm sem_perm;
	unsigned short sem_nsems;
	unsigned short sem_reserved; /* 0 */
	long long sem_otime, sem_ctime;
};

#define FL_SEMMSL 256	/* semaphores in a set */
#define FL_SEMOPM 64	/* operations in a semop() */
#define FL_SEMVMX 32767 /* a semaphore's value */

#define SEM_UNDO 010000

#define GETPID	11
#define GETVAL	12
#define GETALL	13
#define GETNCNT 14
#define GETZCNT 15
#define SETVAL	16
#define SETALL	17

struct fl_sembuf {
	unsigned short sem_num;
	short sem_op;
	short sem_flg;
};

struct fl_shmid_ds {
	struct fl_ipc_perm shm_perm;
	unsigned int shm_segsz;
	int shm_lpid, shm_cpid;
	unsigned int shm_nattch;
	long long shm_atime, shm_dtime, shm_ctime;
};

#define SHM_RDONLY 010000
#define SHM_RND	   020000
#define SHMLBA	   4096

#define FL_IPC_OBJECTS 256 /* of each kind in the whole system */

#endif
