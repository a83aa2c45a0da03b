/* SPDX-License-Identifier: MIT */
/*
 * String instructions.  A repeated one moves several elements at once where
 * that makes no difference: within a page, forwards, and not from bytes that it
 * has just written.  CMPS and SCAS may end at any element, so they take one
 * after the other.
 */
#include "alu.h"
#include "emulate.h"

struct string {
	struct execution *x;
	unsigned width;
	uint32_t source_base, destination_base; /* of the segments */
	uint8_t data[EMULATE_SLICE] __attribute__((aligned(4)));
};

static uint32_t index_mask(const struct insn *i)
{
	return i->address16 ? 0xffff : 0xffffffff;
}

/* The value of ESI, EDI or ECX, or of its lower half with 16-bit addresses. */
static uint32_t index_of(const struct string *s, const uint32_t *reg)
{
	return *reg & index_mask(s->x->insn);
}

static void add_index(const struct string *s, uint32_t *reg, uint32_t n)
{
	uint32_t mask = index_mask(s->x->insn);

	*reg = (*reg & ~mask) | ((*reg + n) & mask);
}

static uint32_t source(const struct string *s)
{
	return s->source_base + index_of(s, &s->x->r->esi);
}

static uint32_t destination(const struct string *s)
{
	return s->destination_base + index_of(s, &s->x->r->edi);
}

static bool has_source(unsigned operation)
{
	return operation == INSN_MOVS || operation == INSN_CMPS ||
	       operation == INSN_LODS;
}

static bool has_destination(unsigned operation)
{
	return operation != INSN_LODS;
}

/* How many elements fit before the page ends, or the index wraps. */
static uint32_t room(const struct string *s, uint32_t address, uint32_t index)
{
	uint32_t bytes = PAGE_SIZE - (address & PAGE_MASK);

	if (s->x->insn->address16)
		bytes = MIN(bytes, 0x10000 - index);
	return MAX(bytes / s->width, 1u);
}

/* How many of count elements may be moved at once. */
static uint32_t chunk(const struct string *s, uint32_t count)
{
	const struct execution *x = s->x;
	unsigned operation = x->insn->operation;
	uint32_t n = MIN(count, (uint32_t)EMULATE_SLICE / s->width);
	uint32_t distance;

	if (operation == INSN_CMPS || operation == INSN_SCAS ||
	    x->r->eflags & EFLAGS_DF)
		return 1;
	if (has_source(operation))
		n = MIN(n, room(s, source(s), index_of(s, &x->r->esi)));
	if (has_destination(operation))
		n = MIN(n, room(s, destination(s), index_of(s, &x->r->edi)));
	if (operation == INSN_MOVS) {
		/* Elements stored now may be loaded again later, so no more
		 * are moved at once than lie between the two. */
		distance = (destination(s) - source(s)) / s->width;
		n = MIN(n, MAX(distance, 1u));
	}
	return n;
}

/* How many of n elements were moved according to result, or the error. */
static int moved(int result, uint32_t n)
{
	return result == 0 ? (int)n : result;
}

static int load(struct string *s, uint32_t address, void *to, uint32_t n)
{
	struct execution *x = s->x;

	return moved(x->memory->load(x->context, address, to, s->width, n), n);
}

static int store(struct string *s, uint32_t n)
{
	struct execution *x = s->x;

	return moved(
	    x->memory->store(x->context, destination(s), s->data, s->width, n),
	    n);
}

static int movs(struct string *s, uint32_t n)
{
	int done = load(s, source(s), s->data, n);

	return done < 0 ? done : store(s, (uint32_t)done);
}

static uint32_t accumulator(const struct string *s)
{
	return insn_register(s->x->r, 0, s->width);
}

static int stos(struct string *s, uint32_t n)
{
	uint32_t value = accumulator(s);

	for (uint32_t i = 0; i < n * s->width; i++)
		s->data[i] = (uint8_t)(value >> 8 * (i % s->width));
	return store(s, n);
}

static uint32_t element(const struct string *s, uint32_t n)
{
	uint32_t value = 0;

	for (unsigned i = 0; i < s->width; i++)
		value |= (uint32_t)s->data[n * s->width + i] << 8 * i;
	return value;
}

static int lods(struct string *s, uint32_t n)
{
	int done = load(s, source(s), s->data, n);

	if (done > 0)
		insn_set_register(s->x->r, 0, s->width,
				  element(s, (uint32_t)done - 1));
	return done;
}

static int compare(struct string *s)
{
	uint32_t a = accumulator(s);
	int done;

	if (s->x->insn->operation == INSN_CMPS) {
		done = load(s, source(s), s->data, 1);
		if (done < 0)
			return done;
		a = element(s, 0);
	}
	done = load(s, destination(s), s->data, 1);
	if (done < 0)
		return done;
	alu_binary(INSN_CMP, s->width, a, element(s, 0), &s->x->flags);
	return 1;
}

/*
 * Executes up to n elements and updates the registers.  Returns how many, at
 * least 1, or an error.
 */
static int run(struct string *s, uint32_t n)
{
	struct trapframe *r = s->x->r;
	unsigned operation = s->x->insn->operation;
	uint32_t step;
	int done;

	switch (operation) {
	case INSN_MOVS:
		done = movs(s, n);
		break;
	case INSN_STOS:
		done = stos(s, n);
		break;
	case INSN_LODS:
		done = lods(s, n);
		break;
	default:
		done = compare(s);
		break;
	}
	if (done < 0)
		return done;
	step = (uint32_t)done * s->width;
	if (r->eflags & EFLAGS_DF)
		step = -step;
	if (has_source(operation))
		add_index(s, &r->esi, step);
	if (has_destination(operation))
		add_index(s, &r->edi, step);
	if (s->x->insn->repeat)
		add_index(s, &r->ecx, -(uint32_t)done);
	r->eflags =
	    (r->eflags & ~(uint32_t)ALU_FLAGS) | (s->x->flags & ALU_FLAGS);
	return done;
}

/* Does the last comparison end REPE (F3) or REPNE (F2)? */
static bool ends(const struct execution *x)
{
	bool equal = x->flags & EFLAGS_ZF;

	if (x->insn->operation != INSN_CMPS && x->insn->operation != INSN_SCAS)
		return false;
	return equal != (x->insn->repeat == 0xf3);
}

/* Executes an instruction with a repeat prefix, until ECX is 0 or it ends. */
static int repeat(struct string *s)
{
	struct execution *x = s->x;
	uint32_t count, bytes = 0;
	int done;

	while ((count = index_of(s, &x->r->ecx)) != 0) {
		done = run(s, chunk(s, count));
		if (done < 0)
			return done;
		if (ends(x))
			return 0;
		bytes += (uint32_t)done * s->width;
		if (bytes >= EMULATE_SLICE && count > (uint32_t)done) {
			bytes = 0;
			if (x->memory->pause(x->context))
				return -EAGAIN;
		}
	}
	return 0;
}

int string_execute(struct execution *x)
{
	const struct insn *i = x->insn;
	struct string s;
	unsigned n = 0;
	int done;

	s.x = x;
	s.width = i->size;
	if (has_source(i->operation))
		s.source_base =
		    i->memory[n++].address - index_of(&s, &x->r->esi);
	if (has_destination(i->operation))
		s.destination_base =
		    i->memory[n].address - index_of(&s, &x->r->edi);
	if (i->repeat)
		return repeat(&s);
	done = run(&s, 1);
	return done < 0 ? done : 0;
}
