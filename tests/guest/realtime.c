/* SPDX-License-Identifier: MIT */
/* Timers, queues, owned locks, cancellation: what suites leave out. */
#include "tap.h"
#include <aio.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

static void sleep_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/* A wake before it left the kernel looping over no queue at all. */
static void test_select_without_descriptors_after_a_wake(void)
{
	struct timeval tv = { 0, 50000 };
	long long start;
	int fds[2];
	char c;

	pipe(fds);
	if (fork() == 0) {
		sleep_ms(20);
		write(fds[1], "x", 1);
		_exit(0);
	}
	read(fds[0], &c, 1);
	start = now_ms();
	ok(select(0, NULL, NULL, NULL, &tv) == 0 && now_ms() - start >= 49,
	   "select_without_descriptors_after_a_wake");
	wait(NULL);
}

/*
 * It is stopped until its time is up: when it goes on it is done, and does not
 * sleep for that time again.  Two seconds are enough for any machine to tell.
 */
static void test_stopped_sleep(void)
{
	struct timespec t = { 2, 0 };
	long long start = now_ms(), went_on;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(nanosleep(&t, NULL) != 0);
	sleep_ms(50);
	kill(pid, SIGSTOP);
	sleep_ms(2100);
	went_on = now_ms();
	kill(pid, SIGCONT);
	waitpid(pid, &status, 0);
	ok(status == 0 && now_ms() - start >= 2000 && now_ms() - went_on < 2000,
	   "stopped_sleep: it goes on until the time it had (%#x)", status);
}

static void test_timer_overrun(void)
{
	struct itimerspec its = { { 0, 1000000 }, { 0, 1000000 } };
	sigset_t set;
	siginfo_t info;
	timer_t t;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	timer_create(CLOCK_MONOTONIC, NULL, &t);
	timer_settime(t, 0, &its, NULL);
	sleep_ms(50);
	sigwaitinfo(&set, &info);
	ok(info.si_code == SI_TIMER && timer_getoverrun(t) >= 40,
	   "a signal that waits counts a timer's overruns (%d)",
	   timer_getoverrun(t));
	timer_delete(t);
	sigpending(&set);
	ok(!sigismember(&set, SIGALRM), "a deleted timer's signal is gone");
}

static timer_t ticking(const sigset_t *set)
{
	struct itimerspec its = { { 0, 1000000 }, { 0, 1000000 } };
	sigset_t pending;
	timer_t t;

	sigprocmask(SIG_BLOCK, set, NULL);
	timer_create(CLOCK_MONOTONIC, NULL, &t);
	timer_settime(t, 0, &its, NULL);
	do {
		sleep_ms(1);
		sigpending(&pending);
	} while (!sigismember(&pending, SIGALRM));
	return t;
}

static int is_off(timer_t t)
{
	struct itimerspec its;

	return timer_gettime(t, &its) == 0 && its.it_value.tv_sec == 0 &&
	       its.it_value.tv_nsec == 0;
}

static void on_alarm(int sig)
{
	(void)sig;
}

/*
 * Switched off with an interval, a timer whose signal was pending started again
 * when that was taken; or was dropped, and then got a handler.
 */
static void test_timer_that_is_off(void)
{
	struct itimerspec off = { { 0, 1000000 }, { 0, 0 } };
	struct timespec moment = { 0, 20000000 };
	sigset_t set;
	timer_t t;

	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	t = ticking(&set);
	timer_settime(t, 0, &off, NULL);
	sigwaitinfo(&set, NULL);
	ok(is_off(t) && sigtimedwait(&set, NULL, &moment) == -1,
	   "a timer that is off stays so when its signal is taken");
	timer_delete(t);
	t = ticking(&set);
	timer_settime(t, 0, &off, NULL);
	signal(SIGALRM, SIG_IGN);
	signal(SIGALRM, on_alarm);
	ok(is_off(t) && sigtimedwait(&set, NULL, &moment) == -1,
	   "a timer that is off stays so when its signal is dropped");
	timer_delete(t);
	t = ticking(&set);
	signal(SIGALRM, SIG_IGN);
	timer_settime(t, 0, &off, NULL);
	signal(SIGALRM, on_alarm);
	ok(is_off(t) && sigtimedwait(&set, NULL, &moment) == -1,
	   "a timer that is off stays so when its signal was ignored");
	timer_delete(t);
	t = ticking(&set);
	signal(SIGALRM, SIG_IGN);
	signal(SIGALRM, on_alarm);
	ok(!is_off(t) && sigwaitinfo(&set, NULL) == SIGALRM &&
	       sigwaitinfo(&set, NULL) == SIGALRM,
	   "one that is not goes on");
	timer_delete(t);
	signal(SIGALRM, SIG_DFL);
}

