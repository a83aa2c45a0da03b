/* SPDX-License-Identifier: MIT */
/* Address spaces as arrays with an element for each page. */
#ifndef TESTS_HOST_MM_MODEL_H
#define TESTS_HOST_MM_MODEL_H

#include "shape.h"

/* The pages that the model has; they lie in two tables of pages. */
#define PAGES	   1024u
#define PAGE_AT(i) (MAPPING_START + (i)*PAGE_SIZE)
#define STACK_END  PAGES
#define HOLE_GAP   7u
#define WORLDS	   4u
#define FILE_PAGES 48u

struct page {
	struct look look;
	bool own;	/* it holds a value of its own */
	uint32_t value; /* then this one */
};

/* A space, and what it should be. */
struct world {
	struct space *space; /* NULL: none */
	struct page pages[PAGES];
	uint32_t heap_end, stack_limit;
};

struct file_model {
	uint64_t size;
	uint32_t value[FILE_PAGES];
};

extern struct world worlds[WORLDS];
extern struct file_model model_files[FILES];

void model_unmap(struct world *w, uint32_t first, uint32_t count);
void model_map(struct world *w, uint32_t first, uint32_t count, struct look l);
void model_protect(struct world *w, uint32_t first, uint32_t count,
		   uint8_t prot);
void model_lock(struct world *w, uint32_t first, uint32_t count, bool lock);
void model_move(struct world *w, uint32_t from, uint32_t to, uint32_t count);
/* The copies of file pages that making [first, first + count) present made. */
void model_learn_copies(struct world *w, uint32_t first, uint32_t count);
void model_truncate(uint32_t file, uint64_t size);

bool model_is_free(const struct world *w, uint32_t first, uint32_t count);
/* The page at which the highest free range begins; PAGES: there is none. */
uint32_t model_hole(const struct world *w, uint32_t count);
/* What a program reads there. */
uint32_t model_value(const struct page *p);
/* Does its object have the page? */
bool model_is_backed(const struct page *p);

/* NULL: the space is as the model says; else what is not. */
const char *model_compare(const struct world *w);
/* And all spaces, and what they refer to. */
const char *model_compare_all(void);

#endif
