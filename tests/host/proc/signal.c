/* SPDX-License-Identifier: MIT */
/* Signals that are pending, beside a list of them. */
#include "proc/signal.h"
#include "fakes/sched.h"
#include "mm/account.h"
#include "mm/inject.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/ptimer.h"
#include "random.h"
#include <stdio.h>
#include <string.h>

#define THREADS 3
#define ROUNDS	40000u
#define SEED	3u
#define MOST	4096u

#define STOPS                                                              \
	(SIGNAL_BIT(SIGSTOP) | SIGNAL_BIT(SIGTSTP) | SIGNAL_BIT(SIGTTIN) | \
	 SIGNAL_BIT(SIGTTOU))

static struct process process;
static struct thread threads[THREADS];
static struct fl_thread_page pages[THREADS];
static uint32_t wrong;

/* What is pending, oldest first; target THREADS is the process. */
static struct sent {
	int sig, target;
	uintptr_t value;
} model[MOST];
static uint32_t count;

static void begin(void)
{
	memset(&process, 0, sizeof(process));
	memset(threads, 0, sizeof(threads));
	process.pid = 42;
	process.account = account_find_or_make(1000);
	account_charge(process.account, ACCOUNT_PROCESSES);
	process.actions = signal_actions_copy(NULL);
	list_init(&process.threads);
	list_init(&process.pending.queue);
	for (int i = 0; i < THREADS; i++) {
		struct thread *t = &threads[i];

		t->process = &process;
		t->account = process.account;
		t->tid = 42 + i;
		t->page = &pages[i];
		list_init(&t->pending.queue);
		list_push_back(&process.threads, &t->process_link);
	}
	current = &threads[0];
	count = 0;
}

static uint32_t charged(void)
{
	return process.account->count[ACCOUNT_SIGNALS];
}

static void end(void)
{
	signal_flush(&process.pending);
	for (int i = 0; i < THREADS; i++)
		signal_flush(&threads[i].pending);
	IS(charged(), 0);
	signal_actions_free(process.actions);
	account_uncharge(process.account, ACCOUNT_PROCESSES);
	current = &fake_threads[0];
}

/* --- The model. --- */

static bool is_realtime(int sig)
{
	return sig >= FL_SIGRTMIN;
}

static bool has(int target, int sig)
{
	for (uint32_t i = 0; i < count; i++)
		if (model[i].target == target && model[i].sig == sig)
			return true;
	return false;
}

static void drop(uint32_t i)
{
	count--;
	memmove(&model[i], &model[i + 1], (count - i) * sizeof(model[0]));
}

/* From the process and all threads. */
static void cancel(fl_sigset_t set)
{
	for (uint32_t i = count; i-- > 0;)
		if (set & SIGNAL_BIT(model[i].sig))
			drop(i);
}

static void add(int target, int sig, uintptr_t value)
{
	if (sig == SIGCONT)
		cancel(STOPS);
	else if (SIGNAL_BIT(sig) & STOPS)
		cancel(SIGNAL_BIT(SIGCONT));
	if (is_realtime(sig) || !has(target, sig))
		model[count++] = (struct sent){ sig, target, value };
}

/* The index of what t takes next; count: nothing. */
static uint32_t next(int target, fl_sigset_t mask)
{
	uint32_t best = count;

	for (uint32_t i = 0; i < count; i++) {
		const struct sent *m = &model[i], *b = &model[best];

		if ((m->target != target && m->target != THREADS) ||
		    !(mask & SIGNAL_BIT(m->sig)))
			continue;
		if (best == count || m->sig < b->sig ||
		    (m->sig == b->sig && m->target < b->target))
			best = i;
	}
	/* SIGKILL comes first of all. */
	for (uint32_t i = 0; i < count; i++)
		if (model[i].sig == SIGKILL && mask & SIGNAL_BIT(SIGKILL))
			return i;
	return best;
}

static void check_sets(void)
{
	fl_sigset_t sets[THREADS + 1] = { 0 };
	uint32_t realtime = 0;

	for (uint32_t i = 0; i < count; i++) {
		sets[model[i].target] |= SIGNAL_BIT(model[i].sig);
		realtime += is_realtime(model[i].sig);
	}
	for (int i = 0; i < THREADS; i++)
		wrong += threads[i].pending.bits != sets[i];
	wrong += process.pending.bits != sets[THREADS];
	wrong += charged() != realtime;
}

