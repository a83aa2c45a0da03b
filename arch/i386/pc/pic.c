/* SPDX-License-Identifier: MIT */
/* The two interrupt controllers of the PC (Intel 8259A data sheet). */
#include "cpu.h"
#include "io.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "pic.h"

#define MASTER	0x20
#define SLAVE	0xa0
#define LINES	16
#define CASCADE 2

#define ICW1_INIT 0x11 /* edge triggered, cascaded, ICW4 follows */
#define ICW4_8086 0x01
#define OCW2_EOI  0x20
#define OCW3_ISR  0x0b /* the next read gives the in-service register */

static struct irq_handler *handlers[LINES];
static uint16_t mask = 0xffff & ~(1u << CASCADE);

static void write_mask(void)
{
	outb(MASTER + 1, (uint8_t)mask);
	outb(SLAVE + 1, (uint8_t)(mask >> 8));
}

void pic_init(void)
{
	outb(MASTER, ICW1_INIT);
	outb(SLAVE, ICW1_INIT);
	outb(MASTER + 1, VECTOR_IRQ);
	outb(SLAVE + 1, VECTOR_IRQ + 8);
	outb(MASTER + 1, 1u << CASCADE);
	outb(SLAVE + 1, CASCADE);
	outb(MASTER + 1, ICW4_8086);
	outb(SLAVE + 1, ICW4_8086);
	write_mask();
}

void irq_register(int line, struct irq_handler *h)
{
	KASSERT(line >= 0 && line < LINES && line != CASCADE && !h->next);
	h->next = handlers[line];
	handlers[line] = h;
	irq_enable(line);
}

void irq_enable(int line)
{
	mask &= (uint16_t) ~(1u << line);
	write_mask();
}

/* A controller reports its line 7 also if the interrupt has gone meanwhile. */
static bool is_spurious(unsigned line)
{
	uint16_t port = line < 8 ? MASTER : SLAVE;

	if ((line & 7) != 7)
		return false;
	outb(port, OCW3_ISR);
	return !(inb(port) & 0x80);
}

void pic_interrupt(unsigned line)
{
	bool spurious = is_spurious(line);

	if (line >= 8 && !spurious)
		outb(SLAVE, OCW2_EOI);
	if (line >= 8 || !spurious)
		outb(MASTER, OCW2_EOI);
	if (spurious)
		return;
	for (struct irq_handler *h = handlers[line]; h; h = h->next)
		h->handle(h->device);
}
