/* SPDX-License-Identifier: MIT */
/* x87, MMX and SSE instructions of the opcode map: their memory operands. */
#include "opcodes.h"

/* clang-format off */

/* Bits of struct step_opcode's writes, by prefix. */
#define NO_PREFIX 1
#define WITH_66	  2
#define WITH_F3	  4
#define ALWAYS	  15

#define PACKED_FLOAT { { 16, 16 } }
#define ANY_FLOAT    { { 16, 16, 4, 8 } }
#define MMX_OR_SSE   { { 8, 16 } }
#define SSE_INTEGER  { { 0, 16 } }

const struct step_opcode step_two_byte[256] = {
	[0x10] = ANY_FLOAT,				/* MOVUPS, ... */
	[0x11] = { { 16, 16, 4, 8 }, ALWAYS, false },
	[0x12] = { { 8, 8, 16, 8 } },			/* MOVLPS, MOVDDUP */
	[0x13] = { { 8, 8 }, ALWAYS, false },
	[0x14 ... 0x15] = PACKED_FLOAT,			/* UNPCKLPS */
	[0x16] = { { 8, 8, 16 } },			/* MOVHPS, MOVSHDUP */
	[0x17] = { { 8, 8 }, ALWAYS, false },
	[0x28] = PACKED_FLOAT,				/* MOVAPS */
	[0x29] = { { 16, 16 }, ALWAYS, false },
	[0x2a] = { { 8, 8, 4, 4 } },			/* CVTPI2PS, ... */
	[0x2b] = { { 16, 16, 4, 8 }, ALWAYS, false },	/* MOVNTPS, ... */
	[0x2c ... 0x2d] = { { 8, 16, 4, 8 } },		/* CVTTPS2PI, ... */
	[0x2e ... 0x2f] = { { 4, 8 } },			/* UCOMISS, COMISS */
	[0x51] = ANY_FLOAT,				/* SQRTPS */
	[0x52 ... 0x53] = { { 16, 0, 4 } },		/* RSQRTPS, RCPPS */
	[0x54 ... 0x57] = PACKED_FLOAT,			/* ANDPS, ... */
	[0x58 ... 0x59] = ANY_FLOAT,			/* ADDPS, MULPS */
	[0x5a] = { { 8, 16, 4, 8 } },			/* CVTPS2PD, ... */
	[0x5b] = { { 16, 16, 16 } },			/* CVTDQ2PS, ... */
	[0x5c ... 0x5f] = ANY_FLOAT,			/* SUBPS, ... */
	[0x60 ... 0x62] = { { 4, 16 } },		/* PUNPCKLBW, ... */
	[0x63 ... 0x6b] = MMX_OR_SSE,
	[0x6c ... 0x6d] = SSE_INTEGER,
	[0x6e] = { { 4, 4 } },				/* MOVD */
	[0x6f] = { { 8, 16, 16 } },			/* MOVQ, MOVDQA, MOVDQU */
	[0x70] = { { 8, 16, 16, 16 }, 0, true },	/* PSHUFW, ... */
	[0x74 ... 0x76] = MMX_OR_SSE,
	[0x7c ... 0x7d] = { { 0, 16, 0, 16 } },		/* HADDPD, HSUBPD */
	[0x7e] = { { 4, 4, 8 }, NO_PREFIX | WITH_66, false }, /* MOVD, MOVQ */
	[0x7f] = { { 8, 16, 16 }, ALWAYS, false },
	[0xc2] = { { 16, 16, 4, 8 }, 0, true },		/* CMPPS, ... */
	[0xc4] = { { 2, 2 }, 0, true },			/* PINSRW */
	[0xc6] = { { 16, 16 }, 0, true },		/* SHUFPS */
	[0xd0] = { { 0, 16, 0, 16 } },			/* ADDSUBPD */
	[0xd1 ... 0xd5] = MMX_OR_SSE,
	[0xd6] = { { 0, 8 }, WITH_66, false },		/* MOVQ */
	[0xd8 ... 0xe5] = MMX_OR_SSE,
	[0xe6] = { { 0, 16, 8, 16 } },			/* CVTTPD2DQ, ... */
	[0xe7] = { { 8, 16 }, ALWAYS, false },		/* MOVNTQ */
	[0xe8 ... 0xef] = MMX_OR_SSE,
	[0xf0] = { { 0, 0, 0, 16 } },			/* LDDQU */
	[0xf1 ... 0xf6] = MMX_OR_SSE,
	/* F7 MASKMOVQ has no ModRM memory, but one at eDI: refused */
	[0xf8 ... 0xfe] = MMX_OR_SSE,
};

