/* SPDX-License-Identifier: MIT */
/* An object's pages beside an array of those that it keeps. */
#include "mm/object.h"
#include "fakes/fakes.h"
#include "mm/inject.h"
#include "random.h"

#define PLACES 400u
#define ROUNDS 20000u
#define SEED   9u

/* Indices, sorted: near each other, and as far apart as they can be. */
static uint32_t indices[PLACES];
static struct frame *model[PLACES];
static const struct object_ops ops = { .page = object_kept_page };
static struct object object;
static uint32_t wrong;

static void choose_indices(void)
{
	uint32_t index = 0;

	for (uint32_t i = 0; i < PLACES; i++) {
		indices[i] = index;
		index +=
		    1 + (i < 100 ? 0 : random_below(i < 200 ? 100 : 1u << 24));
	}
	indices[PLACES - 2] = UINT32_MAX - 1;
	indices[PLACES - 1] = UINT32_MAX;
}

static void check(void)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < PLACES; i++) {
		wrong += object_lookup(&object, indices[i]) != model[i];
		count += model[i] != NULL;
		if (i > 0 && indices[i] - indices[i - 1] > 1)
			wrong += object_lookup(&object, indices[i] - 1) != NULL;
	}
	wrong += object.count != count || object_pages() != count;
}

/* A page of zeros is made where there is none, or nothing at all. */
static void get(uint32_t i)
{
	struct frame *f;

	for (uint32_t n = random_below(2) ? 1 : UINT32_MAX;; n++) {
		uint32_t frames = fake_free_frames;

		fault_inject(n);
		f = object_get(&object, indices[i]);
		fault_inject(0);
		if (f)
			break;
		wrong += fake_free_frames != frames;
		check();
	}
	wrong += model[i] && f != model[i];
	if (!model[i])
		wrong += *(uint32_t *)frame_address(f) != 0;
	*(uint32_t *)frame_address(f) = indices[i] + 1;
	model[i] = f;
}

static void replace(uint32_t i)
{
	uint32_t free = fake_free_frames;
	struct frame *f = frame_alloc(0);

	wrong += object_insert(&object, indices[i], f) != 0;
	wrong += fake_free_frames != (model[i] ? free : free - 1);
	*(uint32_t *)frame_address(f) = indices[i] + 1;
	model[i] = f;
}

/* An object that is cut in a page keeps the page, and zeros in its end. */
static void resize(uint32_t i)
{
	uint32_t tail = random_below(2) ? 100 : 0;
	char *page = model[i] && tail ? frame_address(model[i]) : NULL;
	uint64_t size = ((uint64_t)indices[i] << PAGE_SHIFT) + tail;

	if (page)
		page[99] = page[100] = page[PAGE_SIZE - 1] = 'x';
	object_resize(&object, size);
	for (uint32_t k = tail ? i + 1 : i; k < PLACES; k++)
		model[k] = NULL;
	if (page)
		wrong += page[99] != 'x' || page[100] || page[PAGE_SIZE - 1];
	wrong += object.size != size;
	object_resize(&object, 1ull << 44);
}

int main(void)
{
	uint32_t frames;
	int objects;

	fake_init();
	frames = fake_free_frames;
	objects = fake_objects;
	random_seed(SEED);
	choose_indices();
	object_init(&object, &ops);
	object.size = 1ull << 44;
	for (uint32_t round = 0; round < ROUNDS; round++) {
		uint32_t i = random_below(PLACES);

		if (random_below(200) == 0)
			resize(i);
		else if (random_below(10) == 0)
			replace(i);
		else
			get(i);
		if (round % 64 == 0)
			check();
	}
	IS(wrong, 0);
	/* All of one branch, and the root alone. */
	object_resize(&object, 1);
	IS(object.count, model[0] != NULL);
	object_resize(&object, 0);
	IS(object.count, 0);
	IS(fake_objects, objects);
	object_resize(&object, 1ull << 44);
	get(PLACES - 1);
	get(0);
	object_clear(&object);
	IS(object_pages(), 0);
	IS(fake_free_frames, frames);
	IS(fake_objects, objects);
	return tap_done();
}
