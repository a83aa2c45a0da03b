/* SPDX-License-Identifier: MIT */
/* Access to ports by number, for the windows of ports. */
#include "io.h"
#include "machine/machine.h"

uint32_t arch_port_in(uint16_t port, unsigned width)
{
	if (width == 1)
		return inb(port);
	return width == 2 ? inw(port) : inl(port);
}

void arch_port_out(uint16_t port, unsigned width, uint32_t value)
{
	if (width == 1)
		outb(port, (uint8_t)value);
	else if (width == 2)
		outw(port, (uint16_t)value);
	else
		outl(port, value);
}
