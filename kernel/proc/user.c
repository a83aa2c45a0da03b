/* SPDX-License-Identifier: MIT */
/* How many processes each user has, for RLIMIT_NPROC. */
#include "lib/assert.h"
#include "lib/list.h"
#include "mm/slab.h"
#include "proc/cred.h"
#include "proc/user.h"

#define BUCKETS 32

struct user {
	struct list link;
	uint32_t uid;
	uint32_t processes;
};

static struct slab_cache user_cache =
    SLAB_CACHE_INIT(user_cache, "user", struct user);
static struct list buckets[BUCKETS];

static struct user *find(uint32_t uid)
{
	struct list *bucket = &buckets[uid % BUCKETS];

	if (bucket->next == NULL)
		list_init(bucket);
	list_for_each (link, bucket) {
		struct user *u = list_entry(link, struct user, link);

		if (u->uid == uid)
			return u;
	}
	return NULL;
}

uint32_t process_count_of(uint32_t uid)
{
	const struct user *u = find(uid);

	return u ? u->processes : 0;
}

int process_count_add(uint32_t uid, int change)
{
	struct user *u = find(uid);

	if (u == NULL) {
		KASSERT(change > 0);
		u = slab_alloc(&user_cache);
		if (u == NULL)
			return -EAGAIN;
		*u = (struct user){ .uid = uid };
		list_push_back(&buckets[uid % BUCKETS], &u->link);
	}
	KASSERT(change > 0 || u->processes > 0);
	u->processes += (uint32_t)change;
	if (u->processes == 0) {
		list_remove(&u->link);
		slab_free(&user_cache, u);
	}
	return 0;
}

bool cred_in_group(const struct cred *c, uint32_t gid)
{
	if (c->egid == gid)
		return true;
	for (uint32_t i = 0; i < c->group_count; i++)
		if (c->groups[i] == gid)
			return true;
	return false;
}
