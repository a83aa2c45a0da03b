# SPDX-License-Identifier: MIT
# trapbench: a multiboot image of its own that measures the ways into ring 0.
# Of the kernel it takes what formats text, compiled as its own assembly and
# libgcc want it: with arguments on the stack.

TRAPBENCH = $(srcdir)/userland/bench/trapbench
TRAPBENCH_FLAGS = $(filter-out -mregparm=3 -fstack-protector-strong \
	-fcallgraph-info=su,$(KERNEL_FLAGS))
trapbench_flags_from = $(TRAPBENCH)/local.mk $(srcdir)/kernel/local.mk
trapbench_objects = $(patsubst $(srcdir)/%.c,obj/trapbench/%.o,\
	$(wildcard $(TRAPBENCH)/*.c)) \
	$(patsubst $(srcdir)/%.asm,obj/trapbench/%.asm.o,\
	$(wildcard $(TRAPBENCH)/*.asm)) \
	obj/trapbench/kernel/lib/printf.o obj/trapbench/kernel/lib/string.o \
	obj/trapbench/arch/i386/memory.o

obj/trapbench/%.o: $(srcdir)/%.c $(trapbench_flags_from) | $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(KERNEL_CC) $(TRAPBENCH_FLAGS) -MMD -MP -c -o $@ $<

obj/trapbench/%.asm.o: $(srcdir)/%.asm $(TRAPBENCH)/layout.inc
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(NASM) -f elf32 -g -I$(TRAPBENCH)/ -o $@ $<

image/trapbench: $(trapbench_objects) $(TRAPBENCH)/trapbench.ld
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(CROSS)ld -z noexecstack --no-warn-rwx-segments \
		-T $(TRAPBENCH)/trapbench.ld -o $@ $(trapbench_objects) \
		`$(KERNEL_CC) -print-libgcc-file-name`

-include $(trapbench_objects:.o=.d)

noinst_DATA += image/trapbench

# The table of several boots; trapbench-plot writes it and a chart to docs/.
.PHONY: trapbench trapbench-plot
trapbench: image/trapbench
	@QEMU='$(QEMU)' $(TRAPBENCH)/report

trapbench-plot: image/trapbench
	@QEMU='$(QEMU)' GNUPLOT='$(GNUPLOT)' $(TRAPBENCH)/report \
		--plot $(srcdir)/docs/trapbench
