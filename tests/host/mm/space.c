/* SPDX-License-Identifier: MIT */
/*
 * Address spaces do as a simple model of them does: long random sequences of
 * all that changes one, with allocations that fail on the way.
 */
#include "fakes/fakes.h"
#include "fakes/mmu.h"
#include "random.h"
#include "step.h"
#include <stdio.h>
#include <string.h>

#define SEEDS	   4u
#define STEPS	   1200u
#define HEAP	   100u /* the page at which it starts */
#define FIRST_PART 4u	/* pages that the stack has at first */

static long map_act(struct step *s)
{
	uint32_t where = PAGE_AT(s->first);
	long result = shape_map(s->w->space, &s->look, &where,
				s->count * PAGE_SIZE, s->fixed);

	s->to = (where - MAPPING_START) / PAGE_SIZE;
	return result;
}

/* POSIX lets mmap() unmap what lay in the way, and fail. */
static void map_may_remain(const struct step *s)
{
	if (s->fixed)
		model_unmap(s->w, s->first, s->count);
}

static struct look some_look(void)
{
	struct look l = {
		.prot = some_protection(),
		.max_prot = PROT_ALL,
		.object = random_below(2)
			      ? ANONYMOUS
			      : (uint8_t)(FILE_FIRST + random_below(FILES + 1)),
	};

	if (l.object != ANONYMOUS) {
		l.object_page = random_below(12);
		if (l.object == WINDOW || random_below(2))
			l.flags = REGION_SHARED;
	}
	if (l.flags & REGION_SHARED && !(l.prot & PROT_WRITE) &&
	    random_below(2))
		l.max_prot = PROT_READ | PROT_EXEC;
	if (l.object != WINDOW && random_below(20) == 0)
		l.flags |= REGION_LOCKED;
	return l;
}

static void map(void)
{
	struct step s = some_range("map");
	uint32_t wanted = s.first;
	long result;

	s.act = map_act;
	s.look = some_look();
	s.fixed = random_below(2);
	if (s.fixed)
		s.may_remain = map_may_remain;
	else if (!model_is_free(s.w, s.first, s.count))
		wanted = model_hole(s.w, s.count);
	result = perform(&s);
	if (wanted == PAGES) {
		must_be(result, -ENOMEM);
		return;
	}
	must_be(result, 0);
	must_be(s.to, wanted);
	model_map(s.w, wanted, s.count, s.look);
	/* It grows its neighbour below or, else, above. */
	if (joins(s.w, wanted))
		must(is_joined(s.w, wanted), "not joined below");
	else if (joins(s.w, wanted + s.count))
		must(is_joined(s.w, wanted + s.count), "not joined above");
}

static long unmap_act(struct step *s)
{
	return space_unmap(s->w->space, PAGE_AT(s->first),
			   s->count * PAGE_SIZE);
}

static void unmap(void)
{
	struct step s = some_range("unmap");

	s.act = unmap_act;
	must_be(perform(&s), 0);
	model_unmap(s.w, s.first, s.count);
}

static long check_protection(const struct step *s, uint8_t prot)
{
	for (uint32_t i = s->first; i < s->first + s->count; i++) {
		const struct look *l = &s->w->pages[i].look;

		if (!l->mapped)
			return -ENOMEM;
		if (prot & ~l->max_prot)
			return -EACCES;
	}
	return 0;
}

static long protect_act(struct step *s)
{
	return space_protect(s->w->space, PAGE_AT(s->first),
			     s->count * PAGE_SIZE, s->look.prot);
}

static void protect(void)
{
	struct step s = some_range("protect");
	long wanted;

	s.act = protect_act;
	s.look.prot = some_protection();
	wanted = check_protection(&s, s.look.prot);
	must_be(perform(&s), wanted);
	if (wanted != 0)
		return;
	model_protect(s.w, s.first, s.count, s.look.prot);
	must_be_joined(s.w, s.first, s.count);
}

static long move_act(struct step *s)
{
	return space_move(s->w->space, PAGE_AT(s->first), PAGE_AT(s->to),
			  s->count);
}

static void move_may_remain(const struct step *s)
{
	model_unmap(s->w, s->to, s->count);
}

