/* SPDX-License-Identifier: MIT */
/* Doubly linked circular lists whose links are inside the elements. */
#ifndef KERNEL_LIB_LIST_H
#define KERNEL_LIB_LIST_H

#include "lib/types.h"

/* A head, or a link in an element.  An empty list's head points to itself. */
struct list {
	struct list *next;
	struct list *prev;
};

#define LIST_INIT(head)          \
	{                        \
		&(head), &(head) \
	}

static inline void list_init(struct list *l)
{
	l->next = l;
	l->prev = l;
}

static inline bool list_empty(const struct list *l)
{
	return l->next == l;
}

static inline void list_insert_after(struct list *at, struct list *l)
{
	l->next = at->next;
	l->prev = at;
	at->next->prev = l;
	at->next = l;
}

static inline void list_push_front(struct list *head, struct list *l)
{
	list_insert_after(head, l);
}

static inline void list_push_back(struct list *head, struct list *l)
{
	list_insert_after(head->prev, l);
}

/* Unlinks l, which then points to itself: removing it again does nothing. */
static inline void list_remove(struct list *l)
{
	l->prev->next = l->next;
	l->next->prev = l->prev;
	list_init(l);
}

/* Moves all elements of `from' to the end of `to'. */
static inline void list_splice(struct list *to, struct list *from)
{
	if (list_empty(from))
		return;
	from->next->prev = to->prev;
	to->prev->next = from->next;
	from->prev->next = to;
	to->prev = from->prev;
	list_init(from);
}

#define list_entry(link, type, member) container_of(link, type, member)
#define list_first(head, type, member) list_entry((head)->next, type, member)
#define list_last(head, type, member)  list_entry((head)->prev, type, member)

#define list_for_each(link, head)                              \
	for (struct list *link = (head)->next; link != (head); \
	     link = link->next)

/* The same if the body may remove link, but no other element. */
#define list_for_each_safe(link, head)                              \
	for (struct list *link = (head)->next, *next_ = link->next; \
	     link != (head); link = next_, next_ = next_->next)

#endif
