/* SPDX-License-Identifier: MIT */
/*
 * Programs of the guided fuzzer: calls and accesses of windows, made by up to
 * three actors at a time.  In text (program.c) a line is one operation:
 *
 *	ACTOR rN NAME ARGUMENT... [via=rM] [yield]
 *
 * Actor 0 is a process, 1 a thread of it, 2 its child; both begin at the
 * operation `start', and each does its own lines in their order.  rN is the
 * number of the operation, by which later ones name its result.  Arguments are
 *
 *	7 0x1f		a number
 *	r3 r3.1 r3+16	a result; the second of the pair it filled; plus 16
 *	r3.page r3.record	the entry of that page, the record of that
 *process, in the windows "name"		a string of the list in values.c
 *	@64		memory, at an offset in the arena
 *	{7 r3 {...}}	memory that holds these words
 *	$pages+8	an address of the list in values.c
 *	esc:77		bytes for a terminal, from a seed
 */
#ifndef TESTS_FUZZ_PROGRAM_H
#define TESTS_FUZZ_PROGRAM_H

#include "../watch.h"
#include <stddef.h>
#include <stdint.h>

#define MAX_OPS	  40
#define MAX_NODES 250
#define ACTORS	  3
#define MAX_TEXT  8000

#define ARENA	   0x30000000u
#define ARENA_SIZE 0x8000u /* the first half is for operations' words */
#define ARENA_FREE 0x4000u /* @ is from here on */

enum node_kind {
	NODE_NUMBER,
	NODE_RESULT, /* which: enum result_part; value is added */
	NODE_NAME,
	NODE_SPACE,
	NODE_WORDS,   /* count nodes from first on */
	NODE_ADDRESS, /* which: of addresses[]; value is added */
	NODE_ESCAPES,
};

enum result_part { PART_WHOLE, PART_SECOND, PART_PAGE, PART_RECORD };

struct node {
	uint8_t kind, which;
	uint16_t count; /* of words; the operation of a result */
	uint16_t first;
	uint32_t value;
};

/* What an operation does if it is none of the calls. */
enum special {
	OP_START = 1000,
	OP_LOAD,    /* address width */
	OP_STORE,   /* address width value */
	OP_LODS,    /* address width count */
	OP_STOS,    /* address width count value */
	OP_MOVS,    /* to from width count */
	OP_CMPS,    /* one other width count */
	OP_XADD,    /* address value */
	OP_CMPXCHG, /* address old new */
	OP_PUSH,    /* address */
	OP_POP,	    /* address */
	OP_FLOAT,   /* address: loads and stores 80 bits, then 128 */
	OP_CALL,    /* address: an indirect call through that word */
	OP_BATCH,   /* count: so many calls that follow are one batch */
	OP_PAUSE,   /* about so many half milliseconds */
	OP_ARGS,    /* six numbers: what accesses of call slots will use */
	OP_SPAWN,   /* fork(): the child does so many operations, and ends */
	OP_END
};

struct special_op {
	const char *name;
	uint8_t count;
	char parameters[7]; /* a(ddress) w(idth) c(ount) n(umber) */
};
extern const struct special_op special_ops[OP_END - OP_START];

struct op {
	uint16_t what; /* index of call_types, or enum special */
	uint8_t actor, count;
	uint8_t yield;
	int8_t via; /* operation whose result is a mapped frame, or -1 */
	uint16_t arg[6];
};

struct program {
	uint16_t ops, nodes;
	struct op op[MAX_OPS];
	struct node node[MAX_NODES];
};

struct parameter {
	const char *kind, *type, *name, *count;
	uint8_t may_be_null, word;
};

struct call_type {
	uint32_t slot;
	const char *name, *result;
	uint8_t single, count;
	struct parameter parameter[6];
};

extern const struct call_type *const calls;
extern const unsigned call_count;

const char *op_name(unsigned what);

/* The text of p, at most MAX_TEXT bytes; its length. */
size_t program_print(const struct program *p, char *text);

/* 0, or the number of the line that is wrong. */
int program_parse(struct program *p, const char *text);

/* Takes out nodes that nothing uses, and what points to what is not there. */
void program_clean(struct program *p);

/* A new program, and a change of one with parts of another. */
void program_generate(struct program *p);
void program_mutate(struct program *p, const struct program *other);

/* Names and addresses that programs know (values.c). */
struct address {
	const char *name;
	uint32_t value;
};
extern const char *const names[];
extern const unsigned name_count;
extern const struct address addresses[];
extern const unsigned address_count;

/* Bytes for a terminal; how many, at most size. */
size_t escapes(uint32_t seed, char *to, size_t size);

#endif