const struct step_opcode step_0f38[256] = {
	[0x00 ... 0x0b] = MMX_OR_SSE,			/* SSSE3 */
	[0x10] = SSE_INTEGER,
	[0x14 ... 0x15] = SSE_INTEGER,
	[0x17] = SSE_INTEGER,				/* PTEST */
	[0x1c ... 0x1e] = MMX_OR_SSE,			/* PABSB */
	[0x20] = { { 0, 8 } },				/* PMOVSX */
	[0x21] = { { 0, 4 } },
	[0x22] = { { 0, 2 } },
	[0x23] = { { 0, 8 } },
	[0x24] = { { 0, 4 } },
	[0x25] = { { 0, 8 } },
	[0x28 ... 0x2b] = SSE_INTEGER,
	[0x30] = { { 0, 8 } },				/* PMOVZX */
	[0x31] = { { 0, 4 } },
	[0x32] = { { 0, 2 } },
	[0x33] = { { 0, 8 } },
	[0x34] = { { 0, 4 } },
	[0x35] = { { 0, 8 } },
	[0x37 ... 0x41] = SSE_INTEGER,
	[0xc8 ... 0xcd] = { { 16 } },			/* SHA */
	[0xdb ... 0xdf] = SSE_INTEGER,			/* AES */
	/* with no prefix or 66, F0 and F1 are MOVBE */
	[0xf0] = { { 0, 0, 0, 1 } },			/* CRC32 */
	[0xf1] = { { 0, 0, 0, STEP_SIZE_V } },
};

const struct step_opcode step_0f3a[256] = {
	[0x08 ... 0x09] = { { 0, 16 }, 0, true },	/* ROUNDPS */
	[0x0a] = { { 0, 4 }, 0, true },
	[0x0b] = { { 0, 8 }, 0, true },
	[0x0c ... 0x0e] = { { 0, 16 }, 0, true },	/* BLENDPS */
	[0x0f] = { { 8, 16 }, 0, true },		/* PALIGNR */
	[0x14] = { { 0, 1 }, ALWAYS, true },		/* PEXTRB */
	[0x15] = { { 0, 2 }, ALWAYS, true },
	[0x16 ... 0x17] = { { 0, 4 }, ALWAYS, true },
	[0x20] = { { 0, 1 }, 0, true },			/* PINSRB */
	[0x21 ... 0x22] = { { 0, 4 }, 0, true },
	[0x40 ... 0x42] = { { 0, 16 }, 0, true },	/* DPPS */
	[0x44] = { { 0, 16 }, 0, true },		/* PCLMULQDQ */
	[0x60 ... 0x63] = { { 0, 16 }, 0, true },	/* PCMPESTRM */
	[0xcc] = { { 16 }, 0, true },			/* SHA1RNDS4 */
	[0xdf] = { { 0, 16 }, 0, true },		/* AESKEYGENASSIST */
};

#define R INSN_READS
#define W INSN_WRITES

const struct x87_opcode x87_opcodes[8][8] = {
	/* D8: FADD, FMUL, FCOM, FCOMP, FSUB, FSUBR, FDIV, FDIVR */
	{ [0 ... 7] = { 4, 0, R } },
	/* D9: FLD, -, FST, FSTP, FLDENV, FLDCW, FNSTENV, FNSTCW */
	{ { 4, 0, R }, { 0, 0, 0 }, { 4, 0, W }, { 4, 0, W },
	  { 28, 14, R }, { 2, 0, R }, { 28, 14, W }, { 2, 0, W } },
	/* DA: FIADD, ... */
	{ [0 ... 7] = { 4, 0, R } },
	/* DB: FILD, FISTTP, FIST, FISTP, -, FLD m80, -, FSTP m80 */
	{ { 4, 0, R }, { 4, 0, W }, { 4, 0, W }, { 4, 0, W },
	  { 0, 0, 0 }, { 10, 0, R }, { 0, 0, 0 }, { 10, 0, W } },
	/* DC: FADD m64, ... */
	{ [0 ... 7] = { 8, 0, R } },
	/* DD: FLD, FISTTP, FST, FSTP, FRSTOR, -, FNSAVE, FNSTSW */
	{ { 8, 0, R }, { 8, 0, W }, { 8, 0, W }, { 8, 0, W },
	  { 108, 94, R }, { 0, 0, 0 }, { 108, 94, W }, { 2, 0, W } },
	/* DE: FIADD m16, ... */
	{ [0 ... 7] = { 2, 0, R } },
	/* DF: FILD, FISTTP, FIST, FISTP, FBLD, FILD m64, FBSTP, FISTP m64 */
	{ { 2, 0, R }, { 2, 0, W }, { 2, 0, W }, { 2, 0, W },
	  { 10, 0, R }, { 8, 0, R }, { 10, 0, W }, { 8, 0, W } },
};

/*
 * FXSAVE leaves parts of its 512 bytes as they are.  So they are loaded before,
 * and what is stored afterwards has the same bytes there.
 */
const struct group15_opcode group15_opcodes[8] = {
	{ 512, R | W }, /* FXSAVE */
	{ 512, R },	/* FXRSTOR */
	{ 4, R },	/* LDMXCSR */
	{ 4, W },	/* STMXCSR */
};
