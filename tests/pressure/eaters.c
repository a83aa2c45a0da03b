/* SPDX-License-Identifier: MIT */
/*
 * Programs that eat all memory, each in another way, on a small machine.  The
 * eater dies, or its calls fail; a bystander goes on all the while, nobody
 * else dies, and when the eater is gone, so is what it held.
 *
 *	eaters [NAME...]
 */
#include "eat.h"

#define EATER	4000 /* its user */
#define SECONDS 5

struct bystander {
	volatile unsigned rounds, wrong, forks;
	volatile unsigned full; /* the eater has got all that it can */
};

/* --- The bystander: memory, pipes and files that stay what they are. --- */

static void stand_by(struct bystander *b)
{
	static char memory[40 * PAGE];
	int p[2], fd = open("/tmp/bystander", O_CREAT | O_RDWR, 0600);
	char text[64], back[64];

	pipe(p);
	for (;; b->rounds++) {
		int n = sprintf(text, "round %u", b->rounds) + 1;
		pid_t pid;

		for (unsigned i = 0; i < sizeof(memory); i += PAGE)
			b->wrong += memory[i] != (char)b->rounds;
		for (unsigned i = 0; i < sizeof(memory); i += PAGE)
			memory[i] = (char)(b->rounds + 1);
		if (write(p[1], text, n) == n)
			b->wrong +=
			    read(p[0], back, n) != n || strcmp(text, back) != 0;
		else
			b->wrong += errno != ENOMEM;
		pwrite(fd, text, n, 0);
		pid = b->rounds % 8 ? -1 : fork();
		if (pid == 0)
			_exit(memory[PAGE] == (char)(b->rounds + 1) ? 5 : 6);
		if (pid > 0) {
			int status;

			waitpid(pid, &status, 0);
			b->forks += WIFEXITED(status);
			b->wrong +=
			    WIFEXITED(status) && WEXITSTATUS(status) != 5;
		}
		pause_ms(2);
	}
}

/* --- One eater at a time. --- */

static unsigned milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void watch(const struct eater *e, struct bystander *b, pid_t innocent)
{
	unsigned pages = free_pages(), least = pages, wrong = b->wrong;
	unsigned rounds, status_known = 0, start = milliseconds();
	struct fl_sysinfo info;
	int status = 0;
	pid_t eater;

	b->full = 0;
	fflush(stdout);
	eater = fork();
	if (eater == 0) {
		FL_PROCESSES[getpid()].scheduling =
		    FL_SCHEDULING(FL_SCHED_OTHER, 0);
		limit(RLIMIT_NOFILE, 1024);
		setgid(EATER);
		setuid(EATER);
		e->eat();
		b->full = 1;
		wait_for_ever(NULL);
	}
	for (int i = 0; i < SECONDS * 100; i++) {
		pause_ms(10);
		sysinfo(&info);
		least = info.pages_free < least ? info.pages_free : least;
		if (waitpid(eater, &status, WNOHANG) == eater) {
			status_known = 1;
			break;
		}
		if (b->full)
			break;
	}
	rounds = b->rounds;
	for (int i = 0; i < 600; i++) /* a minute: it goes on, or it does not */
		if (pause_ms(100), b->rounds > rounds + 1)
			break;
	rounds = b->rounds - rounds;
	kill(eater, SIGKILL);
	sweep(EATER);
	clean();
	printf("# %s after %u ms: %s %d; %u pages free, then %u at least\n",
	       e->name, milliseconds() - start,
	       status_known ? "ended, status" : "got no more, status", status,
	       pages, least);
	ok(rounds > 0 && kill(innocent, 0) == 0 &&
	       waitpid(innocent, NULL, WNOHANG) == 0 && b->wrong == wrong,
	   "%s: another goes on (%u rounds)", e->name, rounds);
	ok(is_well() && free_pages() + 64 >= pages,
	   "%s: all comes back (%u pages, then %u)", e->name, pages,
	   free_pages());
}

int main(int argc, char **argv)
{
	struct bystander *b = map(sizeof(*b), MAP_SHARED | MAP_ANONYMOUS);
	pid_t innocent;

	limit(RLIMIT_NPROC, 10000);
	/* However many there are, who watches them gets its turn. */
	FL_PROCESSES[getpid()].scheduling = FL_SCHEDULING(FL_SCHED_RR, 10);
	mkdir("/tmp", 01777);
	chmod("/tmp", 01777);
	fill_pools();
	eater_is_full = &b->full;
	innocent = fork();
	if (innocent == 0) {
		FL_PROCESSES[getpid()].scheduling =
		    FL_SCHEDULING(FL_SCHED_OTHER, 0);
		stand_by(b);
	}
	pause_ms(50);
	b->wrong = 0; /* of the first round */
	for (const struct eater *e = eaters; e->name; e++) {
		int wanted = argc < 2;

		for (int i = 1; i < argc; i++)
			wanted |= strcmp(argv[i], e->name) == 0;
		if (wanted)
			watch(e, b, innocent);
	}
	ok(b->forks > 0, "the bystander had children (%u)", b->forks);
	kill(innocent, SIGKILL);
	waitpid(innocent, NULL, 0);
	return done();
}
