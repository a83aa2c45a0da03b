# SPDX-License-Identifier: MIT
# The kernel with sanitizers and coverage: the same sources, compiled otherwise.

# Accesses call a function, which this kernel has, instead of looking at the
# shadow themselves.  0xd8000000 is SHADOW_OFFSET (arch/i386/sanitize/on).  Of
# what is undefined those parts are left out that the kernel defines for itself:
# it reads words at any address, and page 0 is no memory at all.
ADDRESS_CHECKS = -fsanitize=kernel-address -fasan-shadow-offset=0xd8000000 \
	--param asan-instrumentation-with-call-threshold=0 \
	--param asan-stack=1 --param asan-globals=1 \
	-fsanitize-address-use-after-scope
UNDEFINED_CHECKS = -fsanitize=undefined -fno-sanitize=alignment,null
TRACE = -fsanitize-coverage=trace-pc

# The marks of the stack are of 8 bytes: functions with such align it.
SANITIZED_FLAGS = $(KERNEL_BASIC_FLAGS) -Wno-error \
	-mpreferred-stack-boundary=3 -mincoming-stack-boundary=2 \
	-I$(srcdir)/kernel/sanitize/on -I$(srcdir)/arch/i386/sanitize/on

# The sanitizer itself; who keeps memory, and looks at what is free; who looks at
# stacks.
not_checked = kernel/mm/slab.c arch/i386/panic.c \
	$(filter-out %/selftest.c,$(sanitizer_sources))
# What interrupts do belongs to nobody's call.
not_traced = $(not_checked) kernel/proc/sched.c kernel/proc/timer.c \
	kernel/lib/printf.c kernel/lib/log.c arch/i386/memory.c arch/i386/pc/pic.c arch/i386/pc/clock.c

sanitizer_sources = $(patsubst $(srcdir)/%,%,$(wildcard \
	$(srcdir)/kernel/sanitize/on/*.c $(srcdir)/arch/i386/sanitize/on/*.c))
sanitized_objects = $(kernel_sources:%.c=obj-sanitized/%.o) \
	$(sanitizer_sources:%.c=obj-sanitized/%.o) \
	$(kernel_assembly:%.asm=obj-sanitized/%.asm.o) \
	obj-sanitized/gen/dispatch.o

# Functions that the compiler does not see into (wrap.c).
wrapped_functions = memcpy memset memmove page_clear page_copy copy_to_user \
	copy_from_user copy_string_from_user user_load
SANITIZED_LINK = $(KERNEL_LINK) $(wrapped_functions:%=--wrap=%)

# $(call checks,SOURCE): how it is compiled.
checks = $(if $(filter $(1),$(not_checked)),,$(ADDRESS_CHECKS) \
	$(UNDEFINED_CHECKS)) $(if $(filter $(1),$(not_traced)),,$(TRACE))
COMPILE_SANITIZED = $(KERNEL_CC) $(SANITIZED_FLAGS) -MMD -MP -c

obj-sanitized/kernel/%.o: $(srcdir)/kernel/%.c $(srcdir)/kernel/local.mk \
		$(srcdir)/kernel/sanitize/local.mk | $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(COMPILE_SANITIZED) $(call checks,kernel/$*.c) -o $@ $<

obj-sanitized/arch/%.o: $(srcdir)/arch/%.c $(srcdir)/kernel/local.mk \
		$(srcdir)/kernel/sanitize/local.mk | $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(COMPILE_SANITIZED) $(call checks,arch/$*.c) -o $@ $<

# The wrappers of handlers end with a jump to them, as in the plain kernel: the
# table of names is not checked.
obj-sanitized/gen/dispatch.o: SANITIZED_FLAGS += -fomit-frame-pointer
obj-sanitized/gen/%.o: gen/%.c $(srcdir)/kernel/local.mk \
		$(srcdir)/kernel/sanitize/local.mk | $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(COMPILE_SANITIZED) -o $@ $<
obj-sanitized/names/%.o: gen-sanitized/%.c $(srcdir)/kernel/sanitize/local.mk
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(COMPILE_SANITIZED) -o $@ $<

gen-sanitized/offsets.inc: $(srcdir)/arch/i386/offsets.c $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(KERNEL_CC) $(SANITIZED_FLAGS) -MMD -MP \
		-MF gen-sanitized/offsets.d -MT $@ -S \
		-o gen-sanitized/offsets.s $<
	@$(SED) -n 's/^[[:space:]]*@\([A-Z_0-9]*\) \$$\(.*\)$$/%define \1 \2/p' \
		gen-sanitized/offsets.s >$@.new && mv $@.new $@

obj-sanitized/arch/%.asm.o: $(srcdir)/arch/%.asm gen-sanitized/offsets.inc \
		gen/calls.inc
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(NASM) -f elf32 -g -Igen-sanitized/ -Igen/ \
		-I$(srcdir)/arch/i386/ -o $@ $<

LINK_SANITIZED = $(AM_V_GEN)$(CROSS)ld $(SANITIZED_LINK) -o $@ \
	$(sanitized_objects) $(filter %/symbols0.o %/symbols1.o,$^) \
	`$(KERNEL_CC) -print-libgcc-file-name`

obj-sanitized/faultline0: $(sanitized_objects) obj-sanitized/gen/symbols0.o \
		$(srcdir)/arch/i386/kernel.ld
	$(LINK_SANITIZED)

gen-sanitized/symbols1.c: obj-sanitized/faultline0
	$(list_symbols)

faultline-sanitized.debug: obj-sanitized/faultline0 \
		obj-sanitized/names/symbols1.o
	$(LINK_SANITIZED)

faultline-sanitized: faultline-sanitized.debug
	$(AM_V_GEN)$(CROSS)strip -o $@ $<

if SANITIZERS
faultline: faultline-sanitized
	$(AM_V_GEN)cp $< $@
faultline.debug: faultline-sanitized.debug
	$(AM_V_GEN)cp $< $@
endif

-include $(sanitized_objects:.o=.d) gen-sanitized/offsets.d
