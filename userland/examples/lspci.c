/* SPDX-License-Identifier: MIT */
/*
 * Lists what is on the PCI bus.  The bus's two ports, 0xCF8 for an address and
 * 0xCFC for the word that is there, are memory: /dev/port-pci is mapped, and
 * four ports are a page.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

#define ADDRESS 0xcf8
#define DATA	0xcfc

/* PCI Local Bus Specification, "Class Codes": class and subclass. */
static const struct {
	uint16_t code;
	const char *name;
} classes[] = {
	{ 0x0100, "SCSI controller" },
	{ 0x0101, "IDE controller" },
	{ 0x0106, "SATA controller" },
	{ 0x0108, "NVMe controller" },
	{ 0x0200, "Ethernet controller" },
	{ 0x0300, "VGA controller" },
	{ 0x0401, "Audio device" },
	{ 0x0403, "HD audio controller" },
	{ 0x0600, "Host bridge" },
	{ 0x0601, "ISA bridge" },
	{ 0x0604, "PCI bridge" },
	{ 0x0680, "Bridge" },
	{ 0x0700, "Serial controller" },
	{ 0x0c03, "USB controller" },
	{ 0x0c05, "SMBus" },
};

static volatile uint32_t *address, *data;

static uint32_t get(unsigned bus, unsigned slot, unsigned function, unsigned at)
{
	*address = 1u << 31 | bus << 16 | slot << 11 | function << 8 | at;
	return *data;
}

static const char *class_name(unsigned code)
{
	for (unsigned i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (classes[i].code == code)
			return classes[i].name;
	return "Device";
}

static void list_slot(unsigned bus, unsigned slot)
{
	unsigned functions = get(bus, slot, 0, 12) >> 23 & 1 ? 8 : 1;

	for (unsigned f = 0; f < functions; f++) {
		uint32_t id = get(bus, slot, f, 0);
		uint32_t code = get(bus, slot, f, 8) >> 16;

		if (id == UINT32_MAX)
			continue;
		printf("%02x:%02x.%u %04x: %s %04x:%04x\n", bus, slot, f, code,
		       class_name(code), id & 0xffff, id >> 16);
	}
}

int main(void)
{
	int fd = open("/dev/port-pci", O_RDWR);
	volatile char *ports;

	if (fd < 0) {
		perror("/dev/port-pci");
		return 1;
	}
	ports = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		     ADDRESS / 4 * 4096);
	if (ports == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	address = (volatile uint32_t *)ports;
	data = (volatile uint32_t *)(ports + 4096);

	for (unsigned bus = 0; bus < 256; bus++)
		for (unsigned slot = 0; slot < 32; slot++)
			if (get(bus, slot, 0, 0) != UINT32_MAX)
				list_slot(bus, slot);
	return fflush(stdout) != 0;
}
