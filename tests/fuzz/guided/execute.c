/* SPDX-License-Identifier: MIT */
/*
 * Running a program of the guided fuzzer: up to three actors, each of which
 * does its operations in their order.  What faults is skipped.  No operation
 * calls libc: the thread's libc may be in any state.
 */
#define _GNU_SOURCE
#include "job.h"
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <faultline/coverage.h>
#include <faultline/pages.h>
#include <faultline/stat.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#define WORDS_OF_ACTOR 0x1500u /* of the arena, for { } */
#define WAITS	       60      /* half milliseconds for the other actors */
#define AT_RANDOM_END  0x3fffu

static struct job *job;
static jmp_buf back[ACTORS];
static char signal_stack[16384];
static char thread_stack[16384] __attribute__((aligned(16)));
static char extra_stacks[4][4096] __attribute__((aligned(16)));
static unsigned words_used[ACTORS];

/* The process that was forked for actor 2 is it in all of its code. */
static int is_second_process;

static int is_freed(uint32_t word)
{
	static const volatile uint32_t inverted = NOT_FREED_WORD;

	return word == ~inverted;
}

static unsigned this_actor(void)
{
	char here;

	if (is_second_process)
		return 2;
	return &here >= thread_stack &&
	       &here < thread_stack + sizeof(thread_stack);
}

static int is_fault(int sig)
{
	return sig == SIGSEGV || sig == SIGBUS || sig == SIGILL ||
	       sig == SIGFPE || sig == SIGTRAP;
}

/* Others only interrupt what waits. */
static void on_signal(int sig)
{
	if (is_fault(sig))
		longjmp(back[this_actor()], 1);
}

