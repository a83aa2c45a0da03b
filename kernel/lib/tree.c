/* SPDX-License-Identifier: MIT */
/*
 * Rank-balanced trees.  A node's rank is above each child's by 1 or 2, where a
 * missing child counts as 0, and the rank of a leaf is 1.
 */
#include "lib/tree.h"

static uint32_t rank(const struct tree_node *n)
{
	return n ? n->rank : 0;
}

/* Puts `with', which may be NULL, where n is below its parent. */
static void replace(struct tree *t, struct tree_node *n, struct tree_node *with)
{
	struct tree_node *parent = n->parent;

	if (!parent)
		t->root = with;
	else
		parent->child[parent->child[TREE_AFTER] == n] = with;
	if (with)
		with->parent = parent;
}

static void set_child(struct tree_node *n, int side, struct tree_node *child)
{
	n->child[side] = child;
	if (child)
		child->parent = n;
}

static uint32_t most(const struct tree_node *n)
{
	return n ? n->most : 0;
}

/* Makes the bound of n as low as those of its children allow. */
static void sum_up_most(struct tree_node *n)
{
	uint32_t children =
	    MAX(most(n->child[TREE_BEFORE]), most(n->child[TREE_AFTER]));

	n->most = MAX(n->value, children);
}

/* Keeps the bounds of n and of all above it true for a new value. */
static void raise_most(struct tree_node *n, uint32_t value)
{
	for (; n && n->most < value; n = n->parent)
		n->most = value;
}

/* Rotates: the child on this side gets the place of n, and n is its child. */
static void rotate(struct tree *t, struct tree_node *n, int side)
{
	struct tree_node *child = n->child[side];

	replace(t, n, child);
	set_child(n, side, child->child[!side]);
	set_child(child, !side, n);
	child->most = n->most;
	sum_up_most(n);
}

/* A child of n has grown, and may have n's rank, which it must not. */
static void repair_grown(struct tree *t, struct tree_node *n)
{
	for (; n; n = n->parent) {
		uint32_t low = rank(n->child[TREE_BEFORE]);
		uint32_t high = rank(n->child[TREE_AFTER]);
		int side = high > low;
		struct tree_node *child = n->child[side], *inner;

		if (low < n->rank && high < n->rank)
			return;
		if (n->rank - MIN(low, high) == 1) {
			n->rank++;
			continue;
		}
		inner = child->child[!side];
		if (rank(inner) == child->rank - 1) {
			inner->rank++;
			child->rank--;
			rotate(t, child, !side);
		}
		n->rank--;
		rotate(t, n, side);
		return;
	}
}

/* The other branch of n is too low by one: raises the child on this side. */
static void lift(struct tree *t, struct tree_node *n, int side)
{
	struct tree_node *child = n->child[side];

	if (rank(child->child[side]) == child->rank - 1) {
		child->rank++;
		n->rank--;
		rotate(t, n, side);
		if (!n->child[TREE_BEFORE] && !n->child[TREE_AFTER])
			n->rank = 1;
		return;
	}
	child->child[!side]->rank += 2;
	child->rank--;
	n->rank -= 2;
	rotate(t, child, !side);
	rotate(t, n, side);
}

/*
 * A child of n has lost a rank or is gone, so n may be above it by 3, which it
 * must not.
 */
static void repair_shrunk(struct tree *t, struct tree_node *n)
{
	for (; n; n = n->parent) {
		uint32_t low = rank(n->child[TREE_BEFORE]);
		uint32_t high = rank(n->child[TREE_AFTER]);
		int side = high > low;
		struct tree_node *child = n->child[side];

		if (child) {
			if (n->rank - MIN(low, high) < 3)
				return;
			if (child->rank == n->rank - 1) {
				uint32_t least = child->rank - 2;

				if (rank(child->child[0]) != least ||
				    rank(child->child[1]) != least) {
					lift(t, n, side);
					return;
				}
				child->rank--;
			}
		} else if (n->rank == 1) {
			return;
		}
		n->rank--;
	}
}

