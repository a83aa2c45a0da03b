/* SPDX-License-Identifier: MIT */
/*
 * I/O ports as memory.  Port p is in page p / 4 of a device, at offset p % 4,
 * and four ports to a page let a process map no more than it needs.  A load
 * reads a port, and a store writes it.
 *
 * The devices belong to the superuser, who grants them to others by their mode
 * or owner, or by passing an open descriptor on.
 */
#include "dev/device.h"
#include "machine/machine.h"
#include "window/window.h"

#define PORTS_MAJOR    11
#define PORTS_PER_PAGE 4u
#define PORT_COUNT     65536u

#define PIT_COMMAND  0x43
#define SPEAKER_GATE 0x61

struct port_range {
	uint32_t first, last; /* both included; last 0: no range */
};

/*
 * filter may be NULL.  Else only bytes can be written, and it returns what is
 * written instead of value, or -errno.
 */
struct port_device {
	struct device device;
	struct object window;
	struct port_range ranges[3];
	long (*filter)(uint32_t port, uint32_t value);
};

static bool has_ports(const struct port_device *d, uint32_t first,
		      uint32_t last)
{
	for (unsigned i = 0; i < ARRAY_SIZE(d->ranges); i++)
		if (d->ranges[i].last != 0 && first >= d->ranges[i].first &&
		    last <= d->ranges[i].last)
			return true;
	return false;
}

/*
 * The first port of an access; -ENXIO: it crosses the end of the four ports;
 * -EACCES: the device does not have them all.
 */
static int decode(struct object *w, const struct access *a,
		  const struct port_device **device)
{
	uint32_t in_page = a->offset & PAGE_MASK;
	uint32_t port = (a->offset >> PAGE_SHIFT) * PORTS_PER_PAGE + in_page;

	*device = container_of(w, struct port_device, window);
	if (in_page + a->width > PORTS_PER_PAGE)
		return -ENXIO;
	if (!has_ports(*device, port, port + a->width - 1))
		return -EACCES;
	return (int)port;
}

static int port_load(struct object *w, const struct access *a, void *data)
{
	const struct port_device *d;
	int port = decode(w, a, &d);
	uint32_t value;

	if (port < 0)
		return port;
	value = arch_port_in((uint16_t)port, a->width);
	for (uint32_t i = 0; i < a->width; i++)
		((uint8_t *)data)[i] = (uint8_t)(value >> 8 * i);
	return 0;
}

static int port_store(struct object *w, const struct access *a,
		      const void *data)
{
	const struct port_device *d;
	int port = decode(w, a, &d);
	long value = 0;

	if (port < 0)
		return port;
	for (uint32_t i = 0; i < a->width; i++)
		value |= (long)((uint32_t)((const uint8_t *)data)[i] << 8 * i);
	if (d->filter) {
		if (a->width != 1)
			return -EINVAL;
		value = d->filter((uint32_t)port, (uint32_t)value);
		if (value < 0)
			return (int)value;
	}
	arch_port_out((uint16_t)port, a->width, (uint32_t)value);
	return 0;
}

static const struct object_ops window_ops = {
	.name = "ports",
	.load = port_load,
	.store = port_store,
};

/* Allows channel 2 of the timer, and of port 0x61 the speaker's two bits. */
static long speaker_filter(uint32_t port, uint32_t value)
{
	if (port == PIT_COMMAND && (value & 0xc0) != 0x80)
		return -EACCES;
	if (port == SPEAKER_GATE)
		return (long)((arch_port_in(SPEAKER_GATE, 1) & ~3u) |
			      (value & 3));
	return (long)value;
}

static int port_window(struct file *f, uint32_t first, uint32_t count,
		       struct object **w);

static const struct file_ops port_ops = {
	.memory = port_window,
};

#define PORT_DEVICE(text, minor)                                         \
	{                                                                \
		.name = text, .mode = S_IFCHR | 0600,                    \
		.rdev = FL_MAKEDEV(PORTS_MAJOR, minor), .ops = &port_ops \
	}
#define PORT_WINDOW(minor) OBJECT_INIT(devices[minor].window, &window_ops)

static struct port_device devices[] = {
	{ PORT_DEVICE("ports", 0),
	  PORT_WINDOW(0),
	  { { 0, PORT_COUNT - 1 } },
	  NULL },
	{ PORT_DEVICE("port-rtc", 1),
	  PORT_WINDOW(1),
	  { { 0x70, 0x77 } },
	  NULL },
	{ PORT_DEVICE("port-pci", 2),
	  PORT_WINDOW(2),
	  { { 0xcf8, 0xcff } },
	  NULL },
	{ PORT_DEVICE("port-speaker", 3),
	  PORT_WINDOW(3),
	  { { 0x42, 0x43 }, { 0x61, 0x61 } },
	  speaker_filter },
};

static int port_window(struct file *f, uint32_t first, uint32_t count,
		       struct object **w)
{
	struct port_device *d = devices;

	while (d->device.rdev != f->vnode->rdev)
		d++;
	if (count > PORT_COUNT / PORTS_PER_PAGE ||
	    first > PORT_COUNT / PORTS_PER_PAGE - count)
		return -ENXIO;
	*w = object_hold(&d->window);
	return 0;
}

void ports_init(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(devices); i++)
		device_register(&devices[i].device);
}