static long move_wanted(const struct step *s)
{
	const struct look *l = &s->w->pages[s->first].look;
	struct region *r;

	if (!l->mapped || l->object == WINDOW || l->flags & REGION_STACK)
		return -EINVAL;
	if (s->first < s->to + s->count && s->to < s->first + s->count)
		return -EINVAL;
	r = space_find(s->w->space, PAGE_AT(s->first));
	return shape_end_of(r) < PAGE_AT(s->first + s->count) ? -EINVAL : 0;
}

static void move(void)
{
	struct step s = some_range("move");
	long wanted;

	s.act = move_act;
	s.may_remain = move_may_remain;
	s.to = random_below(PAGES - s.count + 1);
	wanted = move_wanted(&s);
	must_be(perform(&s), wanted);
	if (wanted != 0)
		return;
	model_move(s.w, s.first, s.to, s.count);
	must_be_joined(s.w, s.to, s.count);
}

static long lock_act(struct step *s)
{
	return space_lock(s->w->space, PAGE_AT(s->first), s->count * PAGE_SIZE,
			  s->lock);
}

/* Pages that cannot be made present: the range is locked nevertheless. */
static void lock_may_remain(const struct step *s)
{
	model_lock(s->w, s->first, s->count, s->lock);
	model_learn_copies(s->w, s->first, s->count);
}

static void must_be_present(struct world *w, uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i < first + count; i++) {
		const struct page *p = &w->pages[i];

		if (!p->look.mapped || p->look.object == WINDOW ||
		    p->look.prot == PROT_NONE || !model_is_backed(p))
			continue;
		must(fake_entry(shape_tables(w->space), PAGE_AT(i)).frame,
		     "a locked page is not present");
	}
}

static void lock(void)
{
	struct step s = some_range("lock");
	long wanted = check_protection(&s, 0);

	s.act = lock_act;
	s.may_remain = lock_may_remain;
	s.lock = random_below(3);
	must_be(perform(&s), wanted);
	if (wanted != 0)
		return;
	model_lock(s.w, s.first, s.count, s.lock);
	model_learn_copies(s.w, s.first, s.count);
	must_be_joined(s.w, s.first, s.count);
	if (s.lock)
		must_be_present(s.w, s.first, s.count);
}

static long lock_all_act(struct step *s)
{
	return space_lock_all(s->w->space, s->lock);
}

static void lock_all(void)
{
	struct step s = { .name = "lock all",
			  .act = lock_all_act,
			  .may_remain = lock_may_remain,
			  .w = some_world(),
			  .count = PAGES,
			  .lock = random_below(3) == 0 };

	must_be(perform(&s), 0);
	model_lock(s.w, 0, PAGES, s.lock);
	model_learn_copies(s.w, 0, PAGES);
	if (s.lock)
		must_be_present(s.w, 0, PAGES);
}

static long brk_act(struct step *s)
{
	return space_brk(s->w->space, s->number);
}

static void brk_(void)
{
	struct step s = { .name = "brk", .act = brk_act, .w = some_world() };
	uint32_t old =
	    (PAGE_ALIGN_UP(s.w->heap_end) - MAPPING_START) >> PAGE_SHIFT;
	uint32_t new;
	long wanted = 0;

	s.number = PAGE_AT(HEAP) + random_below(40 * PAGE_SIZE);
	if (random_below(10) == 0)
		s.number = random_below(2) ? PAGE_AT(HEAP) - 1
					   : MAPPING_END + random_below(9000);
	new = (PAGE_ALIGN_UP(s.number) - MAPPING_START) >> PAGE_SHIFT;
	if (s.number < PAGE_AT(HEAP) || s.number > MAPPING_END ||
	    (new > old && (new > PAGES || !model_is_free(s.w, old, new - old))))
		wanted = -ENOMEM;
	must_be(perform(&s), wanted);
	if (wanted != 0)
		return;
	s.w->heap_end = s.number;
	if (new > old)
		model_map(s.w, old, new - old,
			  (struct look){ .prot = PROT_READ | PROT_WRITE,
					 .max_prot = PROT_ALL });
	else
		model_unmap(s.w, new, old - new);
}

/* --- Files. --- */

static void truncate_(void)
{
	uint32_t file = random_below(FILES);
	uint64_t size = random_below(FILE_PAGES / 2) * PAGE_SIZE;

	place.name = "truncate";
	if (random_below(2))
		size += 8; /* the page's value stays */
	must_be(vnode_truncate(shape_files[file], size), 0);
	model_truncate(file, size);
}

