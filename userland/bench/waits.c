/* SPDX-License-Identifier: MIT */
/*
 * The benchmark of threads, of waiting for each other, and of timers; as
 * bench.c is run on Faultline and on Linux.
 *
 *	waits [ROW...]	prints "row<TAB>value<TAB>unit" lines
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

#ifdef __faultline__
#include <faultline/calls.h>
#else
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#endif

#define SCRIPT_PROGRAMS 200
#define POLLED		100
#define RING_MAX	96
#define SLEEPS		300
#define SLEEP_NS	1000000

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char *self_path;

/* --- Threads, and what no other one disturbs. --- */

static void start(pthread_t *t, void *(*run)(void *), void *arg)
{
	errno = pthread_create(t, NULL, run, arg);
	if (errno != 0)
		die("pthread_create");
}

static void *nothing(void *arg)
{
	return arg;
}

static void create_join(unsigned n)
{
	pthread_t t;

	while (n--) {
		start(&t, nothing, NULL);
		pthread_join(t, NULL);
	}
}

static void mutex_alone(unsigned n)
{
	while (n--) {
		pthread_mutex_lock(&mutex);
		pthread_mutex_unlock(&mutex);
	}
}

static void semaphore_alone(unsigned n)
{
	static sem_t s;

	sem_init(&s, 0, 0);
	while (n--) {
		sem_post(&s);
		sem_wait(&s);
	}
}

/* --- Two threads.  An operation of each row is one of both. --- */

static unsigned turns;

static void with_partner(unsigned n, void *(*partner)(void *),
			 void *(*own)(void *))
{
	pthread_t t;

	turns = n;
	start(&t, partner, NULL);
	own(NULL);
	pthread_join(t, NULL);
}

static void set_policy(int policy, int priority)
{
	const struct sched_param p = { .sched_priority = priority };

	errno = pthread_setschedparam(pthread_self(), policy, &p);
	if (errno != 0)
		die("pthread_setschedparam");
}

/*
 * Whoever has the mutex lets the other one run, who then wants it.  With this
 * policy the other one does run, on both systems.
 */
static void *contend(void *arg)
{
	for (unsigned i = 0; i < turns; i++) {
		pthread_mutex_lock(&mutex);
		sched_yield();
		pthread_mutex_unlock(&mutex);
		sched_yield();
	}
	return arg;
}

static void mutex_contended(unsigned n)
{
	set_policy(SCHED_FIFO, 1); /* the partner inherits it */
	with_partner(n, contend, contend);
	set_policy(SCHED_OTHER, 0);
}

static pthread_cond_t condition[2] = { PTHREAD_COND_INITIALIZER,
				       PTHREAD_COND_INITIALIZER };
static int side;

/* Waits for its turn, and gives it to the other. */
static void play(int mine)
{
	pthread_mutex_lock(&mutex);
	for (unsigned i = 0; i < turns; i++) {
		while (side != mine)
			pthread_cond_wait(&condition[mine], &mutex);
		side = !mine;
		pthread_cond_signal(&condition[!mine]);
	}
	pthread_mutex_unlock(&mutex);
}

static void *play_0(void *arg)
{
	play(0);
	return arg;
}

static void *play_1(void *arg)
{
	play(1);
	return arg;
}

static void condition_round_trip(unsigned n)
{
	with_partner(n, play_1, play_0);
}

static sem_t semaphore[2];

static void *serve_semaphore(void *arg)
{
	for (unsigned i = 0; i < turns; i++) {
		sem_wait(&semaphore[0]);
		sem_post(&semaphore[1]);
	}
	return arg;
}

static void *ask_semaphore(void *arg)
{
	for (unsigned i = 0; i < turns; i++) {
		sem_post(&semaphore[0]);
		sem_wait(&semaphore[1]);
	}
	return arg;
}

static void semaphore_round_trip(unsigned n)
{
	sem_init(&semaphore[0], 0, 0);
	sem_init(&semaphore[1], 0, 0);
	with_partner(n, serve_semaphore, ask_semaphore);
}

static volatile int word;

static void wait_on_word(int expected)
{
#ifdef __faultline__
	*ARG1 = (unsigned)&word;
	*ARG2 = (unsigned)expected;
	*ARG3 = 0;
	fl_call(CALL_FUTEX_WAIT);
#else
	syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, NULL);
#endif
}

static void wake_word(void)
{
#ifdef __faultline__
	*ARG1 = (unsigned)&word;
	*ARG2 = 1;
	fl_call(CALL_FUTEX_WAKE);
#else
	syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1);
