/* SPDX-License-Identifier: MIT */
/* Programs use their memory: as the processor would, with page faults. */
#include "fakes/fakes.h"
#include "fakes/mmu.h"
#include "random.h"
#include "step.h"

static bool is_allowed(struct fake_entry e, enum space_access access)
{
	return e.frame && !e.hidden && (access == SPACE_READ || e.writable);
}

/* As the processor does it: a fault only where the entry does not allow it. */
static long access_act(struct step *s)
{
	uint32_t address = PAGE_AT(s->first) + random_below(PAGE_SIZE);
	const struct page_tables *pt = shape_tables(s->w->space);
	struct fake_entry e = fake_entry(pt, address);
	int error;

	if (is_allowed(e, s->access))
		return 0;
	error = shape_fault(s->w->space, address, s->access, s->number,
			    random_below(2));
	must(error || is_allowed(fake_entry(pt, address), s->access),
	     "a fault has provided no page");
	return error;
}

/* Where the stack would end if it grew to the page; 0: it does not grow. */
static uint32_t grown_stack(const struct step *s)
{
	struct page *pages = s->w->pages;
	uint32_t top = s->first, end;

	while (top < PAGES && !pages[top].look.mapped)
		top++;
	if (top == PAGES || !(pages[top].look.flags & REGION_STACK) ||
	    pages[top].look.prot == PROT_NONE)
		return 0;
	if (s->first > 0 && pages[s->first - 1].look.mapped)
		return 0; /* no room for the guard page */
	for (end = top; end < PAGES && pages[end].look.flags & REGION_STACK;)
		end++;
	return (end - s->first) * PAGE_SIZE <= s->w->stack_limit ? top : 0;
}

static long access_wanted(const struct step *s)
{
	const struct page *p = &s->w->pages[s->first];

	if (!p->look.mapped)
		return -EFAULT;
	if (p->look.object == WINDOW)
		return -EXDEV;
	if (s->access == SPACE_WRITE ? !(p->look.prot & PROT_WRITE)
				     : p->look.prot == PROT_NONE)
		return -EACCES;
	return model_is_backed(p) ? 0 : -ENXIO;
}

static void write_value(const struct step *s)
{
	struct page *p = &s->w->pages[s->first];
	struct fake_entry e =
	    fake_entry(shape_tables(s->w->space), PAGE_AT(s->first));
	uint32_t *word = frame_address(e.frame), value = random_word();

	must_be(*word, model_value(p));
	*word = value;
	if (p->look.object != ANONYMOUS && p->look.flags & REGION_SHARED) {
		model_files[p->look.object - FILE_FIRST]
		    .value[p->look.object_page] = value;
	} else {
		p->own = true;
		p->value = value;
	}
}

static void use_page(struct step *s)
{
	uint32_t top = 0;
	long wanted;

	s->act = access_act;
	s->access = random_below(2) ? SPACE_WRITE : SPACE_READ;
	/* A failure grows the stack, or not: its program cannot tell. */
	if (!s->w->pages[s->first].look.mapped &&
	    s->number <= PAGE_AT(s->first) + 65536)
		top = grown_stack(s);
	if (top) {
		struct look l = s->w->pages[top].look;

		must(access_act(s) != -EFAULT, "the stack does not grow");
		model_map(s->w, s->first, top - s->first, l);
	}
	wanted = access_wanted(s);
	must_be(perform(s), wanted);
	if (wanted == 0 && s->access == SPACE_WRITE)
		write_value(s);
}

void step_access(void)
{
	struct step s = some_range("access");

	use_page(&s);
}

/* Below what the stack has, with a stack pointer near the limit of 64 KB. */
void step_push(void)
{
	struct step s = { .name = "push", .w = some_world() };

	s.first = STACK_END - 1 - random_below(60);
	s.number = random_below(3) ? PAGE_AT(s.first)
				   : PAGE_AT(s.first) + 65536 + 4096 * 2 -
					 4096 * random_below(4);
	/* Where in the page is random; only whole pages are sure. */
	if (s.number > PAGE_AT(s.first) + 65536 &&
	    s.number <= PAGE_AT(s.first) + 65536 + PAGE_SIZE)
		return;
	use_page(&s);
}

void step_stack_limit(void)
{
	struct world *w = some_world();

	place.name = "stack limit";
	w->stack_limit = random_below(60 * PAGE_SIZE);
	space_set_stack_limit(w->space, w->stack_limit);
}
