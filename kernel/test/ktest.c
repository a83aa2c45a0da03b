/* SPDX-License-Identifier: MIT */
/* Tests that run inside the kernel, before process 1 has a program. */
#include "test/ktest.h"
#include "ipc/sysv.h"
#include "lib/list.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/machine.h"
#include "machine/thread.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/object.h"
#include "mm/slab.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/exit.h"
#include "proc/kthread.h"
#include "proc/mutex.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"
#include "proc/timer.h"
#include "proc/work.h"
#include "sanitize.h"
#include <faultline/layout.h>
#include <faultline/limits.h>
#include <faultline/mman.h>

static unsigned done, failed;

/* Prints the result of one test. */
static void check(bool good, const char *what)
{
	done++;
	failed += !good;
	printk("%sok %u - ktest: %s\n", good ? "" : "not ", done, what);
}

static void test_frames(void)
{
	uint32_t before = frame_statistics().free;
	struct frame *blocks[FRAME_MAX_ORDER + 1];
	bool aligned = true;

	for (unsigned o = 0; o <= FRAME_MAX_ORDER; o++) {
		blocks[o] = frame_alloc(o);
		if (blocks[o] && frame_number(blocks[o]) % (1u << o))
			aligned = false;
	}
	check(aligned, "blocks of frames are aligned to their size");
	for (unsigned o = 0; o <= FRAME_MAX_ORDER; o++)
		if (blocks[o])
			frame_free(blocks[o], o);
	check(frame_statistics().free == before, "freed frames are counted");
	fault_inject(1);
	check(!frame_alloc(0), "an injected failure fails");
	blocks[0] = frame_alloc(0);
	check(blocks[0], "and only once");
	frame_release(blocks[0]);
}

static void keep(struct sysv_object *o)
{
	(void)o;
}

/* Found a bug: a segment with the number 0 was taken for a file by shmdt(). */
static void test_sysv_numbers(void)
{
	static struct sysv_table table = { .kind = ACCOUNT_SEGMENTS,
					   .destroy = keep };
	static struct sysv_object o[2];
	int last, first;

	table.sequence = 0xffffe;
	last = sysv_enter(&table, &o[0], 0, 0);
	sysv_remove(&table, &o[0]);
	first = sysv_enter(&table, &o[1], 0, 0);
	sysv_remove(&table, &o[1]);
	check(last == 0xfffff * FL_IPC_OBJECTS && first == FL_IPC_OBJECTS,
	      "no System V object gets number 0");
}

static void test_slab(void)
{
	static void *objects[500];
	uint32_t pages = slab_pages();
	bool distinct = true;

	for (unsigned i = 0; i < ARRAY_SIZE(objects); i++) {
		objects[i] = kmalloc(96);
		memset(objects[i], (int)i, 96);
	}
	for (unsigned i = 0; i < ARRAY_SIZE(objects); i++)
		for (unsigned k = 0; k < 96; k++)
			if (((uint8_t *)objects[i])[k] != (uint8_t)i)
				distinct = false;
	check(distinct, "slab objects do not overlap");
	for (unsigned i = 0; i < ARRAY_SIZE(objects); i++)
		kfree(objects[i]);
	slab_settle();
	check(slab_pages() <= pages + 1, "empty slabs are given back");
}

/* Objects and frames that were used before must come back as zeros. */
static void test_zeros(void)
{
	struct frame *f = frame_alloc_raw(0);
	uint8_t *p = kmalloc_raw(2000);
	bool zero = true;

	memset(frame_address(f), 0xa5, PAGE_SIZE);
	frame_release(f);
	memset(p, 0xa5, 2000);
	kfree(p);
	f = frame_alloc(0);
	p = kmalloc(2000);
	for (unsigned i = 0; i < 2000; i++)
		zero &= p[i] == 0 && ((uint8_t *)frame_address(f))[i] == 0;
	check(zero, "what is allocated is zero");
	frame_release(f);
	kfree(p);
}

#define KTEST_USER 77777u

static bool has_account(uint32_t uid)
{
	for (uint32_t i = 0; i < ACCOUNT_LIMIT; i++)
		if (accounts[i] && accounts[i]->uid == uid)
			return true;
	return false;
}