#endif
}

/* The word is odd when it is the partner's turn. */
static void *pass_word(void *arg)
{
	int mine = arg != NULL;

	for (unsigned i = 0; i < turns; i++) {
		int seen;

		while (((seen = word) & 1) != mine)
			wait_on_word(seen);
		word = seen + 1;
		wake_word();
	}
	return arg;
}

static void word_round_trip(unsigned n)
{
	pthread_t t;

	word = 0;
	turns = n;
	start(&t, pass_word, &turns);
	pass_word(NULL);
	pthread_join(t, NULL);
}

/* --- Rings: a byte goes round through pipes; a row is the time of a hop. ---
 */

struct ring {
	unsigned size;
	int ends[RING_MAX][2];
	pthread_t thread[RING_MAX];
	pid_t pid[RING_MAX];
};

struct member {
	struct ring *ring;
	unsigned index;
};

static void hop(const struct ring *r, unsigned index)
{
	char c;

	if (read(r->ends[index][0], &c, 1) != 1 ||
	    write(r->ends[(index + 1) % r->size][1], &c, 1) != 1)
		die("ring");
}

static void *hop_for_ever(void *arg)
{
	struct member m = *(struct member *)arg;

	for (;;)
		hop(m.ring, m.index);
	return NULL;
}

static void ring_open(struct ring *r, unsigned size)
{
	char c = 0;

	r->size = size;
	for (unsigned i = 0; i < size; i++)
		if (pipe(r->ends[i]) != 0)
			die("pipe");
	if (write(r->ends[0][1], &c, 1) != 1)
		die("ring");
}

static void ring_close(const struct ring *r)
{
	for (unsigned i = 0; i < r->size; i++) {
		close(r->ends[i][0]);
		close(r->ends[i][1]);
	}
}

static struct ring ring;

/* The first member is the thread or process that measures; n times round. */
static void run_ring(unsigned n)
{
	while (n--)
		hop(&ring, 0);
}

static void measure_threads(const struct row *r, unsigned size)
{
	static struct member member[RING_MAX];

	ring_open(&ring, size);
	for (unsigned i = 1; i < size; i++) {
		member[i] = (struct member){ &ring, i };
		start(&ring.thread[i], hop_for_ever, &member[i]);
	}
	measure(r);
	for (unsigned i = 1; i < size; i++) {
		pthread_cancel(ring.thread[i]);
		pthread_join(ring.thread[i], NULL);
	}
	ring_close(&ring);
}

static void measure_processes(const struct row *r, unsigned size)
{
	ring_open(&ring, size);
	for (unsigned i = 1; i < size; i++) {
		ring.pid[i] = fork();
		if (ring.pid[i] < 0)
			die("fork");
		if (ring.pid[i] == 0)
			hop_for_ever(&(struct member){ &ring, i });
	}
	measure(r);
	for (unsigned i = 1; i < size; i++) {
		kill(ring.pid[i], SIGKILL);
		waitpid(ring.pid[i], NULL, 0);
	}
	ring_close(&ring);
}

/* --- Two processes. --- */

static mqd_t queue[2];

static void open_queues(void)
{
	struct mq_attr attr = { .mq_maxmsg = 8, .mq_msgsize = 64 };

	for (int i = 0; i < 2; i++) {
		queue[i] = mq_open("/bench", O_CREAT | O_RDWR, 0600, &attr);
		if (queue[i] == (mqd_t)-1)
			die("mq_open");
		mq_unlink("/bench");
	}
}

static void pass_message(int from, int to)
{
	char message[64];

	if (mq_receive(queue[from], message, sizeof(message), NULL) != 16 ||
	    mq_send(queue[to], message, 16, 0) != 0)
		die("message");
}

static void message_round_trip(unsigned n)
{
	static const char first[16] = "message";
	pid_t pid;

	open_queues();
	pid = fork();
	for (unsigned i = 0; pid == 0 && i < n; i++)
		pass_message(0, 1);
	if (pid == 0)
		_exit(0);
	mq_send(queue[0], first, sizeof(first), 0);
	for (unsigned i = 0; i < n; i++)
		pass_message(1, 0);
	waitpid(pid, NULL, 0);
	mq_close(queue[0]);
	mq_close(queue[1]);
}

/* Each waits for the signal and sends it back. */
static void pass_signals(pid_t other, unsigned n, const sigset_t *set)
{
	const union sigval value = { .sival_int = 1 };

	while (n--) {
		if (sigwaitinfo(set, NULL) != SIGRTMIN ||
		    sigqueue(other, SIGRTMIN, value) != 0)
			die("signal");
	}
}

