/* SPDX-License-Identifier: MIT */
/* Who may use queues, semaphores and shared memory of others. */
#include <fcntl.h>
#include <grp.h>
#include <mqueue.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include "print.h"

static void user_1(void)
{
	setgroups(0, NULL);
	setresgid(1, 1, 1);
	setresuid(1, 1, 1);
}

static int message_queue, semaphores, memory;

static void use_objects(void)
{
	struct {
		long type;
		char text[4];
	} m = { 1, "x" };
	struct sembuf up = { 0, 1, IPC_NOWAIT }, zero = { 1, 0, IPC_NOWAIT };
	struct msqid_ds q;
	struct shmid_ds s;
	unsigned short values[2] = { 0, 0 };
	void *p;

	tell("msgsnd", msgsnd(message_queue, &m, 1, IPC_NOWAIT));
	tell("msgrcv", msgrcv(message_queue, &m, 1, 0, IPC_NOWAIT));
	tell("stat", msgctl(message_queue, IPC_STAT, &q));
	tell("get", msgget(0x5a3e01, 0) < 0 ? -1 : 0);
	tell("get r", msgget(0x5a3e01, 0400) < 0 ? -1 : 0);
	tell("get w", msgget(0x5a3e01, 0200) < 0 ? -1 : 0);
	tell("up", semop(semaphores, &up, 1));
	tell("zero", semop(semaphores, &zero, 1));
	tell("GETVAL", semctl(semaphores, 1, GETVAL));
	tell("SETVAL", semctl(semaphores, 0, SETVAL, 0));
	tell("GETALL", semctl(semaphores, 0, GETALL, values));
	tell("SETALL", semctl(semaphores, 0, SETALL, values));
	p = shmat(memory, NULL, 0);
	tell_ok("shmat", p == (void *)-1 ? -1 : 0);
	p = shmat(memory, NULL, SHM_RDONLY);
	tell_ok("shmat r", p == (void *)-1 ? -1 : 0);
	tell("stat", shmctl(memory, IPC_STAT, &s));
	if (geteuid() != 0) {
		memset(&q, 0, sizeof(q));
		tell("set", msgctl(message_queue, IPC_SET, &q) ? -1 : 0);
		tell("remove", msgctl(message_queue, IPC_RMID, NULL));
		tell("remove", semctl(semaphores, 0, IPC_RMID));
		tell("remove", shmctl(memory, IPC_RMID, NULL));
	}
}

static void make_objects(int mode)
{
	struct msqid_ds q;
	struct shmid_ds s;
	struct semid_ds e;

	message_queue = msgget(0x5a3e01, IPC_CREAT | mode);
	semaphores = semget(0x5a3e01, 2, IPC_CREAT | mode);
	memory = shmget(0x5a3e01, 4096, IPC_CREAT | mode);
	msgctl(message_queue, IPC_STAT, &q);
	shmctl(memory, IPC_STAT, &s);
	semctl(semaphores, 0, IPC_STAT, &e);
	q.msg_perm.uid = s.shm_perm.uid = e.sem_perm.uid = 2;
	q.msg_perm.gid = s.shm_perm.gid = e.sem_perm.gid = 20;
	tell("owner", msgctl(message_queue, IPC_SET, &q));
	tell("owner", shmctl(memory, IPC_SET, &s));
	tell("owner", semctl(semaphores, 0, IPC_SET, &e));
	msgctl(message_queue, IPC_STAT, &q);
	printf(" %o %d:%d %d:%d", q.msg_perm.mode & 0777, (int)q.msg_perm.uid,
	       (int)q.msg_perm.gid, (int)q.msg_perm.cuid, (int)q.msg_perm.cgid);
}

static void remove_objects(void)
{
	msgctl(message_queue, IPC_RMID, NULL);
	semctl(semaphores, 0, IPC_RMID);
	shmctl(memory, IPC_RMID, NULL);
}

/* The owner, a member of the group, of the creator's group, and others. */
static void system_v_objects(void)
{
	static const int who[][2] = {
		{ 2, 2 }, { 3, 20 }, { 3, 0 }, { 3, 3 }, { 0, 3 }
	};
	static const int modes[] = { 0600, 0400, 0200, 0060, 0040, 0020,
				     0006, 0004, 0002, 0,    0077, 0707 };

	for (unsigned m = 0; m < sizeof(modes) / sizeof(*modes); m++) {
		begin("System V");
		for (int i = 0; i < 5; i++) {
			pid_t pid;

			printf("\n  %03o", modes[m]);
			make_objects(modes[m]);
			printf(" as %d:%d", who[i][0], who[i][1]);
			pid = fork_child();
			if (pid == 0) {
				setgroups(0, NULL);
				setresgid(who[i][1], who[i][1], who[i][1]);
				setresuid(who[i][0], who[i][0], who[i][0]);
				use_objects();
				end_child(0);
			}
			await(pid);
			remove_objects();
		}
	}
}

static void named_queues(void)
{
	static const int modes[] = { 0600, 0640, 0604, 0602, 0606, 0000, 0777 };

	for (unsigned i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		pid_t pid;

		begin("queue");
		printf(" %03o", modes[i]);
		umask(0);
		tell_ok("made", mq_open("/same.ids", O_RDWR | O_CREAT | O_EXCL,
					modes[i], NULL));
		pid = fork_child();
		if (pid == 0) {
			user_1();
			tell_ok("r", mq_open("/same.ids", O_RDONLY));
			tell_ok("w", mq_open("/same.ids", O_WRONLY));
			tell_ok("rw", mq_open("/same.ids", O_RDWR));
			tell_ok("creating",
				mq_open("/same.ids", O_RDONLY | O_CREAT, 0600,
					NULL));
			tell("unlink", mq_unlink("/same.ids"));
			end_child(0);
		}
		await(pid);
		tell("unlink", mq_unlink("/same.ids"));
	}
}

int main(int argc, char **argv)
{
	start_afresh();
	setgroups(0, NULL);
	system_v_objects();
	named_queues();
	puts("");
	return 0;
}
