/* SPDX-License-Identifier: MIT */
/* Integer instructions of the opcode map; the others are in opcodes_fpu.c. */
#include "opcodes.h"

/* clang-format off */

const struct operand_meaning operand_meanings[OPERAND_CODES] = {
	[Eb]  = { PLACE_MODRM_MEMORY, 1 },
	[Ew]  = { PLACE_MODRM_MEMORY, 2 },
	[Ev]  = { PLACE_MODRM_MEMORY, SIZE_V },
	[Ed]  = { PLACE_MODRM_MEMORY, 4 },
	[Eq]  = { PLACE_MODRM_MEMORY, 8 },
	[Gb]  = { PLACE_MODRM_REGISTER, 1 },
	[Gv]  = { PLACE_MODRM_REGISTER, SIZE_V },
	[Gd]  = { PLACE_MODRM_REGISTER, 4 },
	[Sw]  = { PLACE_SEGMENT, 2 },
	[Ib]  = { PLACE_IMMEDIATE, 1 },
	[Iz]  = { PLACE_IMMEDIATE, SIZE_V },
	[One] = { PLACE_ONE, 1 },
	[CL]  = { PLACE_CL, 1 },
	[Ob]  = { PLACE_OFFSET, 1 },
	[Ov]  = { PLACE_OFFSET, SIZE_V },
	[AL]  = { PLACE_ACCUMULATOR, 1 },
	[eAX] = { PLACE_ACCUMULATOR, SIZE_V },
	[Xb]  = { PLACE_SOURCE, 1 },
	[Xv]  = { PLACE_SOURCE, SIZE_V },
	[Yb]  = { PLACE_DESTINATION, 1 },
	[Yv]  = { PLACE_DESTINATION, SIZE_V },
	[Tb]  = { PLACE_TABLE, 1 },
};

/* The first four opcodes of a half row of the map's rows 0 to 3. */
#define ARITHMETIC(first, operation)                \
	[(first) + 0] = { operation, { Eb, Gb } },  \
	[(first) + 1] = { operation, { Ev, Gv } },  \
	[(first) + 2] = { operation, { Gb, Eb } },  \
	[(first) + 3] = { operation, { Gv, Ev } }