static void signal_round_trip(unsigned n)
{
	const union sigval value = { .sival_int = 1 };
	pid_t parent = getpid(), pid;
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, &old);
	pid = fork();
	if (pid == 0) {
		pass_signals(parent, n, &set);
		_exit(0);
	}
	sigqueue(pid, SIGRTMIN, value);
	pass_signals(pid, n - 1, &set);
	sigwaitinfo(&set, NULL);
	waitpid(pid, NULL, 0);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

/* --- Others. --- */

static void poll_100(unsigned n)
{
	static struct pollfd fds[POLLED];
	static int null_fd;

	if (null_fd == 0) {
		null_fd = open("/dev/null", O_RDWR);
		for (int i = 0; i < POLLED; i++)
			fds[i] = (struct pollfd){ dup(null_fd), POLLIN, 0 };
	}
	while (n--)
		if (poll(fds, POLLED, 0) != POLLED)
			die("poll");
}

/* A script that runs this program, which ends at once, in a loop. */
static void shell_script(unsigned n)
{
	char script[200];

	snprintf(script, sizeof(script),
		 "i=0; while [ $i -lt %d ]; do %s --exit; i=$((i+1)); done",
		 SCRIPT_PROGRAMS, self_path);
	while (n--) {
		int status;
		pid_t pid = fork();

		if (pid == 0) {
			execl("/bin/sh", "sh", "-c", script, (char *)NULL);
			_exit(127);
		}
		if (waitpid(pid, &status, 0) != pid || status != 0)
			die("/bin/sh");
	}
}

static const struct row rows[] = {
	{ "control loop", control_loop, 0, 1 },
	{ "thread create+join", create_join, 0, 1 },
	{ "mutex, alone", mutex_alone, 0, 1 },
	{ "mutex, contended", mutex_contended, 0, 2 },
	{ "condition round trip", condition_round_trip, 0, 1 },
	{ "semaphore, alone", semaphore_alone, 0, 1 },
	{ "semaphore round trip", semaphore_round_trip, 0, 1 },
	{ "message round trip", message_round_trip, 0, 1 },
	{ "word wait round trip", word_round_trip, 0, 1 },
	{ "poll on 100", poll_100, 0, 1 },
	{ "sigqueue round trip", signal_round_trip, 0, 1 },
	{ "script of 200 programs", shell_script, 0, 1 },
};

static const struct {
	struct row row;
	void (*measure)(const struct row *r, unsigned size);
} rings[] = {
	{ { "switch, 2 threads", run_ring, 0, 2 }, measure_threads },
	{ { "switch, 16 threads", run_ring, 0, 16 }, measure_threads },
	{ { "switch, 96 threads", run_ring, 0, 96 }, measure_threads },
	{ { "switch, 2 processes", run_ring, 0, 2 }, measure_processes },
	{ { "switch, 16 processes", run_ring, 0, 16 }, measure_processes },
	{ { "switch, 96 processes", run_ring, 0, 96 }, measure_processes },
};

/* How much later than asked for a sleep of 1 ms ends. */
static void measure_sleep(void)
{
	static double late[SLEEPS];
	const struct timespec ms = { 0, SLEEP_NS };

	for (int i = 0; i < SLEEPS; i++) {
		uint64_t begin = now();

		nanosleep(&ms, NULL);
		late[i] = (double)(now() - begin) - SLEEP_NS;
	}
	qsort(late, SLEEPS, sizeof(late[0]), compare);
	printf("sleep late, median\t%.1f\tns\n", late[SLEEPS / 2]);
	printf("sleep late, 99 of 100\t%.1f\tns\n", late[SLEEPS * 99 / 100]);
}

int main(int argc, char **argv)
{
	const struct rlimit descriptors = { 1024, 1024 };

	if (argc == 2 && strcmp(argv[1], "--exit") == 0)
		_exit(0);
	self_path = argv[0];
	setrlimit(RLIMIT_NOFILE, &descriptors);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (is_wanted(rows[i].name, argc, argv))
			measure(&rows[i]);
	for (size_t i = 0; i < sizeof(rings) / sizeof(rings[0]); i++)
		if (is_wanted(rings[i].row.name, argc, argv))
			rings[i].measure(&rings[i].row, rings[i].row.batch);
	if (is_wanted("sleep late", argc, argv))
		measure_sleep();
	return 0;
}