/* Allocates for root and another user in turn, and frees all of it as root. */
static void test_account_memory(void)
{
	static void *own[100], *others[100];
	struct account *a = account_find_or_make(KTEST_USER);
	uint32_t pages = account_root.pages, charged;
	bool apart = true;

	for (unsigned i = 0; i < ARRAY_SIZE(own); i++) {
		own[i] = kmalloc(96);
		current->account = a;
		others[i] = i % 2 ? kmalloc(96) : kmalloc_kept(3000);
		current->account = &account_root;
	}
	for (unsigned i = 0; i < ARRAY_SIZE(own); i++)
		apart &= frame_of(own[i])->account == 0 &&
			 frame_of(others[i])->account == a->index;
	check(apart, "users' objects are in pages of their own");
	charged = a->pages;
	check(charged >= 50 + 2 && a->kept >= 50 && a->kept < charged,
	      "which are charged to them");
	for (unsigned i = 0; i < ARRAY_SIZE(own); i++) {
		kfree(own[i]);
		kfree(others[i]);
	}
	slab_settle();
	check(account_root.pages <= pages + 1, "what root frees is uncharged");
	check(!has_account(KTEST_USER), "an account ends with its last page");
}

/* A user can have neither the last frames nor more things than its limit. */
static void test_account_limits(void)
{
	struct account *a = account_find_or_make(KTEST_USER);
	struct frame *all = NULL, *f;
	uint32_t n = 0;

	KASSERT(account_charge(a, ACCOUNT_PROCESSES) == 0);
	current->account = a;
	while ((f = frame_alloc_raw(0))) {
		f->owner = all;
		all = f;
	}
	current->account = &account_root;
	check(frame_statistics().free == a->floor && a->floor >= 256,
	      "a user leaves root its reserve");
	f = frame_alloc_raw(0);
	check(f, "which root can use");
	frame_release(f);
	while ((f = all)) {
		all = f->owner;
		frame_release(f);
	}
	while (account_charge(a, ACCOUNT_TERMINALS) == 0)
		n++;
	check(n > 0 && account_charge(&account_root, ACCOUNT_TERMINALS) == 0,
	      "a user's limit is not root's");
	account_uncharge(&account_root, ACCOUNT_TERMINALS);
	for (; n > 0; n--)
		account_uncharge(a, ACCOUNT_TERMINALS);
	account_uncharge(a, ACCOUNT_PROCESSES);
	slab_settle();
	check(!has_account(KTEST_USER), "and an account without charges ends");
}

static void test_object_pages(void)
{
	static const uint32_t indexes[] = { 0, 1, 63, 64, 4095, 4096, 300000 };
	static const struct object_ops ops = { .page = object_kept_page };
	struct object o;
	bool found = true;
	uint32_t before;

	slab_settle();
	before = frame_statistics().free + slab_pages();
	object_init(&o, &ops);
	for (unsigned i = 0; i < ARRAY_SIZE(indexes); i++) {
		struct frame *f = object_get(&o, indexes[i]);

		*(uint32_t *)frame_address(f) = indexes[i];
	}
	for (unsigned i = 0; i < ARRAY_SIZE(indexes); i++) {
		struct frame *f = object_lookup(&o, indexes[i]);

		if (!f || *(uint32_t *)frame_address(f) != indexes[i])
			found = false;
	}
	check(found, "an object finds pages at any index");
	check(!object_lookup(&o, 2), "and no others");
	o.size = 300001ull << PAGE_SHIFT;
	object_resize(&o, 64ull << PAGE_SHIFT);
	check(o.count == 3 && !object_lookup(&o, 64),
	      "cutting a file removes its pages");
	object_clear(&o);
	slab_settle();
	check(frame_statistics().free + slab_pages() >= before - 1,
	      "an empty object holds no memory");
}

/*
 * Copies the string of length bytes at `at' with a limit of size.  Returns true
 * if nothing was written from to[size] on, and the result is right.
 */
static bool string_copy_keeps_to_size(uint32_t at, uint32_t length,
				      uint32_t size)
{
	char to[24];
	ssize_t n;

	memset(to, '#', sizeof(to));
	n = copy_string_from_user(to, uaddr(at), size);
	for (uint32_t i = size; i < sizeof(to); i++)
		if (to[i] != '#')
			return false;
	if (length >= size)
		return n == -ENAMETOOLONG &&
		       memcmp(to, "abcdefghijkl", size) == 0;
	return n == (ssize_t)length &&
	       memcmp(to, "abcdefghijkl", length) == 0 && to[length] == '\0';
}

/* Tries each alignment, length and size around the end of a page. */
static void test_user_strings(uint32_t page)
{
	unsigned wrong = 0;

	for (uint32_t at = page + 4080; at < page + 4096 + 4; at++)
		for (uint32_t length = 0; length <= 12; length++) {
			if (copy_to_user(uaddr(at), "abcdefghijkl", 12) < 0 ||
			    clear_user(uaddr(at + length), 1) < 0)
				wrong++;
			for (uint32_t size = 0; size < 20; size++)
				wrong += !string_copy_keeps_to_size(at, length,
								    size);
		}
	check(wrong == 0, "a string's copy keeps to its size");
}

