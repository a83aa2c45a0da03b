/* SPDX-License-Identifier: MIT */
/*
 * Ordered sequences as balanced trees (Haeupler, Sen and Tarjan,
 * "Rank-balanced trees"), the nodes inside the elements.  Each node has a
 * value, and the tree finds the last one of at least so much.
 *
 * The tree knows no keys: who searches descends from the root by child[],
 * and who inserts names the neighbours.  All of it takes steps as the
 * logarithm of the number of nodes, the search for a value on average: a
 * node's most is only a bound, which values that become less leave behind
 * and which the search sets right where it was misled.
 */
#ifndef KERNEL_LIB_TREE_H
#define KERNEL_LIB_TREE_H

#include "lib/types.h"

enum tree_side { TREE_BEFORE, TREE_AFTER };

struct tree_node {
	struct tree_node *parent;
	struct tree_node *child[2]; /* by enum tree_side */
	uint32_t rank;		    /* more than its children's by 1 or 2 */
	uint32_t value;
	uint32_t most; /* no value of the branch is greater */
};

/* All zeros: an empty one. */
struct tree {
	struct tree_node *root;
};

/*
 * Inserts n, whose value is set, between two neighbours: NULL where there is
 * none.
 */
void tree_insert(struct tree *t, struct tree_node *low, struct tree_node *high,
		 struct tree_node *n);
void tree_remove(struct tree *t, struct tree_node *n);
void tree_set_value(struct tree_node *n, uint32_t value);

/* The first or the last of all, or NULL. */
struct tree_node *tree_end(const struct tree *t, enum tree_side side);
/* The next node on this side of n, or NULL. */
struct tree_node *tree_step(const struct tree_node *n, enum tree_side side);
/* The last before high (NULL: of all) whose value is at least least. */
struct tree_node *tree_find_value(struct tree *t, struct tree_node *high,
				  uint32_t least);

/*
 * For the end of a whole tree: takes off a node that has no children, in no
 * order; NULL: that was all.  Nothing else may be done with the tree then.
 */
struct tree_node *tree_take_leaf(struct tree *t);

#endif
