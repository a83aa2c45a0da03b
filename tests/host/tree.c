/* SPDX-License-Identifier: MIT */
/* Balanced trees beside a sorted array that does the same slowly. */
#include "lib/tree.h"
#include "check.h"
#include "random.h"
#include <string.h>

#define MOST	   600u
#define OPERATIONS 60000u

struct element {
	struct tree_node node;
	uint32_t key;
};

static struct tree tree;
static struct element elements[MOST], *array[MOST], *spare[MOST];
static uint32_t count, spare_count;

static struct element *element_of(struct tree_node *n)
{
	return n ? container_of(n, struct element, node) : NULL;
}

static struct tree_node *node_at(uint32_t i)
{
	return i < count ? &array[i]->node : NULL;
}

/* By the tree: the first element of key or above. */
static struct element *search(uint32_t key)
{
	struct tree_node *n = tree.root, *found = NULL;

	while (n != NULL) {
		if (element_of(n)->key >= key) {
			found = n;
			n = n->child[TREE_BEFORE];
		} else {
			n = n->child[TREE_AFTER];
		}
	}
	return element_of(found);
}

static uint32_t index_of(uint32_t key)
{
	uint32_t i = 0;

	while (i < count && array[i]->key < key)
		i++;
	return i;
}

/* Few values, so that many are equal. */
static uint32_t random_value(void)
{
	return random_below(4) ? random_below(3) : random_below(1000);
}

static void insert(uint32_t key)
{
	uint32_t i = index_of(key);
	struct element *e;

	if (spare_count == 0)
		return;
	e = spare[--spare_count];
	memset(e, 0xa5, sizeof(*e));
	e->key = key;
	e->node.value = random_value();
	tree_insert(&tree, i ? node_at(i - 1) : NULL, node_at(i), &e->node);
	memmove(array + i + 1, array + i, (count - i) * sizeof(*array));
	array[i] = e;
	count++;
}

static void take(uint32_t i)
{
	struct element *e = array[i];

	tree_remove(&tree, &e->node);
	memset(e, 0x5a, sizeof(*e));
	count--;
	memmove(array + i, array + i + 1, (count - i) * sizeof(*array));
	spare[spare_count++] = e;
}

static void check_search(void)
{
	uint32_t key = random_below(5000), i = index_of(key);
	uint32_t least = random_value(), end = random_below(count + 1), k = end;

	CHECK(search(key) == (i < count ? array[i] : NULL));
	while (k > 0 && array[k - 1]->node.value < least)
		k--;
	CHECK(tree_find_value(&tree, node_at(end), least) ==
	      (k ? node_at(k - 1) : NULL));
	/* What is not found is not looked for again. */
	if (tree.root != NULL && least > 0 &&
	    tree_find_value(&tree, NULL, least) == NULL)
		CHECK(tree.root->most < least);
}

/* The rank of a branch, all of whose nodes are found to be right. */
static uint32_t check_branch(const struct tree_node *n, uint32_t *most)
{
	uint32_t greatest = n->value;

	CHECK(n->rank == 1 || n->child[0] != NULL || n->child[1] != NULL);
	for (int side = 0; side < 2; side++) {
		uint32_t rank = 0, m = 0;

		if (n->child[side] != NULL) {
			CHECK(n->child[side]->parent == n);
			CHECK(n->most >= n->child[side]->most);
			rank = check_branch(n->child[side], &m);
		}
		CHECK(n->rank == rank + 1 || n->rank == rank + 2);
		greatest = MAX(greatest, m);
	}
	*most = greatest;
	CHECK(n->most >= greatest);
	return n->rank;
}

static void check_all(void)
{
	struct tree_node *n = tree_end(&tree, TREE_BEFORE);
	uint32_t most;

	CHECK((tree.root == NULL) == (count == 0));
	if (tree.root != NULL) {
		CHECK(tree.root->parent == NULL);
		check_branch(tree.root, &most);
	}
	for (uint32_t i = 0; i < count; i++) {
		CHECK(n == node_at(i));
		if (n == NULL)
			return;
		CHECK(tree_step(n, TREE_BEFORE) == (i ? node_at(i - 1) : NULL));
		n = tree_step(n, TREE_AFTER);
	}
	CHECK(n == NULL);
	CHECK(tree_end(&tree, TREE_AFTER) ==
	      (count ? node_at(count - 1) : NULL));
}

/* Grows for a while, shrinks for a while, and so on. */
static void mix(void)
{
	for (uint32_t i = 0; i < OPERATIONS; i++) {
		uint32_t chance = (i / 3000) % 2 ? 30 : 70;

		if (random_below(100) < chance)
			insert(random_below(5000));
		else if (count > 0)
			take(random_below(count));
		if (count > 0)
			tree_set_value(node_at(random_below(count)),
				       random_value());
		check_search();
		if (i % 16 == 0)
			check_all();
	}
}

/* In order, from either end: what makes a tree without balance a list. */
static void run_up_and_down(void)
{
	while (count > 0)
		take(count - 1);
	for (uint32_t i = 0; i < MOST; i++)
		insert(i);
	check_all();
	while (count > 0)
		take(0);
	check_all();
	for (uint32_t i = 0; i < MOST; i++)
		insert(MOST - i);
	check_all();
}

static void tear_down(void)
{
	struct tree_node *n;

	while ((n = tree_take_leaf(&tree)) != NULL) {
		CHECK(n->child[TREE_BEFORE] == NULL &&
		      n->child[TREE_AFTER] == NULL);
		memset(n, 0x5a, sizeof(*n));
		count--;
	}
	CHECK(count == 0);
}

int main(void)
{
	for (uint32_t i = 0; i < MOST; i++)
		spare[spare_count++] = &elements[i];
	mix();
	run_up_and_down();
	tear_down();
	return check_done("balanced trees");
}
