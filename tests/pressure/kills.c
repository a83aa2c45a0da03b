/* SPDX-License-Identifier: MIT */
/*
 * A process is killed at each of its calls in turn, while others use the same
 * pipe, file, locks, semaphores, queues and memory.  They go on, and what they
 * see is whole.
 *
 * The process is traced, and the tracer's pipe has room for a number of records
 * only: with the next one it stands still, and there it is killed.
 */
#include "pressure.h"
#include <mqueue.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/stat.h>

#define PEERS	  2
#define PIPE_SIZE 65536
#define RECORD	  ((int)sizeof(struct fl_trace_record))
#define WORDS	  16

static struct shared {
	pthread_mutex_t mutex;
	unsigned value[2]; /* the same, or the mutex is held */
	volatile unsigned rounds[PEERS + 1];
	volatile unsigned wrong, died; /* EOWNERDEAD */
	volatile unsigned held;	       /* by one that is to be killed */
} * shared;

static int tokens[2], file, set, messages;
static mqd_t queue;

/* Words that are all alike were written at once. */
static int is_whole(const unsigned *words)
{
	for (int i = 1; i < WORDS; i++)
		if (words[i] != words[0])
			return 0;
	return 1;
}

static void fill(unsigned *words)
{
	static unsigned number;

	number++;
	for (int i = 0; i < WORDS; i++)
		words[i] = number;
}

/* One more goes in before one comes out: who dies leaves one, or none. */
static void use_pipe(void)
{
	unsigned words[WORDS];

	fill(words);
	write(tokens[1], words, sizeof(words));
	shared->wrong +=
	    read(tokens[0], words, sizeof(words)) != sizeof(words) ||
	    !is_whole(words);
}

static void use_queues(void)
{
	struct {
		long type;
		unsigned words[WORDS];
	} m = { .type = 1 };

	fill(m.words);
	mq_send(queue, (char *)m.words, sizeof(m.words), m.words[0] % 3);
	shared->wrong += mq_receive(queue, (char *)m.words, sizeof(m.words),
				    NULL) != sizeof(m.words) ||
			 !is_whole(m.words);
	msgsnd(messages, &m, sizeof(m.words), 0);
	shared->wrong +=
	    msgrcv(messages, &m, sizeof(m.words), 0, 0) != sizeof(m.words) ||
	    !is_whole(m.words);
}

static void use_file(void)
{
	struct flock l = { .l_type = F_WRLCK, .l_len = 10 };
	unsigned words[WORDS];

	fcntl(file, F_SETLKW, &l);
	flock(file, LOCK_SH);
	shared->wrong +=
	    pread(file, words, sizeof(words), 0) != sizeof(words) ||
	    !is_whole(words);
	fill(words);
	pwrite(file, words, sizeof(words), 0);
	l.l_type = F_UNLCK;
	fcntl(file, F_SETLKW, &l);
	flock(file, LOCK_UN);
}

static void use_semaphore(void)
{
	struct sembuf op = { 0, -1, SEM_UNDO };

	shared->wrong += semop(set, &op, 1) != 0;
	shared->wrong += semctl(set, 0, GETVAL) != 0;
	op.sem_op = 1;
	semop(set, &op, 1);
}

/* What the dead one had begun is ended by who comes next. */
static void use_mutex(void)
{
	if (pthread_mutex_lock(&shared->mutex) == EOWNERDEAD) {
		shared->died++;
		shared->value[1] = shared->value[0];
		pthread_mutex_consistent(&shared->mutex);
	}
	shared->wrong += shared->value[0] != shared->value[1];
	shared->value[0]++;
	sched_yield();
	shared->value[1]++;
	pthread_mutex_unlock(&shared->mutex);
}

static void use_memory(void)
{
	char *at = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pid_t pid;

	at[0] = 1;
	pid = fork();
	if (pid == 0)
		_exit(at[0]);
	waitpid(pid, NULL, 0);
	munmap(at, 8192);
}

static void work(int number)
{
	for (;; shared->rounds[number]++) {
		use_pipe();
		use_queues();
		use_file();
		use_semaphore();
		use_mutex();
		use_memory();
	}
}

static void prepare(void)
{
	struct mq_attr attr = { .mq_maxmsg = 20,
				.mq_msgsize = WORDS * sizeof(unsigned) };
	unsigned words[WORDS] = { 0 };
	pthread_mutexattr_t robust;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_init(&robust);
	pthread_mutexattr_setpshared(&robust, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&robust, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&shared->mutex, &robust);
	pipe(tokens);
	file = open("/tmp/kills", O_RDWR | O_CREAT, 0600);
	write(file, words, sizeof(words));
	set = semget(IPC_PRIVATE, 1, 0600);
	semctl(set, 0, SETVAL, 1);
	messages = msgget(IPC_PRIVATE, 0600);
	queue = mq_open("/kills", O_RDWR | O_CREAT, 0600, &attr);
	mq_unlink("/kills");
}