/* --- The same with the kernel. --- */

static int some_signal(void)
{
	static const int some[] = { SIGHUP,  SIGUSR1, SIGUSR2, SIGCONT,
				    SIGTSTP, SIGSTOP, SIGTTIN, SIGCHLD };

	if (random_below(3) == 0)
		return FL_SIGRTMIN + (int)random_below(4);
	if (random_below(50) == 0)
		return SIGKILL;
	return some[random_below(ARRAY_SIZE(some))];
}

static void send(void)
{
	int sig = some_signal(), target = (int)random_below(THREADS + 1), e;
	uintptr_t value = random_word();
	struct fl_siginfo info = { .si_code = SI_QUEUE, .si_value = value };

	if (sig == SIGKILL)
		target = THREADS;
	if (count == MOST)
		return;
	if (target < THREADS)
		e = signal_send_thread(&threads[target], sig, &info);
	else
		e = signal_send_process(&process, sig, &info);
	wrong += e != 0;
	add(target, sig, value);
}

static void take(void)
{
	int target = (int)random_below(THREADS), sig;
	fl_sigset_t mask = random_word() | (fl_sigset_t)random_word() << 32;
	uint32_t i = next(target, mask);
	struct fl_siginfo info = { 0 };

	sig = signal_take(&threads[target], mask, &info);
	wrong += sig != (i < count ? model[i].sig : 0);
	if (i == count)
		return;
	wrong += info.si_signo != sig || info.si_value != model[i].value;
	drop(i);
}

static void test_random(void)
{
	begin();
	/* Nothing is ignored, and nobody takes anything by itself. */
	for (int sig = 1; sig < FL_NSIG; sig++)
		process.actions->of[sig].handler = 0x1000;
	random_seed(SEED);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		uint32_t chance = (i / 2000) % 2 ? 30 : 55;

		if (random_below(100) < chance)
			send();
		else
			take();
		if (i % 16 == 0)
			check_sets();
		if (random_below(1000) == 0) {
			int sig = some_signal();

			signal_discard(&process, sig);
			cancel(SIGNAL_BIT(sig));
		}
	}
	IS(wrong, 0);
	end();
}

static void action(int sig, uint32_t handler)
{
	process.actions->of[sig].handler = handler;
}

static bool is_told(int i)
{
	bool told = threads[i].attention & ATTENTION_SIGNAL;

	threads[i].attention = 0;
	return told;
}

/* Who takes what was sent to the process, and who looks. */
static void test_choice(void)
{
	const fl_sigset_t usr1 = SIGNAL_BIT(SIGUSR1);

	begin();
	action(SIGUSR1, 0x1000);
	signal_send_process(&process, SIGUSR1, NULL);
	OK(is_told(0) && !is_told(1) && !is_told(2));
	signal_flush(&process.pending);
	threads[0].blocked = usr1;
	signal_send_process(&process, SIGUSR1, NULL);
	OK(!is_told(0) && is_told(1) && !is_told(2));
	signal_flush(&process.pending);
	threads[2].waiting_for = usr1;
	signal_send_process(&process, SIGUSR1, NULL);
	OK(!is_told(0) && !is_told(1) && is_told(2));
	/* It blocks it, and another one shall have it. */
	threads[2].waiting_for = 0;
	current = &threads[1];
	signal_set_blocked(usr1);
	OK(!is_told(0) && !is_told(1) && is_told(2));
	threads[2].blocked = usr1;
	signal_flush(&process.pending);
	signal_send_process(&process, SIGUSR1, NULL);
	OK(!is_told(0) && !is_told(1) && !is_told(2));
	OK(process.pending.bits == usr1);
	OK(!signal_is_pending());
	signal_set_blocked(0);
	OK(is_told(1) && signal_is_pending() && !signal_fatal_is_pending());
	/* What ends the process is for all that do not block it. */
	signal_flush(&process.pending);
	threads[0].blocked = SIGNAL_BIT(SIGTERM);
	signal_send_process(&process, SIGTERM, NULL);
	OK(!is_told(0) && is_told(1) && is_told(2));
	OK(signal_fatal_is_pending());
	end();
}