const struct opcode opcodes_one_byte[256] = {
	ARITHMETIC(0x00, INSN_ADD),
	ARITHMETIC(0x08, INSN_OR),
	ARITHMETIC(0x10, INSN_ADC),
	ARITHMETIC(0x18, INSN_SBB),
	ARITHMETIC(0x20, INSN_AND),
	ARITHMETIC(0x28, INSN_SUB),
	ARITHMETIC(0x30, INSN_XOR),
	ARITHMETIC(0x38, INSN_CMP),
	/* 62 BOUND, 63 ARPL, 6C-6F INS and OUTS: refused */
	[0x69] = { INSN_IMUL_TRUNCATE, { Gv, Ev, Iz } },
	[0x6b] = { INSN_IMUL_TRUNCATE, { Gv, Ev, Ib } },
	[0x80] = { GROUP_1, { Eb, Ib } },
	[0x81] = { GROUP_1, { Ev, Iz } },
	[0x82] = { GROUP_1, { Eb, Ib } },
	[0x83] = { GROUP_1, { Ev, Ib } },
	[0x84] = { INSN_TEST, { Eb, Gb } },
	[0x85] = { INSN_TEST, { Ev, Gv } },
	[0x86] = { INSN_XCHG, { Eb, Gb } },
	[0x87] = { INSN_XCHG, { Ev, Gv } },
	[0x88] = { INSN_STORE, { Eb, Gb } },
	[0x89] = { INSN_STORE, { Ev, Gv } },
	[0x8a] = { INSN_LOAD, { Gb, Eb } },
	[0x8b] = { INSN_LOAD, { Gv, Ev } },
	[0x8c] = { INSN_STORE, { Ew, Sw } },
	/* 8D LEA touches no memory; 8E MOV Sw, Ew: refused */
	[0x8f] = { GROUP_1A, { Ev } },
	[0xa0] = { INSN_LOAD, { AL, Ob } },
	[0xa1] = { INSN_LOAD, { eAX, Ov } },
	[0xa2] = { INSN_STORE, { Ob, AL } },
	[0xa3] = { INSN_STORE, { Ov, eAX } },
	[0xa4] = { INSN_MOVS, { Yb, Xb } },
	[0xa5] = { INSN_MOVS, { Yv, Xv } },
	[0xa6] = { INSN_CMPS, { Xb, Yb } },
	[0xa7] = { INSN_CMPS, { Xv, Yv } },
	[0xaa] = { INSN_STOS, { Yb, AL } },
	[0xab] = { INSN_STOS, { Yv, eAX } },
	[0xac] = { INSN_LODS, { AL, Xb } },
	[0xad] = { INSN_LODS, { eAX, Xv } },
	[0xae] = { INSN_SCAS, { AL, Yb } },
	[0xaf] = { INSN_SCAS, { eAX, Yv } },
	[0xc0] = { GROUP_2, { Eb, Ib } },
	[0xc1] = { GROUP_2, { Ev, Ib } },
	/* C4 LES, C5 LDS: refused */
	[0xc6] = { GROUP_11, { Eb, Iz } },
	[0xc7] = { GROUP_11, { Ev, Iz } },
	[0xd0] = { GROUP_2, { Eb, One } },
	[0xd1] = { GROUP_2, { Ev, One } },
	[0xd2] = { GROUP_2, { Eb, CL } },
	[0xd3] = { GROUP_2, { Ev, CL } },
	[0xd7] = { INSN_LOAD, { AL, Tb } },
	[0xf6] = { GROUP_3, { Eb } },
	[0xf7] = { GROUP_3, { Ev } },
	[0xfe] = { GROUP_4, { Eb } },
	[0xff] = { GROUP_5, { Ev } },
};

const struct opcode opcodes_two_byte[256] = {
	/* 00, 01 groups 6 and 7, 02 LAR, 03 LSL: refused */
	[0x40 ... 0x4f] = { INSN_CMOVCC, { Gv, Ev } },
	[0x90 ... 0x9f] = { INSN_SETCC, { Eb } },
	[0xa3] = { INSN_BT, { Ev, Gv } },
	[0xa4] = { INSN_SHLD, { Ev, Gv, Ib } },
	[0xa5] = { INSN_SHLD, { Ev, Gv, CL } },
	[0xab] = { INSN_BTS, { Ev, Gv } },
	[0xac] = { INSN_SHRD, { Ev, Gv, Ib } },
	[0xad] = { INSN_SHRD, { Ev, Gv, CL } },
	[0xaf] = { INSN_IMUL_TRUNCATE, { Gv, Ev } },
	[0xb0] = { INSN_CMPXCHG, { Eb, Gb } },
	[0xb1] = { INSN_CMPXCHG, { Ev, Gv } },
	/* B2 LSS, B4 LFS, B5 LGS: refused */
	[0xb3] = { INSN_BTR, { Ev, Gv } },
	[0xb6] = { INSN_LOAD_ZERO, { Gv, Eb } },
	[0xb7] = { INSN_LOAD_ZERO, { Gv, Ew } },
	[0xb8] = { INSN_POPCNT, { Gv, Ev } },
	[0xba] = { GROUP_8, { Ev, Ib } },
	[0xbb] = { INSN_BTC, { Ev, Gv } },
	[0xbc] = { INSN_BSF, { Gv, Ev } },
	[0xbd] = { INSN_BSR, { Gv, Ev } },
	[0xbe] = { INSN_LOAD_SIGN, { Gv, Eb } },
	[0xbf] = { INSN_LOAD_SIGN, { Gv, Ew } },
	[0xc0] = { INSN_XADD, { Eb, Gb } },
	[0xc1] = { INSN_XADD, { Ev, Gv } },
	[0xc3] = { INSN_STORE, { Ed, Gd } }, /* MOVNTI */
	[0xc7] = { GROUP_9, { Eq } },
};

