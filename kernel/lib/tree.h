/* SPDX-License-Identifier: MIT */
/*
 * Ordered sequences as balanced trees (Haeupler, Sen and Tarjan,
 * "Rank-balanced trees", 2015), whose nodes are inside the elements.  Each node
 * has a value, and tree_find_value() finds the last node whose value is large
 * enough.
 *
 * The tree knows no keys.  A caller that searches for a place descends from the
 * root by child[], and one that inserts names the neighbours.  Each operation
 * takes a number of steps that is logarithmic in the number of nodes, but for
 * tree_find_value() on average only: a node's `most' is an upper bound, which
 * is too high after a value has decreased or a node has gone.  A search that
 * was misled by it corrects it.
 */
#ifndef KERNEL_LIB_TREE_H
#define KERNEL_LIB_TREE_H

#include "lib/types.h"

enum tree_side { TREE_BEFORE, TREE_AFTER };

struct tree_node {
	struct tree_node *parent;   /* NULL: this is the root */
	struct tree_node *child[2]; /* by enum tree_side */
	uint32_t rank;	/* above each child's by 1 or 2; a missing one has 0 */
	uint32_t value; /* the caller's */
	uint32_t most;	/* no value in the branch of this node is greater */
};

/* A tree of zeros is empty. */
struct tree {
	struct tree_node *root;
};

/*
 * Inserts n, whose value is set, between two neighbours.  low is NULL if n will
 * be the first, and high if it will be the last.
 */
void tree_insert(struct tree *t, struct tree_node *low, struct tree_node *high,
		 struct tree_node *n);
void tree_remove(struct tree *t, struct tree_node *n);
/* Changes the value of n, which is in a tree. */
void tree_set_value(struct tree_node *n, uint32_t value);

/* The first or the last of all, or NULL. */
struct tree_node *tree_end(const struct tree *t, enum tree_side side);
/* The next node on this side of n, or NULL. */
struct tree_node *tree_step(const struct tree_node *n, enum tree_side side);
/*
 * The last node before high whose value is at least `least', or NULL; if high
 * is NULL, the last of all.
 */
struct tree_node *tree_find_value(struct tree *t, struct tree_node *high,
				  uint32_t least);

/*
 * Takes the nodes off one by one, in no order, to free a whole tree: returns
 * one that has no children, or NULL if none is left.  After the first call
 * nothing else may be done with the tree.
 */
struct tree_node *tree_take_leaf(struct tree *t);

#endif
