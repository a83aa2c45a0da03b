/* SPDX-License-Identifier: MIT */
/* Process groups and sessions. */
#include "proc/group.h"
#include "lib/assert.h"
#include "mm/slab.h"
#include "proc/process.h"
#include "proc/signal.h"
#include "proc/table.h"
#include "proc/wait.h"

static struct slab_cache group_cache =
    SLAB_CACHE_INIT(group_cache, "group", struct group);
static struct slab_cache session_cache =
    SLAB_CACHE_INIT(session_cache, "session", struct session);

struct session *session_create(int id)
{
	struct session *s = slab_alloc_raw(&session_cache);

	if (!s)
		return NULL;
	*s = (struct session){ .id = id, .references = 1 };
	number_find(id)->session = s;
	return s;
}

void session_release(struct session *s)
{
	if (--s->references > 0)
		return;
	number_find(s->id)->session = NULL;
	number_release_if_free(s->id);
	slab_free(&session_cache, s);
}

void group_release(struct group *g)
{
	if (--g->references > 0)
		return;
	KASSERT(list_empty(&g->members) && list_empty(&g->left_link));
	number_find(g->id)->group = NULL;
	number_release_if_free(g->id);
	session_release(g->session);
	slab_free(&group_cache, g);
}

/* There may be thousands of members: too many for one interrupt. */
static void group_send_told(struct work *w)
{
	struct group *g = container_of(w, struct group, work);

	while (g->told != 0) {
		int sig = __builtin_ctzll(g->told) + 1;

		g->told &= ~SIGNAL_BIT(sig);
		signal_send_job(g, sig);
	}
	group_release(g);
}

void group_tell(struct group *g, int sig)
{
	KASSERT(g->references > 0);
	if (g->told == 0)
		g->references++;
	g->told |= SIGNAL_BIT(sig);
	work_add(&g->work);
}

/* Returns a group without members and references; NULL: out of memory. */
static struct group *group_create(int id, struct session *session)
{
	struct group *g = slab_alloc_raw(&group_cache);

	if (!g)
		return NULL;
	*g = (struct group){ .id = id, .session = session };
	session->references++;
	list_init(&g->members);
	list_init(&g->left_link);
	work_init(&g->work, group_send_told);
	number_find(id)->group = g;
	return g;
}

int group_move(struct process *p, int pgid, struct session *session)
{
	struct group *g = group_find(pgid), *old = p->group;

	if (!g)
		g = group_create(pgid, session);
	if (!g)
		return -ENOMEM;
	g->references++;
	list_remove(&p->group_link);
	list_push_back(&g->members, &p->group_link);
	p->group = g;
	if (old)
		group_release(old);
	return 0;
}

bool group_is_orphaned(const struct group *g)
{
	list_for_each (link, &g->members) {
		const struct process *p =
		    list_entry(link, struct process, group_link);
		const struct process *parent = p->parent;

		if (p->state == PROCESS_ZOMBIE || !parent)
			continue;
		if (parent->group != g && parent->group->session == g->session)
			return false;
	}
	return true;
}
