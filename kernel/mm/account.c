/* SPDX-License-Identifier: MIT */
/*
 * Accounts of users.  Memory is charged where frames are allocated
 * (mm/frame.c), and things that are counted are charged where they are made.
 * Neither one user nor all users together can take the frames that are root's
 * reserve, or the last things of any kind.
 */
#include "mm/account.h"
#include "lib/printk.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include <faultline/ipc.h>
#include <faultline/limits.h>

#define NO_LIMIT 0xffffffffu

/* How many a user may have, and how many all users but root together. */
struct account_limit {
	const char *name;
	uint32_t user, users;
	const char *limit; /* the limit of a process on the same, or NULL */
};

static struct account_limit limits[ACCOUNT_KINDS] = {
	[ACCOUNT_PROCESSES] = { "processes", 4096, 8192, "RLIMIT_NPROC" },
	[ACCOUNT_NUMBERS] = { "numbers", FL_PID_MAX / 2, FL_PID_MAX - 1024,
			      NULL },
	[ACCOUNT_FILES] = { "files", 0, 0, "RLIMIT_NOFILE" },
	[ACCOUNT_LOCKS] = { "locks", 4096, 8192, NULL },
	[ACCOUNT_SIGNALS] = { "signals", 1024, 8192, NULL },
	[ACCOUNT_TIMERS] = { "timers", 4096, 16384, NULL },
	[ACCOUNT_TERMINALS] = { "terminals", 192, 240, NULL },
	[ACCOUNT_PORTS] = { "ports", 12288, 24576, NULL },
	[ACCOUNT_QUEUES] = { "queues", 192, FL_MQ_QUEUES - 16, NULL },
	[ACCOUNT_MESSAGES] = { "messages", 32768, 65536, NULL },
	[ACCOUNT_MESSAGE_QUEUES] = { "message-queues", 192, FL_IPC_OBJECTS - 16,
				     NULL },
	[ACCOUNT_SEMAPHORE_SETS] = { "semaphore-sets", 192, FL_IPC_OBJECTS - 16,
				     NULL },
	[ACCOUNT_SEGMENTS] = { "segments", 192, FL_IPC_OBJECTS - 16, NULL },
};

static struct slab_cache account_cache =
    SLAB_CACHE_INIT(account_cache, "account", struct account);

struct account account_root;
struct account *accounts[ACCOUNT_LIMIT] = { &account_root };
static uint32_t account_limit = 1; /* all indices in use are below */

/* The sums over all accounts but root's. */
static uint32_t users_count[ACCOUNT_KINDS], users_kept;
static uint32_t memory, kept_limit, users_kept_limit, reserve;

static void init(struct account *a)
{
	for (unsigned i = 0; i < ACCOUNT_CACHES; i++)
		list_init(&a->partial[i]);
}

/*
 * Root's reserve is a 16th of memory.  It is to suffice for a shell, for what
 * the shell starts, and for the files that these write.
 */
void account_init(void)
{
	init(&account_root);
	account_root.references = 1;
	memory = frame_statistics().total;
	reserve = MAX(memory / 16, 256u);
	kept_limit = memory / 2;
	users_kept_limit = memory / 8 * 5;
	limits[ACCOUNT_FILES].user = memory / 2;
	limits[ACCOUNT_FILES].users = memory;
}

uint32_t account_guarantee(void)
{
	return memory / 2;
}

static struct account *find(uint32_t uid)
{
	for (uint32_t i = 0; i < account_limit; i++)
		if (accounts[i] && accounts[i]->uid == uid)
			return accounts[i];
	return NULL;
}

struct account *account_find_or_make(uint32_t uid)
{
	struct account *a = find(uid);
	uint32_t index = 1;

	if (a)
		return a;
	while (index < ACCOUNT_LIMIT && accounts[index])
		index++;
	if (index == ACCOUNT_LIMIT)
		return NULL;
	a = slab_alloc_raw_for(&account_cache, &account_root);
	if (!a)
		return NULL;
	*a = (struct account){ .uid = uid, .index = index, .floor = reserve };
	init(a);
	accounts[index] = a;
	account_limit = MAX(account_limit, index + 1);
	return a;
}