static volatile int notified;

static void notify(union sigval v)
{
	notified = v.sival_int;
}

static void test_thread_notification(void)
{
	struct sigevent e = { .sigev_notify = SIGEV_THREAD };
	struct itimerspec its = { { 0, 0 }, { 0, 10000000 } };
	timer_t t;

	e.sigev_notify_function = notify;
	e.sigev_value.sival_int = 42;
	ok(timer_create(CLOCK_REALTIME, &e, &t) == 0 &&
	       timer_settime(t, 0, &its, NULL) == 0,
	   "a timer with a function");
	for (int i = 0; i < 100 && !notified; i++)
		sleep_ms(10);
	ok(notified == 42, "it is called in a thread, with the value");
	timer_delete(t);
}

struct shared {
	pthread_mutex_t m;
	sem_t locked, go;
};

static struct shared *share(void)
{
	return mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void test_robust(void)
{
	struct shared *s = share();
	pthread_mutexattr_t a;
	pid_t pid;
	int r;

	pthread_mutexattr_init(&a);
	pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
	pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&s->m, &a);
	sem_init(&s->locked, 1, 0);
	pid = fork();
	if (pid == 0) {
		pthread_mutex_lock(&s->m);
		sem_post(&s->locked);
		pause();
	}
	sem_wait(&s->locked);
	kill(pid, SIGKILL);
	r = pthread_mutex_lock(&s->m);
	ok(r == EOWNERDEAD, "a killed process's robust mutex (%d)", r);
	wait(NULL);
	ok(pthread_mutex_consistent(&s->m) == 0 &&
	       pthread_mutex_unlock(&s->m) == 0 &&
	       pthread_mutex_lock(&s->m) == 0,
	   "is made consistent");
	pthread_mutex_unlock(&s->m);
	if (fork() == 0) {
		pthread_mutex_lock(&s->m);
		_exit(0);
	}
	wait(NULL);
	r = pthread_mutex_lock(&s->m);
	pthread_mutex_unlock(&s->m);
	ok(r == EOWNERDEAD && pthread_mutex_lock(&s->m) == ENOTRECOVERABLE,
	   "or is lost for ever");
}

static pthread_mutex_t inherit;
static volatile int order, low_done, middle_done;

static void *low(void *arg)
{
	pthread_mutex_lock(&inherit);
	sem_post(arg);
	for (long long end = now_ms() + 50; now_ms() < end;)
		;
	low_done = ++order;
	pthread_mutex_unlock(&inherit);
	return NULL;
}

static void *middle(void *arg)
{
	(void)arg;
	for (long long end = now_ms() + 100; now_ms() < end;)
		;
	middle_done = ++order;
	return NULL;
}

static pthread_t start(int priority, void *(*f)(void *), void *arg)
{
	struct sched_param p = { .sched_priority = priority };
	pthread_attr_t a;
	pthread_t t;

	pthread_attr_init(&a);
	pthread_attr_setinheritsched(&a, PTHREAD_EXPLICIT_SCHED);
	pthread_attr_setschedpolicy(&a, SCHED_FIFO);
	pthread_attr_setschedparam(&a, &p);
	pthread_create(&t, &a, f, arg);
	return t;
}

static void inherit_priority(void)
{
	struct sched_param p = { .sched_priority = 20 };
	pthread_mutexattr_t a;
	pthread_t t[2];
	sem_t s;

	sem_init(&s, 0, 0);
	pthread_mutexattr_init(&a);
	pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT);
	pthread_mutex_init(&inherit, &a);
	pthread_setschedparam(pthread_self(), SCHED_FIFO, &p);
	t[0] = start(5, low, &s);
	sem_wait(&s);
	t[1] = start(10, middle, NULL);
	pthread_mutex_lock(&inherit);
	pthread_mutex_unlock(&inherit);
	_exit(low_done == 1 && middle_done == 0 ? 0 : 1 + (t[0] == t[1]));
}

static void test_inheritance(void)
{
	int status;

	if (fork() == 0)
		inherit_priority();
	wait(&status);
	ok(status == 0, "who waits lends its priority to who holds (%#x)",
	   status);
}

struct reading {
	int fds[2];
	sem_t begun;
};

