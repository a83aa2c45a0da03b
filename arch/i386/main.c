/* SPDX-License-Identifier: MIT */
/*
 * The start in C: finds memory and the initrd, and starts the devices and the
 * kernel.
 */
#include "pc/clock.h"
#include "cpu.h"
#include "dev/tty.h"
#include "gdt.h"
#include "guard.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "machine/machine.h"
#include "main.h"
#include "mm/frame.h"
#include "multiboot.h"
#include "paging.h"
#include "panic.h"
#include "pc/pic.h"
#include "pc/power.h"
#include "shadow.h"
#include "stack.h"
#include "thread.h"
#include "pc/uart.h"
#include "pc/vga.h"

#define LOW_MEMORY_END 0x100000 /* left to firmware and DMA */

extern char kernel_end[];

static struct boot_info info;
static char command_line[512];

struct range {
	uint32_t start, end;
};

static struct range usable[32];
static unsigned usable_count;

static void add_usable(uint64_t base, uint64_t length)
{
	uint64_t end = MIN(base + length, (uint64_t)DIRECT_LIMIT);

	base = MAX(base, (uint64_t)LOW_MEMORY_END);
	if (base < end && usable_count < ARRAY_SIZE(usable))
		usable[usable_count++] =
		    (struct range){ (uint32_t)base, (uint32_t)end };
}

static void read_memory_map(const struct multiboot_info *mb)
{
	uint32_t at = 0;

	if (!(mb->flags & MULTIBOOT_HAS_MAP)) {
		add_usable(LOW_MEMORY_END, (uint64_t)mb->mem_upper * 1024);
		return;
	}
	while (at < mb->mmap_length) {
		const struct multiboot_range *r =
		    phys_to_virt(mb->mmap_addr + at);

		if (r->type == 1)
			add_usable(r->base, r->length);
		at += r->size + sizeof(r->size);
	}
}

static void read_initrd(const struct multiboot_info *mb)
{
	const struct multiboot_module *m;

	if (!(mb->flags & MULTIBOOT_HAS_MODULES) || mb->mods_count == 0)
		panic("no initrd: the boot loader passed no module");
	m = phys_to_virt(mb->mods_addr);
	info.initrd = phys_to_virt(m->start);
	info.initrd_size = m->end - m->start;
}

/* Takes [start, end) out of the usable memory. */
static void cut_out(uint32_t start, uint32_t end)
{
	for (unsigned i = 0; i < usable_count; i++) {
		struct range *r = &usable[i];

		if (end <= r->start || start >= r->end)
			continue;
		if (end < r->end && usable_count < ARRAY_SIZE(usable))
			usable[usable_count++] = (struct range){ end, r->end };
		r->end = MAX(start, r->start);
	}
}

/*
 * Takes size bytes out of the usable memory for the kernel's records of memory:
 * the first place at a multiple of alignment.  Returns the physical address.
 */
static uint32_t place(uint32_t size, uint32_t alignment)
{
	for (unsigned i = 0; i < usable_count; i++) {
		uint32_t start =
		    (usable[i].start + alignment - 1) & ~(alignment - 1);

		if (start < usable[i].end && usable[i].end - start >= size) {
			cut_out(start, start + size);
			return start;
		}
	}
	panic("not enough memory: %u KB of it are needed for its own records",
	      size / 1024);
}

static void init_memory(const struct multiboot_info *mb)
{
	uint32_t initrd = virt_to_phys(info.initrd), top = 0, records;

	read_memory_map(mb);
	for (unsigned i = 0; i < usable_count; i++)
		top = MAX(top, usable[i].end);
	if (initrd + info.initrd_size > top)
		panic("not enough memory for the image (%zu KB)",
		      info.initrd_size / 1024);
	cut_out(0, virt_to_phys(kernel_end));
	cut_out(PAGE_ALIGN_DOWN(initrd),
		PAGE_ALIGN_UP(initrd + info.initrd_size));
	if (shadow_size(top) > 0)
		shadow_init(place(shadow_size(top), SHADOW_ALIGNMENT), top);
	records = PAGE_ALIGN_UP((top >> PAGE_SHIFT) * sizeof(struct frame));
	frame_init(phys_to_virt(place(records, PAGE_SIZE)), top >> PAGE_SHIFT);
	for (unsigned i = 0; i < usable_count; i++)
		if (usable[i].start < usable[i].end)
			frame_add_range(usable[i].start, usable[i].end);
}

static void read_command_line(const struct multiboot_info *mb)
{
	if (mb->flags & MULTIBOOT_HAS_CMDLINE)
		strlcpy(command_line, phys_to_virt(mb->cmdline),
			sizeof(command_line));
	info.command_line = command_line;
}

void arch_register_terminals(const char *console)
{
	struct tty *serial = uart_init();
	struct tty *screen = vga_init();
	struct tty *chosen = serial ? serial : screen;

	if (console && strcmp(console, "tty1") == 0)
		chosen = screen;
	tty_set_console(chosen);
}

/* boot.asm calls it with what the boot loader left in EAX and EBX. */
_Noreturn void arch_main(uint32_t magic, uint32_t address);
_Noreturn void arch_main(uint32_t magic, uint32_t address)
{
	const struct multiboot_info *mb = phys_to_virt(address);

	shadow_early();
	uart_early_init();
	vga_early_init();
	gdt_init();
	idt_init();
	if (magic != MULTIBOOT_LOADED)
		panic("not started by a multiboot loader");
	read_command_line(mb);
	power_init(strstr_word(command_line, "debugexit"));
	panic_init(strstr_word(command_line, "panic=exit"));
	cpu_probe();
	guard_init();
	read_initrd(mb);
	init_memory(mb);
	stacks_init();
	paging_protect_kernel();
	pic_init();
	clock_init();
	fpu_init();
	kernel_main(&info);
}
