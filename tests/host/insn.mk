# SPDX-License-Identifier: MIT
# The instruction decoder and emulator on the host.

insn_sources = arch/i386/decode.c arch/i386/opcodes.c arch/i386/opcodes_fpu.c \
	arch/i386/alu.c arch/i386/emulate.c arch/i386/strings.c

tests/host/decode: obj/host/tests/host/decode.o $(insn_sources:%.c=obj/host/%.o)
	$(LINK_HOST_TEST)