/* Kills leave messages behind; too many would be in the way. */
static void take_surplus(void)
{
	struct mq_attr attr;
	struct msqid_ds ds;
	char m[200];

	mq_getattr(queue, &attr);
	if (attr.mq_curmsgs > 8)
		mq_receive(queue, m, sizeof(m), NULL);
	msgctl(messages, IPC_STAT, &ds);
	if (ds.msg_qnum > 8)
		msgrcv(messages, m, sizeof(m) - 4, 0, IPC_NOWAIT);
}

/* Fills the tracer's pipe but for room for so many records. */
static void leave_room(int fd, int records)
{
	static char data[PIPE_SIZE];

	write(fd, data, PIPE_SIZE - records * RECORD - RECORD / 2);
}

static void wait_until_full(int fd)
{
	int now = 0;

	for (int i = 0; now <= PIPE_SIZE - RECORD && i < 500; i++) {
		pause_ms(1);
		ioctl(fd, FIONREAD, &now);
	}
}

/* Both peers do something more; how long a minute is for them is no matter. */
static int peers_go_on(void)
{
	unsigned before[PEERS];

	for (int i = 0; i < PEERS; i++)
		before[i] = shared->rounds[i];
	for (int turns = 0; turns < 30000; turns++) {
		int all = 1;

		for (int i = 0; i < PEERS; i++)
			all &= shared->rounds[i] - before[i] >= 2;
		if (all)
			return 1;
		pause_ms(2);
	}
	return 0;
}

static int kill_at(int records)
{
	int p[2];
	pid_t pid;

	pipe(p);
	leave_room(p[1], records);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		close(p[0]);
		*ARG1 = (unsigned)p[1];
		fl_result(fl_call(CALL_TRACE));
		work(PEERS);
	}
	close(p[1]);
	wait_until_full(p[0]);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	end_group(pid);
	close(p[0]);
	take_surplus();
	return peers_go_on();
}

/*
 * Whether one of the kills above finds the mutex held is chance.  Here it is:
 * the peers must be told, and go on.
 */
static int kill_holder(void)
{
	unsigned told = shared->died;
	pid_t pid;

	shared->held = 0;
	pid = fork();
	if (pid == 0) {
		if (pthread_mutex_lock(&shared->mutex) == EOWNERDEAD)
			pthread_mutex_consistent(&shared->mutex);
		shared->value[0]++;
		shared->held = 1;
		for (;;)
			pause();
	}
	while (!shared->held)
		pause_ms(1);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return peers_go_on() && shared->died > told;
}

int main(int argc, char **argv)
{
	int last = argc > 1 ? atoi(argv[1]) : 110, step = 1, stuck = 0,
	    told = 0;
	unsigned pages;
	pid_t peers[PEERS];

	if (argc > 2)
		step = atoi(argv[2]);
	prepare();
	fill_pools();
	for (int i = 0; i < PEERS; i++) {
		peers[i] = fork();
		if (peers[i] == 0)
			work(i);
	}
	ok(peers_go_on(), "processes that share pipes, files and queues");
	kill_at(last);
	pages = free_pages();
	for (int n = 1; n <= last && stuck == 0; n += step)
		if (!kill_at(n))
			stuck = n;
	ok(stuck == 0, "they go on when one is killed, at whatever call (%d)",
	   stuck);
	ok(shared->rounds[PEERS] > 0, "which got through all of its calls (%u)",
	   shared->rounds[PEERS]);
	ok(shared->wrong == 0, "and what they see is whole (%u)",
	   shared->wrong);
	for (int n = 0; n < 3; n++)
		told += kill_holder();
	ok(told == 3, "they were told of mutexes left behind (%d, %u)", told,
	   shared->died);
	for (int i = 0; i < PEERS; i++) {
		kill(peers[i], SIGSTOP);
		waitpid(peers[i], NULL, WUNTRACED);
	}
	ok(free_pages() + SLACK * 2 >= pages, "no page is lost (%u, then %u)",
	   pages, free_pages());
	for (int i = 0; i < PEERS; i++) {
		kill(peers[i], SIGKILL);
		waitpid(peers[i], NULL, 0);
	}
	msgctl(messages, IPC_RMID, NULL);
	semctl(set, 0, IPC_RMID);
	return done();
}
