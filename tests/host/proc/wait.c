/* SPDX-License-Identifier: MIT */
/* Waiting: in queues and on words, with wakes, deadlines and signals. */
#include "proc/wait.h"
#include "call/handlers.h"
#include "fakes/sched.h"
#include "mm/account.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/futex.h"
#include "proc/sched.h"
#include <string.h>

#define THREADS 4

static struct process process;
static struct space space; /* without regions */
static struct thread threads[THREADS];
static struct fl_thread_page pages[THREADS];
static struct wait_queue queue;
static uint32_t words[3] = { 7, 7, 7 };
static long results[THREADS];
static int sleeping;

static void begin(void)
{
	memset(&process, 0, sizeof(process));
	memset(threads, 0, sizeof(threads));
	process.pid = 42;
	process.space = &space;
	process.account = &account_root;
	process.actions = signal_actions_copy(NULL);
	list_init(&process.threads);
	list_init(&process.pending.queue);
	wait_queue_init(&queue);
	for (int i = 0; i < THREADS; i++) {
		struct thread *t = &threads[i];

		t->process = &process;
		t->account = process.account;
		t->page = &pages[i];
		list_init(&t->run_link);
		list_init(&t->waiter.link);
		list_init(&t->pending.queue);
		list_push_back(&process.threads, &t->process_link);
	}
	current = &threads[0];
	fake_ready_count = sleeping = 0;
}

static void end(void)
{
	OK(list_empty(&queue.waiters));
	for (int i = 0; i < THREADS; i++) {
		OK(!timer_is_armed(&threads[i].sleep_timer));
		signal_flush(&threads[i].pending);
	}
	signal_flush(&process.pending);
	signal_actions_free(process.actions);
	current = &fake_threads[0];
}

static void wake(void)
{
	wait_wake_one(&queue);
}

static void pass_time(void)
{
	fake_now += 5000;
	clock_interrupt(false);
}

static void send_signal(void)
{
	signal_send_process(&process, SIGTERM, NULL);
}

static void send_harmless(void)
{
	process.actions->of[SIGUSR1].handler = 0x1000;
	signal_send_process(&process, SIGUSR1, NULL);
	if (threads[0].state == THREAD_BLOCKED)
		wait_wake_one(&queue);
}

static void time_and_wake(void)
{
	wait_wake_one(&queue);
	pass_time();
}

static void test_ends(void)
{
	begin();
	fake_sleep = wake;
	IS(wait_on(&queue, WAIT_FOREVER), 0);
	IS(wait_on(&queue, fake_now + 1000), 0);
	IS(wait_killable(&queue, WAIT_FOREVER), 0);
	wait_uninterruptible(&queue);
	fake_sleep = pass_time;
	IS(wait_on(&queue, fake_now + 1000), -ETIMEDOUT);
	IS(wait_killable(&queue, fake_now + 1000), -ETIMEDOUT);
	IS(wait_on(&queue, fake_now), -ETIMEDOUT);
	IS(wait_on(&queue, -1), -ETIMEDOUT);
	fake_sleep = time_and_wake; /* the wake went to nobody else */
	IS(wait_on(&queue, fake_now + 1000), 0);
	fake_sleep = send_harmless;
	IS(wait_on(&queue, WAIT_FOREVER), -ERESTART);
	IS(wait_on(&queue, WAIT_FOREVER), -ERESTART); /* it does not sleep */
	fake_sleep = wake;
	IS(wait_killable(&queue, WAIT_FOREVER), 0);
	wait_uninterruptible(&queue);
	fake_sleep = send_signal;
	IS(wait_killable(&queue, WAIT_FOREVER), -ERESTART);
	end();
}

/* A wake between entering and blocking is not lost. */
static void test_enter(void)
{
	struct waiter w[2];
	struct wait_queue other;

	begin();
	wait_queue_init(&other);
	wait_enter(&queue, &w[0]);
	wait_enter(&other, &w[1]);
	wait_wake_all(&other);
	fake_sleep = NULL;
	IS(wait_block(WAIT_FOREVER), 0);
	IS(wait_block(fake_now - 1), 0);
	wait_leave(&w[0]);
	wait_leave(&w[1]);
	OK(list_empty(&other.waiters));
	end();
}