static void test_user_copies(void)
{
	struct space *s = process_current()->space;
	struct mapping m = { .length = 2 * PAGE_SIZE,
			     .prot = PROT_READ | PROT_WRITE,
			     .max_prot = PROT_ALL,
			     .object = &zero_object };
	uint32_t at, word = 0;
	char text[8];

	arch_space_switch();
	check(space_map(s, &m, &at) == 0, "a mapping of two pages");
	check(copy_to_user(uaddr(at + 4093), "abcdef", 7) == 0 &&
		  copy_from_user(text, uaddr(at + 4093), 7) == 0 &&
		  strcmp(text, "abcdef") == 0,
	      "copies across a page boundary");
	check(copy_string_from_user(text, uaddr(at + 4093), 8) == 6,
	      "the length of a user string");
	check(copy_string_from_user(text, uaddr(at + 4093), 3) == -ENAMETOOLONG,
	      "a user string that is too long");
	test_user_strings(at);
	check(user_load(uaddr(0), &word) == -EFAULT, "null is not memory");
	check(user_load(uaddr(FL_CALL_PAGES), &word) == -EFAULT,
	      "a call slot is not memory to the kernel");
	check(user_load(uaddr(FL_USER_END - 2), &word) == -EFAULT &&
		  user_load(uaddr(0xffffffff), &word) == -EFAULT,
	      "the kernel's half is not memory to a copy");
	check(user_store(uaddr(FL_FACTS_PAGE), 1) == -EFAULT,
	      "the facts page cannot be written");
	check(user_load(uaddr(FL_FACTS_PAGE), &word) == 0 &&
		  word == FL_ABI_VERSION,
	      "the facts page can be read");
	space_unmap(s, at, PAGE_SIZE);
	check(copy_from_user(text, uaddr(at + 4093), 7) == -EFAULT,
	      "a half-mapped range");
	space_unmap(s, at + PAGE_SIZE, PAGE_SIZE);
}

static uint32_t expired_order;

static void expire_first(struct timer *t)
{
	(void)t;
	expired_order = expired_order * 10 + 1;
}

static void expire_second(struct timer *t)
{
	(void)t;
	expired_order = expired_order * 10 + 2;
}

static void test_timers(void)
{
	struct timer a, b;
	int64_t now = clock_monotonic();

	timer_init(&a, expire_first);
	timer_init(&b, expire_second);
	timer_arm(&b, now + 4000000);
	timer_arm(&a, now + 2000000);
	while (timer_is_armed(&b) && clock_monotonic() < now + NSEC_PER_SEC)
		arch_poll_interrupts();
	check(expired_order == 12, "timers expire in the order of deadlines");
	check(clock_monotonic() - now >= 4000000, "and not early");
}

/* A pseudo-random number below limit. */
static uint32_t random_below(uint32_t limit)
{
	static uint32_t state = 1;

	state = state * 1103515245 + 12345;
	return (state >> 8) % limit;
}

static struct timer many[300];
static int64_t latest_expired;
static uint32_t expired, disorder;

static void expire_many(struct timer *t)
{
	disorder += t->deadline < latest_expired;
	latest_expired = t->deadline;
	expired++;
}

/* Arms, arms again and disarms timers at random; they must expire in order. */
static void test_many_timers(void)
{
	int64_t start = clock_monotonic() + 5000000;
	uint32_t disarmed = 0, left = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(many); i++) {
		timer_init(&many[i], expire_many);
		timer_arm(&many[i], start + random_below(2000000));
	}
	for (unsigned i = 0; i < ARRAY_SIZE(many); i += 3)
		timer_arm(&many[i], start + random_below(2000000));
	for (unsigned i = 0; i < ARRAY_SIZE(many); i++)
		if (random_below(4) == 0) {
			timer_disarm(&many[i]);
			disarmed++;
		}
	do {
		arch_poll_interrupts();
		left = 0;
		for (unsigned i = 0; i < ARRAY_SIZE(many); i++)
			left += timer_is_armed(&many[i]);
	} while (left > 0 && clock_monotonic() < start + NSEC_PER_SEC);
	check(expired + disarmed == ARRAY_SIZE(many) && left == 0,
	      "of many timers those expire that are armed");
	check(expired > 0 && disorder == 0, "and in order");
}

/* Allocates all numbers that are free, and frees some of them again. */
static void test_numbers(void)
{
	static const int freed[] = { 12345, 2, 16000, 31, 32 };
	struct thread *t = current;
	int n, count = 0;
	bool found = true;

	while ((n = number_alloc(t)) > 0)
		count++;
	check(n == -EAGAIN && count >= FL_PID_MAX - 10,
	      "all process numbers can be given out");
	for (unsigned i = 0; i < ARRAY_SIZE(freed); i++) {
		number_find(freed[i])->thread = NULL;
		number_release_if_free(freed[i]);
		if (number_alloc(t) != freed[i] || number_alloc(t) != -EAGAIN)
			found = false;
	}
	check(found, "the only free number is found, wherever it is");
	for (n = 2; n < FL_PID_MAX; n++) {
		number_find(n)->thread = NULL;
		number_release_if_free(n);
	}
	check(number_limit() <= 256, "when they are free there is no limit");
}