static void *read_for_ever(void *arg)
{
	struct reading *r = arg;
	char c;

	sem_post(&r->begun);
	for (volatile int i = 0; i < 1000000; i++)
		;
	read(r->fds[0], &c, 1);
	return NULL;
}

/* Cancelled before it reached the call, a thread once waited for ever. */
static void test_cancel_before_the_call(void)
{
	struct reading r;
	pthread_t t;
	void *result;

	pipe(r.fds);
	sem_init(&r.begun, 0, 0);
	pthread_create(&t, NULL, read_for_ever, &r);
	sem_wait(&r.begun);
	pthread_cancel(t);
	pthread_join(t, &result);
	ok(result == PTHREAD_CANCELED, "cancel_before_the_call");
}

static void test_queue(void)
{
	struct mq_attr attr = { .mq_maxmsg = 4, .mq_msgsize = 16 };
	mqd_t q = mq_open("/realtime", O_RDWR | O_CREAT, 0600, &attr);
	unsigned priority;
	char text[16];

	mq_send(q, "low", 4, 1);
	mq_send(q, "high", 5, 9);
	mq_send(q, "low too", 8, 1);
	mq_receive(q, text, 16, &priority);
	ok(priority == 9 && strcmp(text, "high") == 0,
	   "the message of highest priority comes first");
	mq_receive(q, text, 16, NULL);
	ok(strcmp(text, "low") == 0, "then the oldest");
	ok(mq_close(q) == 0 && mq_unlink("/realtime") == 0, "it goes away");
}

static void test_system_v(void)
{
	struct {
		long type;
		char text[8];
	} m = { 3, "three" };
	struct sembuf down = { 0, -1, SEM_UNDO };
	int q = msgget(IPC_PRIVATE, 0600), s = semget(IPC_PRIVATE, 1, 0600);
	int id = shmget(IPC_PRIVATE, 4096, 0600);
	struct shmid_ds ds;
	char *memory = shmat(id, NULL, 0);

	msgsnd(q, &m, 8, 0);
	ok(msgrcv(q, &m, 8, 2, IPC_NOWAIT) == -1 && errno == ENOMSG &&
	       msgrcv(q, &m, 8, -5, 0) == 8 && m.type == 3,
	   "System V messages by type");
	msgctl(q, IPC_RMID, NULL);
	semctl(s, 0, SETVAL, 1);
	if (fork() == 0) {
		semop(s, &down, 1);
		strcpy(memory, "child");
		_exit(semctl(s, 0, GETVAL));
	}
	wait(NULL);
	ok(semctl(s, 0, GETVAL) == 1, "SEM_UNDO at a process's end");
	semctl(s, 0, IPC_RMID);
	shmctl(id, IPC_STAT, &ds);
	ok(strcmp(memory, "child") == 0 && ds.shm_nattch == 1,
	   "a segment is shared, and counts its mappings");
	shmctl(id, IPC_RMID, NULL);
	ok(shmdt(memory) == 0 && shmdt(memory) == -1, "and is unmapped");
}

static void test_aio(void)
{
	int fd = open("/tmp/aio", O_RDWR | O_CREAT, 0600);
	struct aiocb cb = { .aio_fildes = fd,
			    .aio_buf = "hello",
			    .aio_nbytes = 5,
			    .aio_offset = 3 };
	const struct aiocb *list[] = { &cb };
	char text[8];

	cb.aio_sigevent.sigev_notify = SIGEV_NONE;
	ok(aio_write(&cb) == 0 && aio_suspend(list, 1, NULL) == 0 &&
	       aio_error(&cb) == 0 && aio_return(&cb) == 5 &&
	       pread(fd, text, 8, 0) == 8 && memcmp(text + 3, "hello", 5) == 0,
	   "asynchronous writing");
	close(fd);
	unlink("/tmp/aio");
}

static int run(void *arg)
{
	return *(int *)arg;
}

static void test_c11(void)
{
	int seven = 7, result = 0;
	thrd_t t;

	ok(thrd_create(&t, run, &seven) == thrd_success &&
	       thrd_join(t, &result) == thrd_success && result == 7,
	   "C11 threads");
}

int main(void)
{
	test_select_without_descriptors_after_a_wake();
	test_stopped_sleep();
	test_timer_overrun();
	test_timer_that_is_off();
	test_thread_notification();
	test_robust();
	test_inheritance();
	test_cancel_before_the_call();
	test_queue();
	test_system_v();
	test_aio();
	test_c11();
	return done();
}