static void account_free(struct account *a)
{
	KASSERT(a != &account_root && accounts[a->index] == a);
	KASSERT(a->kept == 0 && a->pages == 0 && a->references == 0);
	for (unsigned i = 0; i < ACCOUNT_KINDS; i++)
		KASSERT(a->count[i] == 0);
	for (unsigned i = 0; i < ACCOUNT_CACHES; i++)
		KASSERT(list_empty(&a->partial[i]));
	accounts[a->index] = NULL;
	while (!accounts[account_limit - 1])
		account_limit--;
	slab_free(&account_cache, a);
}

void account_drop_unused(struct account *a)
{
	if (a->references == 0 && a->pages == 0 && a != &account_root)
		account_free(a);
}

void account_pages_gone(struct account *a)
{
	KASSERT(a->pages == 0 && a->kept == 0);
	account_drop_unused(a);
}

int account_charge_user(struct account *a, enum account_kind kind)
{
	KASSERT(a != &account_root && kind < ACCOUNT_KINDS);
	if (a->count[kind] >= limits[kind].user ||
	    users_count[kind] >= limits[kind].users)
		return -EAGAIN;
	a->count[kind]++;
	a->references++;
	users_count[kind]++;
	return 0;
}

void account_uncharge_user(struct account *a, enum account_kind kind)
{
	KASSERT(a != &account_root && kind < ACCOUNT_KINDS);
	KASSERT(a->references > 0 && users_count[kind] > 0);
	a->count[kind]--;
	users_count[kind]--;
	/* Freeing the last slab frees an account without references, so the
	 * empty slabs go while there is still one. */
	if (a->references == 1)
		slab_drop_empty(a);
	a->references--;
	account_drop_unused(a);
}

void account_move(struct account *from, struct account *to,
		  enum account_kind kind)
{
	to->count[kind]++;
	if (to != &account_root) {
		to->references++;
		users_count[kind]++;
	}
	account_uncharge(from, kind);
}

uint32_t account_room_for_files(const struct account *a)
{
	uint32_t own, all;

	if (a == &account_root)
		return NO_LIMIT;
	own = a->kept < kept_limit ? kept_limit - a->kept : 0;
	all = users_kept < users_kept_limit ? users_kept_limit - users_kept : 0;
	return MIN(own, all);
}

void account_keep(struct account *a, uint32_t frames_kept)
{
	a->kept += frames_kept;
	KASSERT(a->kept <= a->pages);
	if (a != &account_root)
		users_kept += frames_kept;
}

void account_unkeep(struct account *a, uint32_t frames_kept)
{
	KASSERT(a->kept >= frames_kept);
	a->kept -= frames_kept;
	if (a != &account_root) {
		KASSERT(users_kept >= frames_kept);
		users_kept -= frames_kept;
	}
}

/* --- The text that programs can read. --- */

struct text {
	char *at;
	size_t size, length;
};

static __attribute__((format(printf, 2, 3))) void print(struct text *t,
							const char *format, ...)
{
	va_list args;
	int n;

	if (t->length + 1 >= t->size)
		return;
	va_start(args, format);
	n = kvsnprintf(t->at + t->length, t->size - t->length, format, args);
	va_end(args);
	t->length = MIN(t->length + (size_t)n, t->size - 1);
}

/* Each line has the limit for a user, for all users, and for a process. */
static void describe_limits(struct text *t)
{
	print(t, "limit %s %u %u %s\n", "pages", memory - reserve,
	      memory - reserve, "RLIMIT_AS");
	print(t, "limit %s %u %u %s\n", "kept", kept_limit, users_kept_limit,
	      "RLIMIT_FSIZE");
	for (unsigned i = 0; i < ACCOUNT_KINDS; i++)
		print(t, "limit %s %u %u %s\n", limits[i].name, limits[i].user,
		      limits[i].users, limits[i].limit ? limits[i].limit : "-");
}

size_t account_describe(char *text, size_t size)
{
	struct text t = { text, size, 0 };

	describe_limits(&t);
	for (uint32_t i = 0; i < account_limit; i++) {
		const struct account *a = accounts[i];

		if (!a)
			continue;
		print(&t, "user %u pages %u kept %u", a->uid, a->pages,
		      a->kept);
		for (unsigned k = 0; k < ACCOUNT_KINDS; k++)
			print(&t, " %s %u", limits[k].name, a->count[k]);
		print(&t, "\n");
	}
	return t.length;
}