static void test_resume(void)
{
	begin();
	IS(wait_resumed(5), 5);
	IS(wait_interrupted(77), -ERESTART);
	IS(wait_resumed(5), 77);
	IS(wait_resumed(5), 5);
	alone_begin();
	OK(!waiting_is_allowed());
	alone_end();
	OK(waiting_is_allowed());
	end();
}

/* --- Several threads: each sleeps while the next one runs. --- */

static void (*when_all_sleep)(void);
static long (*sleep_)(void);

static void run_next(void)
{
	int i;

	if (++sleeping == THREADS) {
		when_all_sleep();
		return;
	}
	i = sleeping;
	current = &threads[i];
	results[i] = sleep_();
}

static void all_sleep(long (*how)(void), void (*then)(void))
{
	begin();
	for (int i = 0; i < THREADS; i++)
		threads[i].priority = (uint8_t)(i % 2 ? 3 : 8);
	sleep_ = how;
	when_all_sleep = then;
	fake_sleep = run_next;
	results[0] = sleep_();
	for (int i = 0; i < THREADS; i++)
		IS(results[i], 0);
	end();
}

static long on_queue(void)
{
	return wait_on(&queue, WAIT_FOREVER);
}

static long on_word(void)
{
	return sys_futex_wait(U(&words[0]), 7, uaddr(0));
}

static bool woken_are(int a, int b, int c, int d)
{
	return fake_ready[0] == &threads[a] && fake_ready[1] == &threads[b] &&
	       fake_ready[2] == &threads[c] && fake_ready[3] == &threads[d];
}

static void wake_in_order(void)
{
	wait_wake_one(&queue);
	IS(fake_ready_count, 1);
	wait_wake_all(&queue);
	IS(fake_ready_count, 4);
	OK(woken_are(0, 1, 2, 3));
	wait_wake_one(&queue);
	IS(fake_ready_count, 4);
}

static void wake_best(void)
{
	for (int i = 0; i < THREADS; i++)
		wait_wake_best(&queue);
	wait_wake_best(&queue);
	IS(fake_ready_count, 4);
	OK(woken_are(1, 3, 0, 2));
}

static void wake_word(void)
{
	IS(sys_futex_wake(U(&words[0]).value, 0), 0);
	IS(sys_futex_wake(U(&words[0]).value, -1), -EINVAL);
	IS(sys_futex_wake(U(&words[1]).value, 10), 0);
	IS(futex_wake(uaddr(U(&words[0]).value + 1), 1), -EINVAL);
	IS(sys_futex_wake(U(&words[0]).value, 3), 3);
	IS(fake_ready_count, 3);
	IS(sys_futex_wake(U(&words[0]).value, INT32_MAX), 1);
	IS(sys_futex_wake(U(&words[0]).value, INT32_MAX), 0);
	OK(woken_are(1, 3, 0, 2));
}

static void test_many(void)
{
	all_sleep(on_queue, wake_in_order);
	all_sleep(on_queue, wake_best);
	all_sleep(on_word, wake_word);
}

static void test_words(void)
{
	struct fl_timespec t = { 0, 1000 };

	begin();
	fake_sleep = pass_time;
	IS(sys_futex_wait(U(&words[0]), 8, uaddr(0)), -EAGAIN);
	IS(sys_futex_wait(uaddr(U(&words[0]).value + 2), 7, uaddr(0)), -EINVAL);
	IS(sys_futex_wait(uaddr(8), 7, uaddr(0)), -EFAULT);
	IS(sys_futex_wait(U(&words[0]), 7, uaddr(8)), -EFAULT);
	IS(sys_futex_wait(U(&words[0]), 7, U(&t)), -ETIMEDOUT);
	t.tv_nsec = -1;
	IS(sys_futex_wait(U(&words[0]), 7, U(&t)), -EINVAL);
	fake_sleep = send_harmless;
	t.tv_nsec = 50000000;
	IS(sys_futex_wait(U(&words[0]), 7, U(&t)), -ERESTART);
	OK(threads[0].resuming);
	threads[0].resuming = false;
	IS(sys_futex_wake(U(&words[0]).value, 1), 0);
	end();
}

int main(void)
{
	fake_init();
	test_ends();
	test_enter();
	test_resume();
	test_many();
	test_words();
	return tap_done();
}
