/* SPDX-License-Identifier: MIT */
/*
 * echo: a window that behaves as memory.  What is stored to a mapping of it can
 * be loaded again, but each access goes the way of an access to a window.
 * Tests compare it with memory, and benchmarks measure what the way costs.
 */
#include "dev/device.h"
#include "lib/string.h"
#include "mm/slab.h"
#include "window/window.h"

#define ECHO_MAJOR 10
#define ECHO_PAGES 2u

struct echo {
	struct object window;
	uint8_t bytes[ECHO_PAGES * PAGE_SIZE];
};

static struct echo *echo_of(struct object *w)
{
	return container_of(w, struct echo, window);
}

static int echo_load(struct object *w, const struct access *a, void *data)
{
	memcpy(data, echo_of(w)->bytes + a->offset, access_size(a));
	return 0;
}

static int echo_store(struct object *w, const struct access *a,
		      const void *data)
{
	memcpy(echo_of(w)->bytes + a->offset, data, access_size(a));
	return 0;
}

static void echo_release(struct object *w)
{
	kfree(echo_of(w));
}

static const struct object_ops window_ops = {
	.name = "echo",
	.data = true,
	.load = echo_load,
	.store = echo_store,
	.release = echo_release,
};

static int echo_open(struct device *d, struct file *f, int flags)
{
	struct echo *e = kmalloc(sizeof(*e));

	(void)d, (void)flags;
	if (!e)
		return -ENOMEM;
	object_init(&e->window, &window_ops);
	f->object = e;
	return 0;
}

static int echo_window(struct file *f, uint32_t first, uint32_t count,
		       struct object **w)
{
	struct echo *e = f->object;

	if (first >= ECHO_PAGES || count > ECHO_PAGES - first)
		return -ENXIO;
	*w = object_hold(&e->window);
	return 0;
}

static void echo_close(struct file *f)
{
	struct echo *e = f->object;

	if (e)
		object_release(&e->window);
}

static const struct file_ops echo_ops = {
	.memory = echo_window,
	.release = echo_close,
};

static struct device echo_device = {
	.name = "echo",
	.mode = S_IFCHR | 0666,
	.rdev = FL_MAKEDEV(ECHO_MAJOR, 1),
	.ops = &echo_ops,
	.open = echo_open,
};

void echo_init(void)
{
	device_register(&echo_device);
}