void execute_prepare(void)
{
	stack_t stack = { .ss_sp = signal_stack,
			  .ss_size = sizeof(signal_stack) };
	struct sigaction action = { .sa_handler = on_signal,
				    .sa_flags = SA_ONSTACK | SA_NODEFER };

	mmap((void *)ARENA, ARENA_SIZE, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	sigaltstack(&stack, NULL);
	for (int sig = 1; sig < 64; sig++)
		if (sig != SIGALRM && sig != SIGCHLD)
			sigaction(sig, &action, NULL);
}

/* --- Arguments. --- */

static uint32_t evaluate(const struct program *p, unsigned at, unsigned actor);

static uint32_t take_space(unsigned actor, unsigned bytes)
{
	uint32_t at = words_used[actor];

	if (at + bytes > WORDS_OF_ACTOR)
		at = 0;
	words_used[actor] = at + ((bytes + 3) & ~3u);
	return ARENA + actor * WORDS_OF_ACTOR + at;
}

static uint32_t put_words(const struct program *p, const struct node *n,
			  unsigned actor)
{
	unsigned count = n->count < 64 ? n->count : 64;
	uint32_t space = take_space(actor, count * 4 + 4);

	for (unsigned i = 0; i < count && n->first + i < MAX_NODES; i++)
		((volatile uint32_t *)space)[i] =
		    evaluate(p, n->first + i, actor);
	return space;
}

static uint32_t put_escapes(uint32_t seed, unsigned actor)
{
	uint32_t space = take_space(actor, 400);

	escapes(seed, (char *)space, 400);
	return space;
}

static uint32_t result_value(const struct node *n)
{
	uint32_t value = 0;

	if (n->count < MAX_OPS)
		value = n->which == PART_SECOND ? job->second[n->count]
						: job->result[n->count];
	if (n->which == PART_PAGE)
		value = (uint32_t)&FL_PAGE_OF(value);
	if (n->which == PART_RECORD)
		value = (uint32_t)&FL_PROCESSES[value & AT_RANDOM_END];
	return value + n->value;
}

static uint32_t evaluate(const struct program *p, unsigned at, unsigned actor)
{
	const struct node *n = &p->node[at % MAX_NODES];

	switch (n->kind) {
	case NODE_RESULT:
		return result_value(n);
	case NODE_NAME:
		return (uint32_t)names[n->value % name_count];
	case NODE_SPACE:
		return ARENA + n->value;
	case NODE_WORDS:
		return put_words(p, n, actor);
	case NODE_ADDRESS:
		if (strcmp(addresses[n->which % address_count].name, "self") ==
		    0)
			return (uint32_t)&FL_PROCESSES[FACTS->pid] + n->value;
		return addresses[n->which % address_count].value + n->value;
	case NODE_ESCAPES:
		return put_escapes(n->value, actor);
	}
	return n->value;
}

/* --- Accesses. --- */

static uint32_t do_load(uint32_t a, uint32_t width)
{
	if (width == 1)
		return *(volatile uint8_t *)a;
	if (width == 2)
		return *(volatile uint16_t *)a;
	return *(volatile uint32_t *)a;
}

static void do_store(uint32_t a, uint32_t width, uint32_t value)
{
	if (width == 1)
		*(volatile uint8_t *)a = (uint8_t)value;
	else if (width == 2)
		*(volatile uint16_t *)a = (uint16_t)value;
	else
		*(volatile uint32_t *)a = value;
}

/* One of three instructions; what follows are the operands. */
#define BY_WIDTH(instruction, ...)                                             \
	do {                                                                   \
		if (width == 1)                                                \
			__asm__ volatile("cld; " instruction "b" __VA_ARGS__); \
		else if (width == 2)                                           \
			__asm__ volatile("cld; " instruction "w" __VA_ARGS__); \
		else                                                           \
			__asm__ volatile("cld; " instruction "l" __VA_ARGS__); \
	} while (0)

/* clang-format off */
static uint32_t do_lods(uint32_t from, uint32_t width, uint32_t count)
{
	uint32_t eax = 0;

	BY_WIDTH("rep lods", : "+S"(from), "+c"(count), "+a"(eax) : : "memory");
	return eax;
}

static void do_stos(uint32_t to, uint32_t width, uint32_t count, uint32_t value)
{
	BY_WIDTH("rep stos", : "+D"(to), "+c"(count) : "a"(value) : "memory");
}

static void do_movs(uint32_t to, uint32_t from, uint32_t width, uint32_t count)
{
	BY_WIDTH("rep movs", : "+D"(to), "+S"(from), "+c"(count) : : "memory");
}

static void do_cmps(uint32_t to, uint32_t from, uint32_t width, uint32_t count)
{
	BY_WIDTH("repe cmps", : "+D"(to), "+S"(from), "+c"(count)
		 : : "memory", "cc");
}
/* clang-format on */

static void do_float(uint32_t a)
{
	__asm__ volatile("fldt (%0); fstpt (%0); movups (%0), %%xmm0; "
			 "movups %%xmm0, (%0); fninit"
			 :
			 : "r"(a)
			 : "memory");
}

static void set_arguments(const uint32_t v[6])
{
	*ARG1 = v[0];
	*ARG2 = v[1];
	*ARG3 = v[2];
	*ARG4 = v[3];
	*ARG5 = v[4];
	*ARG6 = v[5];
}

static uint32_t do_special(unsigned what, const uint32_t *v)
{
	uint32_t value = v[1];
	struct {
		long long seconds;
		long nanoseconds;
	} pause = { 0, (long)(1 + v[0] % 8) * 500000 };

	switch (what) {
	case OP_LOAD:
		return do_load(v[0], v[1]);
	case OP_STORE:
		do_store(v[0], v[1], v[2]);
		break;
	case OP_LODS:
		return do_lods(v[0], v[1], v[2]);
	case OP_STOS:
		do_stos(v[0], v[1], v[2], v[3]);
		break;
	case OP_MOVS:
		do_movs(v[0], v[1], v[2], v[3]);
		break;
	case OP_CMPS:
		do_cmps(v[0], v[1], v[2], v[3]);
		break;
	case OP_XADD:
		__asm__ volatile("lock xaddl %0, (%1)"
				 : "+r"(value)
				 : "r"(v[0])
				 : "memory");
		return value;
	case OP_CMPXCHG:
		__asm__ volatile("lock cmpxchgl %2, (%1)"
				 : "+a"(value)
				 : "r"(v[0]), "r"(v[2])
				 : "memory");
		return value;
	case OP_PUSH:
		__asm__ volatile("pushl (%1); popl %0"
				 : "=r"(value)
				 : "r"(v[0])
				 : "memory");
		return value;
	case OP_POP:
		__asm__ volatile("pushl $0; popl (%0)"
				 :
				 : "r"(v[0])
				 : "memory");
		break;
	case OP_FLOAT:
		do_float(v[0]);
		break;
	case OP_CALL: /* of what a window says: hardly ever code */
		((void (*)(void)) * (volatile uint32_t *)v[0])();
		break;
	case OP_ARGS:
		set_arguments(v);
		break;
	case OP_PAUSE:
		*ARG1 = 4;
		*ARG2 = 0;
		*ARG3 = (uint32_t)&pause;
		*ARG4 = 0;
		(void)*CALL_CLOCK_NANOSLEEP;
		break;
	}
	return 0;
}

/* --- Calls. --- */

static _Noreturn void end_process(void)
{
	for (;;) {
		*ARG1 = 0;
		(void)*CALL_EXIT;
	}
}

static void extra_thread(void)
{
	for (int i = 0; i < 3; i++)
		(void)*CALL_YIELD;
	for (;;) {
		*ARG1 = 0;
		(void)*CALL_THREAD_EXIT;
	}
}

/* What arguments of 0 stand for where only an address of ours makes sense. */
static void substitute(const struct call_type *c, uint32_t v[6])
{
	static const char *const arguments[] = { "idle", "an argument", NULL };
	static unsigned next;

	if (c->slot == FL_CALL_EXECVE || c->slot == FL_CALL_FEXECVE) {
		if (v[1] == 0)
			v[1] = (uint32_t)arguments;
	} else if (c->slot == FL_CALL_THREAD_CREATE && v[0] == 0) {
		v[0] = (uint32_t)extra_thread;
		v[1] = (uint32_t)extra_stacks[next++ % 4] + 4000;
	}
}

/* Parameters that take two words take their second from the sign. */
static void spread(const struct program *p, const struct op *o, uint32_t v[6])
{
	uint32_t from[6];
	const struct call_type *c = &calls[o->what];

	memcpy(from, v, sizeof(from));
	for (unsigned k = 0; k < c->count && k < o->count; k++) {
		v[c->parameter[k].word] = from[k];
		if (c->parameter[k].kind[1] == 'f') /* off */
			v[c->parameter[k].word + 1] = from[k] >> 31 ? ~0u : 0;
	}
	(void)p;
}

/* Is it what only root may open?  A load of mere memory gives numbers, too. */
static int is_secret(int fd)
{
	struct fl_stat s = { 0 };

	*ARG1 = (uint32_t)fd;
	*ARG2 = (uint32_t)&s;
	return fl_call(CALL_FSTAT) == 0 && s.st_uid == 0 &&
	       (s.st_mode & 07777) == 0600 && s.st_size == 0;
}

/* Somebody who may not has opened root's file. */
static void look_for_breach(const struct program *p, const struct op *o,
			    int result)
{
	const struct node *n;

	if (result < 0 || calls[o->what].result[0] != 'i')
		return;
	for (unsigned k = 0; k < o->count; k++) {
		n = &p->node[o->arg[k] % MAX_NODES];
		if (n->kind == NODE_NAME &&
		    strcmp(names[n->value % name_count], "/secret") == 0 &&
		    (calls[o->what].slot == FL_CALL_OPEN ||
		     calls[o->what].slot == FL_CALL_OPENAT) &&
		    !((*ARG2 | *ARG3) & O_PATH) && is_secret(result))
			job->breach |= BREACH_MARK | BREACH_SECRET;
	}
}

static void note_pair(const struct program *p, const struct op *o, unsigned i,
		      const uint32_t *v)
{
	const struct call_type *c = &calls[o->what];

	(void)p;
	for (unsigned k = 0; k < c->count; k++)
		if (strcmp(c->parameter[k].type, "fdpair") == 0) {
			const volatile uint32_t *pair =
			    (const volatile uint32_t *)v[c->parameter[k].word];

			job->result[i] = pair[0];
			job->second[i] = pair[1];
		}
}

static int run_op(const struct program *p, unsigned i, unsigned actor);

/* The child does what it was left, and ends. */
static void be_child(const struct program *p, unsigned i, unsigned actor,
		     unsigned count)
{
	for (i++; i < p->ops && count > 0; i++)
		if (p->op[i].actor == actor) {
			run_op(p, i, actor);
			count--;
		}
	end_process();
}

static void run_call(const struct program *p, unsigned i, unsigned actor)
{
	const struct op *o = &p->op[i];
	const struct call_type *c = &calls[o->what];
	uint32_t v[6] = { 0 }, slot = c->slot;
	int result;

	for (unsigned k = 0; k < o->count; k++)
		v[k] = evaluate(p, o->arg[k], actor);
	spread(p, o, v);
	substitute(c, v);
	if (o->via >= 0 && o->via < MAX_OPS)
		slot = job->result[(unsigned)o->via] + slot - FL_CALL_PAGES;
	job->events++;
	set_arguments(v);
	result = fl_call((volatile int *)slot);
	if (result == 0 && o->via < 0) {
		if (slot == FL_CALL_VFORK)
			end_process();
		if (slot == FL_CALL_FORK)
			be_child(p, i, actor, 2);
	}
	look_for_breach(p, o, result);
	job->result[i] = (uint32_t)result;
	if (result == 0)
		note_pair(p, o, i, v);
}

static struct fl_batch batches[ACTORS][16];

/* The calls that follow; how many operations they were. */
static void run_batch(const struct program *p, unsigned i, unsigned actor,
		      unsigned count)
{
	struct fl_batch *b = batches[actor];
	unsigned ops[16], n = 0;

	for (unsigned k = i + 1; k < p->ops && n < count && n < 16; k++) {
		const struct op *o = &p->op[k];
		uint32_t v[6] = { 0 };

		if (o->actor != actor || o->what >= call_count)
			continue;
		for (unsigned a = 0; a < o->count; a++)
			v[a] = evaluate(p, o->arg[a], actor);
		spread(p, o, v);
		b[n] = (struct fl_batch){ .slot = calls[o->what].slot };
		memcpy(b[n].arg, v, sizeof(v));
		ops[n++] = k;
	}
	job->events += n;
	*ARG1 = (uint32_t)b;
	*ARG2 = n;
	(void)fl_call(CALL_BATCH);
	for (unsigned k = 0; k < n; k++)
		if (b[k].done)
			job->result[ops[k]] = (uint32_t)b[k].result;
}

static void start_actors(const struct program *p);

/* How many operations it was beyond itself. */
static int run_op(const struct program *p, unsigned i, unsigned actor)
{
	const struct op *o = &p->op[i];
	uint32_t v[6] = { 0 };
	unsigned count;

	if (setjmp(back[actor]) != 0)
		return 0;
	if (o->what < call_count) {
		run_call(p, i, actor);
		return 0;
	}
	if (o->what == OP_START) {
		start_actors(p);
		return 0;
	}
	for (unsigned k = 0; k < o->count; k++)
		v[k] = evaluate(p, o->arg[k], actor);
	count = v[0] % 16;
	if (o->what == OP_BATCH) {
		run_batch(p, i, actor, count);
		return (int)count;
	}
	job->events++;
	if (o->what == OP_SPAWN) {
		int child = fl_call(CALL_FORK);

		if (child == 0)
			be_child(p, i, actor, count);
		job->result[i] = (uint32_t)child;
		return 0;
	}
	job->result[i] = do_special(o->what, v);
	if (is_freed(job->result[i]))
		job->breach |= BREACH_MARK | BREACH_LEAK;
	return 0;
}

static void run_round(const struct program *p, unsigned actor)
{
	volatile unsigned i;
	volatile int skip = 0;

	for (i = 0; i < p->ops && i < MAX_OPS; i++) {
		if (p->op[i].actor != actor)
			continue;
		if (skip > 0 && p->op[i].what < call_count) {
			skip--;
			continue;
		}
		skip = run_op(p, i, actor);
		if (p->op[i].yield)
			(void)*CALL_YIELD;
	}
}

static void run_actor(unsigned actor)
{
	uint32_t rounds = job->rounds;

	for (unsigned round = 0; round < rounds; round++)
		run_round(&job->program, actor);
	job->done[actor] = 1;
}

static void run_thread(void)
{
	run_actor(1);
	for (;;) {
		*ARG1 = 0;
		(void)*CALL_THREAD_EXIT;
	}
}

static void interrupt_often(void)
{
	static const struct itimerval often = { { 0, 3000 }, { 0, 3000 } };

	setitimer(ITIMER_REAL, &often, NULL);
}

static void start_actors(const struct program *p)
{
	static int have_started;
	unsigned present = 0;

	if (have_started++)
		return;
	for (unsigned i = 0; i < p->ops; i++)
		present |= 1u << p->op[i].actor;
	if (present & 2) {
		job->done[1] = 0;
		*ARG1 = (uint32_t)run_thread;
		*ARG2 = (uint32_t)thread_stack + sizeof(thread_stack) - 64;
		*ARG3 = 0;
		*ARG4 = 0;
		*ARG5 = 0;
		(void)*CALL_THREAD_CREATE;
	}
	if (present & 4) {
		job->done[2] = 0;
		if (fl_call(CALL_FORK) == 0) {
			is_second_process = 1;
			interrupt_often();
			*ARG1 = FD_COVERAGE;
			*ARG2 = (uint32_t)FL_COVERAGE_ATTACH;
			*ARG3 = sizeof(FL_COVERAGE_ATTACH) - 1;
			(void)*CALL_WRITE;
			run_actor(2);
			end_process();
		}
	}
}

/* Memory that calls have filled shows nothing that others have freed. */
static void look_for_leaks(void)
{
	const volatile uint32_t *p =
	    (const volatile uint32_t *)(ARENA + ARENA_FREE);

	if (setjmp(back[0]) != 0)
		return;
	for (unsigned i = 0; i < (ARENA_SIZE - ARENA_FREE) / 4; i++)
		if (is_freed(p[i]))
			job->breach |= BREACH_MARK | BREACH_LEAK;
}

void execute(struct job *j)
{
	static const uint32_t half[3] = { 0, 0, 500000 };

	job = j;
	for (unsigned i = 0; i < ACTORS; i++)
		job->done[i] = 1;
	write(FD_COVERAGE, FL_COVERAGE_ATTACH, sizeof(FL_COVERAGE_ATTACH) - 1);
	interrupt_often();
	run_actor(0);
	for (int i = 0; i < WAITS && !(job->done[1] && job->done[2]); i++) {
		(void)*CALL_YIELD;
		if (job->done[1] && job->done[2])
			break;
		*ARG1 = 4;
		*ARG2 = 0;
		*ARG3 = (uint32_t)half;
		*ARG4 = 0;
		(void)*CALL_CLOCK_NANOSLEEP;
	}
	look_for_leaks();
	if (FACTS->euid == 0 || FACTS->uid == 0)
		job->breach |= BREACH_MARK | BREACH_ROOT;
	end_process();
}

/* --- Programs that programs run. --- */

/* A new program's stack and thread page are zero but for what it was given. */
static int sees_freed_memory(void)
{
	const volatile uint32_t *here =
	    (uint32_t *)((uint32_t)__builtin_frame_address(0) & ~4095u);
	const volatile uint32_t *end =
	    (uint32_t *)((getauxval(AT_RANDOM) | 4095u) - 3);
	const volatile uint32_t *thread = (const uint32_t *)FL_THREAD_PAGE;

	for (; here <= end; here++)
		if (is_freed(*here))
			return 1;
	for (unsigned i = 0; i < 1024; i++)
		if (is_freed(thread[i]))
			return 1;
	return 0;
}

void be_victim(const char *name)
{
	const char *last = strrchr(name, '/');

	last = last ? last + 1 : name;
	if (FACTS->euid == FACTS->uid && strcmp(last, "idle") != 0)
		return;
	if (FACTS->uid == 0)
		return;
	if (sees_freed_memory())
		write(open(LEAK_FILE, O_WRONLY | O_APPEND), "leak\n", 5);
	for (int i = 0; i < 4; i++)
		usleep(500);
	_exit(0);
}