#define GROUP(name) [(name) - GROUP_1]

const struct opcode opcode_groups[GROUP_END - GROUP_1][8] = {
	GROUP(GROUP_1) = {
		{ INSN_ADD }, { INSN_OR }, { INSN_ADC }, { INSN_SBB },
		{ INSN_AND }, { INSN_SUB }, { INSN_XOR }, { INSN_CMP },
	},
	GROUP(GROUP_1A) = { { INSN_POP } },
	GROUP(GROUP_2) = {
		{ INSN_ROL }, { INSN_ROR }, { INSN_RCL }, { INSN_RCR },
		{ INSN_SHL }, { INSN_SHR }, { INSN_SHL }, { INSN_SAR },
	},
	GROUP(GROUP_3) = {
		{ INSN_TEST, { NONE, Iz } }, { INSN_TEST, { NONE, Iz } },
		{ INSN_NOT }, { INSN_NEG },
		{ INSN_MUL }, { INSN_IMUL }, { INSN_DIV }, { INSN_IDIV },
	},
	GROUP(GROUP_4) = { { INSN_INC }, { INSN_DEC } },
	GROUP(GROUP_5) = {
		{ INSN_INC }, { INSN_DEC }, { INSN_CALL }, { INSN_NONE },
		{ INSN_JMP }, { INSN_NONE }, { INSN_PUSH }, { INSN_NONE },
	},
	GROUP(GROUP_8) = {
		[4] = { INSN_BT }, { INSN_BTS }, { INSN_BTR }, { INSN_BTC },
	},
	GROUP(GROUP_9) = { [1] = { INSN_CMPXCHG8B } },
	GROUP(GROUP_11) = { { INSN_STORE } },
};

#define MODIFIED (LEFT_READ | LEFT_WRITTEN)

const uint8_t operation_traits[INSN_OPERATIONS] = {
	[INSN_LOAD] = LEFT_WRITTEN,
	[INSN_STORE] = LEFT_WRITTEN,
	[INSN_LOAD_ZERO] = LEFT_WRITTEN,
	[INSN_LOAD_SIGN] = LEFT_WRITTEN,
	[INSN_ADD ... INSN_XOR] = MODIFIED | LOCKABLE,
	[INSN_CMP] = LEFT_READ,
	[INSN_TEST] = LEFT_READ,
	[INSN_ROL ... INSN_SHRD] = MODIFIED,
	[INSN_NOT] = MODIFIED | LOCKABLE,
	[INSN_NEG] = MODIFIED | LOCKABLE,
	[INSN_MUL ... INSN_IDIV] = LEFT_READ,
	[INSN_INC] = MODIFIED | LOCKABLE,
	[INSN_DEC] = MODIFIED | LOCKABLE,
	[INSN_CALL] = LEFT_READ,
	[INSN_JMP] = LEFT_READ,
	[INSN_PUSH] = LEFT_READ,
	[INSN_POP] = LEFT_WRITTEN,
	[INSN_BT] = LEFT_READ,
	[INSN_BTS ... INSN_BTC] = MODIFIED | LOCKABLE,
	[INSN_IMUL_TRUNCATE] = MODIFIED,
	[INSN_BSF ... INSN_LZCNT] = LEFT_WRITTEN,
	[INSN_XCHG ... INSN_CMPXCHG8B] = MODIFIED | LOCKABLE,
	[INSN_SETCC] = LEFT_WRITTEN,
	[INSN_CMOVCC] = LEFT_WRITTEN,
	[INSN_MOVBE_LOAD ... INSN_MOVBE_STORE] = LEFT_WRITTEN,
	[INSN_MOVS] = LEFT_WRITTEN,
	[INSN_CMPS] = LEFT_READ,
	[INSN_STOS] = LEFT_WRITTEN,
	[INSN_LODS] = LEFT_WRITTEN,
	[INSN_SCAS] = LEFT_READ,
};
