/* SPDX-License-Identifier: MIT */
/* Switching off, restarting, and leaving the emulator with a status. */
#include "cpu.h"
#include "io.h"
#include "machine/machine.h"
#include "power.h"

#define ACPI_PM1A_PIIX4 0x604  /* QEMU's pc machine */
#define ACPI_PM1A_OLD	0xb004 /* Bochs, older QEMU */
#define ACPI_SLEEP_S5	0x2000
#define KBD_COMMAND	0x64
#define KBD_RESET	0xfe

/*
 * The port of QEMU's isa-debug-exit: a value written ends it with value * 2 +
 * 1.
 */
#define DEBUG_EXIT 0xf4

static bool has_debug_exit;

void power_init(bool debug_exit)
{
	has_debug_exit = debug_exit;
}

void arch_halt(void)
{
	for (;;)
		__asm__ volatile("cli; hlt");
}

void arch_power_off(void)
{
	static const char bochs[] = "Shutdown";

	outw(ACPI_PM1A_PIIX4, ACPI_SLEEP_S5);
	outw(ACPI_PM1A_OLD, ACPI_SLEEP_S5);
	for (const char *c = bochs; *c; c++)
		outb(0x8900, (uint8_t)*c);
	arch_halt();
}

void arch_restart(void)
{
	struct {
		uint16_t limit;
		uint32_t base;
	} __attribute__((packed)) none = { 0, 0 };

	outb(KBD_COMMAND, KBD_RESET);
	for (volatile unsigned i = 0; i < 1000000; i++)
		;
	__asm__ volatile("lidt %0; int3" : : "m"(none)); /* triple fault */
	arch_halt();
}

void arch_exit(int status)
{
	if (has_debug_exit)
		outb(DEBUG_EXIT, (uint8_t)status);
	arch_power_off();
}
