# SPDX-License-Identifier: MIT
# The kernel, and what is made from the list of calls.

KERNEL_CC = $(CROSS)gcc
# Arguments in registers, no padding of the stack for SSE, which the kernel does
# not use, and a section for each function and variable: kernel.ld orders them.
KERNEL_BASIC_FLAGS = -std=gnu11 -O2 -g -ffreestanding -fno-pic \
	-mregparm=3 -mpreferred-stack-boundary=2 -ffunction-sections \
	-fdata-sections -fstack-protector-strong \
	-mstack-protector-guard=global -fno-asynchronous-unwind-tables \
	-mgeneral-regs-only -fno-omit-frame-pointer -fno-strict-aliasing -fcallgraph-info=su \
	-Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Werror \
	-I$(srcdir)/kernel -I$(srcdir)/kernel/abi -I$(srcdir)/arch/i386 -Igen
KERNEL_FLAGS = $(KERNEL_BASIC_FLAGS) -I$(srcdir)/kernel/sanitize/off \
	-I$(srcdir)/arch/i386/sanitize/off
# Called by code that the compiler makes; see arch/i386/libgcc.asm.
libgcc_functions = __divdi3 __divmoddi4 __moddi3 __udivdi3 __udivmoddi4 \
	__umoddi3 __ctzdi2 __clzdi2 __popcountdi2 __popcountsi2
KERNEL_LINK = -z noexecstack --no-warn-rwx-segments \
	$(libgcc_functions:%=--wrap=%) -T $(srcdir)/arch/i386/kernel.ld \
	--defsym=KERNEL_BASE=`$(AWK) '$$2 == "KERNEL_BASE" { print $$3 }' gen/offsets.inc`

kernel_sources = $(patsubst $(srcdir)/%,%,$(wildcard \
	$(srcdir)/kernel/*.c $(srcdir)/kernel/*/*.c \
	$(filter-out %/offsets.c,$(wildcard \
		$(srcdir)/arch/i386/*.c $(srcdir)/arch/i386/pc/*.c))))
kernel_assembly = $(patsubst $(srcdir)/%,%,$(wildcard $(srcdir)/arch/i386/*.asm))
kernel_objects = $(kernel_sources:%.c=obj/%.o) $(kernel_assembly:%.asm=obj/%.asm.o) \
	obj/gen/dispatch.o

# With --enable-sanitizers the kernel with sanitizers is `faultline'.
if SANITIZERS
plain_kernel = faultline-plain
else
plain_kernel = faultline
endif

CALLS = $(srcdir)/kernel/abi/calls.tbl
GENERATE = $(AWK) -f $(srcdir)/kernel/abi/layout.awk -f $(srcdir)/kernel/abi/gen.awk
generated = gen/faultline/calls.h gen/call/handlers.h gen/dispatch.c \
	gen/call-names.h gen/calls.inc gen/call-tests.h gen/calls.frozen gen/call-types.h

gen/faultline/calls.h: what = header
gen/call/handlers.h: what = handlers
gen/dispatch.c: what = dispatch
gen/call-names.h: what = names
gen/calls.inc: what = nasm
gen/call-tests.h: what = tests
gen/calls.frozen: what = frozen
gen/call-types.h: what = types

$(generated): $(CALLS) $(srcdir)/kernel/abi/gen.awk \
		$(srcdir)/kernel/abi/layout.awk $(srcdir)/kernel/abi/faultline/layout.h
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(GENERATE) -v make=$(what) $(CALLS) >$@.new && mv $@.new $@

# Constants for assembly: the compiler prints them, sed takes them out.
gen/offsets.inc: $(srcdir)/arch/i386/offsets.c $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(KERNEL_CC) $(KERNEL_FLAGS) -MMD -MP -MF gen/offsets.d \
		-MT $@ -S -o gen/offsets.s $<
	@$(SED) -n 's/^[[:space:]]*@\([A-Z_0-9]*\) \$$\(.*\)$$/%define \1 \2/p' \
		gen/offsets.s >$@.new && mv $@.new $@

obj/kernel/%.o: $(srcdir)/kernel/%.c $(srcdir)/kernel/local.mk | $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(KERNEL_CC) $(KERNEL_FLAGS) -MMD -MP -c -o $@ $<

obj/arch/%.o: $(srcdir)/arch/%.c $(srcdir)/kernel/local.mk | $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(KERNEL_CC) $(KERNEL_FLAGS) -MMD -MP -c -o $@ $<

# The wrappers of handlers end with a jump to them.
obj/gen/dispatch.o: KERNEL_FLAGS += -fomit-frame-pointer

obj/gen/%.o: gen/%.c $(srcdir)/kernel/local.mk | $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(KERNEL_CC) $(KERNEL_FLAGS) -MMD -MP -c -o $@ $<

obj/arch/%.asm.o: $(srcdir)/arch/%.asm gen/offsets.inc gen/calls.inc
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(NASM) -f elf32 -g -Igen/ -I$(srcdir)/arch/i386/ -o $@ $<

# Linked twice: first without names, then with a table of them, which lies
# behind all functions and so moves none.  The compiler's parts of functions go
# by the functions' names.
gen/symbols0.c: $(srcdir)/kernel/local.mk
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)printf '%s\n' '#include "symbols.h"' \
		'const struct symbol symbols[1];' \
		'const uint32_t symbol_count = 0;' >$@

obj/faultline0: $(kernel_objects) obj/gen/symbols0.o $(srcdir)/arch/i386/kernel.ld
	$(AM_V_GEN)$(CROSS)ld $(KERNEL_LINK) -o $@ $(kernel_objects) \
		obj/gen/symbols0.o `$(KERNEL_CC) -print-libgcc-file-name`

define list_symbols
$(AM_V_GEN)$(CROSS)nm -n $< | $(AWK) ' \
	BEGIN { print "#include \"symbols.h\""; \
		print "const struct symbol symbols[] = {" } \
	{ sub(/\.(cold|part|constprop|isra)[.0-9]*$$/, "", $$3) } \
	$$2 ~ /[tT]/ && $$3 !~ /\./ { n++; \
		print "\t{ 0x" $$1 ", \"" $$3 "\" }," } \
	END { print "};\nconst uint32_t symbol_count = " n ";" }' >$@.new
@mv $@.new $@
endef

gen/symbols1.c: obj/faultline0
	$(list_symbols)

# faultline.debug has all symbols; faultline is what is booted.
$(plain_kernel).debug: obj/faultline0 obj/gen/symbols1.o
	$(AM_V_GEN)$(CROSS)ld $(KERNEL_LINK) -o $@ $(kernel_objects) \
		obj/gen/symbols1.o `$(KERNEL_CC) -print-libgcc-file-name`

$(plain_kernel): $(plain_kernel).debug
	$(AM_V_GEN)$(CROSS)strip -o $@ $<

-include $(kernel_objects:.o=.d) gen/offsets.d

include kernel/sanitize/local.mk

noinst_DATA += faultline
