# SPDX-License-Identifier: MIT
# The instruction decoder and emulator on the host.

insn_sources = arch/i386/decode.c arch/i386/opcodes.c arch/i386/opcodes_fpu.c \
	arch/i386/alu.c arch/i386/emulate.c arch/i386/strings.c

tests/host/decode: obj/host/tests/host/decode.o $(insn_sources:%.c=obj/host/%.o)
	$(LINK_HOST_TEST)

# Compared with libraries that are there for 64-bit programs only.
HOST64_CFLAGS = -std=gnu11 -O2 -g -fno-builtin -Wall -Wextra \
	-fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-include $(srcdir)/tests/host/types64.h -I$(srcdir)/kernel \
	-I$(srcdir)/kernel/abi -I$(srcdir)/arch/i386 -I$(srcdir)/tests/host \
	-I$(srcdir)/kernel/sanitize/off -I$(srcdir)/arch/i386/sanitize/off

obj/host64/%.o: $(srcdir)/%.c
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CC) $(HOST64_CFLAGS) -MMD -MP -c -o $@ $<

tests/host64/emulate: obj/host64/tests/host/emulate.o \
		$(insn_sources:%.c=obj/host64/%.o)
	@$(MKDIR_P) $(@D)
	@echo "  CCLD     $@"; $(CC) $(HOST64_CFLAGS) -o $@ $^ -lunicorn

tests/host64/decoders: obj/host64/tests/host/decoders.o \
		$(insn_sources:%.c=obj/host64/%.o)
	@$(MKDIR_P) $(@D)
	@echo "  CCLD     $@"; $(CC) $(HOST64_CFLAGS) -o $@ $^ \
		-lZydis -lcapstone -ldistorm3

-include $(shell find obj/host64 -name '*.d' 2>/dev/null)

# Any bytes at all: make fuzz-decode FUZZ_SECONDS=n.
FUZZ_SECONDS = 600
CLANG = clang
insn_fuzz_sources = $(srcdir)/tests/host/fuzz_decode.c \
	$(insn_sources:%=$(srcdir)/%)

tests/host64/fuzz-decode: $(insn_fuzz_sources) \
		$(wildcard $(srcdir)/arch/i386/*.h)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CLANG) -std=gnu11 -O1 -g \
		-fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=undefined \
		$(filter -I%,$(HOST64_CFLAGS)) \
		-include $(srcdir)/tests/host/types64.h \
		-o $@ $(insn_fuzz_sources)

.PHONY: fuzz-decode
fuzz-decode: tests/host64/fuzz-decode
	@$(MKDIR_P) obj/fuzz-decode
	tests/host64/fuzz-decode -max_len=60 -max_total_time=$(FUZZ_SECONDS) \
		-print_final_stats=1 obj/fuzz-decode
