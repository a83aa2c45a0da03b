# SPDX-License-Identifier: MIT
# What a walk of page tables costs, with and without PAE (docs/security.md).

PAGING = $(srcdir)/userland/bench/paging

image/paging: $(PAGING)/paging.c $(PAGING)/boot.asm $(PAGING)/paging.ld
	@$(MKDIR_P) $(@D) obj/paging
	$(AM_V_GEN)$(NASM) -f elf32 -o obj/paging/boot.o $(PAGING)/boot.asm
	@$(KERNEL_CC) -std=gnu11 -O2 -ffreestanding -fno-pic -Wall -Wextra \
		-Werror -c -o obj/paging/paging.o $(PAGING)/paging.c
	@$(CROSS)ld -z noexecstack --no-warn-rwx-segments -T $(PAGING)/paging.ld \
		-o $@ obj/paging/boot.o obj/paging/paging.o

# Prints the table; QEMU ends with 1, which is what the image asks for.
.PHONY: pagingbench
pagingbench: image/paging
	@timeout 120 $(QEMU) -cpu max -display none -no-reboot -monitor none \
		-serial stdio -device isa-debug-exit,iobase=0xf4 \
		-kernel image/paging | tr -d '\r'
