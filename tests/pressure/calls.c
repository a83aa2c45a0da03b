/* SPDX-License-Identifier: MIT */
/*
 * Eight threads make different calls with different arguments, for some
 * time, and are preempted at any instruction: none ever sees an argument, a
 * result or an errno of another.
 *
 *	calls [SECONDS]
 */
#include "pressure.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>

#define THREADS 8
#define PAGE	4096u

struct worker {
	int number;
	pthread_t thread;
	unsigned rounds, wrong;
	int p[2], file;
	unsigned seen; /* signals */
};

static volatile int ended;
static struct worker workers[THREADS];
static _Thread_local struct worker *self;

/* Is the error that the call should give, and result -1? */
static void fails(long result, int error)
{
	self->wrong += result != -1 || errno != error;
	errno = 0;
}

static void holds(int good)
{
	self->wrong += !good;
}

/* Arguments that are all this thread's own, in all six places. */
static void map_own(struct worker *w)
{
	size_t length = (size_t)(w->number + 1) * PAGE;
	unsigned char *at = mmap(NULL, length, PROT_READ | PROT_WRITE,
				 MAP_SHARED, w->file, w->number * PAGE);

	holds(at != MAP_FAILED && at[0] == w->number && at[1] == 0);
	holds(munmap(at, length) == 0);
}

static void use_pipe(struct worker *w)
{
	char out[20], in[20] = "";
	int n = w->number + 1;

	memset(out, 'a' + w->number, sizeof(out));
	holds(write(w->p[1], out, n) == n);
	holds(read(w->p[0], in, sizeof(in)) == n && memcmp(in, out, n) == 0);
}

static void use_file(struct worker *w)
{
	struct stat st;
	char c = 0;

	holds(pread(w->file, &c, 1, w->number * PAGE) == 1 && c == w->number);
	holds(lseek(w->file, w->number * 1000, SEEK_SET) == w->number * 1000);
	holds(lseek(w->file, 0x100000000ll + w->number, SEEK_SET) ==
	      0x100000000ll + w->number);
	holds(fstat(w->p[0], &st) == 0 && S_ISFIFO(st.st_mode));
}

static void make_errors(struct worker *w)
{
	char name[30];

	switch (w->number % 8) {
	case 0:
		fails(close(1000), EBADF);
		break;
	case 1:
		fails(access("/nowhere", F_OK), ENOENT);
		break;
	case 2:
		fails(kill(30000, 0), ESRCH);
		break;
	case 3:
		fails(mkdir("/tmp", 0755), EEXIST);
		break;
	case 4:
		fails(lseek(w->p[0], 0, SEEK_SET), ESPIPE);
		break;
	case 5:
		fails(open("/dev/null/x", O_RDONLY), ENOTDIR);
		break;
	case 6:
		fails(munmap((void *)1, PAGE), EINVAL);
		break;
	case 7:
		fails(waitpid(getpid(), NULL, 0), ECHILD);
		break;
	}
	sprintf(name, "/none/%d", w->number);
	fails(unlink(name), ENOENT);
}

static void *work(void *arg)
{
	struct worker *w = self = arg;

	while (!ended) {
		make_errors(w);
		use_pipe(w);
		use_file(w);
		map_own(w);
		w->rounds++;
	}
	return NULL;
}

/* A handler makes calls of its own, between any two of the thread's. */
static void on_signal(int sig)
{
	int saved = errno;

	(void)sig;
	if (self == NULL)
		return;
	holds(close(2000 + self->number) == -1 && errno == EBADF);
	holds(lseek(self->file, 7, SEEK_CUR) >= 0);
	self->seen++;
	errno = saved;
}

static void start(struct worker *w, int number)
{
	char name[30];

	w->number = number;
	sprintf(name, "/tmp/calls%d", number);
	w->file = open(name, O_CREAT | O_RDWR | O_TRUNC, 0600);
	ftruncate(w->file, THREADS * 2 * PAGE);
	for (unsigned char i = 0; i < THREADS; i++)
		pwrite(w->file, &i, 1, i * PAGE);
	unlink(name);
	pipe(w->p);
	pthread_create(&w->thread, NULL, work, w);
}

/* A signal in the middle of lseek() and what looks at its result. */
static void disturb(unsigned seconds)
{
	for (unsigned i = 0; i < seconds * 200; i++) {
		pause_ms(5);
		pthread_kill(workers[i % THREADS].thread, SIGUSR1);
	}
}

int main(int argc, char **argv)
{
	unsigned seconds = argc > 1 ? (unsigned)atoi(argv[1]) : 3;
	struct sigaction action = { .sa_handler = on_signal,
				    .sa_flags = SA_RESTART };
	unsigned wrong = 0, rounds = 0, least = ~0u, seen = 0;
	struct sched_param high = { .sched_priority = 10 };
	struct rusage used;

	sigaction(SIGUSR1, &action, NULL);
	for (int i = 0; i < THREADS; i++)
		start(&workers[i], i);
	/* Who disturbs them need not wait for its turn. */
	pthread_setschedparam(pthread_self(), SCHED_FIFO, &high);
	disturb(seconds);
	ended = 1;
	for (int i = 0; i < THREADS; i++) {
		struct worker *w = &workers[i];

		pthread_join(w->thread, NULL);
		wrong += w->wrong;
		rounds += w->rounds;
		seen += w->seen;
		least = w->rounds < least ? w->rounds : least;
	}
	getrusage(RUSAGE_SELF, &used);
	ok(wrong == 0, "no call saw an argument or errno of another (%u of %u)",
	   wrong, rounds);
	ok(least > 100, "and all of them made calls (%u at least)", least);
	ok(seen > seconds * 50, "and their handlers, too (%u)", seen);
	ok(used.ru_nivcsw > (long)seconds * 10, "under preemption (%ld times)",
	   used.ru_nivcsw);
	return done();
}
