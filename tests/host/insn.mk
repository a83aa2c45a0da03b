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
	-I$(srcdir)/kernel/abi -I$(srcdir)/arch/i386 -I$(srcdir)/tests/host

obj/host64/%.o: $(srcdir)/%.c
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CC) $(HOST64_CFLAGS) -MMD -MP -c -o $@ $<

tests/host64/emulate: obj/host64/tests/host/emulate.o \
		$(insn_sources:%.c=obj/host64/%.o)
	@$(MKDIR_P) $(@D)
	@echo "  CCLD     $@"; $(CC) $(HOST64_CFLAGS) -o $@ $^ -lunicorn

-include $(shell find obj/host64 -name '*.d' 2>/dev/null)
