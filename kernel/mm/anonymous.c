/* SPDX-License-Identifier: MIT */
/* Memory without a file: private, and shared. */
#include "machine/memory.h"
#include "mm/object.h"
#include "mm/slab.h"

static struct slab_cache shared_cache =
    SLAB_CACHE_INIT_KEPT(shared_cache, "shared memory", struct object);

static int zero_page(struct object *o, const struct page_request *q,
		     struct frame **f)
{
	(void)o;
	*f = !q->last && frames_are_short() ? NULL : frame_alloc_raw(0);
	if (!*f)
		return -ENOMEM;
	page_clear(frame_address(*f));
	return 0;
}

static const struct object_ops zero_ops = {
	.name = "private memory",
	.page = zero_page,
	.fresh = true,
};

struct object zero_object = OBJECT_INIT(zero_object, &zero_ops);

static void shared_release(struct object *o)
{
	KASSERT(list_empty(&o->mappings) && o->writers == 0);
	object_clear(o);
	slab_free(&shared_cache, o);
}

static const struct object_ops shared_ops = {
	.name = "shared memory",
	.page = object_kept_page,
	.release = shared_release,
};

struct object *object_create_shared(uint64_t size)
{
	struct object *o = slab_alloc_raw(&shared_cache);

	if (!o)
		return NULL;
	object_init(o, &shared_ops);
	o->size = size;
	return o;
}
