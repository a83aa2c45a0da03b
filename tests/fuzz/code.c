/* SPDX-License-Identifier: MIT */
/*
 * Random instructions.  They lie in a page that can be written and executed,
 * run with registers that point at windows, and end in a jump back; most end
 * in a signal before that.
 */
#include "fuzz.h"
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <faultline/window.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE	  4096u
#define CODE_RUNS 64 /* of the same instructions, with other registers */

static unsigned char *code;
#define SERVED 2
static uint32_t windows[8]; /* addresses of windows that we have mapped */
static uint32_t stack[4096];

/* In code_run.S: loads registers, jumps to the code, and saves nothing. */
struct registers {
	uint32_t eax, ebx, ecx, edx, esi, edi, ebp, esp, eflags, target;
};
void code_run(const struct registers *r);
void code_back(void);

static uint32_t map_window(int fd, uint32_t length, int prot)
{
	return (uint32_t)mmap(NULL, length, prot, MAP_SHARED, fd, 0);
}

/* A window that nobody serves: each access takes its time, and fails. */
static int create_served(void)
{
	int pair[2] = { -1, -1 };

	*ARG1 = 3 * PAGE;
	*ARG2 = 1;
	*ARG3 = (uint32_t)pair;
	(void)*CALL_WINDOW_CREATE;
	return pair[1];
}

static int create_frame(void)
{
	struct fl_call_set set;
	int pair[2] = { -1, -1 };

	memset(&set, 0, sizeof(set));
	FL_CALL_SET_ADD(&set, FL_CALL_NULL);
	FL_CALL_SET_ADD(&set, FL_CALL_OPEN);
	FL_CALL_SET_ADD(&set, FL_CALL_READ);
	*ARG1 = (uint32_t)&set;
	*ARG2 = random_below(2);
	*ARG3 = (uint32_t)pair;
	(void)*CALL_FRAME_CREATE;
	return pair[1];
}

void code_init(void)
{
	int echo = open("/dev/echo", O_RDWR);

	code = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memset(code, 0xcc, 2 * PAGE); /* what runs on ends soon */
	windows[0] = map_window(echo, 2 * PAGE, PROT_READ | PROT_WRITE);
	windows[1] = map_window(echo, PAGE, PROT_READ);
	windows[SERVED] =
	    map_window(create_served(), 3 * PAGE, PROT_READ | PROT_WRITE);
	windows[3] = map_window(create_frame(), FL_CALL_GROUPS * PAGE,
				PROT_READ | PROT_WRITE);
	windows[4] = FL_PAGE_TABLE_WINDOW;
	windows[5] = FL_PROCESS_WINDOW;
	windows[6] = FL_CALL_PAGES;
	windows[7] = windows[0] + PAGE - 4;
}

static uint32_t pointer(void)
{
	uint32_t n = random_below(8);

	if (random_below(4) == 0)
		return random_address();
	if (n == SERVED && random_below(64)) /* each access takes 1 ms */
		n = 0;
	return windows[n] + random_below(72) - 8;
}

static unsigned put_prefixes(unsigned at)
{
	static const unsigned char prefixes[] = { 0xf0, 0xf2, 0xf3, 0x2e,
						  0x36, 0x3e, 0x26, 0x64,
						  0x65, 0x66, 0x67 };

	while (random_below(3) == 0)
		code[at++] = prefixes[random_below(sizeof(prefixes))];
	return at;
}

static int is_jump(unsigned char opcode)
{
	return (opcode & 0xf0) == 0x70 || (opcode & 0xfc) == 0xe0 ||
	       opcode == 0xeb;
}

/* An opcode and, as like as not, the rest of an instruction with memory. */
static unsigned put_instruction(unsigned at)
{
	uint32_t displacement = random_below(3) ? random_below(32) : pointer();

	at = put_prefixes(at);
	if (random_below(3) == 0)
		code[at++] = 0x0f;
	if (random_below(8) == 0) { /* mov and its like, most often */
		static const unsigned char common[] = {
			0x89, 0x8b, 0xa1, 0xa3, 0xc7, 0xa5,
			0xab, 0xad, 0xff, 0x87, 0x01, 0x80
		};
		code[at++] = common[random_below(sizeof(common))];
	} else {
		code[at++] = (unsigned char)random32();
	}
	if (is_jump(code[at - 1])) { /* forward: loops only cost time */
		code[at++] = (unsigned char)random_below(40);
		return at;
	}
	code[at++] =
	    (unsigned char)(random32() & (random_below(2) ? 0x3f : 0xbf));
	if (random_below(3) == 0)
		code[at++] = (unsigned char)random32(); /* SIB */
	memcpy(code + at, &displacement, 4);
	return at + (random_below(2) ? 1 : 4);
}

/* jmp *[address of code_back's address] */
static void put_end(unsigned at)
{
	static void (*const back)(void) = code_back;
	const void *place = &back;

	code[at] = 0xff;
	code[at + 1] = 0x25;
	memcpy(code + at + 2, &place, 4);
}

static int is_prefix(unsigned char byte)
{
	return byte == 0xf0 || byte == 0xf2 || byte == 0xf3 ||
	       (byte & 0xe7) == 0x26 || (byte >= 0x64 && byte <= 0x67);
}

/*
 * QEMU 7.2 itself ends at two forms, wherever they begin: BLENDVPS's neighbour
 * 0F 38 0C without a prefix, and a locked BT, BTS, BTR or BTC of a register.
 */
static void spare_emulator(unsigned char *at, unsigned length)
{
	for (unsigned i = 0; i + 2 < length; i++) {
		unsigned char opcode = at[i + 1];

		if (at[i] != 0x0f)
			continue;
		if (opcode == 0x38 && at[i + 2] == 0x0c)
			at[i + 2] = 0x0b;
		if ((opcode & 0xe7) != 0xa3 && opcode != 0xba)
			continue;
		for (unsigned k = i; k > 0 && is_prefix(at[k - 1]); k--)
			if (at[k - 1] == 0xf0)
				at[k - 1] = 0x2e;
	}
}

/* Writes new instructions; where they begin. */
static unsigned write_code(void)
{
	/* Across the page's end, too. */
	unsigned start = random_below(16) ? 0 : PAGE - 8, at = start;

	memset(code + start, 0x90, 64);
	for (unsigned n = 1 + random_below(4); n > 0; n--)
		at = put_instruction(at);
	put_end(at);
	spare_emulator(code + start, 64);
	return start;
}

void random_code(void)
{
	static unsigned start, runs;
	struct registers r;
	uint32_t *word = &r.eax;

	if (runs++ % CODE_RUNS == 0)
		start = write_code();
	for (int i = 0; i < 7; i++)
		word[i] = pointer();
	if (random_below(8))
		r.ecx = random_below(300);
	r.esp = random_below(8) ? (uint32_t)(stack + 2048) : pointer();
	/* CF PF AF ZF SF TF DF OF AC */
	r.eflags = 0x202 |
		   (random32() & 0x40dd5 & (random_below(4) ? ~0x40100u : ~0u));
	r.target = (uint32_t)code + start;
	shared->runs++;
	code_run(&r);
}
