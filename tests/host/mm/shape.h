/* SPDX-License-Identifier: MIT */
/*
 * What the tests of address spaces know of the structures' fields: all that
 * must follow if regions, mappings or spaces come to look otherwise.
 */
#ifndef TESTS_HOST_MM_SHAPE_H
#define TESTS_HOST_MM_SHAPE_H

#include "fs/vnode.h"
#include "mm/layout.h"
#include "mm/space.h"
#include <faultline/mman.h>

#define FILES 3u

/* What a page can show: private memory, file n - 1, or the window. */
enum shown { ANONYMOUS, FILE_FIRST, WINDOW = FILE_FIRST + FILES };

/* How a page is mapped; the fields' meanings are those of struct region. */
struct look {
	bool mapped;
	uint8_t prot, max_prot, flags;
	uint8_t object;	      /* enum shown */
	uint32_t object_page; /* 0: of private memory all are alike */
};

extern struct vnode *shape_files[FILES];

/* What file shows to mappings. */
struct object *shape_object(uint32_t file);

void shape_init(void); /* makes the files and the window */
/* All is given back but the files, which this gives back. */
void shape_end(void);

/* Maps length bytes so; *where as for space_map(). */
int shape_map(struct space *s, const struct look *look, uint32_t *where,
	      uint32_t length, bool fixed);

/*
 * What an access of a program, or of the kernel for it, comes to.  -EFAULT:
 * nothing is there; -EXDEV: a window; else as space_fault() has it.
 */
int shape_fault(struct space *s, uint32_t address, enum space_access access,
		uint32_t stack_pointer, bool in_call);

/* How r maps the page at address. */
struct look shape_of(const struct region *r, uint32_t address);
/* Two regions of such pages become one, if they meet. */
bool shape_is_plain(const struct look *look);

uint32_t shape_start(const struct region *r);
uint32_t shape_end_of(const struct region *r);
struct region *shape_first(const struct space *s);
struct region *shape_last(const struct space *s);

/* What the space says of itself. */
uint32_t shape_region_count(const struct space *s);
uint32_t shape_total(const struct space *s);
uint32_t shape_resident(const struct space *s);
const struct page_tables *shape_tables(const struct space *s);
uint32_t shape_heap_end(const struct space *s);
void shape_set_heap(struct space *s, uint32_t start);
/* References to them that mappings hold. */
uint32_t shape_file_count(uint32_t file);
uint32_t shape_window_count(void);
/* Mappings that might write to it. */
uint32_t shape_writers(uint32_t file);

#endif