static void write_file(void)
{
	uint32_t file = random_below(FILES), index, value = random_word();
	struct file_model *m = &model_files[file];
	struct frame *f;

	place.name = "write to a file";
	if (m->size == 0)
		return;
	index = random_below((uint32_t)(PAGE_ALIGN_UP(m->size) >> PAGE_SHIFT));
	f = object_get(shape_object(file), index);
	must(f, "no page of the file");
	*(uint32_t *)frame_address(f) = value;
	m->value[index] = value;
}

/* --- Spaces. --- */

static long fork_act(struct step *s)
{
	s->other->space = space_fork(s->w->space);
	return s->other->space ? 0 : -ENOMEM;
}

static void fork_(void)
{
	struct step s = { .name = "fork", .act = fork_act, .w = some_world() };
	struct space *made;

	s.other = &worlds[random_below(WORLDS)];
	if (s.other->space)
		return;
	must_be(perform(&s), 0);
	made = s.other->space;
	*s.other = *s.w;
	s.other->space = made;
	for (uint32_t i = 0; i < PAGES; i++)
		s.other->pages[i].look.flags &= (uint8_t)~REGION_LOCKED;
}

static void forget(struct world *w)
{
	space_release(w->space);
	memset(w, 0, sizeof(*w));
}

static void release(void)
{
	struct world *w = some_world();
	uint32_t others = 0;

	place.name = "release";
	for (uint32_t i = 0; i < WORLDS; i++)
		others += worlds[i].space && &worlds[i] != w;
	if (others > 0)
		forget(w);
}

static void begin(void)
{
	struct world *w = &worlds[0];
	struct look stack = { .prot = PROT_READ | PROT_WRITE,
			      .max_prot = PROT_ALL,
			      .flags = REGION_STACK };
	uint32_t where = PAGE_AT(STACK_END - FIRST_PART);

	place.name = "begin";
	w->space = space_create();
	w->stack_limit = 40 * PAGE_SIZE;
	space_place(w->space, PAGE_AT(STACK_END), HOLE_GAP * PAGE_SIZE);
	space_set_stack_limit(w->space, w->stack_limit);
	shape_set_heap(w->space, PAGE_AT(HEAP));
	w->heap_end = PAGE_AT(HEAP);
	must_be(
	    shape_map(w->space, &stack, &where, FIRST_PART * PAGE_SIZE, true),
	    0);
	model_map(w, STACK_END - FIRST_PART, FIRST_PART, stack);
}

static void step(void)
{
	static void (*const operations[])(void) = {
		map,
		map,
		map,
		map,
		unmap,
		protect,
		move,
		move,
		lock,
		step_access,
		step_access,
		step_access,
		step_access,
		step_access,
		step_access,
		step_push,
		truncate_,
		write_file,
		brk_,
		fork_,
		fork_,
		write_file,
		step_stack_limit,
		protect,
	};
	uint32_t chance = random_below(100);
	const char *wrong;

	place.w = NULL;
	if (chance == 0)
		lock_all();
	else if (chance == 1)
		release();
	else
		operations[random_below(ARRAY_SIZE(operations))]();
	/* The others are looked at now and then; it takes time. */
	if (place.w && place.w->space && place.step % 16)
		wrong = model_compare(place.w);
	else
		wrong = model_compare_all();
	if (wrong)
		fail("%s", wrong);
}

static void run(uint32_t seed)
{
	uint32_t frames = fake_free_frames, pages = mmu_pages();
	int objects = fake_objects;

	place.seed = seed;
	random_seed(seed);
	shape_init();
	begin();
	for (place.step = 0; place.step < STEPS; place.step++)
		step();
	place.name = "end";
	for (uint32_t i = 0; i < WORLDS; i++)
		if (worlds[i].space)
			forget(&worlds[i]);
	must(!model_compare_all(), "references are left");
	shape_end();
	memset(model_files, 0, sizeof(model_files));
	must_be(fake_free_frames, frames);
	must_be(mmu_pages(), pages);
	must_be(fake_objects, objects);
}

int main(void)
{
	fake_init();
	shape_init(); /* what the root directory grows by stays */
	shape_end();
	for (uint32_t seed = 1; seed <= SEEDS; seed++)
		run(seed);
	printf("ok 1 - address spaces are as their model\n1..1\n");
	return 0;
}