/* One of two neighbours has no child on the other's side: n goes there. */
void tree_insert(struct tree *t, struct tree_node *low, struct tree_node *high,
		 struct tree_node *n)
{
	bool below_low = low && !low->child[TREE_AFTER];

	n->parent = below_low ? low : high;
	n->child[TREE_BEFORE] = NULL;
	n->child[TREE_AFTER] = NULL;
	n->rank = 1;
	n->most = n->value;
	if (!n->parent)
		t->root = n;
	else
		n->parent->child[below_low ? TREE_AFTER : TREE_BEFORE] = n;
	raise_most(n->parent, n->value);
	repair_grown(t, n->parent);
}

void tree_remove(struct tree *t, struct tree_node *n)
{
	struct tree_node *low = n->child[TREE_BEFORE];
	struct tree_node *high = n->child[TREE_AFTER];
	struct tree_node *changed = n->parent, *next;

	if (!low || !high) {
		replace(t, n, low ? low : high);
	} else {
		/* The next node, which has no child before it, replaces n. */
		next = tree_step(n, TREE_AFTER);
		changed = next->parent == n ? next : next->parent;
		replace(t, next, next->child[TREE_AFTER]);
		replace(t, n, next);
		set_child(next, TREE_BEFORE, low);
		set_child(next, TREE_AFTER, n->child[TREE_AFTER]);
		next->rank = n->rank;
		next->most = n->most;
	}
	repair_shrunk(t, changed);
}

void tree_set_value(struct tree_node *n, uint32_t value)
{
	n->value = value;
	raise_most(n, value);
}

/* The first or last node of the branch of n, which may be NULL. */
static struct tree_node *end_of(struct tree_node *n, enum tree_side side)
{
	while (n && n->child[side])
		n = n->child[side];
	return n;
}

struct tree_node *tree_end(const struct tree *t, enum tree_side side)
{
	return end_of(t->root, side);
}

/* The nearest node above n on this side of it, or NULL. */
static struct tree_node *step_up(const struct tree_node *n, enum tree_side side)
{
	while (n->parent && n->parent->child[side] == n)
		n = n->parent;
	return n->parent;
}

struct tree_node *tree_step(const struct tree_node *n, enum tree_side side)
{
	return n->child[side] ? end_of(n->child[side], !side)
			      : step_up(n, side);
}

/* The last node in the branch of top; corrects bounds that are too high. */
static struct tree_node *find_below(struct tree_node *top, uint32_t least)
{
	struct tree_node *n = top;

	if (!top || top->most < least)
		return NULL;
	for (;;) {
		struct tree_node *low = n->child[TREE_BEFORE];
		struct tree_node *high = n->child[TREE_AFTER];

		if (high && high->most >= least) {
			n = high;
		} else if (n->value >= least) {
			return n;
		} else if (low && low->most >= least) {
			n = low;
		} else {
			sum_up_most(n);
			if (n == top)
				return NULL;
			n = n->parent;
		}
	}
}

struct tree_node *tree_find_value(struct tree *t, struct tree_node *high,
				  uint32_t least)
{
	struct tree_node *n = high ? high->child[TREE_BEFORE] : t->root;

	/* The branch just before high, then the node before it, and so on. */
	for (;;) {
		struct tree_node *found = find_below(n, least);

		if (found)
			return found;
		high = high ? step_up(high, TREE_BEFORE) : NULL;
		if (!high || high->value >= least)
			return high;
		n = high->child[TREE_BEFORE];
	}
}

struct tree_node *tree_take_leaf(struct tree *t)
{
	struct tree_node *n = t->root;

	if (!n)
		return NULL;
	while (n->child[TREE_BEFORE] || n->child[TREE_AFTER])
		n = n->child[!n->child[TREE_BEFORE]];
	/* The next call goes on from here, where the next leaf is near. */
	t->root = n->parent;
	if (n->parent)
		n->parent->child[n->parent->child[TREE_AFTER] == n] = NULL;
	return n;
}