static void test_ignored(void)
{
	begin();
	action(SIGUSR1, SIG_IGNORE);
	signal_send_process(&process, SIGUSR1, NULL);
	signal_send_process(&process, SIGCHLD, NULL);
	signal_send_thread(&threads[1], SIGUSR1, NULL);
	OK(process.pending.bits == 0 && threads[1].pending.bits == 0);
	/* While a thread blocks it its action may change. */
	threads[1].blocked = SIGNAL_BIT(SIGUSR1);
	signal_send_thread(&threads[1], SIGUSR1, NULL);
	OK(threads[1].pending.bits == SIGNAL_BIT(SIGUSR1));
	threads[0].waiting_for = SIGNAL_BIT(SIGCHLD);
	threads[0].blocked = SIGNAL_BIT(SIGCHLD);
	threads[1].blocked = SIGNAL_BIT(SIGCHLD);
	threads[2].blocked = SIGNAL_BIT(SIGCHLD);
	signal_send_process(&process, SIGCHLD, NULL);
	OK(process.pending.bits == SIGNAL_BIT(SIGCHLD));
	/* Process 1 gets what it has asked for, whoever sends. */
	process.pid = 1;
	signal_send_process(&process, SIGKILL, NULL);
	signal_send_thread(&threads[0], SIGTERM, NULL);
	OK(!(process.pending.bits & SIGNAL_BIT(SIGKILL)));
	OK(threads[0].pending.bits == 0);
	process.pid = 42;
	process.exiting = true;
	IS(signal_send_process(&process, FL_SIGRTMIN, NULL), 0);
	IS(charged(), 0);
	end();
}

/* A fault's signal comes before others, and nothing holds it back. */
static void test_forced(void)
{
	struct fl_siginfo info = { .si_code = 7 };

	begin();
	threads[0].blocked = ~0ull;
	action(SIGSEGV, SIG_IGNORE);
	action(SIGHUP, 0x1000);
	signal_send_thread(&threads[0], SIGHUP, NULL);
	signal_force(SIGSEGV, &info);
	IS(process.actions->of[SIGSEGV].handler, SIG_DEFAULT);
	OK(!(threads[0].blocked & SIGNAL_BIT(SIGSEGV)));
	OK(signal_fatal_is_pending());
	IS(signal_take(&threads[0], ~0ull, &info), SIGSEGV);
	IS(info.si_code, 7);
	threads[0].forced = 0;
	IS(signal_take(&threads[0], ~0ull, &info), SIGHUP);
	IS(signal_take(&threads[0], ~0ull, &info), 0);
	end();
}

/* Without memory a real-time signal is refused, and another one just bare. */
static void test_failures(void)
{
	struct fl_siginfo info = { .si_code = 7 };
	int n = 0, objects;

	begin();
	objects = fake_objects;
	action(SIGUSR1, 0x1000);
	action(FL_SIGRTMIN, 0x1000);
	fault_inject(1);
	IS(signal_send_process(&process, FL_SIGRTMIN, &info), -EAGAIN);
	IS(charged(), 0);
	fault_inject(1);
	IS(signal_send_process(&process, SIGUSR1, &info), 0);
	fault_inject(0);
	IS(signal_take(&threads[0], ~0ull, &info), SIGUSR1);
	IS(info.si_code, SI_KERNEL);
	IS(signal_take(&threads[0], ~0ull, &info), 0);
	while (signal_send_process(&process, FL_SIGRTMIN, NULL) == 0)
		n++;
	IS(n, 1024);
	IS(signal_send_thread(&threads[1], FL_SIGRTMIN, NULL), -EAGAIN);
	IS(signal_send_thread(&threads[1], SIGUSR1, NULL), 0);
	IS(charged(), 1024);
	IS(signal_take(&threads[1], ~0ull, &info), SIGUSR1);
	IS(signal_take(&threads[1], ~0ull, &info), FL_SIGRTMIN);
	IS(signal_send_thread(&threads[1], FL_SIGRTMIN, NULL), 0);
	signal_flush(&process.pending);
	signal_flush(&threads[1].pending);
	IS(charged(), 0);
	IS(fake_objects, objects);
	end();
}

