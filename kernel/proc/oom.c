/* SPDX-License-Identifier: MIT */
/*
 * Memory has run out.  The user to whom most of it is charged loses the
 * heaviest process, whichever process asked for more.
 */
#include "proc/oom.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "mm/frame.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/exit.h"
#include "proc/process.h"
#include "proc/table.h"
#include "proc/wait.h"
#include <faultline/wait.h>

#define THREAD_PAGES	 4 /* stack, thread page, table */
#define REGIONS_PER_PAGE 64
#define PAUSE		 10000000ll /* ns of one wait for a dying process */
#define PATIENCE	 100	    /* so many pauses; then another must die */

static struct wait_queue waiting = WAIT_QUEUE_INIT(waiting);
static unsigned pauses;

/* About how many pages the end of p would free. */
static uint32_t own_pages(const struct process *p)
{
	if (!p->space || p->state == PROCESS_ZOMBIE)
		return 0;
	return p->space->resident + p->space->region_count / REGIONS_PER_PAGE +
	       p->thread_count * THREAD_PAGES;
}

/* A parent is charged for its children, so that a fork bomb goes first. */
static uint32_t weight(const struct process *p)
{
	uint32_t children = 0;

	list_for_each (link, &p->children)
		children +=
		    own_pages(list_entry(link, struct process, sibling));
	return own_pages(p) + children / 2;
}

static bool is_dying(const struct process *p)
{
	return p->exiting || p->pending.bits & SIGNAL_BIT(SIGKILL);
}

/*
 * How many pages a user is to blame for: all that are charged to it, whatever
 * they are for.  Root has a guarantee, and only what it has beyond that counts.
 */
static uint32_t blame(const struct account *a)
{
	uint32_t guarantee = a == &account_root ? account_guarantee() : 0;

	return a->pages > guarantee ? a->pages - guarantee : 0;
}

/* The heaviest process of an account that is not dying, or NULL. */
static struct process *heaviest_of(const struct account *a)
{
	struct process *most = NULL;
	uint32_t most_weight = 0;

	for (struct process *p = process_next(2); p;
	     p = process_next(p->pid + 1)) {
		uint32_t w;

		if (p->account != a || is_dying(p) || own_pages(p) == 0)
			continue;
		w = weight(p);
		if (w > most_weight) {
			most = p;
			most_weight = w;
		}
	}
	return most;
}

/*
 * Returns the account that is most to blame, of those that have a process to be
 * killed, or NULL.  Sets *dying if a process with memory is ending already.
 */
static struct account *choose_account(bool *dying)
{
	struct account *most = NULL;

	*dying = false;
	for (struct process *p = process_next(2); p;
	     p = process_next(p->pid + 1)) {
		struct account *a = p->account;

		if (own_pages(p) == 0)
			continue;
		if (is_dying(p))
			*dying = true;
		else if (!most || blame(a) > blame(most))
			most = a;
	}
	return most;
}

/*
 * Kills a process, unless one that is dying still has time left.  Returns true
 * if a process is dying now, so that memory will be freed.
 */
static bool choose_victim(void)
{
	struct process *victim;
	struct account *a;
	bool dying;

	a = choose_account(&dying);
	victim = a ? heaviest_of(a) : NULL;
	if (dying && pauses++ < PATIENCE)
		return true;
	pauses = 0;
	if (!victim)
		return dying;
	printk("out of memory: killed process %d (%s), %u pages; user %u has "
	       "%u\n",
	       victim->pid, victim->name, own_pages(victim), a->uid, a->pages);
	signal_send_process(victim, SIGKILL, NULL);
	return true;
}

void oom_ended(void)
{
	wait_wake_all(&waiting);
}

void oom_announce(void)
{
	if (frames_are_short())
		choose_victim();
}

void oom_relieve(bool ran_out)
{
	may_wait();
	struct process *p = process_current();

	if (!ran_out && p->pid != 1) {
		printk("out of memory: killed process %d (%s)\n", p->pid,
		       p->name);
		process_exit(FL_W_SIGNALED(SIGKILL));
	}
	if (!frames_are_short())
		return; /* others have given some back since */
	if (!choose_victim())
		panic("no memory for init");
	if (!signal_fatal_is_pending())
		wait_killable(&waiting, clock_monotonic() + PAUSE);
}