#define YIELDS 100

static unsigned yields;

static void yield_often(void)
{
	while (yields < YIELDS) {
		yields++;
		sched_yield();
	}
	thread_exit(0);
}

/*
 * Counts the switches of address spaces, which are the most expensive part of a
 * thread switch on an emulator, and expensive elsewhere.
 */
static void test_thread_switch(void)
{
	struct process *p = process_current();
	struct space *own = p->space, *other = space_create();
	struct thread *t = thread_create(p);
	uint32_t before = arch_space_switches();

	arch_thread_first(t, yield_often);
	sched_ready(t);
	while (p->thread_count > 1)
		sched_yield();
	check(yields == YIELDS && arch_space_switches() == before,
	      "a switch between threads of a process keeps the address space");
	p->space = other;
	arch_space_switch();
	p->space = own;
	arch_space_switch();
	check(arch_space_switches() == before + 2,
	      "a switch to another address space is counted");
	space_release(other);
}

static struct wait_queue token = WAIT_QUEUE_INIT(token);
static unsigned turns;

/* Waits for the token, then for some time, and passes the token on. */
static void take_turns(void *order)
{
	may_wait();
	for (unsigned i = 0; i < 10; i++) {
		while (turns % 2 != (unsigned)order)
			wait_uninterruptible(&token);
		if (i == 5)
			wait_on(&token, clock_monotonic() + 1000000);
		turns++;
		wait_wake_all(&token);
	}
}

static void test_kernel_threads(void)
{
	static struct kthread threads[2] = {
		{ .name = "even", .run = take_turns, .argument = (void *)0 },
		{ .name = "odd", .run = take_turns, .argument = (void *)1 },
	};
	uint32_t before;

	for (unsigned round = 0; round < 2; round++) {
		before = frame_statistics().free;
		turns = 0;
		for (unsigned i = 0; i < 2; i++)
			check(kthread_start(&threads[i]) == 0,
			      "a thread of the kernel starts");
		for (unsigned i = 0; i < 2; i++)
			kthread_join(&threads[i]);
	}
	sched_yield(); /* the last one is freed by the next to run */
	check(turns == 20, "threads of the kernel wait for each other");
	check(frame_statistics().free == before, "and leave no memory behind");
}

static struct work putting_off;
static struct timer work_timer;
static unsigned work_runs;

static void waiting_work(struct work *w)
{
	may_wait();
	(void)w;
	wait_on(&token, clock_monotonic() + 1000);
	work_runs++;
	wait_wake_all(&token);
}

static void add_work(struct timer *t)
{
	(void)t;
	work_add(&putting_off);
	work_add(&putting_off);
}

static void test_work(void)
{
	work_init(&putting_off, waiting_work);
	work_timer.expire = add_work;
	timer_arm(&work_timer, clock_monotonic() + 100000);
	while (work_runs == 0)
		wait_uninterruptible(&token);
	work_add(&putting_off);
	while (work_runs == 1)
		wait_uninterruptible(&token);
	check(work_runs == 2, "what an interrupt puts off may wait");
}

static struct mutex contended;
static bool waiter_had_it;

static void take_once(void)
{
	mutex_lock(&contended);
	waiter_had_it = true;
	mutex_unlock(&contended);
	thread_exit(0);
}

/*
 * A thread that gave a mutex back and took it again went before a thread that
 * had waited for it.
 */
static void test_mutex_in_turn(void)
{
	struct process *p = process_current();
	struct thread *t = thread_create(p);

	mutex_init(&contended, RANK_VNODE);
	mutex_lock(&contended);
	arch_thread_first(t, take_once);
	sched_ready(t);
	while (list_empty(&contended.queue.waiters))
		sched_yield();
	mutex_unlock(&contended);
	mutex_lock(&contended);
	check(waiter_had_it, "a mutex goes to who waits for it");
	mutex_unlock(&contended);
	while (p->thread_count > 1)
		sched_yield();
	check(mutex_is_free(&contended), "and is free in the end");
}

void ktest_run(void)
{
	test_frames();
	test_slab();
	test_sysv_numbers();
	test_zeros();
	test_account_memory();
	test_account_limits();
	test_object_pages();
	test_user_copies();
	test_timers();
	test_many_timers();
	test_numbers();
	test_thread_switch();
	test_kernel_threads();
	test_work();
	test_mutex_in_turn();
	sanitize_test(check);
	check(arch_step_kernel(), "a program's step that ends in the kernel");
	printk("1..%u\n", done);
	arch_exit(failed ? 1 : 0);
}