/* --- Timers. --- */

static struct ptimer *timer_of(int sig)
{
	const struct fl_notify n = { .how = FL_NOTIFY_SIGNAL, .signo = sig };

	return ptimer_find(ptimer_create(0, BASE_MONOTONIC, 0, &n));
}

static void expire(struct ptimer *t)
{
	ptimer_set(t, BASE_MONOTONIC, fake_now + 100, 0);
	fake_now += 200;
	clock_interrupt(false);
}

/* One signal stands for all expirations until it is taken. */
static void test_overrun(void)
{
	struct fl_siginfo info;
	struct ptimer *t;
	int objects;

	begin();
	objects = fake_objects;
	action(FL_SIGRTMIN, 0x1000);
	t = timer_of(FL_SIGRTMIN);
	ptimer_set(t, BASE_MONOTONIC, fake_now + 1000000, 1000000);
	fake_now += 1000000;
	clock_interrupt(false);
	OK(!timer_is_armed(&t->timer));
	OK(process.pending.bits == SIGNAL_BIT(FL_SIGRTMIN));
	fake_now += 5500000;
	clock_interrupt(false);
	IS(signal_take(&threads[0], ~0ull, &info), FL_SIGRTMIN);
	IS(info.si_overrun, 5);
	IS(info.si_timerid, t->id);
	IS(charged(), 0);
	OK(timer_is_armed(&t->timer));
	IS(signal_take(&threads[0], ~0ull, &info), 0);
	fake_now += 1000000;
	clock_interrupt(false);
	IS(process.account->count[ACCOUNT_TIMERS], 1);
	ptimer_delete(t);
	OK(process.pending.bits == 0 && list_empty(&process.pending.queue));
	IS(process.account->count[ACCOUNT_TIMERS], 0);
	kfree(process.ptimers);
	IS(fake_objects, objects);
	end();
}

/* Its signal is ignored: it rests until one is wanted. */
static void test_rest(void)
{
	struct ptimer *t;

	begin();
	action(SIGUSR1, SIG_IGNORE);
	t = timer_of(SIGUSR1);
	ptimer_set(t, BASE_MONOTONIC, fake_now + 1000, 1000);
	fake_now += 5000;
	clock_interrupt(false);
	OK(process.pending.bits == 0 && !timer_is_armed(&t->timer));
	action(SIGUSR1, 0x1000);
	ptimers_go_on(&process, SIGNAL_BIT(SIGUSR2));
	OK(!timer_is_armed(&t->timer));
	ptimers_go_on(&process, SIGNAL_BIT(SIGUSR1));
	OK(timer_is_armed(&t->timer));
	ptimer_delete(t);
	kfree(process.ptimers);
	end();
}

/* --- What went wrong once. --- */

static void a_signal_goes_with_the_timer_whose_signal_was_pending(void)
{
	struct fl_siginfo info;
	struct ptimer *t;

	begin();
	action(SIGUSR1, 0x1000);
	t = timer_of(SIGUSR1);
	expire(t);
	IS(signal_send_process(&process, SIGUSR1, NULL), 0);
	ptimer_delete(t);
	IS(signal_take(&threads[0], ~0ull, &info), SIGUSR1);
	IS(signal_take(&threads[0], ~0ull, &info), 0);
	/* And one that there was no memory for, to a thread. */
	t = timer_of(SIGUSR1);
	expire(t);
	fault_inject(1);
	IS(signal_send_thread(&threads[1], SIGUSR1, NULL), 0);
	fault_inject(0);
	ptimer_delete(t);
	IS(signal_take(&threads[1], ~0ull, &info), SIGUSR1);
	IS(signal_take(&threads[1], ~0ull, &info), 0);
	kfree(process.ptimers);
	end();
}

int main(void)
{
	fake_init();
	test_random();
	test_choice();
	test_ignored();
	test_forced();
	test_failures();
	test_overrun();
	test_rest();
	a_signal_goes_with_the_timer_whose_signal_was_pending();
	return tap_done();
}
