/* SPDX-License-Identifier: MIT */
/* The information of a boot loader (Multiboot Specification 0.6.96). */
#ifndef ARCH_I386_MULTIBOOT_H
#define ARCH_I386_MULTIBOOT_H

#include "lib/types.h"

#define MULTIBOOT_LOADED 0x2badb002

#define MULTIBOOT_HAS_MEMORY  0x001
#define MULTIBOOT_HAS_CMDLINE 0x004
#define MULTIBOOT_HAS_MODULES 0x008
#define MULTIBOOT_HAS_MAP     0x040

struct multiboot_info {
	uint32_t flags;
	uint32_t mem_lower, mem_upper; /* KB below and above 1 MB */
	uint32_t boot_device;
	uint32_t cmdline;
	uint32_t mods_count, mods_addr;
	uint32_t syms[4];
	uint32_t mmap_length, mmap_addr;
};

struct multiboot_module {
	uint32_t start, end, string, reserved;
};

struct multiboot_range {
	uint32_t size; /* of the rest of the record */
	uint64_t base, length;
	uint32_t type; /* 1: usable */
} __attribute__((packed));

#endif
